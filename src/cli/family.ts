import path from 'node:path';
import { atLeast, severities } from '../core/finding';
import { analyzeFamily } from '../engine/familyAnalysis';
import { rotatedFamily } from '../engine/rotation';
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
export async function scanFamily(files: readonly string[], { reading, classifier, minSeverity, exporter, store, totals, corrections, replacesSame }: ScanRun, signal: AbortSignal): Promise<readonly string[]> {
  const { analyses, failures, formatProblems } = await analyzeFamily(
    files,
    {
      reading,
      classifier,
      store,
      settingsHash: 'cli',
      replacesSame,
      now: Date.now,
      onFindings: async (file, findings) => {
        for (const each of findings) {
          const finding = corrections.take(file, each);
          if (finding && atLeast(finding.severity, minSeverity)) await exporter.finding({ ...finding, file });
        }
      },
    },
    signal,
  );
  complainOfFormats(files.at(-1) ?? '', formatProblems);
  for (const { file, analysis: stored } of analyses) {
    const analysis = corrections.counted(file, stored);
    await exporter.analysis(analysis, file);
    totals.bytes += analysis.size;
    totals.lines += analysis.lines;
    totals.records += analysis.records;
    for (const severity of severities) totals.findings[severity] += analysis.severities[severity];
  }
  return failures;
}
