import type { JudgedRecord } from '../pipeline';
import type { StandingRecord } from '../readerStack';
import { numbersOf, type NumberRun } from '../scan/numbers';
import type { Span } from '../scan/sketchOf';

/** What a record comes to, without what differs from one record of its kind to the next: its time and its numbers. */
export interface Outcome {
  readonly standing: StandingRecord;
  readonly judged: JudgedRecord;
}

/** Reads a line by itself and tells what it comes to, in a text that is the same for what is alike; null where it begins no record. */
export type Read = (text: string) => string | null;

/** Numbers that mean something to somebody: none, few and many, exit codes, signals, answers of servers, times and sizes. */
const numbers = ['0', '1', '2', '7', '42', '100', '137', '200', '404', '503', '65535', '1700000000'];
const hexNumbers = ['3f2a', '0a1f', 'e3b0c44298fc1c149afbf4c8996fb924', '9a0b', '7ffe12ab34cd'];
/** Words that tell nothing. */
const dummyWords = ['zub', 'Quilbox', 'VUG', 'hobbyjog', 'moxwomb', 'Yuvbaj', 'QUOBAW', 'wigjubyhoom', 'Bavyx'];
const mostRuns = 60;
/** A shape whose outcome hangs on more of its numbers is read line by line. */
const mostKept = 3;

/** What of a line the numbers of its shape may be. */
export interface Freedom {
  /** Columns outside of which nothing may be otherwise. */
  readonly within: Span;
  /** Columns in which nothing may be, either. */
  readonly but: readonly Span[];
  /** Runs that begin before this column keep their length. */
  readonly fixedLengths: number;
  /** Words that may be others: none of them may decide. */
  readonly words: readonly Span[];
  /** Runs (by their place in the part) that have decided before. */
  readonly known: readonly number[];
  /** Cheap: whether a text may say anything at all; those that do not come to the same. Absent where no patterns are held against it. */
  readonly mayTell?: (text: string) => boolean;
}

/**
 * Which runs (by their place in the part) decide what a line of this shape comes to; null where they are too many.
 * All others were tried with many another number, in no two trials the same ones side by side, lest one hide what
 * another would tell. As a pattern may ask for one figure here to take notice of three there (`HTTP/1.1" 503`), they
 * were tried at their lengths, too, with single figures as they are.
 */
export function decisiveRuns(text: string, freedom: Freedom, read: Read): readonly number[] | null {
  const own = read(text);
  const { within, but, words } = freedom;
  const runs = numbersOf(text).filter(({ start }) => start >= within.start && start < within.end);
  if (own === null || runs.length > mostRuns) return null;
  const free = runs.filter(({ start, end }) => !but.some((fixed) => start < fixed.end && end > fixed.start));
  const { mayTell } = freedom;
  const isSilent = mayTell?.(text) === false;
  const isOwn = (other: string): boolean => (isSilent && !mayTell(other)) || read(other) === own;
  const alike = (varied: readonly NumberRun[]): boolean => {
    if (varied.length === 0 && words.length === 0) return true;
    if (!numbers.every((_, trial) => isOwn(variant(text, varied, trial, freedom)))) return false;
    const longer = varied.filter(({ length }) => length > 1);
    const isDone = mayTell === undefined || longer.length === varied.length || longer.length === 0;
    return isDone || numbers.every((_, trial) => isOwn(variant(text, longer, trial, { ...freedom, fixedLengths: Infinity })));
  };
  if (words.length > 0 && !alike([])) return null;
  if (freedom.known.length > 0 && alike(free.filter((run) => !freedom.known.includes(runs.indexOf(run))))) return freedom.known;
  const decisive: NumberRun[] = [];
  const search = (among: readonly NumberRun[]): void => {
    if (decisive.length > mostKept || alike(among)) return;
    const [only] = among;
    if (among.length === 1 && only) {
      decisive.push(only);
      return;
    }
    const half = among.length >> 1;
    search(among.slice(0, half));
    search(among.slice(half));
  };
  search(free);
  if (decisive.length > mostKept || (decisive.length > 0 && !alike(free.filter((run) => !decisive.includes(run))))) return null;
  return decisive.map((run) => runs.indexOf(run));
}

/** The text with other numbers, and other words in the place of those that are free. */
function variant(text: string, varied: readonly NumberRun[], trial: number, freedom: Freedom): string {
  const numbersIn = varied.map((run, place) => ({ ...run, text: numberAt(text, run, trial + place, freedom) }));
  const wordsIn = freedom.words.map((word, place) => ({ ...word, text: dummyWords[(trial + place * 4) % dummyWords.length] ?? '' }));
  return replaced(text, wordsIn.length === 0 ? numbersIn : [...numbersIn, ...wordsIn].toSorted((a, b) => a.start - b.start));
}

function numberAt(text: string, { start, length, isHex }: NumberRun, trial: number, { fixedLengths }: Freedom): string {
  const choice = isHex ? hexNumbers : numbers;
  const number = choice[trial % choice.length] ?? '0';
  if (start >= fixedLengths) return number;
  const fitted = number.length >= length ? number.slice(-length) : number.padStart(length, isHex ? 'a0' : '10');
  // Some formats know no number with a zero in front.
  return length > 1 && fitted.startsWith('0') && text.charAt(start) !== '0' ? `1${fitted.slice(1)}` : fitted;
}

function replaced(text: string, parts: readonly { readonly start: number; readonly end: number; readonly text: string }[]): string {
  let result = '';
  let at = 0;
  for (const part of parts) {
    result += text.slice(at, part.start) + part.text;
    at = part.end;
  }
  return result + text.slice(at);
}

/** All of an outcome that is counted, shown or stored for a whole shape. */
export function essenceOf({ standing, judged }: Outcome): string {
  const { level, levelSource, judgement } = judged.verdict;
  const found = judgement && [judgement.severity, judgement.category, judgement.confidence, judgement.evidence.rule, judgement.evidence.weighed, withoutNumbers(judgement.evidence.text), judged.template, judged.fingerprint];
  return JSON.stringify([standing.isWary, standing.record.trace === undefined, level, levelSource, found]);
}

/** All that a head says of what a message behind it comes to. */
export function essenceOfHead({ isWary, record }: StandingRecord): string {
  const { level, levelSource, httpStatus, trace } = record;
  return JSON.stringify([isWary, trace === undefined, level, levelSource, httpStatus]);
}

function withoutNumbers(text: string): string {
  return text.replace(/(?:0x)?[\da-f]*\d[\da-f]*/gi, '0');
}
