import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { plain } from '../../../src/core/formats/plain';
import { lastWordsReader } from '../../../src/core/lastWords';
import type { LogRecord } from '../../../src/core/record';
import { context } from './formats/reading';

function read(lines: readonly string[]): LogRecord[] {
  const reader = lastWordsReader(plain.open(context));
  return [...lines.flatMap((text, index) => reader.read({ number: index + 1, byteOffset: index * 100, text })), ...reader.end()];
}

function lastWords(lines: readonly string[]): string[] {
  return read(lines).flatMap(({ isLastWord, message }) => (isLastWord === true ? [message] : []));
}

describe('the last words of a command', () => {
  it('are what it said just before it failed', () => {
    assert.deepEqual(lastWords(['$ check-lids', 'lids: nine', 'lids/old.txt', 'lids/torn.txt', '', 'put them in order, please', 'The command "check-lids" exited with 1.']), [
      'lids/old.txt',
      'lids/torn.txt',
      'put them in order, please',
    ]);
  });

  it('are told by every runner in its own way', () => {
    const statements = [
      '##[error]Process completed with exit code 2.',
      'ERROR: Job failed: exit code 1',
      'ERROR: script returned exit code 1',
      "##[error]Bash exited with code '1'.",
      'make[1]: *** [Makefile:4: lids] Error 2',
      'npm ERR! Test failed.  See above for more details.',
      'error Command failed with exit code 1.',
      "The command '/bin/sh -c check-lids' returned a non-zero code: 1",
    ];
    for (const statement of statements) assert.deepEqual(lastWords(['nine lids are old', statement]), ['nine lids are old'], statement);
  });

  it('are none where the command succeeded or another one had its say before', () => {
    assert.deepEqual(lastWords(['$ count', 'nine', 'The command "count" exited with 0.', '$ check', 'The command "check" exited with 1.']), []);
  });

  it('need not be guessed where an error was declared', () => {
    assert.deepEqual(lastWords(['counting', 'error: lid 4 is torn', 'The command "check" exited with 1.']), []);
    assert.deepEqual(lastWords(['counting', 'rake aborted!', 'no Rakefile here', 'The command "rake" exited with 1.']), ['no Rakefile here']);
  });

  it('stand among lines that merely say what is being done', () => {
    assert.deepEqual(lastWords(['torn: 4', '[Pipeline] }', '[Pipeline] // stage', 'ERROR: script returned exit code 1']), ['torn: 4']);
  });

  it('come with all other records, in order', () => {
    const lines = Array.from({ length: 200 }, (_, index) => (index % 7 === 3 ? '[Pipeline] echo' : index % 31 === 5 ? 'make: *** [lids] Error 1' : `line ${String(index)}`));
    assert.deepEqual(
      read(lines).map(({ line }) => line),
      lines.map((_, index) => index + 1),
    );
  });
});
