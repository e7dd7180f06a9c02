import type { Line, LogRecord } from '../record';
import type { Split } from '../scan/lineShapes';
import type { Span } from '../scan/sketchOf';

/** Lines that show where their layout has its messages. */
const samples = 32;
/** So many of them at least must be split right. */
const fewestRight = 0.6;
const manyMisses = 32;
/** A sketch takes longer to look at, and there are fewer of them. */
const mostHeads = 400;
const longestDelimiter = 4;
const longestName = 16;

/** What is known of the lines of one layout beside their shapes: where they are split. */
export class Chapter {
  /** Null where lines are not split; undefined while that is not known. */
  private found: Split | null | undefined;
  private readonly seen: Sample[] = [];
  private heads = 0;
  /** Lines that were split wrong since the line of this number. */
  private misses = 0;
  private since = 0;

  /** `number` tells lines of this layout from those of others in the dictionary. */
  constructor(readonly number: number) {}

  get split(): Split | null {
    return this.found ?? null;
  }

  /** Takes a line's record, which is split right or not, as a sample; true while it is being found out how to split. */
  gather({ text, number }: Line, record: LogRecord, isRight: boolean): boolean {
    if (this.found !== undefined) {
      if (!isRight) this.misses++;
      // Where lines of several kinds are of one layout, it may have changed which of them are most.
      if (this.misses < manyMisses) return false;
      if (number - this.since > 2 * manyMisses) {
        this.misses = 0;
        this.since = number;
        return false;
      }
    }
    this.seen.push({ text, record });
    if (this.seen.length < samples) return true;
    this.found = this.asBefore(chooseSplit(this.seen)) ?? this.found ?? null;
    this.misses = 0;
    this.since = number;
    this.seen.length = 0;
    return false;
  }

  private asBefore(split: Split | null): Split | null {
    return split && { ...split, bySketch: split.bySketch || this.heads > mostHeads };
  }

  /** Notes one more head; true where there are so many by now that from now on they are known by their sketches. */
  hasManyHeads(): boolean {
    if (!this.found || this.found.bySketch || ++this.heads <= mostHeads) return false;
    this.found = { ...this.found, bySketch: true };
    return true;
  }
}

interface Sample {
  readonly text: string;
  readonly record: LogRecord;
}

/** No message is read as text: what the line is hangs on its fields alone. */
const withoutTail: Split = { words: 0, delimiter: '', otherwise: '', quote: '', bySketch: true };

/** Where the message of a line is that is split so, if all else is its head; null where it is not so. */
export function tailOf(text: string, { message, messageAt, trace, httpStatus }: LogRecord, { quote, delimiter, words }: Split): Span | null {
  if (delimiter === '' && words === 0) return httpStatus === undefined ? null : { start: text.length, end: text.length };
  const start = messageAt?.column ?? -1;
  if (start <= 0 || trace !== undefined || httpStatus !== undefined || !text.startsWith(message, start)) return null;
  const end = start + message.length;
  if (quote !== '') return text[end] === quote && !message.includes('\\') ? { start, end } : null;
  return text.slice(end).trim() === '' ? { start, end: text.length } : null;
}

/** The split that is right for most lines; null where none is for enough of them. */
function chooseSplit(lines: readonly Sample[]): Split | null {
  const best = bestOf(lines.flatMap(splitsAt), lines);
  if (best === null || best.words > 0) return best === null || rightOf(best, lines) < lines.length * fewestRight ? null : best;
  const others = lines.filter((line) => !isRight(best, line));
  const otherwise = others.flatMap(splitsAt).filter(({ words, quote, bySketch }) => words === 0 && quote === best.quote && bySketch === best.bySketch);
  const both = bestOf([best, ...otherwise.map(({ delimiter }) => ({ ...best, otherwise: delimiter }))], lines) ?? best;
  return rightOf(both, lines) < lines.length * fewestRight ? null : both;
}

/** The first of the splits that are right for most lines. */
function bestOf(splits: readonly Split[], lines: readonly Sample[]): Split | null {
  let best: Split | null = null;
  let most = 0;
  for (const split of new Map(splits.map((each) => [JSON.stringify(each), each])).values()) {
    const right = rightOf(split, lines);
    if (right <= most) continue;
    best = split;
    most = right;
  }
  return best;
}

function rightOf(split: Split, lines: readonly Sample[]): number {
  return lines.filter((line) => isRight(split, line)).length;
}

function isRight(split: Split, { text, record }: Sample): boolean {
  return tailOf(text, record, split)?.start === splitOf(text, split);
}

/** Splits that may be right for a line, the best first: the longer a delimiter, the less there is of it elsewhere. */
function splitsAt({ text, record }: Sample): Split[] {
  const before = text.slice(0, Math.max(0, record.messageAt?.column ?? 0));
  const name = /(?:"[^"]*"[ ]?:[ ]?|[ ,]\w+=)"$/.exec(before)?.[0] ?? '';
  if (name !== '') return name.length > longestName || !isAscii(name) ? [] : [{ words: 0, delimiter: name, otherwise: '', quote: '"', bySketch: true }];
  if (record.httpStatus !== undefined) return [withoutTail];
  const [delimiter = ''] = /[^0-9A-Za-z\x80-\uffff]*$/.exec(before) ?? [];
  const most = Math.min(longestDelimiter, delimiter.length);
  const plain = { words: 0, otherwise: '', quote: '', bySketch: false };
  const splits: Split[] = Array.from({ length: most }, (_, index) => ({ ...plain, delimiter: delimiter.slice(index - most) }));
  if (delimiter.endsWith(' ')) splits.push({ ...plain, words: before.match(/ +/g)?.length ?? 0, delimiter: '' });
  return splits;
}

function splitOf(text: string, { words, delimiter, otherwise }: Split): number {
  if (words === 0 && delimiter === '') return text.length;
  const found = words === 0 ? null : new RegExp(`^(?:[^ ]* +){${String(words)}}`).exec(text);
  if (words > 0 && found === null) return -1;
  const from = found?.[0].length ?? 0;
  const at = text.indexOf(delimiter, from);
  if (at >= 0) return at + delimiter.length;
  const other = otherwise === '' ? -1 : text.indexOf(otherwise, from);
  return other < 0 ? -1 : other + otherwise.length;
}

export function isAscii(text: string): boolean {
  return !/[^\0-\x7f]/.test(text);
}
