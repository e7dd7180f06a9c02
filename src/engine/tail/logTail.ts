import { stat, type FileHandle } from 'node:fs/promises';
import type { Line } from '../../core/record';
import { isPackedName } from '../../core/rotation';
import type { LineBreaks } from '../api';
import { LineReader, type LineStart, type Notation } from '../lineReader';
import { rotatedFamily } from '../rotation';
import { asSourceError, headSize, notationOf, SourceError } from '../sources';
import type { FileWatch } from './fileWatch';
import { ContentMark, hold, readAt, type HeldFile } from './heldFile';

/** A log that does not grow; the message names it. */
export class PackedLogError extends SourceError {}

/** Why the lines that follow are of another content: cut off in its place, or another file under its name. */
export type RestartReason = 'truncated' | 'replaced';

/** What stood at the end of a content. */
export interface EndOfContent {
  /** The last line, where it has no line break. */
  readonly unfinished: Line | null;
  /** Bytes of it that were read. */
  readonly size: number;
  readonly encoding: string;
}

/** What is told of a log that is followed, one call at a time: the next one waits for what a call returns. */
export interface TailListener {
  /** More has been read; no lines where only a part of one has come. */
  lines(lines: readonly Line[]): void | Promise<void>;
  /** The content is over; lines count from 1 again. */
  restarted(reason: RestartReason, end: EndOfContent): void | Promise<void>;
  /** It cannot be read for now, in a sentence that names it; told once until it can be. */
  problem(message: string): void;
}

export interface TailOptions {
  readonly file: string;
  readonly lineBreaks: LineBreaks;
  /** Where to begin; null at the start of the file. */
  readonly start: LineStart | null;
  /** What the content to begin with is called by now, where it was rotated while nobody followed. */
  readonly heldAs?: string;
  readonly watch: FileWatch;
}

/** Milliseconds that notices are collected for. */
const collectTime = 30;
const LF = 10;
const chunkSize = 256 * 1024;
/** So many bytes show whether a byte order mark stands before the text. */
const fewestBytes = 4;

/**
 * Follows a log on disk: hands out what is appended, and nothing twice. A content is known by its first bytes and the
 * last ones read, not by its name: a file that is cut off in place (copytruncate) or replaced starts anew, one that is
 * renamed is read to its end before the next one, and one that goes and comes back, or is written anew as it was
 * with more at its end, goes on.
 */
export class LogTail {
  private held: HeldFile | null = null;
  private mark = new ContentMark();
  private notation: Notation | null = null;
  private reader: LineReader | null = null;
  private timer: NodeJS.Timeout | undefined;
  private work: Promise<void> = Promise.resolve();
  private isClosed = false;
  private complained = false;
  private readonly unwatch: () => void;

  private constructor(
    private readonly options: TailOptions,
    private readonly listener: TailListener,
  ) {
    this.unwatch = options.watch.watch(options.file, () => this.notice());
  }

  /** Begins to follow; what is there already has been handed out when it resolves. Rejects with a SourceError where the log cannot be read. */
  static async open(options: TailOptions, listener: TailListener): Promise<LogTail> {
    const tail = new LogTail(options, listener);
    try {
      await tail.begin();
      await tail.check();
      return tail;
    } catch (error) {
      await tail.close();
      throw asSourceError(error, options.file);
    }
  }

  /** Bytes of the present content that have been read. */
  get position(): number {
    return this.mark.position;
  }

  /** How the log is written; null until that is known. */
  get encoding(): string | null {
    return this.notation?.encoding ?? null;
  }

  /** The last line as far as it has come; null where the log ends with a line break. */
  unfinished(): Line | null {
    return this.reader?.unfinished() ?? null;
  }

  /** Reads what there is now, without waiting for a notice. */
  async check(): Promise<void> {
    this.work = this.work.then(async () => {
      if (this.isClosed) return;
      try {
        await this.inspect();
        this.complained = false;
      } catch (error) {
        await this.letGo();
        this.complain(asSourceError(error, this.options.file).message);
      }
    });
    await this.work;
  }

  /** Ends following. Nothing is told afterwards. */
  async close(): Promise<void> {
    this.isClosed = true;
    clearTimeout(this.timer);
    this.unwatch();
    await this.work;
    await this.letGo();
  }

  private async begin(): Promise<void> {
    const { file, start, lineBreaks, heldAs = file } = this.options;
    this.held = await hold(heldAs);
    const { handle } = this.held;
    this.notation = await this.detect(handle);
    if (start === null || this.notation === null) return;
    this.mark = await ContentMark.at(handle, start.byteOffset);
    this.reader = new LineReader(this.notation, lineBreaks, start);
  }

  private notice(): void {
    if (this.isClosed) return;
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      void this.check();
    }, collectTime);
  }

  private async inspect(): Promise<void> {
    if (this.held !== null) await this.readHeld(this.held);
    const current = await statOf(this.options.file);
    const { held } = this;
    if (current === null) {
      // One that was renamed may still be written to; one that was deleted only fills the disk.
      if (held !== null && (await held.handle.stat()).nlink === 0) await this.letGo();
      return;
    }
    if (held?.ino === current.ino && held.dev === current.dev) return;
    // Until something stands in the new file, the old one may be written to.
    if (held !== null && current.size === 0 && (await held.handle.stat()).nlink > 0) return;
    for (const file of held === null ? [] : await this.passedOver(held)) await this.moveTo(file);
    await this.moveTo(this.options.file);
  }

  /** Files that came and went under the name while nobody looked, the oldest first: those rotated after the one that is held. */
  private async passedOver(held: HeldFile): Promise<readonly string[]> {
    const family = await rotatedFamily(this.options.file);
    const stats = await Promise.all(family.map(statOf));
    const at = stats.findIndex((each) => each?.ino === held.ino && each.dev === held.dev);
    return at < 0 ? [] : family.slice(at + 1).filter((file) => file !== this.options.file && !isPackedName(file));
  }

  private async moveTo(file: string): Promise<void> {
    const next = await unlessGone(hold(file));
    // It has been moved on at this moment: what is held shows where to.
    if (next === null) {
      this.notice();
      return;
    }
    await this.letGo();
    this.held = next;
    if (!(await this.mark.isIn(next.handle))) await this.restart('replaced');
    await this.readHeld(next);
  }

  private async readHeld({ handle }: HeldFile): Promise<void> {
    if (!(await this.mark.isIn(handle))) await this.restart('truncated');
    if (this.reader === null) {
      this.notation = await this.detect(handle);
      if (this.notation === null) return;
      this.reader = new LineReader(this.notation, this.options.lineBreaks);
    }
    while (!this.isClosed) {
      const chunk = await readAt(handle, this.mark.position, chunkSize);
      if (chunk.length === 0) return;
      this.mark.pass(chunk);
      await this.listener.lines(this.reader.take(chunk));
    }
  }

  /** How the content is written; null where too little of it is there. Throws SourceError where it cannot be followed. */
  private async detect(handle: FileHandle): Promise<Notation | null> {
    const head = await readAt(handle, 0, headSize);
    if (head.length < fewestBytes && !head.includes(LF)) return null;
    const notation = await notationOf(head, head.length < headSize, this.options.file);
    if (notation.packed) throw new PackedLogError(`${this.options.file} is compressed: such a log does not grow. Analyze it instead.`);
    return notation;
  }

  private async restart(reason: RestartReason): Promise<void> {
    const end = { unfinished: this.unfinished(), size: this.position, encoding: this.encoding ?? 'utf-8' };
    this.mark = new ContentMark();
    this.notation = null;
    this.reader = null;
    if (end.size > 0) await this.listener.restarted(reason, end);
  }

  private async letGo(): Promise<void> {
    const { held } = this;
    this.held = null;
    await held?.handle.close();
  }

  private complain(message: string): void {
    if (this.complained || this.isClosed) return;
    this.complained = true;
    this.listener.problem(message);
  }
}

function statOf(file: string): Promise<{ readonly dev: number; readonly ino: number; readonly size: number } | null> {
  return unlessGone(stat(file));
}

/** Null where there is no such file. */
async function unlessGone<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return null;
    throw error;
  }
}
