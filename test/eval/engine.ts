import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { defaultReading } from '../../src/cli/reading';
import { isProblem } from '../../src/core/finding';
import { groupIds } from '../../src/core/groups';
import type { JudgedRecord } from '../../src/core/pipeline';
import type { Watcher } from '../../src/core/watcher';
import { readLog } from '../../src/engine/readLog';
import { openSource } from '../../src/engine/sources';
import type { Source } from '../../src/engine/api';
import type { Level } from '../../src/core/record';

/** What a system says of one line. */
export interface LineVerdict {
  readonly problem: boolean;
  readonly level: Level | null;
}

/** Every record of a file, as the command line would give it. */
export function readFile(file: string): Promise<JudgedRecord[]> {
  const absolute = path.resolve(file);
  return read({ kind: 'file', uri: pathToFileURL(absolute).href, path: absolute });
}

/** Every record of a text. */
export function readText(text: string, watcher?: Watcher): Promise<JudgedRecord[]> {
  return read({ kind: 'text', uri: 'untitled:sample', fileName: 'sample.log', chunks: [text] }, watcher);
}

async function read(from: Source, watcher?: Watcher): Promise<JudgedRecord[]> {
  const source = await openSource(from);
  const records: JudgedRecord[] = [];
  try {
    const options = { ...defaultReading, classifier: null, everyRecord: true, now: Date.now(), ...(watcher ? { watcher } : {}) };
    for await (const batch of readLog(source, options, new AbortController().signal)) records.push(...batch.records);
  } finally {
    await source.close();
  }
  return records;
}

/** The record that each line belongs to, by line number; none for a line of no record. */
export function byLine(records: readonly JudgedRecord[]): Map<number, JudgedRecord> {
  const lines = new Map<number, JudgedRecord>();
  for (const judged of records) for (let line = judged.record.line; line <= judged.record.endLine; line++) lines.set(line, judged);
  return lines;
}

export function verdictOf(judged: JudgedRecord | undefined): LineVerdict {
  return { problem: isProblem(judged?.verdict.judgement?.severity ?? null), level: judged?.verdict.level ?? null };
}

/** Names the group of each of a file's records: fingerprints that belong together by what the whole file shows. */
export function groupsOf(records: readonly JudgedRecord[]): (judged: JudgedRecord) => string {
  const members = new Map<string, { readonly fingerprint: string; readonly template: string; count: number }>();
  for (const { fingerprint, template } of records) {
    const known = members.get(fingerprint);
    if (known) known.count++;
    else members.set(fingerprint, { fingerprint, template, count: 1 });
  }
  const groups = groupIds([...members.values()]);
  return ({ fingerprint }) => groups.get(fingerprint) ?? fingerprint;
}
