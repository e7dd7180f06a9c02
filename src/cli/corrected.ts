import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Analysis } from '../core/analysis';
import { correct, uncorrected, type Correction, type Judged } from '../core/corrections';
import { severities, type Finding, type Severity } from '../core/finding';
import { missedPatterns } from '../core/missed';
import type { Reading } from '../engine/api';
import { complain, messageOf } from './output';

/** Fingerprints that a project has nobody told of, one a line; `#` begins a comment. */
const ignoreFile = path.join('.stacklens', 'ignore');

/** What a scan makes of its findings by what users say of them. */
export class ScanCorrections {
  private readonly said: ReadonlyMap<string, Judged>;
  private readonly changes = new Map<string, Record<Severity, number>>();

  constructor(
    ignored: readonly string[],
    private readonly corrections: readonly Correction[],
  ) {
    const stated = corrections.map((each): [string, Judged] => [each.member.fingerprint, each]);
    this.said = new Map([...stated, ...ignored.map((fingerprint): [string, Judged] => [fingerprint, { ...uncorrected, ignored: true }])]);
  }

  /** A reading that finds what users reported as missed, too. */
  reading(reading: Reading): Reading {
    const missed = missedPatterns(this.corrections);
    return missed.length === 0 ? reading : { ...reading, patterns: [...reading.patterns, ...missed] };
  }

  /** A finding of a file, or so many alike, as users have it; null where it is ignored. */
  take(file: string, finding: Finding, count = 1): Finding | null {
    const own = correct(this.said, finding);
    if (own === finding) return finding;
    const changes = this.changes.get(file) ?? { critical: 0, high: 0, medium: 0, low: 0 };
    changes[finding.severity] -= count;
    if (own !== null) changes[own.severity] += count;
    this.changes.set(file, changes);
    return own;
  }

  /** The analysis of a file with the counts that are left. */
  counted(file: string, analysis: Analysis): Analysis {
    const changes = this.changes.get(file);
    if (!changes) return analysis;
    const left = { ...analysis.severities };
    for (const severity of severities) left[severity] += changes[severity];
    return { ...analysis, severities: left };
  }
}

/** The fingerprints in the ignore file of the current folder; none where there is no such file. Lines that are none are told of. */
export async function ignoredHere(): Promise<string[]> {
  let text: string;
  try {
    text = await readFile(ignoreFile, 'utf8');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))) complain(`${ignoreFile} cannot be read: ${messageOf(error)}.`);
    return [];
  }
  return text.split(/\r?\n/).flatMap((line, index) => {
    const [entry = ''] = line.split('#', 1);
    const fingerprint = entry.trim();
    if (fingerprint === '' || /^v\d+:[0-9a-f]{16}$/.test(fingerprint)) return fingerprint === '' ? [] : [fingerprint];
    complain(`${ignoreFile}:${String(index + 1)} is no fingerprint and is left out: ${fingerprint.slice(0, 80)}`);
    return [];
  });
}
