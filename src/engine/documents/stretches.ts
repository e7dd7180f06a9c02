import type { Finding } from '../../core/finding';
import type { PipelineSummary } from '../../core/pipeline';

/** A place between two lines. */
export interface Place {
  /** 1-based number of the line that begins here. */
  readonly line: number;
  /** Its offset in bytes. */
  readonly byte: number;
}

/** Some lines of a log, before which nothing is open that they may belong to, and what is found in them. */
export interface Stretch {
  readonly lines: number;
  readonly bytes: number;
  /** Where it was when its findings were. */
  readonly origin: Place;
  readonly findings: readonly Finding[];
  /** What had been learnt of the log before it: see `PipelineRun.lessons`. */
  readonly lessons: number | null;
}

/** A place where a stretch may begin. */
export interface Rest extends Place {
  readonly lessons: number | null;
}

/** Parts what is found between two places into stretches: one from the first, and one from each place of rest. */
export function stretchesOf(findings: readonly Finding[], rests: readonly [Rest, ...Rest[]], end: Place): Stretch[] {
  const found = rests.map((): Finding[] => []);
  let at = 0;
  for (const finding of findings) {
    while (at > 0 && finding.line < (rests[at]?.line ?? 0)) at--;
    while (finding.line >= (rests[at + 1]?.line ?? Infinity)) at++;
    found[at]?.push(finding);
  }
  return rests.map(({ lessons, ...origin }, index) => {
    const next = rests[index + 1] ?? end;
    return { lines: next.line - origin.line, bytes: next.byte - origin.byte, origin, findings: found[index] ?? [], lessons };
  });
}

/** The findings of a stretch where it is now. */
export function findingsAt({ origin, findings }: Stretch, { line, byte }: Place): readonly Finding[] {
  const [lines, bytes] = [line - origin.line, byte - origin.byte];
  return lines === 0 && bytes === 0 ? findings : findings.map((finding) => moved(finding, lines, bytes));
}

function moved(finding: Finding, lines: number, bytes: number): Finding {
  const { line, endLine, byteOffset, range } = finding;
  return { ...finding, line: line + lines, endLine: endLine + lines, byteOffset: byteOffset + bytes, range: { ...range, line: range.line + lines } };
}

export type Counts = Pick<PipelineSummary, 'lines' | 'records' | 'severities' | 'levels'>;

/** Counts with others added, or taken away where `sign` is -1. */
export function summed(counts: Counts, others: Counts, sign: 1 | -1): Counts {
  const each = <K extends string>(a: Readonly<Record<K, number>>, b: Readonly<Record<K, number>>): Record<K, number> =>
    Object.fromEntries((Object.keys(a) as K[]).map((key) => [key, a[key] + sign * b[key]])) as Record<K, number>;
  return {
    lines: counts.lines + sign * others.lines,
    records: counts.records + sign * others.records,
    severities: each(counts.severities, others.severities),
    levels: each(counts.levels, others.levels),
  };
}
