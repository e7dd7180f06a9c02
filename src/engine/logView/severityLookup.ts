import { atLeast, type Finding, type Severity } from '../../core/finding';
import type { RawLine } from './pageLines';
import type { StoredFindings } from './storedFindings';

/** Findings asked for at a time. */
const batchSize = 200;

interface NumberedLine extends Pick<RawLine, 'offset'> {
  /** Lines that start between the line before it in the page and this one. */
  readonly gap: number;
}

/** Tells what an analysis says of the lines of a page, which come in the order of the log. Rejects with a StoreError. */
export async function severitiesOf(lines: readonly NumberedLine[], findings: StoredFindings, linesBetween: (from: number, to: number) => Promise<number>): Promise<readonly (Severity | null)[]> {
  const severities: (Severity | null)[] = lines.map(() => null);
  const [first] = lines;
  const last = lines.at(-1);
  if (!first || !last) return severities;
  let index = Math.max(0, (await findings.firstAt(first.offset)) - 1);
  for (;;) {
    const batch = await findings.slice(index, batchSize);
    for (const finding of batch) {
      if (finding.byteOffset > last.offset) return severities;
      await mark(severities, lines, finding, linesBetween);
    }
    if (batch.length < batchSize) return severities;
    // A page has few lines, and there may be many findings in what it leaves out.
    const behind = lines.find(({ offset }) => offset > (batch.at(-1)?.byteOffset ?? Infinity));
    if (!behind) return severities;
    index = Math.max(index + batch.length, (await findings.firstAt(behind.offset)) - 1);
  }
}

async function mark(severities: (Severity | null)[], lines: readonly NumberedLine[], finding: Finding, linesBetween: (from: number, to: number) => Promise<number>): Promise<void> {
  const start = lines.findIndex(({ offset }) => offset >= finding.byteOffset);
  const begin = lines[start];
  const length = finding.endLine - finding.line + 1;
  if (!begin || (begin.offset > finding.byteOffset && length === 1)) return;
  let passed = begin.offset === finding.byteOffset ? 0 : await linesBetween(finding.byteOffset, begin.offset);
  for (let at = start; at < lines.length && passed < length; at++) {
    const known = severities[at] ?? null;
    if (known === null || atLeast(finding.severity, known)) severities[at] = finding.severity;
    passed += 1 + (lines[at + 1]?.gap ?? 0);
  }
}
