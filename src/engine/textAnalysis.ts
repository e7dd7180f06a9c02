import type { SeverityCounts } from '../core/analysis';
import { correct, type Correction } from '../core/corrections';
import type { Finding } from '../core/finding';
import type { Classifier } from '../ml/classifier';
import type { Reading, Source } from './api';
import { readLog } from './readLog';
import { openSource } from './sources';

export interface TextRequest {
  readonly source: Source;
  readonly reading: Reading;
  /** Findings that are returned at most: those that come first. */
  readonly limit: number;
}

/** What is found in a text of which nothing is kept. */
export interface TextResult {
  readonly format: string;
  readonly lines: number;
  /** Of all findings, returned or not. */
  readonly severities: SeverityCounts;
  readonly findings: readonly Finding[];
}

/** Who says what findings are, beside the rules. */
export interface Judges {
  readonly corrections: readonly Correction[];
  readonly classifier: Classifier;
}

/** Analyses a text as users have corrected what is like it. Errors are those of reading, and the signal's reason. */
export async function analyzeText({ source, reading, limit }: TextRequest, { corrections, classifier }: Judges, now: number, signal: AbortSignal): Promise<TextResult> {
  const said = new Map(corrections.map((each) => [each.member.fingerprint, each]));
  const severities = { critical: 0, high: 0, medium: 0, low: 0 };
  const findings: Finding[] = [];
  const opened = await openSource(source);
  try {
    const batches = readLog(opened, { ...reading, classifier, everyRecord: false, now }, signal);
    for (;;) {
      const step = await batches.next();
      if (step.done === true) return { format: step.value.summary.format, lines: step.value.summary.lines, severities, findings };
      for (const each of step.value.findings) {
        const found = correct(said, each);
        if (found === null) continue;
        severities[found.severity]++;
        if (findings.length < limit) findings.push(found);
      }
    }
  } finally {
    await opened.close();
  }
}
