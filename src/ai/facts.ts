import { keptAnswer } from './answer';

/** What is known of a kind of problem beside the record itself. */
export interface Known {
  /** Of its group in the log; null where it was not counted. */
  readonly group: { readonly count: number; readonly firstLine: number; readonly lastLine: number } | null;
  /** Milliseconds since the epoch of its occurrences, as far as they are known. */
  readonly times: readonly number[];
  /** What was unusual, and what it may have come of: a sentence each. */
  readonly unusual: readonly string[];
  readonly knowledge: { readonly title: string; readonly meaning: string } | null;
  /** Its template, and problems that an answer helped with. */
  readonly template: string;
  readonly solved: readonly Solved[];
  /** The first lines of the log. */
  readonly head: readonly string[];
}

/** A problem that an answer helped with. */
export interface Solved {
  readonly template: string;
  readonly cause: string;
  readonly steps: readonly string[];
}

/** What is kept of answers that helped, without those that are damaged. */
export function solvedProblems(kept: readonly { readonly template: string; readonly content: string }[]): Solved[] {
  return kept.flatMap(({ template, content }) => {
    const answer = keptAnswer(content);
    return answer ? [{ template, cause: answer.cause, steps: answer.steps }] : [];
  });
}

const mostBuckets = 12;
/** Milliseconds: widths that people count in. */
const widths = [1_000, 10_000, 60_000, 600_000, 3_600_000, 21_600_000, 86_400_000, 604_800_000];
const mostSolved = 2;
/** Share of words that two templates must have in common. */
const alike = 0.3;
const mostEnvironment = 5;
const longestFact = 240;
/** Words of a line that tells what a program runs on: what is named, then its version, or a setting. */
const environment = /\b(?:version|release|build|java|jvm|jdk|openjdk|node(?:\.?js)?|python|ruby|php|golang|dotnet|\.net|kernel|linux|windows|macos|ubuntu|debian|alpine|postgresql|mysql|redis|spring boot|django|rails)\b[\s:=/("]{0,4}v?\d[\w.+-]*|\b(?:profiles? (?:is|are) active|active profiles?|environment|NODE_ENV|RAILS_ENV)\b\s?[:=]?\s?\S+/i;

/** The facts that are told with a question, a sentence each. */
export function factsOf({ group, times, unusual, knowledge, template, solved, head }: Known): string[] {
  return [
    ...(group ? [`It came ${String(group.count)} times in this log, first on line ${String(group.firstLine)} and last on line ${String(group.lastLine)}.`] : []),
    ...overTime(times),
    ...unusual,
    ...environmentIn(head).map((line) => `The log says of its environment: ${line}`),
    ...(knowledge ? [`A knowledge base says of it: ${knowledge.title}. ${knowledge.meaning}`] : []),
    ...similar(template, solved).map(({ template: other, cause, steps }) => `A similar problem, "${clipped(other)}", was solved: ${clipped(cause)} What helped: ${clipped(steps.join(' '))}`),
  ];
}

/** How often in equal spans of time. */
function overTime(times: readonly number[]): string[] {
  const sorted = times.toSorted((a, b) => a - b);
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (first === undefined || last === undefined) return [];
  const between = `The first was at ${new Date(first).toISOString()}, the last at ${new Date(last).toISOString()}.`;
  if (sorted.length < 3 || first === last) return [between];
  const width = widths.find((each) => (last - first) / each < mostBuckets) ?? Math.ceil((last - first) / (mostBuckets - 1));
  const counts = new Array<number>(Math.floor((last - first) / width) + 1).fill(0);
  for (const time of sorted) {
    const bucket = Math.floor((time - first) / width);
    counts[bucket] = (counts[bucket] ?? 0) + 1;
  }
  return [between, `Counts in spans of ${String(width / 1000)} s from the first on: ${counts.join(', ')}.`];
}

function environmentIn(head: readonly string[]): string[] {
  return head.filter((line) => environment.test(line.slice(0, longestFact * 2))).slice(0, mostEnvironment).map(clipped);
}

/** Those whose templates share most words with this one. */
function similar(template: string, solved: readonly Solved[]): Solved[] {
  const own = wordsOf(template);
  return solved
    .map((each) => ({ each, share: shareOf(own, wordsOf(each.template)) }))
    .filter(({ share }) => share >= alike)
    .sort((a, b) => b.share - a.share)
    .slice(0, mostSolved)
    .map(({ each }) => each);
}

function wordsOf(template: string): ReadonlySet<string> {
  return new Set(template.replace(/<[a-z*]+>/gi, ' ').toLowerCase().match(/[\p{L}\p{N}]{3,}/gu));
}

function shareOf(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const shared = [...a].filter((word) => b.has(word)).length;
  const all = a.size + b.size - shared;
  return all === 0 ? 0 : shared / all;
}

function clipped(text: string): string {
  return text.length <= longestFact ? text : `${text.slice(0, longestFact)}…`;
}
