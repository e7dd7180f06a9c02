import type { ViewFilter, ViewInfo, ViewLine, ViewPage, ViewPlace } from '../../shared/logViewProtocol';
import type { Reading, Source } from '../api';
import type { Store } from '../store/store';
import { AnalysisOfLog } from './analysisOfLog';
import { Choices, isEmpty } from './choices';
import type { Progress } from './lineIndex';
import { LogContent, notationNow, openLog, type OpenLog } from './logContent';
import { severitiesOf } from './severityLookup';
import type { ShownLine } from './shownLines';
import { StoredFindings } from './storedFindings';

/** Lines before and after the place that a page has at most. */
const mostLines = 2000;
/**
 * Milliseconds after which a page that has something to show is handed over though lines may be missing: soon where
 * somebody waits to see a place, later where lines are brought that lie out of sight.
 */
const patience = 1000;
const longPatience = 10_000;
/** Bytes of one line that are handed over at most. */
const longestText = 4 * 1024 * 1024;
/** A log that is shorter may yet show another encoding. */
const tooShortToTell = 64;

export interface PageRequest {
  readonly place: ViewPlace;
  readonly filter: ViewFilter;
  /** Lines before the place, and behind its own line. */
  readonly before: number;
  readonly after: number;
}

export interface LogViewOptions {
  readonly viewId: number;
  readonly source: Source;
  readonly reading: Reading;
  readonly store: () => Promise<Pick<Store, 'findings' | 'latestAnalyses'>>;
  readonly now: () => number;
}

/** What of a request must be known along the way. */
interface Trip {
  readonly analysisId: number | null;
  readonly onProgress: Progress;
  readonly signal: AbortSignal;
}

/**
 * A view of a log of any size: pages are read by offset. Methods reject with a SourceError where the log cannot be
 * read, with a ViewError where what is asked for cannot be done, and with the signal's reason where it is aborted.
 */
export class LogView {
  private content: LogContent;
  private choices: Choices;
  private analysis: AnalysisOfLog;
  private looking: Promise<void> | undefined;

  private constructor(
    private readonly options: LogViewOptions,
    private readonly log: OpenLog,
  ) {
    const content = new LogContent(log, log.notation, options.reading, options.now());
    [this.content, this.choices, this.analysis] = [content, this.choicesOf(content), this.analysisOf(content)];
    content.index.start();
  }

  static async open(options: LogViewOptions): Promise<LogView> {
    return new LogView(options, await openLog(options.source));
  }

  /** What the log is now. */
  async info(signal: AbortSignal): Promise<ViewInfo> {
    await this.look();
    const { bytes, encoding } = this.log;
    return { viewId: this.options.viewId, size: bytes.size, lines: this.content.index.lines, encoding, analysisId: await this.analysis.id(signal), damage: bytes.damage };
  }

  /** A page of the lines that a filter shows around a place; `onProgress` hears of long searches. */
  async page({ place, filter, before, after }: PageRequest, onProgress: Progress, signal: AbortSignal): Promise<ViewPage> {
    await this.look();
    const trip = { analysisId: await this.analysis.id(signal), onProgress, signal };
    const { content, choices, log } = this;
    if (log.bytes.size <= content.blocks.first) return { lines: [], at: -1, atStart: true, atEnd: true };
    const found = await this.offsetOf(place, filter, trip);
    if (found === null && place.kind !== 'time') return { lines: [], at: -1, atStart: false, atEnd: false };
    const start = found ?? (await content.blocks.startOfLine(log.bytes.size, signal));
    const choice = await choices.shownBy(filter, trip.analysisId, onProgress, signal);
    const [wantedBefore, wantedAfter] = [within(before), within(after)];
    const isBeyond = place.kind === 'offset' && (wantedBefore === 0 || wantedAfter === 0);
    const errand = { deadline: performance.now() + (isBeyond ? longPatience : patience), onProgress, signal };
    const behind = await choice.from(start, { ...errand, wanted: wantedAfter + 1, enough: wantedBefore === 0 ? Math.min(2, wantedAfter + 1) : 1 });
    const isLast = behind.lines.length === 0;
    const ahead = wantedBefore === 0 && !isLast ? { lines: [], isAll: start <= content.blocks.first } : await choice.before(start, { ...errand, wanted: wantedBefore + (isLast ? 1 : 0), enough: isLast || wantedAfter === 0 ? 1 : 0 });
    const shown = [...ahead.lines, ...behind.lines];
    const at = found === null ? -1 : Math.min(ahead.lines.length, shown.length - 1);
    return { lines: await this.described(shown, ahead.isAll, filter, trip), at, atStart: ahead.isAll, atEnd: behind.isAll };
  }

  /** The text of the line that has an offset, at most so many characters of it. */
  async line(offset: number, limit: number, signal: AbortSignal): Promise<string> {
    await this.look();
    const { blocks, breaks } = this.content;
    const start = await blocks.startOfLine(offset, signal);
    const bytes = await blocks.piece(start, Math.min(longestText, Math.max(0, limit) * 4 + 8), signal);
    const end = breaks.firstEnd(bytes, 0, true);
    return breaks.text(bytes, 0, end < 0 ? bytes.length : end).slice(0, Math.max(0, limit));
  }

  async close(): Promise<void> {
    await this.content.index.stop();
    await this.log.bytes.close();
  }

  private look(): Promise<void> {
    this.looking ??= this.lookOnce().finally(() => (this.looking = undefined));
    return this.looking;
  }

  private async lookOnce(): Promise<void> {
    const { bytes } = this.log;
    const before = bytes.size;
    await bytes.look();
    const isOther = bytes.generation !== this.content.generation;
    if (isOther || (bytes.size > before && before < tooShortToTell)) {
      const content = new LogContent(this.log, await notationNow(this.log), this.options.reading, this.options.now());
      await this.content.index.stop();
      [this.content, this.choices, this.analysis] = [content, this.choicesOf(content), this.analysisOf(content)];
    }
    this.content.index.start();
  }

  private choicesOf(content: LogContent): Choices {
    return new Choices(this.log.bytes, content, this.options.store);
  }

  private analysisOf(content: LogContent): AnalysisOfLog {
    return new AnalysisOfLog(this.options.source.uri, this.log.bytes, content, this.options.store);
  }

  /** The start of the line that a place is at; null where there is none. */
  private async offsetOf(place: ViewPlace, filter: ViewFilter, trip: Trip): Promise<number | null> {
    const { blocks, index, times } = this.content;
    const { onProgress, signal } = trip;
    switch (place.kind) {
      case 'start':
        return blocks.first;
      case 'end':
        return this.lastLine(trip);
      case 'offset':
        return blocks.startOfLine(place.offset, signal);
      case 'line':
        return index.startOf(place.line, onProgress, signal);
      case 'time':
        return times.firstAt(place.time, onProgress, signal);
      case 'match':
        return this.next(place, await this.choices.search(filter, { pattern: place.pattern }, trip.analysisId, onProgress, signal), trip);
      case 'problem':
        return this.next(place, await this.choices.search(filter, { minSeverity: place.minSeverity }, trip.analysisId, onProgress, signal), trip);
    }
  }

  private async lastLine({ onProgress, signal }: Trip): Promise<number> {
    const { bytes } = this.log;
    while (await bytes.moreThan(bytes.size)) {
      signal.throwIfAborted();
      onProgress(bytes.size, bytes.size);
    }
    return this.content.blocks.startOfLine(bytes.size, signal);
  }

  /** The nearest hit behind or before an offset. */
  private async next({ after, backwards }: Extract<ViewPlace, { readonly kind: 'match' | 'problem' }>, hits: Awaited<ReturnType<Choices['search']>>, { onProgress, signal }: Trip): Promise<number | null> {
    const { blocks } = this.content;
    const errand = { wanted: 1, enough: 1, deadline: Infinity, onProgress, signal };
    const { size } = this.log.bytes;
    const line = after < blocks.first ? blocks.first : after >= size ? size : await blocks.startOfLine(after, signal);
    // A line that begins before an offset within it.
    const isWithin = after > line && line < size;
    if (backwards) {
      const end = isWithin ? await blocks.endOfLine(line, signal) : line;
      return (await hits.before(end, errand)).hits[0] ?? null;
    }
    const start = after < blocks.first || line >= size ? line : await blocks.endOfLine(line, signal);
    return (await hits.from(start, errand)).hits[0] ?? null;
  }

  /** Adds what is told of lines beside their text. `fromStart`: whether the log shows none before them. */
  private async described(shown: readonly ShownLine[], fromStart: boolean, filter: ViewFilter, { analysisId, signal }: Trip): Promise<ViewLine[]> {
    const { index, blocks } = this.content;
    const [first] = shown;
    if (!first) return [];
    const between = (from: number, to: number): Promise<number> => index.breaksBetween(from, to, signal);
    const isWhole = isEmpty(filter);
    const gaps: number[] = [];
    for (const [place, { offset }] of shown.entries()) {
      const last = shown[place - 1];
      if (isWhole) gaps.push(0);
      else if (last) gaps.push((await between(last.offset, offset)) - 1);
      else gaps.push(fromStart ? await between(blocks.first, offset) : 0);
    }
    const places = shown.map(({ offset }, place) => ({ offset, gap: gaps[place] ?? 0 }));
    const severities = analysisId === null ? [] : await severitiesOf(places, new StoredFindings(await this.options.store(), { analysisId, minSeverity: 'low' }), between);
    let number = await index.numberAt(first.offset, signal);
    return shown.map((line, place) => {
      const gap = gaps[place] ?? 0;
      if (place > 0 && number !== null) number += 1 + gap;
      return { ...line, number, severity: severities[place] ?? null, gap };
    });
  }
}

function within(lines: number): number {
  return Math.min(mostLines, Math.max(0, Math.floor(lines)));
}
