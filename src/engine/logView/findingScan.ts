import type { Finding } from '../../core/finding';
import { BlockLines } from './blockLines';
import type { Scan, Stretch } from './hits';
import { pageSize, type LineBlocks } from './lineBlocks';
import type { LineSearch } from './lineSearch';
import type { LogBytes } from './logBytes';
import type { StoredFindings } from './storedFindings';
import type { OffsetRange } from './textScan';

/** Findings asked for at first, and further on. */
const firstBatch = 200;
const nextBatches = 2000;

export interface FindingTest {
  /** Which findings count. */
  readonly accepts: (finding: Finding) => boolean;
  /** Whether only the first lines of records count. */
  readonly firstLines: boolean;
  /** What their lines must be; null where that is no matter. */
  readonly search: LineSearch | null;
  readonly range: OffsetRange;
}

/** Finds the lines of the records that a stored analysis calls findings. */
export class FindingScan implements Scan {
  constructor(
    private readonly bytes: Pick<LogBytes, 'size'>,
    private readonly blocks: LineBlocks,
    private readonly findings: StoredFindings,
    private readonly test: FindingTest,
  ) {}

  async *forward(from: number, signal: AbortSignal): AsyncGenerator<Stretch> {
    // The record before may go on here.
    let index = Math.max(0, (await this.findings.firstAt(Math.max(from, this.test.range.from))) - 1);
    /** Lines of records that go on behind the next one's start. */
    let carried: readonly number[] = [];
    for (let at = from, size = firstBatch; at < this.bytes.size; size = nextBatches) {
      const batch = await this.findings.slice(index, size + 1);
      signal.throwIfAborted();
      const next = batch.length > size ? batch[size] : undefined;
      const to = next ? Math.max(at, next.byteOffset) : this.bytes.size;
      const lines = rising([...carried, ...(await this.linesOf(batch.slice(0, size), signal))]);
      yield { from: at, to, hits: lines.filter((line) => line >= at && line < to), isOpen: next === undefined };
      carried = lines.filter((line) => line >= to);
      at = to;
      index += size;
    }
  }

  async *backward(before: number, signal: AbortSignal): AsyncGenerator<Stretch> {
    const { first } = this.blocks;
    let index = await this.findings.firstAt(Math.min(before, this.test.range.to));
    for (let at = before, size = firstBatch; at > first; size = nextBatches) {
      const start = Math.max(0, index - size);
      // One more: the record before them may go on among them.
      const extra = start > 0 ? 1 : 0;
      const batch = await this.findings.slice(start - extra, index - start + extra);
      signal.throwIfAborted();
      const from = start === 0 ? first : Math.min(at, batch[extra]?.byteOffset ?? first);
      const to = at;
      const lines = await this.linesOf(batch, signal);
      yield { from, to, hits: lines.filter((line) => line >= from && line < to), isOpen: false };
      at = from;
      index = start;
    }
  }

  /** The starts of the lines of records that count, rising. */
  private async linesOf(findings: readonly Finding[], signal: AbortSignal): Promise<readonly number[]> {
    const { accepts, range } = this.test;
    const lines: number[] = [];
    for (const finding of findings) {
      if (!accepts(finding) || finding.byteOffset < range.from || finding.byteOffset >= range.to) continue;
      for (const line of await this.linesOfRecord(finding, signal)) lines.push(line);
    }
    return rising(lines);
  }

  private async linesOfRecord({ byteOffset, line, endLine }: Finding, signal: AbortSignal): Promise<readonly number[]> {
    const { firstLines, search } = this.test;
    let left = firstLines ? 1 : endLine - line + 1;
    // As they were when the log was analysed.
    if (byteOffset >= this.bytes.size) return [];
    if (left === 1 && search === null) return [byteOffset];
    const found: number[] = [];
    for await (const block of this.blocks.forward(byteOffset, pageSize, signal)) {
      const all = new BlockLines(block, this.blocks.breaks);
      const end = all.starts[left] ?? block.bytes.length;
      const own = new BlockLines({ ...block, bytes: block.bytes.subarray(0, end) }, this.blocks.breaks);
      const matching = search === null ? own.starts.map((_, index) => index) : search.linesOf(own);
      for (const index of matching) found.push(own.offsetOf(index));
      left -= own.count;
      if (left <= 0) break;
    }
    return found;
  }
}

function rising(numbers: readonly number[]): number[] {
  return [...new Set(numbers)].sort((a, b) => a - b);
}
