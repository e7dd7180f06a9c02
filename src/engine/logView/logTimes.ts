import { ourFormats } from '../../core/formats/detect';
import type { FormatContext, LogFormat } from '../../core/formats/format';
import type { Line, LogRecord } from '../../core/record';
import { FileClock } from '../../core/time/fileClock';
import type { Reading } from '../api';
import { UserFormats } from '../userFormats';
import { BlockLines } from './blockLines';
import { pageSize, strideSize, type LineBlocks } from './lineBlocks';
import type { LogBytes } from './logBytes';
import type { OffsetRange } from './textScan';

/** Lines that show the format, and those that a reader is shown before it reads further on: some formats have a header. */
const headLines = 200;
const leadLines = 40;
/** Bytes in which a time is looked for, at first and at most. */
const smallestWindow = 32 * 1024;
const largestWindow = 2 * 1024 * 1024;
const sampleWindow = 256 * 1024;
/** Logs up to this size are read from their start. */
const readWhole = 128 * 1024;
/** Lines of a window that are read at most, and of a sample. */
const mostLines = 20_000;
const sampleLines = 2000;
/** Places that show whether times rise, and milliseconds by which they may fall. */
const samples = 12;
const mostDisorder = 10 * 60_000;
/** Bytes of a line that show its time. */
const longestHead = 4096;

/** A record that states a time (milliseconds since the epoch), and where it begins. */
interface TimedRecord {
  readonly offset: number;
  readonly time: number;
}

/** Which of the two is reached first. */
interface WindowSize {
  readonly bytes: number;
  readonly lines: number;
}

interface Head {
  readonly format: LogFormat;
  readonly context: FormatContext;
  readonly lead: readonly Line[];
  readonly users: UserFormats | null;
  /** What it is after the head. */
  readonly clock: FileClock;
  /** Whether records say when they were written, and not just at what time of a day. */
  readonly isDated: boolean;
}

/** Finds records of a log by their times. Methods throw the signal's reason where it is aborted, and what reading does. */
export class LogTimes {
  private head: Promise<Head> | undefined;

  constructor(
    private readonly bytes: Pick<LogBytes, 'size'>,
    private readonly blocks: LineBlocks,
    private readonly about: { readonly fileName: string; readonly modified: number },
    private readonly reading: Reading,
  ) {}

  /** The offset of the first record at or after a time; null where there is none, or where the log states no times. */
  async firstAt(time: number, onProgress: (bytes: number, totalBytes: number) => void, signal: AbortSignal): Promise<number | null> {
    const head = await this.headOf(signal);
    if (!head.isDated || this.bytes.size <= readWhole) return this.readTo(head, time, onProgress, signal);
    const found = await this.sampled(head, signal);
    if (found.length === 0) return null;
    return rises(found) ? this.search(head, time, signal) : this.readTo(head, time, onProgress, signal);
  }

  /** The offsets of the records of a time: `from` inclusive, `to` exclusive, absent where it is open. */
  async range(from: number | undefined, to: number | undefined, onProgress: (bytes: number, totalBytes: number) => void, signal: AbortSignal): Promise<OffsetRange> {
    const start = from === undefined ? 0 : ((await this.firstAt(from, onProgress, signal)) ?? Infinity);
    const end = to === undefined || start === Infinity ? null : await this.firstAt(to, onProgress, signal);
    return { from: start, to: end ?? Infinity };
  }

  /** Halves the log until a window is left. */
  private async search(head: Head, time: number, signal: AbortSignal): Promise<number | null> {
    let low = this.blocks.first;
    let high = this.bytes.size;
    let best: number | null = null;
    while (high - low > pageSize) {
      const middle = Math.floor((low + high) / 2);
      const found = await this.timeBehind(head, middle, { bytes: largestWindow, lines: mostLines }, signal);
      if (found === null || found.offset >= high) {
        high = middle;
      } else if (found.time >= time) {
        best = found.offset;
        high = middle;
      } else {
        low = found.offset;
      }
    }
    const start = await this.blocks.startOfLine(low, signal);
    const window = await this.window(head, start, { bytes: high - start + smallestWindow, lines: Infinity }, signal);
    return window.find((record) => record.time >= time)?.offset ?? best;
  }

  /** Times from all over the log. */
  private async sampled(head: Head, signal: AbortSignal): Promise<readonly number[]> {
    const { first } = this.blocks;
    const times: number[] = [];
    for (let sample = 0; sample < samples; sample++) {
      const found = await this.timeBehind(head, first + Math.floor(((this.bytes.size - first) * sample) / samples), { bytes: sampleWindow, lines: sampleLines }, signal);
      if (found) times.push(found.time);
    }
    return times;
  }

  /** The first record with a time that begins behind an offset, not too far off. */
  private async timeBehind(head: Head, offset: number, most: WindowSize, signal: AbortSignal): Promise<TimedRecord | null> {
    const start = offset <= this.blocks.first ? this.blocks.first : await this.blocks.endOfLine(await this.blocks.startOfLine(offset, signal), signal);
    for (let size = smallestWindow; size <= most.bytes; size *= 8) {
      const [found] = await this.window(head, start, { bytes: size, lines: most.lines }, signal);
      if (found) return found;
      if (start + size >= this.bytes.size) return null;
    }
    return null;
  }

  /** Records with a time that begin in a part of the log, which starts with a line. */
  private async window(head: Head, start: number, size: WindowSize, signal: AbortSignal): Promise<readonly TimedRecord[]> {
    const lines: Line[] = [];
    for await (const block of this.blocks.forward(start, Math.min(strideSize, size.bytes), signal)) {
      for (const line of linesOf(new BlockLines(block, this.blocks.breaks), headLines + lines.length)) lines.push(line);
      if (block.end >= start + size.bytes || lines.length >= size.lines) break;
    }
    lines.splice(Math.min(lines.length, size.lines));
    const lead = head.lead.filter(({ byteOffset }) => byteOffset < start);
    head.users?.prepareLines(lines);
    const reader = head.format.open(head.context);
    const records = [...lead, ...lines].flatMap((line) => reader.read(line));
    return timesOf(head.clock.copy().settle([...records, ...reader.end()]), start);
  }

  /** Reads the log from its start: where times do not rise, or what they mean depends on those before. */
  private async readTo(head: Head, time: number, onProgress: (bytes: number, totalBytes: number) => void, signal: AbortSignal): Promise<number | null> {
    const reader = head.format.open(head.context);
    const clock = this.newClock();
    const find = (records: readonly LogRecord[]): TimedRecord | undefined => timesOf(clock.settle(records), 0).find((record) => record.time >= time);
    let count = 0;
    for await (const block of this.blocks.forward(this.blocks.first, strideSize, signal)) {
      const lines = linesOf(new BlockLines(block, this.blocks.breaks), count);
      count += lines.length;
      head.users?.prepareLines(lines);
      const found = find(lines.flatMap((line) => reader.read(line)));
      if (found) return found.offset;
      onProgress(block.end, this.bytes.size);
    }
    return find(reader.end())?.offset ?? null;
  }

  private headOf(signal: AbortSignal): Promise<Head> {
    this.head ??= this.readHead(signal).catch((error: unknown) => {
      this.head = undefined;
      throw error;
    });
    return this.head;
  }

  private async readHead(signal: AbortSignal): Promise<Head> {
    const lines: Line[] = [];
    for await (const block of this.blocks.forward(this.blocks.first, pageSize, signal)) {
      for (const line of linesOf(new BlockLines(block, this.blocks.breaks), lines.length)) lines.push(line);
      if (lines.length >= headLines || block.end >= largestWindow) break;
    }
    const clock = this.newClock();
    const users = this.reading.formats.length === 0 ? null : new UserFormats(this.reading.formats);
    users?.prepareLines(lines);
    const context = { fileName: this.about.fileName, year: clock.year };
    const format = (users?.set ?? ourFormats).detect(lines.map(({ text }) => text), context);
    const reader = format.open(context);
    const records = clock.settle([...lines.flatMap((line) => reader.read(line)), ...reader.end()]);
    return { format, context, users, clock, lead: lines.slice(0, leadLines), isDated: !records.some(({ timestampInferred }) => timestampInferred === 'date') };
  }

  private newClock(): FileClock {
    return new FileClock({ ...this.about, zone: this.reading.zone });
  }
}

/** Whether times rise, but for a little disorder. */
function rises(times: readonly number[]): boolean {
  let last = -Infinity;
  for (const time of times) {
    if (time < last - mostDisorder) return false;
    last = Math.max(last, time);
  }
  return true;
}

/** Numbered on from `count`: which number they have is no matter here. */
function linesOf(lines: BlockLines, count: number): Line[] {
  return lines.starts.map((_, index) => ({ number: count + index + 1, byteOffset: lines.offsetOf(index), text: lines.text(index, longestHead) }));
}

function timesOf(records: readonly LogRecord[], start: number): readonly TimedRecord[] {
  return records.flatMap(({ timestamp, byteOffset }) => (timestamp === null || byteOffset < start ? [] : [{ offset: byteOffset, time: timestamp }]));
}
