import type { Level } from '../record';
import type { StatedTime } from '../statedTime';
import { readTimeOfDay, readTimestamp } from '../timestamp';
import type { FormatDefinition } from './definition';
import type { Head } from './head';
import { levelOfLetter, levelOfPriority, levelOfStatus, levelOfWord } from './levels';
import { libraryNecessities } from './libraryNecessities.constant';
import { charactersOf, firstCodeOf, necessitiesOf, type Necessities } from './necessities';

/** What one of a definition's expressions found at the start of a line. */
export interface ShapeMatch {
  /** Which expression it was. */
  readonly index: number;
  /** Where the match ends. */
  readonly end: number;
  readonly groups: Readonly<Record<string, string | undefined>>;
}

/** Finds the first of a definition's expressions that matches at a text's start. */
type ShapeMatcher = (text: string) => ShapeMatch | null;

/** How expressions are run: ours as they are, those of users under a time limit. Throws a SyntaxError where one is none, at once or when it is run. */
export type CompileShapes = (sources: readonly string[]) => ShapeMatcher;

/** Longest text, in characters, that the expressions of a definition see. */
export const longestShape = 4000;

/** So few expressions are run sooner than it is found out what a text lacks for them. */
const few = 4;

/** Runs expressions that are known to be fast, and of many only those for which the text has all they need. */
export const compileShapes: CompileShapes = (sources) => {
  const byFirst: (readonly Shape[] | undefined)[] = [];
  let shapes: readonly Shape[] | undefined;
  return (text) => {
    const code = firstCodeOf(text);
    shapes ??= sources.map((source, index) => new Shape(source, index));
    const candidates = (byFirst[code] ??= shapes.filter(({ first }) => ((first >> BigInt(code)) & 1n) === 1n));
    const lacking = candidates.length > few ? ~charactersOf(text) : 0;
    for (const candidate of candidates) {
      if ((candidate.characters & lacking) !== 0 || (lacking !== 0 && candidate.literal.length > 1 && !text.includes(candidate.literal))) continue;
      const match = candidate.exec(text);
      if (match !== null) return { index: candidate.index, end: match[0].length, groups: match.groups ?? {} };
    }
    return null;
  };
};

/** One expression with what it asks of a text. Most are never run, so each is compiled when it is. */
class Shape implements Necessities {
  readonly first: bigint;
  readonly characters: number;
  readonly literal: string;
  private compiled: RegExp | null = null;

  constructor(
    private readonly source: string,
    readonly index: number,
  ) {
    const known = Object.hasOwn(libraryNecessities, source) ? libraryNecessities[source] : undefined;
    ({ first: this.first, characters: this.characters, literal: this.literal } = known ?? necessitiesOf(source));
  }

  /** The match at the text's start. */
  exec(text: string): RegExpExecArray | null {
    const shape = (this.compiled ??= new RegExp(this.source, 'y'));
    shape.lastIndex = 0;
    return shape.exec(text);
  }
}

/** Reads what a match says of its line. */
export type MatchReader = (text: string, match: ShapeMatch, year: number) => Head;

/** Makes the reader of a definition's matches. */
export function matchReader({ levels = {}, defaultLevel }: Pick<FormatDefinition, 'levels' | 'defaultLevel'>): MatchReader {
  const named = namedLevels(levels);
  return (text, { end, groups }, year) => {
    const { level, priority, status, logger, message } = groups;
    const column = message === undefined ? end : columnOf(text, end, message);
    const httpStatus = status === undefined || !/^[1-5]\d\d$/.test(status) ? undefined : Number(status);
    const stated =
      (level === undefined ? null : levelOfText(level, named)) ??
      (priority === undefined ? null : levelOfPriority(Number(priority))) ??
      (httpStatus === undefined ? null : levelOfStatus(httpStatus));
    return {
      timestamp: timeOf(groups, year),
      level: stated ?? defaultLevel ?? null,
      logger: logger?.trim() || null,
      message: (message ?? text.slice(column)).trimEnd(),
      column,
      ...(httpStatus === undefined ? {} : { httpStatus }),
    };
  };
}

/** A definition's own words for levels, by their lower case. */
export function namedLevels(levels: Readonly<Record<string, Level>>): ReadonlyMap<string, Level> {
  return new Map(Object.entries(levels).map(([word, level]) => [word.toLowerCase(), level]));
}

function levelOfText(text: string, named: ReadonlyMap<string, Level>): Level | null {
  const word = text.trim();
  return named.get(word.toLowerCase()) ?? levelOfWord(word) ?? levelOfLetter(word);
}

function timeOf(groups: ShapeMatch['groups'], year: number): StatedTime | null {
  const text = groups['timestamp'] ?? timeInParts(groups);
  return readTimestamp(text, 0, year) ?? readTimeOfDay(text, 0);
}

function timeInParts({ date, year, month, day, time, zone }: ShapeMatch['groups']): string {
  return [date ?? [year, month, day].filter(Boolean).join('-'), time, zone].filter(Boolean).join(' ');
}

/** Where the message stands within the match: at its end, as a rule. */
function columnOf(text: string, end: number, message: string): number {
  return text.startsWith(message, end - message.length) ? end - message.length : text.lastIndexOf(message, end);
}
