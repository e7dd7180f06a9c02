import { matchText, type Match } from '../core/matching';

/** Places of the features that a text has, in [0, `dimensions`), each once, with its weight; all weights squared sum up to 1. */
export interface SparseVector {
  readonly places: Int32Array;
  readonly weights: Float32Array;
}

/** Places for features. Two that share one are rare enough at this size, and a packed model stays small. */
export const dimensions = 1 << 14;

/** A longer text says what it is about in its first characters. */
export const featuredLength = 2000;
const shortestGram = 3;
const longestGram = 5;
/** A gram is one of many of its word; a rule's word counts for more than one of the text's. */
const gramWeight = 0.35;
const pairWeight = 0.7;
const ruleWeight = 1.6;

/** Features of each kind begin so. */
const offset = 0x811c9dc5;
const ofGrams = hashed(offset, 'g ');
const ofPairs = hashed(offset, 'p ');
const ofWords = hashed(offset, 'w ');
const ofRules = hashed(offset, 'r ');

/**
 * What a model sees of a message: its words, pairs of them, their pieces, and what the rules know of its first
 * `featuredLength` characters, where it was asked already.
 */
export function featuresOf(message: string, matches: readonly Match[] = matchText(message.slice(0, featuredLength), 'message')): SparseVector {
  const words = wordsOf(message.slice(0, featuredLength));
  const found = new Map<number, number>();
  let previous = '^';
  for (const word of words) {
    const closed = `<${word}>`;
    for (let length = shortestGram; length <= longestGram; length++) {
      for (let at = 0; at + length <= closed.length; at++) found.set(placeOf(hashed(ofGrams, closed, at, at + length)), gramWeight);
    }
    found.set(placeOf(hashed(hashed(hashed(ofPairs, previous), ' '), word)), pairWeight);
    previous = word;
  }
  // Whole words after pieces: where both fall on one place, the word counts.
  for (const word of words) found.set(placeOf(hashed(ofWords, word)), 1);
  for (const { rule, objections } of matches) {
    if (objections.length === 0) found.set(placeOf(hashed(ofRules, rule.id)), ruleWeight);
  }
  return normalised(found);
}

/**
 * The words of a text in lower case: names such as NoRouteToHost as a whole and in parts, numbers as `0` but for those
 * that mean something in themselves (HTTP status, exit codes and the like: three digits at most).
 */
export function wordsOf(text: string): string[] {
  const words: string[] = [];
  for (const [token] of text.matchAll(/[\p{L}_]+|\d+/gu)) {
    if (/^\d/.test(token)) words.push(token.length <= 3 ? token : '0');
    else words.push(...partsOf(token));
  }
  return words;
}

function partsOf(token: string): string[] {
  const parts = token.match(/\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\p{Lo}+/gu) ?? [];
  const whole = token.toLowerCase();
  return parts.length < 2 ? [whole] : [whole, ...parts.map((part) => part.toLowerCase())];
}

/** Goes on with FNV-1a over a part of a text. */
function hashed(before: number, text: string, start = 0, end = text.length): number {
  let hash = before;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash;
}

/** With a last mix the low bits of a hash are as good as its high ones. */
function placeOf(hash: number): number {
  const mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (mixed ^ (mixed >>> 13)) & (dimensions - 1);
}

function normalised(found: ReadonlyMap<number, number>): SparseVector {
  let squares = 0;
  for (const weight of found.values()) squares += weight * weight;
  const scale = squares === 0 ? 0 : 1 / Math.sqrt(squares);
  return { places: Int32Array.from(found.keys()), weights: Float32Array.from(found.values(), (weight) => weight * scale) };
}
