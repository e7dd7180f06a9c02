import fs from 'node:fs';

import Mocha from 'mocha';

import { explain, type TestEvent } from './outcome';

const testTimeoutMs = 20_000;

/** Names the file that a test run's events are appended to. */
export const eventsVariable = 'STACKLENS_TEST_EVENTS';
/** Names the folder below test/integration whose tests an extension host runs. */
export const suiteVariable = 'STACKLENS_TEST_SUITE';
/** Set where a test that fails is run once more: others than ours have a say in when a window shows what. */
export const retryVariable = 'STACKLENS_TEST_RETRY';

/**
 * Runs test files in this process, be it Node or an extension host, and writes each result down as it comes, so that a
 * crash loses none. Without `$STACKLENS_TEST_EVENTS` it prints them instead.
 * @returns how many failed
 */
export async function runTestFiles(files: readonly string[]): Promise<number> {
  const eventsFile = process.env[eventsVariable];
  const mocha = new Mocha({ timeout: testTimeoutMs, retries: process.env[retryVariable] === undefined ? 0 : 1, forbidOnly: true, reporter: eventsFile === undefined ? 'spec' : Mocha.reporters.Base });
  for (const file of files) mocha.addFile(file);
  const tell = (event: TestEvent): void => {
    if (eventsFile !== undefined) fs.appendFileSync(eventsFile, `${JSON.stringify(event)}\n`);
  };
  await mocha.loadFilesAsync();
  return new Promise((resolve) => {
    const runner = mocha.run((failures) => {
      tell({ kind: 'ended' });
      resolve(failures);
    });
    runner.on('pass', (test) => tell({ kind: 'passed', title: test.fullTitle() }));
    runner.on('retry', (test: Mocha.Test, error: unknown) => tell({ kind: 'retried', title: test.fullTitle(), detail: explain(error) }));
    runner.on('pending', (test) => tell({ kind: 'skipped', title: test.fullTitle() }));
    runner.on('fail', (test, error: unknown) => tell({ kind: 'failed', title: test.fullTitle(), detail: explain(error) }));
  });
}
