import { isAscii } from 'node:buffer';
import { batchTimeLimit, isTimeout, TimedScript } from '../timedScript';
import type { BlockLines } from './blockLines';
import { ViewError, type LineSearch } from './lineSearch';

/** Bytes of a line that an expression sees: many take a time that grows with the square of it. */
const longestSeen = 16 * 1024;
/** Bytes that are matched at once: watching over the time of one match takes as long as matching some kilobytes. */
const batchBytes = 512 * 1024;

interface Values {
  readonly text: string;
  /** Where its lines start. */
  readonly starts: readonly number[];
  /** Matches within one line. */
  readonly single: RegExp;
  /** The same over many lines; null where only the line itself tells whether it matches. */
  readonly many: RegExp | null;
}

/**
 * Indexes of the lines that match. Over many lines an expression matches wherever it does in one of them, and
 * where it runs over a break: each line that it touches is asked by itself.
 */
const code = `(() => {
  const found = [];
  const lineAt = (place) => {
    let low = 0, high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (starts[middle] <= place) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  const ask = (line) => {
    let end = line + 1 < starts.length ? starts[line + 1] : text.length;
    if (end > starts[line] && text.charCodeAt(end - 1) === 10) end--;
    if (end > starts[line] && text.charCodeAt(end - 1) === 13) end--;
    if (single.test(text.slice(starts[line], end))) found.push(line);
  };
  if (many === null) {
    for (let line = 0; line < starts.length; line++) ask(line);
    return found;
  }
  for (let line = 0; line < starts.length; ) {
    many.lastIndex = starts[line];
    const match = many.exec(text);
    if (match === null) break;
    const first = lineAt(match.index);
    const last = lineAt(Math.max(match.index, match.index + match[0].length - 1));
    for (let each = first; each <= last; each++) ask(each);
    line = last + 1;
  }
  return found;
})()`;

/** Looks for matches of a regular expression of a user's, line by line, under a time limit. */
export class RegexSearch implements LineSearch {
  private readonly single: RegExp;
  private readonly many: RegExp | null;
  private readonly script = new TimedScript<Values, readonly number[]>(code);

  /** Throws ViewError where it is no regular expression. */
  constructor(source: string, matchCase: boolean) {
    const flags = matchCase ? '' : 'i';
    try {
      this.single = new RegExp(source, flags);
      this.many = looksAround(source) ? null : new RegExp(source, `${flags}gm`);
    } catch (error) {
      throw new ViewError(error instanceof Error ? error.message : String(error));
    }
  }

  /** Throws ViewError where it takes too long. */
  linesOf(lines: BlockLines): readonly number[] {
    const found: number[] = [];
    for (let first = 0; first < lines.count; ) {
      const end = batchEnd(lines, first);
      for (const line of this.search(lines, first, end)) found.push(first + line);
      first = end;
    }
    return found;
  }

  private search(lines: BlockLines, first: number, end: number): readonly number[] {
    const batch = textOf(lines, first, end);
    const many = batch.isPlain ? this.many : null;
    try {
      return this.script.run({ text: batch.text, starts: batch.starts, single: this.single, many });
    } catch (error) {
      if (!isTimeout(error)) throw error;
      throw new ViewError(`The regular expression took over ${String(batchTimeLimit)} ms on half a megabyte of lines. Make it simpler, or search for a text.`);
    }
  }
}

/** Whether an expression may not match in a text what it matches in one of its lines. */
function looksAround(source: string): boolean {
  return /\(\?(?!:|<[^=!])/.test(source);
}

function batchEnd(lines: BlockLines, first: number): number {
  const { starts } = lines;
  const most = (starts[first] ?? 0) + batchBytes;
  if ((starts.at(-1) ?? 0) < most) return starts.length;
  return Math.max(first + 1, lines.lineAt(most));
}

interface Batch {
  readonly text: string;
  readonly starts: readonly number[];
  /** Whether the text is just what the lines are one by one. */
  readonly isPlain: boolean;
}

function textOf(lines: BlockLines, first: number, end: number): Batch {
  const { bytes } = lines.block;
  const from = lines.starts[first] ?? 0;
  const part = bytes.subarray(from, lines.starts[end] ?? bytes.length);
  const own = lines.starts.slice(first, end);
  const isLong = own.some((start, index) => (own[index + 1] ?? from + part.length) - start > longestSeen);
  if (!isLong && lines.breaks.unit === 1 && isAscii(part)) return { text: part.toString('latin1'), starts: own.map((start) => start - from), isPlain: true };
  if (!isLong && lines.breaks.rule.encoding === 'utf-8' && !part.includes(13)) {
    const text = part.toString('utf8');
    // Lines in an older encoding show it only one by one.
    if (!text.includes('\ufffd')) return { text, starts: startsOf(text), isPlain: true };
  }
  const texts = own.map((_, index) => lines.text(first + index, longestSeen));
  const starts: number[] = [];
  let length = 0;
  for (const text of texts) {
    starts.push(length);
    length += text.length + 1;
  }
  return { text: texts.join('\n'), starts, isPlain: !isLong };
}

/** Where lines start in a text that has no other breaks than LF. */
function startsOf(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0 && at + 1 < text.length; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
