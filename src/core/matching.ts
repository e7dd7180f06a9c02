import type { Rule } from './rules/rule';
import { rules } from './rules/rules';
import { Screen } from './rules/screen';
import { messageScreenPlan, vetoScreenPlan } from './rules/screens.constant';
import { vetoes, type Veto } from './vetoes';

/** What speaks against words of failure, and where it is seen. */
export interface Objection {
  readonly veto: Veto;
  /** Where it is seen: `[start, end)` of the text, the words themselves included. */
  readonly start: number;
  readonly end: number;
}

/** What a text is part of. */
export type Source = 'message' | 'trace';

/** Words of a text that a rule knows. */
export interface Match {
  readonly rule: Rule;
  readonly text: string;
  readonly source: Source;
  /** Where the words stand in the text: `[start, end)`. */
  readonly start: number;
  readonly end: number;
  /** The match stands where there are none. */
  readonly objections: readonly Objection[];
}

/** A veto, ready to be asked. */
interface Objector {
  readonly veto: Veto;
  readonly inFront: RegExp | null;
}

/** Matches of one rule that are tried in a text: past those that are ruled out one may stand. */
const mostTries = 5;
/** Characters before and after the words in which an objection is looked for. */
const reach = 240;
/** Stands for what is cut off, which must not look like the start or the end of the text. */
const cut = '\u2026';

const patterns = rules.map(({ pattern }) => new RegExp(pattern.source, `${pattern.flags}g`));
const objectors = vetoes.map((veto): Objector => ({ veto, inFront: veto.before ? readingBackwards(veto.before) : null }));
/** Tells of which rules words may be in a text, and of which telltales. */
export const messageScreen = new Screen(messageScreenPlan);
const vetoScreen = new Screen(vetoScreenPlan);

/** Every rule that knows words of the text, in the order of the rules: the first words that stand, else the first. */
export function matchText(text: string, source: Source): Match[] {
  const matches: Match[] = [];
  let asked: readonly Objector[] | undefined;
  for (const place of messageScreen.ask(text)) {
    const rule = rules[place];
    const pattern = patterns[place];
    if (rule === undefined || pattern === undefined) break;
    pattern.lastIndex = 0;
    const found = pattern.exec(text);
    if (!found) continue;
    asked ??= objectorsIn(text);
    matches.push(firstStanding({ rule, pattern, text, source, asked }, found));
  }
  return matches;
}

/** Whether words of any rule, or a telltale, may be in the text. */
export function mayMatch(text: string): boolean {
  return messageScreen.ask(text).length > 0;
}

/** What speaks against the words at `[start, end)`: at most one objection of each kind. */
export function objectionsAt(text: string, start: number, end: number): Objection[] {
  return objectionsTo(text, start, end, objectorsIn(text));
}

function objectorsIn(text: string): Objector[] {
  const among: Objector[] = [];
  for (const place of vetoScreen.ask(text)) {
    const objector = objectors[place];
    if (objector) among.push(objector);
  }
  return among;
}

interface Question {
  readonly rule: Rule;
  readonly pattern: RegExp;
  readonly text: string;
  readonly source: Source;
  readonly asked: readonly Objector[];
}

/** Goes on from the rule's first match until one stands; takes the first where none does. */
function firstStanding({ rule, pattern, text, source, asked }: Question, first: RegExpExecArray): Match {
  const judged = (found: RegExpExecArray): Match => {
    const start = found.index;
    const end = start + found[0].length;
    return { rule, text: found[0], source, start, end, objections: objectionsTo(text, start, end, asked) };
  };
  const match = judged(first);
  if (match.objections.length === 0) return match;
  for (let tries = 1; tries < mostTries; tries++) {
    const found = pattern.exec(text);
    if (!found) break;
    const later = judged(found);
    if (later.objections.length === 0) return later;
  }
  return match;
}

function objectionsTo(text: string, start: number, end: number, asked: readonly Objector[]): Objection[] {
  const words = text.slice(start, end);
  const before = start <= reach ? text.slice(0, start) : cut + text.slice(start - reach, start);
  const after = text.length - end <= reach ? text.slice(end) : text.slice(end, end + reach) + cut;
  const objections: Objection[] = [];
  for (const { veto, inFront } of asked) {
    if (veto.words?.test(words) === false) continue;
    const front = inFront ? readFrom(inFront, before) : '';
    if (front === null) continue;
    const behind = veto.after ? veto.after.exec(after)?.[0] : '';
    if (behind === undefined || objections.some((other) => other.veto.id === veto.id)) continue;
    objections.push({ veto, start: Math.max(0, start - front.length), end: Math.min(text.length, end + behind.length) });
  }
  return objections;
}

/** Reads from the end of a text leftwards: a search from its start would try every character. */
function readingBackwards({ source, flags }: RegExp): RegExp {
  return new RegExp(`(?<=(${source}))`, `${flags}y`);
}

function readFrom(expression: RegExp, text: string): string | null {
  expression.lastIndex = text.length;
  return expression.exec(text)?.[1] ?? null;
}
