import { readFileSync } from 'node:fs';
import path from 'node:path';

/** The lines of a trace among the fixtures, as a program wrote it. */
export function fixture(name: string): string[] {
  return readFileSync(path.resolve('test/fixtures/traces', `${name}.txt`), 'utf8').trimEnd().split('\n');
}
