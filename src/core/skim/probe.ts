import type { JudgedRecord } from '../pipeline';
import type { StandingRecord } from '../readerStack';
import { numbersOf, type NumberRun } from '../scan/numbers';

/** What a record comes to, without what differs from one record of its kind to the next: its time and its numbers. */
export interface Outcome {
  readonly standing: StandingRecord;
  readonly judged: JudgedRecord;
}

/** Reads and weighs a line by itself; null where it begins no record. */
export type Read = (text: string) => Outcome | null;

/** Numbers that mean something to somebody: none, few and many, exit codes, signals, answers of servers, times and sizes. */
const numbers = ['0', '1', '2', '7', '42', '100', '137', '200', '404', '503', '65535', '1700000000'];
const hexNumbers = ['3f2a', '0a1f', 'e3b0c44298fc1c149afbf4c8996fb924', '9a0b', '7ffe12ab34cd'];
const mostRuns = 60;
/** A shape whose outcome hangs on more of its numbers is read line by line. */
const mostKept = 3;

/** What of a line the numbers of its shape may be. */
export interface Freedom {
  /** Runs that begin before this column keep their length. */
  readonly fixedLengths: number;
  /** Runs that are left as they are: `[from, to)`, the timestamp. */
  readonly from: number;
  readonly to: number;
}

/**
 * Which runs (by their place in the line) decide what a line of this shape comes to; null where they are too many.
 * All others were tried with many another number, in no two trials the same ones side by side, lest one hide what
 * another would tell.
 */
export function decisiveRuns(text: string, freedom: Freedom, read: Read): readonly number[] | null {
  const own = essenceOf(read(text));
  const runs = numbersOf(text);
  if (own === null || runs.length > mostRuns) return null;
  const free = runs.filter(({ start, end }) => end <= freedom.from || start >= freedom.to);
  const alike = (varied: readonly NumberRun[]): boolean =>
    varied.length === 0 || numbers.every((_, trial) => essenceOf(read(replaced(text, varied, (run, place) => numberAt(run, trial + place, freedom)))) === own);
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

function numberAt({ start, length, isHex }: NumberRun, trial: number, { fixedLengths }: Freedom): string {
  const choice = isHex ? hexNumbers : numbers;
  const number = choice[trial % choice.length] ?? '0';
  return start >= fixedLengths ? number : number.length >= length ? number.slice(-length) : number.padStart(length, isHex ? 'a0' : '10');
}

function replaced(text: string, runs: readonly NumberRun[], numberOf: (run: NumberRun, place: number) => string): string {
  let result = '';
  let at = 0;
  runs.forEach((run, place) => {
    result += text.slice(at, run.start) + numberOf(run, place);
    at = run.end;
  });
  return result + text.slice(at);
}

/** All of an outcome that is counted, shown or stored for a whole shape; null where there is none. */
function essenceOf(outcome: Outcome | null): string | null {
  if (outcome === null) return null;
  const { standing, judged } = outcome;
  const { level, levelSource, judgement } = judged.verdict;
  const found = judgement && [judgement.severity, judgement.category, judgement.confidence, judgement.evidence.rule, judgement.evidence.weighed, withoutNumbers(judgement.evidence.text), judged.template, judged.fingerprint];
  return JSON.stringify([standing.isWary, standing.record.trace === undefined, level, levelSource, found]);
}

function withoutNumbers(text: string): string {
  return text.replace(/(?:0x)?[\da-f]*\d[\da-f]*/gi, '0');
}
