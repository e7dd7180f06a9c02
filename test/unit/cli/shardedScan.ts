import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import type { Scratch } from '../engine/support';
import { parseLines, stacklens } from './support';

export function shards(count: number): { readonly number: number; readonly count: number }[] {
  return Array.from({ length: count }, (_, index) => ({ number: index + 1, count }));
}

/** Four processes at once scan the parts of a folder into a store, and do so again: it must hold what one scan finds, each once. */
export async function assertShardsComeTogether(scratch: Scratch, store: string): Promise<void> {
  const folder = scratch.path('logs');
  await writeLogs(folder);
  const whole = inOrder((await stacklens(['scan', '.', '--format', 'ndjson'], { cwd: folder })).stdout);
  assert.equal(whole.length, 320);
  for (let round = 0; round < 2; round++) {
    const runs = await Promise.all(shards(4).map(({ number, count }) => stacklens(['scan', '.', '--shard', `${String(number)}/${String(count)}`, '--format', 'ndjson', '--save', '--store', store], { cwd: folder })));
    for (const { code, stderr } of runs) assert.deepEqual({ code, stderr }, { code: 0, stderr: '' });
    assert.deepEqual(inOrder(runs.map(({ stdout }) => stdout).join('')), whole);
  }
  const stored = await stacklens(['db', 'export', '--store', store], { cwd: folder });
  assert.equal(parseLines(stored.stdout).length, whole.length);
  const { stdout } = await stacklens(['db', 'status', '--format', 'json', '--store', store], { cwd: folder });
  const { counts } = JSON.parse(stdout) as { counts: { analyses: number; findings: number } };
  assert.deepEqual([counts.analyses, counts.findings], [16, whole.length]);
}

function inOrder(ndjson: string): string[] {
  return parseLines(ndjson)
    .map(({ file, line, message }) => JSON.stringify([file, line, message]))
    .sort();
}

async function writeLogs(root: string): Promise<void> {
  for (const folder of ['a', 'b']) {
    await mkdir(`${root}/${folder}`, { recursive: true });
    for (let index = 0; index < 8; index++) {
      const lines = Array.from({ length: 20 }, (_, line) => `2026-11-22T10:00:${String(line + 10)}Z ERROR load of ${folder}${String(index)}-${String(line)} failed\n`);
      await writeFile(`${root}/${folder}/app${String(index)}.log`, lines.join(''));
    }
  }
}
