import { runTestFiles } from '../mocha';

/** Runs the test files named on the command line. */
void runTestFiles(process.argv.slice(2)).then((failures) => {
  process.exitCode = failures === 0 ? 0 : 1;
});
