import fs from 'node:fs';
import path from 'node:path';

import { runTestFiles, suiteVariable } from '../harness/mocha';

/** Called by VS Code in its extension host: runs the tests of one suite, which share this window. */
export async function run(): Promise<void> {
  const folder = path.join(__dirname, process.env[suiteVariable] ?? '.');
  const files = fs.readdirSync(folder).filter((file) => file.endsWith('.test.js'));
  const failures = await runTestFiles(files.sort().map((file) => path.join(folder, file)));
  if (failures > 0) throw new Error(`${failures} tests failed.`);
}
