import path from 'node:path';
import { parseArgs } from 'node:util';
import { groupIds } from '../core/groups';
import type { JudgedRecord } from '../core/pipeline';
import type { Reading } from '../engine/api';
import { isoTime, toJson } from '../engine/exporters/row';
import { fileUri } from '../engine/fileUri';
import { readLog, type ReadResult } from '../engine/readLog';
import { openSource } from '../engine/sources';
import { complainOfFormats, readingOptions, readingWith } from './reading';
import { complain, messageOf, openOutput } from './output';
import { UsageError } from './usage';

/** `stacklens records`; returns the exit code. */
export async function records(args: readonly string[], signal: AbortSignal): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: { format: { type: 'string', default: 'ndjson' }, ...readingOptions } });
  if (positionals.length === 0) throw new UsageError('Name at least one file.');
  if (values.format !== 'ndjson') throw new UsageError('--format takes: ndjson.');
  const reading = await readingWith(values);
  const { sink, readerGone } = await openOutput(undefined);
  const until = AbortSignal.any([signal, readerGone]);
  let code = 0;
  for (const file of positionals) {
    try {
      const groups = await groupsIn(file, reading, until);
      const batches = judgedRecords(file, until, reading);
      let step = await batches.next();
      for (; step.done !== true; step = await batches.next()) {
        await sink.write(step.value.map((judged) => `${toJson(describe(file, judged, groups.get(judged.fingerprint)))}\n`).join(''));
      }
      complainOfFormats(file, step.value.formatProblems);
      if (step.value.damage !== null) {
        complain(step.value.damage);
        code = 2;
      }
    } catch (error) {
      if (signal.aborted) throw error;
      if (until.aborted) break;
      complain(messageOf(error));
      code = 2;
    }
  }
  return code;
}

/** Fingerprints of a file that are looked at for groups; those seen later stay alone. */
const mostFingerprints = 200_000;

/** The group of each fingerprint of a file. What belongs together shows only in the whole file: it is read twice. */
async function groupsIn(file: string, reading: Reading, signal: AbortSignal): Promise<ReadonlyMap<string, string>> {
  const counts = new Map<string, { readonly fingerprint: string; readonly template: string; count: number }>();
  for await (const batch of judgedRecords(file, signal, reading)) {
    for (const { fingerprint, template } of batch) {
      const known = counts.get(fingerprint);
      if (known) known.count++;
      else if (counts.size < mostFingerprints) counts.set(fingerprint, { fingerprint, template, count: 1 });
    }
  }
  return groupIds([...counts.values()]);
}

/** Every record of a file with what the engine makes of it; returns what is known in the end. Errors are those of `openSource` and of reading. */
export async function* judgedRecords(file: string, signal: AbortSignal, reading: Reading): AsyncGenerator<readonly JudgedRecord[], ReadResult> {
  const absolute = path.resolve(file);
  const source = await openSource({ kind: 'file', uri: fileUri(absolute), path: absolute });
  try {
    const batches = readLog(source, { ...reading, classifier: null, everyRecord: true, now: Date.now() }, signal);
    let step = await batches.next();
    for (; step.done !== true; step = await batches.next()) yield step.value.records;
    return step.value;
  } finally {
    await source.close();
  }
}

function describe(file: string, { record, verdict, template, fingerprint }: JudgedRecord, group = fingerprint): Record<string, unknown> {
  const { line, endLine, lineNumbers, timestamp, timestampInferred, logger, message, format } = record;
  return {
    file,
    line,
    endLine,
    ...(lineNumbers === undefined ? {} : { lineNumbers }),
    timestamp: isoTime(timestamp),
    ...(timestampInferred === undefined ? {} : { timestampInferred }),
    level: verdict.level,
    levelSource: verdict.levelSource,
    logger,
    message,
    format,
    template,
    fingerprint,
    group,
    severity: verdict.judgement?.severity ?? null,
  };
}
