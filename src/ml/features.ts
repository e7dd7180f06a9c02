import { matchText } from '../core/matching';

/** Places of the features that a text has, in [0, `dimensions`), each once, with its weight; all weights squared sum up to 1. */
export interface SparseVector {
  readonly places: Int32Array;
  readonly weights: Float32Array;
}

/** Places for features. Two that share one are rare enough at this size, and a packed model stays small. */
export const dimensions = 1 << 14;

/** A longer text says what it is about in its first characters. */
const maxLength = 2000;
const shortestGram = 3;
const longestGram = 5;
/** A gram is one of many of its word; a rule's word counts for more than one of the text's. */
const gramWeight = 0.35;
const pairWeight = 0.7;
const ruleWeight = 1.6;

/** What a model sees of a message: its words, pairs of them, their pieces, and what the rules know of it. */
export function featuresOf(message: string): SparseVector {
  const text = message.slice(0, maxLength);
  const found = new Map<number, number>();
  const add = (feature: string, weight: number): void => {
    found.set(placeOf(feature), weight);
  };
  let previous = '^';
  for (const word of wordsOf(text)) {
    for (let length = shortestGram; length <= longestGram; length++) addGrams(`<${word}>`, length, add);
    add(`p ${previous} ${word}`, pairWeight);
    previous = word;
  }
  // Whole words after pieces: where both fall on one place, the word counts.
  for (const word of wordsOf(text)) add(`w ${word}`, 1);
  for (const { rule, objections } of matchText(text, 'message')) {
    if (objections.length > 0) continue;
    add(`r ${rule.id}`, ruleWeight);
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

function addGrams(word: string, length: number, add: (feature: string, weight: number) => void): void {
  for (let at = 0; at + length <= word.length; at++) add(`g ${word.slice(at, at + length)}`, gramWeight);
}

/** FNV-1a with a last mix, so that its low bits are as good as its high ones. */
function placeOf(feature: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < feature.length; at++) hash = Math.imul(hash ^ feature.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) & (dimensions - 1);
}

function normalised(found: ReadonlyMap<number, number>): SparseVector {
  let squares = 0;
  for (const weight of found.values()) squares += weight * weight;
  const scale = squares === 0 ? 0 : 1 / Math.sqrt(squares);
  return { places: Int32Array.from(found.keys()), weights: Float32Array.from(found.values(), (weight) => weight * scale) };
}
