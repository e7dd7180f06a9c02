import { readSync } from 'node:fs';
import { PipelineRun, type PipelineOptions, type PipelineSummary } from '../../core/pipeline';
import type { Line } from '../../core/record';
import { FindingTally, type Alike } from '../../core/skim/findingTally';
import { Skimmer } from '../../core/skim/skimmer';
import type { Encoding } from '../../core/scan/lineSplitter';
import { decoders } from '../encodings';
import { chunkSize, firstChunkSize, newShapes, type KernelModule } from './kernel';

/** A piece of a file, from the start of a line to that of another. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** How the ranges of a file are read; all of it can be sent to a worker. */
export interface RangeReading {
  readonly pipeline: Pick<PipelineOptions, 'fileName' | 'modified' | 'zone' | 'clientErrors' | 'everyRecord'>;
  readonly encoding: Encoding;
  readonly loneCarriageReturns: boolean;
}

/** What was found in one range; lines count from its start. */
export interface RangeResult {
  readonly lines: number;
  readonly alike: readonly Alike[];
}

/** Kinds of findings of one range that are remembered; with more of them they are told piece by piece. */
const mostKinds = 20_000;

/** Scans ranges of one file one after the other, each further on than the one before. */
export class RangeScanner {
  private readonly run: PipelineRun;
  private readonly skimmer: Skimmer;
  private layout: object | null = null;

  /** `head`: the file's first lines, for a scanner that does not begin with them. Throws where there is no memory. */
  constructor(
    private readonly file: number,
    { pipeline, encoding, loneCarriageReturns }: RangeReading,
    module: KernelModule,
    head: readonly Line[] | null,
  ) {
    this.run = new PipelineRun(pipeline);
    if (head) this.run.prime(head);
    this.skimmer = new Skimmer(newShapes(module), this.run, { decode: decoders[encoding], loneCarriageReturns, firstOffset: 0, tallies: true });
    if (head) this.skimmer.skipLessons();
    this.layout = this.run.layout;
  }

  /** What was counted in all ranges so far. */
  get summary(): PipelineSummary {
    return this.run.summary();
  }

  /** Whether the file is read as it was at first. */
  get isSame(): boolean {
    return this.layout === null || this.layout === this.run.layout;
  }

  /**
   * Scans a range; `turn` is waited for now and then and throws where the scan is to stop. Throws what reading the file
   * throws, and an Error as soon as the file changes its layout: what was found further on may be wrong.
   */
  async scan({ start, end }: Range, turn: () => Promise<void> | undefined): Promise<RangeResult> {
    const { skimmer } = this;
    const tally = new FindingTally();
    const alike: Alike[] = [];
    const firstLine = skimmer.nextLine;
    skimmer.moveTo(start);
    for (let position = start; position < end; ) {
      const space = skimmer.space.subarray(0, Math.min(end - position, skimmer.isTaught ? chunkSize : firstChunkSize));
      const count = readSync(this.file, space, 0, space.length, position);
      if (count === 0) break;
      position += count;
      tally.add(skimmer.take(count, false));
      this.layout ??= this.run.layout;
      if (!this.isSame) throw new Error('The file is read in another way from here on.');
      if (tally.size > mostKinds) alike.push(...tally.take());
      await turn();
    }
    tally.add(skimmer.take(0, true));
    alike.push(...tally.take());
    return { lines: skimmer.nextLine - firstLine, alike: alike.map((each) => fromLine(each, firstLine)) };
  }
}

/** The same with lines counted from another one. */
function fromLine({ first, last, count }: Alike, firstLine: number): Alike {
  return { first: moved(first, 1 - firstLine), last: moved(last, 1 - firstLine), count };
}

/** A finding so many lines further down. */
export function moved(finding: Alike['first'], lines: number): Alike['first'] {
  return { ...finding, line: finding.line + lines, endLine: finding.endLine + lines, range: { ...finding.range, line: finding.range.line + lines } };
}
