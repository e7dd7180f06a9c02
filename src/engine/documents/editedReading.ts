import type { Finding } from '../../core/finding';
import { PipelineRun, type Batch, type PipelineOptions, type PipelineSummary } from '../../core/pipeline';
import { reach } from '../../core/readerStack';
import type { Skimmer } from '../../core/skim/skimmer';
import type { LineBreaks } from '../api';
import { chunkSize } from '../scan/kernel';
import { newSkimmer, skimAll } from '../scan/skimLog';
import type { OpenSource } from '../sources';
import type { BlockedText, Difference } from './blockedText';
import { findingsAt, stretchesOf, summed, type Counts, type Place, type Rest, type Stretch } from './stretches';

/** Lines read again before a change and behind it: what a record may belong to, or tell about, is not so far away. */
const clearance = 3 * reach;
/** Findings that are kept; of a log with more all is read again. */
const mostFindings = 200_000;
/** Bytes that are read again; where it is not clear so far behind a change that all is as it was, all is read. */
const mostReadAgain = 1 << 21;
/** Findings that are told at once. */
const findingsPerBatch = 4000;

/** What was read of some lines. */
interface Passage {
  readonly stretches: readonly Stretch[];
  readonly counts: Counts;
  readonly findings: number;
  /** Whether lines behind it are read as they would be without it. */
  readonly isClosed: boolean;
}

/** Stretches `[first, last)` of the text as it was, and where they begin. */
interface Window {
  readonly first: number;
  readonly last: number;
  readonly start: Place;
}

/**
 * The reading of a log that is being edited: what was found is kept in stretches, and after an edit those about it are
 * read again. A stretch begins where no record is open; it counts as read when nothing of the file was learnt since
 * that a reader from the start would not have known there. Where anything of this is not so, all must be read anew.
 */
export class EditedReading {
  private readonly run: PipelineRun;
  private readonly skimmer: Skimmer;
  private rests: Rest[] = [];
  private stretches: readonly Stretch[] = [];
  private counts: Counts | null = null;
  private format = 'plain';
  private layout: object | null = null;

  constructor(
    private text: BlockedText,
    source: OpenSource,
    pipeline: PipelineOptions,
    lineBreaks: LineBreaks,
  ) {
    this.run = new PipelineRun(pipeline);
    const onRest = (line: number, byte: number): void => {
      this.rests.push({ line, byte, lessons: this.run.lessons });
    };
    this.skimmer = newSkimmer(source.notation, this.run, { lineBreaks, tallies: false, onRest });
  }

  /** What is known of the whole text. */
  get summary(): PipelineSummary {
    return { ...this.run.summary(), format: this.format, ...(this.counts ?? {}) };
  }

  /** Reads the text from its start. Returns whether it can be read again in parts. Throws the signal's reason. */
  async *readAll(source: OpenSource, signal: AbortSignal): AsyncGenerator<Batch, boolean> {
    const { run, skimmer } = this;
    const start: Rest = { line: 1, byte: 0, lessons: null };
    const found: Finding[] = [];
    const layouts = new Set<object>();
    for await (const batch of skimAll(source, skimmer, signal)) {
      if (run.layout !== null) layouts.add(run.layout);
      if (found.length <= mostFindings) for (const finding of batch.findings) found.push(finding);
      yield batch;
    }
    const { format, lines, records, severities, levels, notes } = run.summary();
    this.format = format;
    this.layout = run.layout;
    this.counts = { lines, records, severities: { ...severities }, levels: { ...levels } };
    this.stretches = stretchesOf(found, [start, ...this.rests.splice(0)], { line: skimmer.nextLine, byte: source.identity.size });
    return found.length <= mostFindings && layouts.size === 1 && notes.length === 0 && run.lessons !== null;
  }

  /** Reads what another text has changed. Returns false where that cannot be told: this reading is of no use then. */
  readChange(text: BlockedText): boolean {
    const change = text.differenceFrom(this.text);
    if (change === null) return false;
    if (change.start === change.endBefore && change.start === change.endAfter) return true;
    for (let more = 0; ; more = more * 2 + 1) {
      const window = this.windowOf(change, more);
      if (window === null) return false;
      const passages = this.readWindow(window, text, change);
      if (passages === null) return false;
      const [before, after] = passages;
      if (!after.isClosed && window.last < this.stretches.length) continue;
      if (this.counts === null) return false;
      this.counts = summed(summed(this.counts, before.counts, -1), after.counts, 1);
      this.stretches = [...this.stretches.slice(0, window.first), ...after.stretches, ...this.stretches.slice(window.last)];
      this.text = text;
      return true;
    }
  }

  /** All that is found, in the order of the file. */
  *findings(): Generator<Batch> {
    let findings: Finding[] = [];
    let [line, byte] = [1, 0];
    for (const stretch of this.stretches) {
      for (const finding of findingsAt(stretch, { line, byte })) findings.push(finding);
      line += stretch.lines;
      byte += stretch.bytes;
      if (findings.length < findingsPerBatch) continue;
      yield { findings, records: [] };
      findings = [];
    }
    yield { findings, records: [] };
  }

  /** The stretches about a change, and some more behind them. Null where these are too many, or the log's first lines among them. */
  private windowOf({ start, endBefore }: Difference, more: number): Window | null {
    const places: Place[] = [];
    let [line, byte] = [1, 0];
    let first = 0;
    let last = this.stretches.length;
    let clearFrom = Infinity;
    for (const [index, stretch] of this.stretches.entries()) {
      places.push({ line, byte });
      if (byte <= start) {
        while ((places[first + 1]?.line ?? Infinity) <= line - clearance) first++;
      }
      if (byte >= endBefore) clearFrom = Math.min(clearFrom, line + clearance);
      if (line >= clearFrom) {
        last = Math.min(this.stretches.length, index + more);
        break;
      }
      line += stretch.lines;
      byte += stretch.bytes;
    }
    const place = places[first];
    if (first === 0 || place === undefined || byte - place.byte > mostReadAgain) return null;
    return { first, last, start: place };
  }

  /** Reads a window of the text as it was and as it is; null where that does not tell how the whole of it would be read. */
  private readWindow({ first, last, start }: Window, text: BlockedText, { endBefore, endAfter }: Difference): readonly [before: Passage, after: Passage] | null {
    const { run } = this;
    const known = this.stretches.slice(first, last);
    const lessons = known[0]?.lessons ?? null;
    if (lessons === null || lessons !== run.lessons) return null;
    const end = start.byte + known.reduce((sum, { bytes }) => sum + bytes, 0);
    const before = this.readPassage(this.text.slice(start.byte, end), start);
    const after = this.readPassage(text.slice(start.byte, end + endAfter - endBefore), start);
    // What the lines were found to be must be what they were found to be among all others.
    const isAsKnown = before.counts.lines === sumOf(known, ({ lines }) => lines) && before.findings === sumOf(known, ({ findings }) => findings.length);
    return isAsKnown && run.lessons === lessons && run.layout === this.layout ? [before, after] : null;
  }

  private readPassage(bytes: Buffer, start: Place): Passage {
    const { run, skimmer } = this;
    const { nextLine } = skimmer;
    const { lessons } = run;
    const counted = countsOf(run);
    const findings: Finding[] = [];
    const take = (count: number, isLast: boolean): void => {
      for (const finding of skimmer.take(count, isLast).findings) findings.push(finding);
    };
    skimmer.moveTo(start.byte);
    for (let at = 0; at < bytes.length; ) {
      const count = bytes.copy(skimmer.space, 0, at, Math.min(bytes.length, at + chunkSize));
      at += count;
      take(count, false);
    }
    take(0, true);
    const end = { line: skimmer.nextLine, byte: start.byte + bytes.length };
    // The skimmer's lines go on and on; those of the passage count from its start.
    const stretches = stretchesOf(findings, [{ line: nextLine, byte: start.byte, lessons }, ...this.rests.splice(0).filter(({ line }) => line > nextLine)], end);
    return { stretches, counts: summed(countsOf(run), counted, -1), findings: findings.length, isClosed: skimmer.isAtRest };
  }
}

function countsOf(run: PipelineRun): Counts {
  const { lines, records, severities, levels } = run.summary();
  return { lines, records, severities: { ...severities }, levels: { ...levels } };
}

function sumOf<T>(all: readonly T[], figure: (each: T) => number): number {
  return all.reduce((sum, each) => sum + figure(each), 0);
}
