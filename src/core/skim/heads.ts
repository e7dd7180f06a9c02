import { levelOfWord } from '../formats/levels';
import type { PipelineRun } from '../pipeline';
import { standingAlone, type StandingRecord } from '../readerStack';
import type { Line, LogRecord } from '../record';
import { columnOfNumber, type Split } from '../scan/lineShapes';
import { numbersOf } from '../scan/numbers';
import { closedWordsOf, type Span } from '../scan/sketchOf';
import { decisiveRuns, essenceOfHead } from './probe';
import type { Stamp } from './stamp';
import { stayingWords } from './stayingWords.constant';

const staying: ReadonlySet<string> = new Set(stayingWords);

/** Messages in which some formats find a level, a field, a logger or a time. */
const oddTails = ['zub', 'error: zub', 'Error: zub', '[error] zub', 'ERROR zub', 'WARN: zub', 'E zub', '(EE) zub', '<3>zub', 'fatal zub', 'level=error zub', 'msg="zub" level=error', '{"level":"error","msg":"zub"}', '[zub] ERROR: hobby', 'zub: hobby', 'zub[7]: error: hobby', '2026-03-05 07:08:09 ERROR zub', 'I0305 07:08:09.000000 7 zub.go:7] hobby', '| ERROR | zub', '- zub'];

/** A line that was split right. */
export interface HeadOfLine {
  readonly line: Line;
  readonly standing: StandingRecord;
  readonly tail: Span;
  readonly stamp: Stamp | null;
  readonly split: Split;
  /** Numbers that begin before this column keep their length in the shape of a head. */
  readonly fixedLengths: number;
}

/**
 * Which numbers of a head (by their place in the line) decide what tails behind it come to; null where it is not sure
 * that no others do, nor any word that its sketch leaves out. `known` have decided before.
 */
export function decisiveInHead(head: HeadOfLine, known: readonly number[], run: PipelineRun): readonly number[] | null {
  const { line, standing, tail, stamp, split } = head;
  const { text } = line;
  const words = split.bySketch ? closedWordsOf(text, tail, staying).filter(({ start, end }) => stamp === null || end <= stamp.start || start >= stamp.end) : [];
  const isTimed = stamp === null ? standing.record.timestamp === null : stamp.end <= tail.start && columnOf(stamp, text, head) !== null;
  // Where fields alone decide, a finding is told by its words: they are in no sketch.
  const isFinding = standing.record.httpStatus !== undefined && run.judge(standing.record).judgement !== null;
  if (!isTimed || isFinding) return null;
  const read = (variant: string): string | null => {
    const other = run.alone({ ...line, text: variant });
    return other && essenceOfHead(other);
  };
  const fixedLengths = split.bySketch ? 0 : head.fixedLengths;
  const decisive = decisiveRuns(text, { within: { start: 0, end: text.length }, but: [tail, ...(stamp === null ? [] : [stamp])], fixedLengths, words, known }, read);
  const isBehind = decisive?.some((number) => (numbersOf(text)[number]?.start ?? 0) >= tail.start) === true;
  return isBehind ? null : decisive;
}

/** Where a line's time is in all that have its head's shape, or sketch; null where that is not sure. */
export function columnOf({ start }: Stamp, text: string, { split, fixedLengths }: Pick<HeadOfLine, 'split' | 'fixedLengths'>): number | null {
  if (!split.bySketch) return start < fixedLengths ? start : null;
  if (start === 0) return 0;
  const number = numbersOf(text).findIndex((run) => run.start === start);
  return number < 0 ? null : columnOfNumber + number;
}

/** Whether what stands behind a head is the message, even where it looks like a level or a field. */
export function takesAnyTail({ line, standing, tail: { start, end }, split }: HeadOfLine, run: PipelineRun): boolean {
  const own = essenceOfHead(standing);
  return oddTails.every((tail) => {
    if (split.quote !== '' && tail.includes('"')) return true;
    const other = run.alone({ ...line, text: line.text.slice(0, start) + tail + line.text.slice(end) });
    return other !== null && essenceOfHead(other) === own && other.record.message === tail && other.record.messageAt?.column === start;
  });
}

/** What a record is with another message, which is all the line says behind its head. */
export function withMessage(record: LogRecord, tail: string): StandingRecord {
  const message = tail.trimEnd();
  return standingAlone({ ...record, message, lines: [message] });
}

/** Whether no format finds more in a message than its words. */
export function isPlainTail(tail: string): boolean {
  return /^[A-Za-z]{2,40}(?: |$)/.test(tail) && !/[={}|<>[\]\t]/.test(tail) && !(tail.match(/[A-Za-z]{3,}/g) ?? []).some((word) => levelOfWord(word) !== null);
}
