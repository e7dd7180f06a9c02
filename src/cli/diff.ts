import { parseArgs } from 'node:util';
import { RunComparison, type Change } from '../core/diff';
import type { RunName } from '../core/eventCounts';
import { isProblem } from '../core/finding';
import { toJson } from '../engine/exporters/row';
import { DiffReport } from './diffReport';
import { complain, openOutput } from './output';
import { readingHere } from './reading';
import { judgedRecords } from './records';
import { UsageError } from './usage';

/** `stacklens diff OLD NEW`; returns the exit code: 1 where NEW has a problem that OLD never shows. */
export async function diff(args: readonly string[], signal: AbortSignal): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: { format: { type: 'string', default: 'text' } } });
  const [old, fresh] = positionals;
  if (old === undefined || fresh === undefined || positionals.length > 2) throw new UsageError('Name two files: stacklens diff OLD NEW.');
  if (values.format !== 'text' && values.format !== 'ndjson') throw new UsageError('--format takes one of: text, ndjson.');
  const { sink, terminal } = await openOutput(undefined);
  const report = values.format === 'text' ? new DiffReport(old, fresh, terminal) : null;
  let newProblems = false;
  for await (const changes of compare(old, fresh, signal)) {
    for (const { kind, judged } of changes) newProblems ||= kind === 'new' && isProblem(judged.verdict.judgement?.severity ?? null);
    if (report) changes.forEach((change) => report.add(change));
    else await sink.write(changes.map((change) => `${toJson(describe(change))}\n`).join(''));
  }
  if (report) await sink.write(report.text());
  return newProblems ? 1 : 0;
}

/** What differs, batch by batch: records of NEW as they stand in the file, then what is gone from OLD. Each file is read twice. */
async function* compare(old: string, fresh: string, signal: AbortSignal): AsyncGenerator<readonly Change[]> {
  const comparison = new RunComparison();
  const reading = await readingHere();
  const runs: readonly (readonly [RunName, string])[] = [['old', old], ['new', fresh]];
  for (const [run, file] of runs) {
    const batches = judgedRecords(file, signal, reading);
    let step = await batches.next();
    for (; step.done !== true; step = await batches.next()) for (const judged of step.value) comparison.count(run, judged);
    if (step.value.damage !== null) complain(step.value.damage);
  }
  for (const [run, file] of runs.toReversed()) {
    for await (const batch of judgedRecords(file, signal, reading)) {
      yield batch.flatMap((judged) => comparison.changeAt(run, judged) ?? []);
    }
  }
}

function describe({ kind, judged, counts }: Change): Record<string, unknown> {
  const { record, verdict, fingerprint } = judged;
  const { line, endLine, message } = record;
  return { kind, line, endLine, fingerprint, message, severity: verdict.judgement?.severity ?? null, counts };
}
