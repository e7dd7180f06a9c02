import path from 'node:path';
import type { Analysis } from '../core/analysis';
import { atLeast, severities } from '../core/finding';
import { rulesVersion } from '../core/rules/rules';
import { readFamily, type FamilyPart, type FamilyResult } from '../engine/familyLog';
import { rotatedFamily } from '../engine/rotation';
import type { AnalysisWriter } from '../engine/store/store';
import { messageOf } from './output';
import { complainOfFormats } from './reading';
import type { ScanRun } from './scan';

/** The rotated logs that these files are parts of, each once, its files the oldest first. */
export async function familiesOf(files: readonly string[]): Promise<readonly (readonly string[])[]> {
  const families = new Map<string, readonly string[]>();
  for (const file of files) {
    const family = await rotatedFamily(file);
    families.set(family.map((each) => path.resolve(each)).join('\n'), family);
  }
  return [...families.values()];
}

/** Scans the files of a rotated log in one go; returns why some could not be read, or not to their end. */
export async function scanFamily(files: readonly string[], { reading, minSeverity, exporter, store, totals }: ScanRun, signal: AbortSignal): Promise<readonly string[]> {
  const startedAt = Date.now();
  const start = ({ uri, fileName }: FamilyPart): Pick<Analysis, 'uri' | 'fileName' | 'startedAt' | 'rulesVersion'> => ({ uri, fileName, startedAt, rulesVersion });
  const writers = new Map<FamilyPart, AnalysisWriter>();
  const writerOf = (part: FamilyPart): AnalysisWriter | undefined => {
    if (store === null) return undefined;
    const writer = writers.get(part) ?? store.begin({ ...start(part), identity: part.identity, settingsHash: 'cli' });
    writers.set(part, writer);
    return writer;
  };
  let result: FamilyResult;
  try {
    const batches = readFamily(files, { ...reading, now: startedAt }, signal);
    let step = await batches.next();
    for (; step.done !== true; step = await batches.next()) {
      const { part, findings } = step.value;
      await writerOf(part)?.add(findings);
      for (const finding of findings) if (atLeast(finding.severity, minSeverity)) await exporter.finding({ ...finding, file: part.file });
    }
    result = step.value;
  } catch (error) {
    for (const writer of writers.values()) await writer.abandon(signal.aborted ? 'cancelled' : 'failed', signal.aborted ? null : messageOf(error));
    throw error;
  }
  complainOfFormats(files.at(-1) ?? '', result.formatProblems);
  for (const { part, summary } of result.parts) {
    const outcome = { ...summary, size: part.identity.size, encoding: part.encoding, duration: Date.now() - startedAt };
    const analysis = (await writerOf(part)?.complete(outcome, null)) ?? { ...outcome, ...start(part), id: 0, status: 'completed' as const, reason: null };
    await exporter.analysis(analysis, part.file);
    totals.bytes += part.identity.size;
    totals.lines += summary.lines;
    totals.records += summary.records;
    for (const severity of severities) totals.findings[severity] += summary.severities[severity];
  }
  return result.failures;
}
