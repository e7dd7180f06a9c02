import type { Line, LogRecord } from '../record';
import { BareLines } from './bareLines';
import { Lessons } from './lessons';
import type { FormatContext, Layout, LogFormat, RecordReader } from './format';
import { isBlank } from './openRecord';
import { recordAside } from './plain';

/** Which of all formats fits these lines best. */
export type Choose = (lines: readonly string[]) => LogFormat;

/** So many lines in a row that are none of the format's own, and they are sniffed. */
const manyStrange = 40;
/** The same where all of them are records of one other format, or look like none the format had before. */
const manyAlike = 10;
/** Where sniffing was to no avail it waits longer, up to so many times as long. */
const mostPatience = 5;
/** Records of a generic format that show what the file's own look like. */
const ownRecords = 200;
/** Notations that a file's own records may have; with more of them none is strange. */
const mostNotations = 50;

/**
 * Reads a file whose lines may change their layout: where they stop matching the format, they are sniffed again
 * and read by what fits, and so back again. Records that are not the format's own are held back until that is clear.
 */
export class AdaptiveReader implements RecordReader {
  layout: Layout;
  private reader: RecordReader;
  /** The lines of which no record has been handed on yet, those of the strange records first. */
  private lines: Line[] = [];
  private strange: LogRecord[] = [];
  private patience = 1;
  private readonly context: FormatContext;
  private readonly learnt = new Lessons();
  private readonly bareLines = new BareLines(this.learnt);
  private readonly notations = new Set<string>();
  private toLearn = ownRecords;

  constructor(
    private format: LogFormat,
    context: FormatContext,
    private readonly choose: Choose,
  ) {
    this.context = { ...context, bareLines: this.bareLines, lessons: this.learnt };
    this.reader = format.open(this.context);
    this.layout = layoutOf(format, this.reader);
  }

  read(line: Line): readonly LogRecord[] {
    this.forgetBlanks();
    this.lines.push(line);
    const records = this.reader.read(line);
    if (records.length === 0) return records;
    const done = this.sort(records);
    if (this.strange.length === 0 || this.strangeLines() < this.patience * (this.isAlike() ? manyAlike : manyStrange)) return done;
    return [...done, ...this.sniffAgain()];
  }

  end(): readonly LogRecord[] {
    const done = this.sort(this.reader.end());
    const again = this.strangeLines() < manyAlike ? [] : [...this.sniffAgain(), ...this.sort(this.reader.end())];
    return [...done, ...again, ...this.release()];
  }

  alone(line: Line): LogRecord | null {
    if (this.format.isGeneric === true && this.toLearn > 0) return null;
    const record = this.reader.alone?.(line) ?? null;
    return record !== null && this.isOwn(record) ? record : null;
  }

  aside(line: Line): LogRecord | null {
    return this.reader.alone?.(line) ?? recordAside(line, this.context);
  }

  get lessons(): number | null {
    return this.bareLines.isCounting ? null : this.learnt.count;
  }

  /** Hands on what is the format's own, with what was held back before it; the rest is held back. */
  private sort(records: readonly LogRecord[]): readonly LogRecord[] {
    if (records.length === 0) return records;
    let done: readonly LogRecord[] = records;
    if (this.strange.length > 0 || !records.every((record) => this.isOwn(record))) {
      const sorted: LogRecord[] = [];
      for (const record of records) {
        if (this.isOwn(record)) sorted.push(...this.release(), record);
        else this.strange.push(record);
      }
      done = sorted;
    }
    this.forgetBefore(this.strange[0]?.line ?? (records.at(-1)?.endLine ?? 0) + 1);
    return done;
  }

  /** Blank lines that no record has taken need not be read again, and there may be any number of them. */
  private forgetBlanks(): void {
    const [first] = this.lines;
    if (first === undefined || this.strange.length > 0 || !isBlank(first.text)) return;
    const written = this.lines.findIndex(({ text }) => !isBlank(text));
    this.lines = written < 0 ? [] : this.lines.slice(written);
  }

  private forgetBefore(lineNumber: number): void {
    const last = this.lines.at(-1);
    // As a rule all lines but the one just read, the first of the next record, are done with.
    if (last === undefined || last.number < lineNumber) this.lines = [];
    else if (last.number === lineNumber) this.lines = [last];
    else if ((this.lines[0]?.number ?? lineNumber) < lineNumber) this.lines.splice(0, this.lines.findIndex(({ number }) => number >= lineNumber));
  }

  private isOwn({ format, lines: [first = ''] }: LogRecord): boolean {
    if (format !== this.format.id) return false;
    if (this.format.isGeneric !== true || this.notations.size > mostNotations) return true;
    const notation = notationOf(first);
    if (this.toLearn > 0) {
      this.toLearn--;
      this.learnt.note();
      this.notations.add(notation);
    }
    return this.notations.has(notation);
  }

  private strangeLines(): number {
    const [first] = this.strange;
    return first === undefined ? 0 : (this.strange.at(-1)?.endLine ?? first.line) - first.line + 1;
  }

  private isAlike(): boolean {
    const [first] = this.strange;
    return first?.format !== 'plain' && this.strange.every(({ format }) => format === first?.format);
  }

  private release(): readonly LogRecord[] {
    const released = this.strange;
    this.strange = [];
    return released;
  }

  /** Reads the strange lines, and those to come, by what fits them; hands them on as they are where nothing fits better. */
  private sniffAgain(): readonly LogRecord[] {
    this.learnt.note();
    const held = this.lines.slice(0, this.strangeLines());
    const chosen = this.choose(held.slice(-manyStrange).map(({ text }) => text));
    if (chosen.id === this.format.id || chosen.id === 'plain') {
      this.patience = Math.min(mostPatience, this.patience * 2);
      for (const { format, lines } of this.strange) if (format === this.format.id) this.notations.add(notationOf(lines[0] ?? ''));
      return this.release();
    }
    this.format = chosen;
    this.reader = chosen.open(this.context);
    this.layout = layoutOf(chosen, this.reader);
    this.patience = 1;
    this.notations.clear();
    this.toLearn = ownRecords;
    const from = chosen.sniff(held.map(({ text }) => text), this.context) > 0.5 ? 0 : held.length - manyStrange;
    const before = this.strange.filter(({ endLine }) => endLine < (held[from]?.number ?? 0));
    const next = (before.at(-1)?.endLine ?? 0) + 1;
    this.strange = [];
    return [...before, ...this.sort(this.lines.filter(({ number }) => number >= next).flatMap((line) => this.reader.read(line)))];
  }
}

/** A generic format learns from its file what its own lines look like. */
function layoutOf({ id, isGeneric = false }: LogFormat, reader: RecordReader): Layout {
  return { name: isGeneric ? null : id, alone: (line) => reader.alone?.(line) ?? null };
}

const longestNotation = 10;

/** How a line begins, whatever its numbers and words: `[a a 0:0:0` for `[Tue Mar 05 07:08:09 2024]`. */
function notationOf(line: string): string {
  let notation = '';
  let last = '';
  for (let at = 0; at < line.length && notation.length < longestNotation; at++) {
    const code = line.charCodeAt(at);
    const letter = code | 0x20;
    const kind = code >= 0x30 && code <= 0x39 ? '0' : letter >= 0x61 && letter <= 0x7a ? 'a' : line.charAt(at);
    if (kind !== last) notation += kind;
    last = kind;
  }
  return notation;
}
