import { variable } from './masking';
import { isFunctionWord, isNamingWord, isNegation, isOutcome } from './vocabulary';

/** A template of a file and how many of its records have it. */
export interface CountedTemplate {
  readonly template: string;
  readonly count: number;
}

/** More words than this, and a template stays alone. */
const longestTemplate = 80;
/** So many rounds find what differs in several places. */
const mostRounds = 4;
/** Plain words in one place that a value must have been put there. */
const manyWords = 4;
const fewWords = 3;
/** A value this frequent among the lines is no value but the rule. */
const dominance = 0.8;

const tokens = /<\*>|[\p{L}\p{N}_$][\p{L}\p{N}_$.\-/]*|\s+|./gsu;

/** One or more templates that belong together, as one with the places where they differ masked. */
interface Cluster {
  readonly words: readonly string[];
  /** Of each word with its place, 0 for what is no word, and of all together: 32 bits. */
  readonly hashes: Int32Array;
  readonly hash: number;
  readonly members: readonly number[];
  readonly count: number;
}

/**
 * Which templates of a file belong together: for each, the index of its group's first template. Two do where they
 * are alike but for one place that holds values: a variable in one of them, names, or many different words; never
 * across a negation or an outcome. Repeated, so that events with several such places come together too.
 */
export function mergeTemplates(templates: readonly CountedTemplate[]): readonly number[] {
  const leaders = templates.map((_, index) => index);
  for (const bucket of byLength(templates).values()) {
    let clusters: readonly Cluster[] = bucket;
    for (let round = 0; round < mostRounds; round++) {
      const merged = mergeOnce(clusters);
      if (merged.length === clusters.length) break;
      clusters = merged;
    }
    for (const { members } of clusters) for (const member of members) leaders[member] = members[0] ?? member;
  }
  return leaders;
}

/** Only templates of one length can differ in one place. */
function byLength(templates: readonly CountedTemplate[]): Map<number, Cluster[]> {
  const buckets = new Map<number, Cluster[]>();
  for (const [index, { template, count }] of templates.entries()) {
    const words = (template.match(tokens) ?? []).map((token) => (/^\s/.test(token) ? ' ' : token));
    if (words.length > longestTemplate) continue;
    const bucket = buckets.get(words.length) ?? [];
    if (bucket.length === 0) buckets.set(words.length, bucket);
    bucket.push({ words, ...hashed(words), members: [index], count });
  }
  return buckets;
}

function mergeOnce(clusters: readonly Cluster[]): readonly Cluster[] {
  let current = clusters;
  const length = clusters[0]?.words.length ?? 0;
  for (let place = 0; place < length && current.length > 1; place++) current = mergeAt(current, place);
  return current;
}

/** Merges what is alike but for the word at one place. */
function mergeAt(clusters: readonly Cluster[], place: number): readonly Cluster[] {
  const alike = new Map<number, Cluster[][]>();
  const groups: Cluster[][] = [];
  for (const cluster of clusters) {
    const own = cluster.hashes[place] ?? 0;
    if (own === 0) {
      groups.push([cluster]);
      continue;
    }
    const key = cluster.hash ^ own;
    const sharing = alike.get(key) ?? [];
    const others = sharing.find(([first]) => first !== undefined && differOnlyAt(first.words, cluster.words, place));
    if (others) {
      others.push(cluster);
      continue;
    }
    const group = [cluster];
    groups.push(group);
    if (sharing.push(group) === 1) alike.set(key, sharing);
  }
  if (groups.length === clusters.length) return clusters;
  return groups.flatMap((group) => (group.length === 1 ? group : mergeValues(group, place)));
}

function differOnlyAt(a: readonly string[], b: readonly string[], place: number): boolean {
  return a.every((word, index) => index === place || word === b[index]);
}

function hashed(words: readonly string[]): Pick<Cluster, 'hashes' | 'hash'> {
  const hashes = Int32Array.from(words, (word, place) => hash32(word, place));
  return { hashes, hash: hashes.reduce((all, each) => all ^ each, 0) };
}

/** FNV-1a, begun with the place; 0 for what stands between words. */
function hash32(word: string, place: number): number {
  if (!isWord(word)) return 0;
  let hash = Math.imul(0x811c9dc5 ^ place, 0x85ebca6b);
  for (let i = 0; i < word.length; i++) hash = Math.imul(hash ^ word.charCodeAt(i), 0x01000193);
  return hash ^ (hash >>> 15) || 1;
}

/** Those of the group whose word at this place is a value, as one; the others as they were. */
function mergeValues(group: readonly Cluster[], place: number): readonly Cluster[] {
  const candidates = group.filter(({ words }) => isCandidate(words, place));
  const odd = candidates.filter(({ words }) => isDeed(words[place] ?? '') || isConstantName(words[place] ?? ''));
  const regular = candidates.filter((cluster) => !odd.includes(cluster));
  // Where a name must stand, constants are values too.
  const values = regular.length === 0 && odd.length >= fewWords && odd.every(({ words }) => isNamed(words, place)) ? odd : regular;
  if (!holdsValues(values, place)) return group;
  // Among many names one may look like something else: a user may be called Ted, or ADMIN.
  const joined = odd.length * 5 <= values.length ? candidates : values;
  const [first] = joined;
  if (first === undefined || joined.length < 2) return group;
  const words = first.words.with(place, variable);
  const merged: Cluster = {
    words,
    ...hashed(words),
    members: joined.flatMap(({ members }) => members).sort((a, b) => a - b),
    count: joined.reduce((sum, { count }) => sum + count, 0),
  };
  return [merged, ...group.filter((cluster) => !joined.includes(cluster))];
}

function holdsValues(values: readonly Cluster[], place: number): boolean {
  if (values.length < 2) return false;
  const words = values.map((cluster) => cluster.words[place] ?? '');
  const plain = words.filter((word) => word !== variable);
  const named = values.every((cluster) => isNamed(cluster.words, place));
  if (plain.length < words.length) return named || plain.every(looksMade) || plain.length >= fewWords;
  const made = plain.every(looksMade);
  if (made && named) return plain.length >= 2;
  if (made) return plain.length >= fewWords;
  const total = values.reduce((sum, { count }) => sum + count, 0);
  const spread = Math.max(...values.map(({ count }) => count)) < total * dominance;
  if (named && spread) return plain.length >= fewWords;
  return plain.length >= manyWords && (named || spread || values.every((cluster) => isFunctionWord(cluster.words[place - 2] ?? '')));
}

/**
 * A variable, or a word that can stand for one: no word of grammar, no negation, no outcome, no key of a value, and
 * not the message's first word, which says what it is about.
 */
function isCandidate(words: readonly string[], place: number): boolean {
  const word = words[place] ?? '';
  if (word === variable) return true;
  if (isFunctionWord(word) || isNegation(word) || isOutcome(word)) return false;
  if (words[place + 1] === '=' || words[place + 1] === ':') return false;
  return words.findIndex((each) => each !== variable && isWord(each)) < place;
}

function isDeed(word: string): boolean {
  return /^[a-z]+(?:ing|ed)$/i.test(word);
}

/** Whether what stands before the place says that a name follows: `user x`, `key=x`, `(x)`. */
function isNamed(words: readonly string[], place: number): boolean {
  const before = words[place - 1] ?? '';
  if (before === '=' || before === '"' || before === "'") return true;
  const after = words[place + 1] ?? '';
  if ((before === '(' && after === ')') || (before === '[' && after === ']')) return true;
  if (before !== ' ') return before === ':' && isNamingWord(words[place - 2] ?? '');
  return isNamingWord(words[words[place - 2] === ':' ? place - 3 : place - 2] ?? '');
}

/** Written as names are that a program or a person makes up: `root_domain`, `a.b.c`, `x-y`, `fooBar`. */
function looksMade(word: string): boolean {
  return word === variable || /[\p{L}\d][_.$/-][\p{L}\d]/u.test(word) || /[a-z][A-Z]/.test(word);
}

/** `STATE_NEW`, `org.acme.tank.LID_OFF`: a name that tells one thing from another. */
function isConstantName(word: string): boolean {
  return /^(?:[\w.]*\.)?[A-Z][A-Z0-9_]+$/.test(word);
}

function isWord(word: string): boolean {
  return word === variable || /^[\p{L}\p{N}_$]/u.test(word);
}
