import { beyondAscii, noLetter, textStart, wordEdge, wordsOf, type Requirement } from './literals';

/** What a screen is made of: plain data, worked out when we build. */
export interface ScreenPlan {
  /** Every character that literals are made of, in lower case. */
  readonly alphabet: string;
  /**
   * The beginnings of all literals, a state each, the shorter ones first and 0 the empty one: of each state the
   * characters with which literals go on from it, and `behindLast` behind them. What they lead to are the next states.
   */
  readonly trie: string;
  /** Of each literal the state in which it ends, its edges (a digit each), and the part that it belongs to. */
  readonly ends: readonly number[];
  readonly edges: string;
  readonly parts: readonly number[];
  /** Of each part, the one that must stand before it, and the place of the requirement that it completes; -1 for none. */
  readonly before: readonly number[];
  readonly completes: readonly number[];
  /** Places of which every text is said to meet a requirement. */
  readonly always: readonly number[];
}

/** Edges of a literal: a word begins or ends before it; one does behind it; the text begins with it; no letter is beside it. */
export const edgeBefore = 1;
export const edgeBehind = 2;
export const edgeOfText = 4;
export const edgeOfLetters = 8;

/** Stands in no literal. */
export const behindLast = '\n';

/** Plans a screen for these requirements: at each place those of which a text must meet one. Throws on a literal that holds `behindLast`. */
export function planScreen(places: readonly (readonly Requirement[])[]): ScreenPlan {
  const parts = numberParts(places);
  const literals = parts.flatMap((part, number) => part.literals.map((marked) => ({ marked, literal: wordsOf(marked), number })));
  const alphabet = [...new Set(literals.flatMap(({ literal }) => Array.from(literal)))].join('');
  if (alphabet.includes(behindLast)) throw new Error('A literal of a screen holds a line break.');
  const { trie, stateOf } = spread(literals.map(({ literal }) => literal));
  return {
    alphabet,
    trie,
    ends: literals.map(({ literal }) => stateOf.get(literal) ?? 0),
    edges: literals.map(({ marked }) => edgesOf(marked)).join(''),
    parts: literals.map(({ number }) => number),
    before: parts.map(({ before }) => before),
    completes: parts.map(({ completes }) => completes),
    always: [...places.keys()].filter((place) => places[place]?.some((requirement) => requirement.length === 0)),
  };
}

function edgesOf(marked: string): number {
  if (marked.startsWith(noLetter)) return edgeOfLetters;
  const behind = marked.endsWith(wordEdge) ? edgeBehind : 0;
  // Of a text in bytes it is not known how long such a character is.
  if (marked.includes(beyondAscii)) return wordsOf(marked).endsWith(beyondAscii) ? 0 : behind;
  return behind | (marked.startsWith(wordEdge) ? edgeBefore : 0) | (marked.startsWith(textStart) ? edgeOfText : 0);
}

/** Numbers the beginnings of all literals by their length. */
function spread(literals: readonly string[]): { readonly trie: string; readonly stateOf: ReadonlyMap<string, number> } {
  const continuations = new Map<string, Set<string>>();
  for (const literal of literals) {
    for (let length = 0; length < literal.length; length++) {
      const start = literal.slice(0, length);
      continuations.set(start, (continuations.get(start) ?? new Set()).add(literal.charAt(length)));
    }
  }
  const stateOf = new Map([['', 0]]);
  let trie = '';
  // A map hands out what is added on the way, too.
  for (const start of stateOf.keys()) {
    for (const letter of continuations.get(start) ?? []) {
      stateOf.set(start + letter, stateOf.size);
      trie += letter;
    }
    trie += behindLast;
  }
  return { trie, stateOf };
}

interface NumberedPart {
  readonly literals: readonly string[];
  readonly before: number;
  readonly completes: number;
}

function numberParts(places: readonly (readonly Requirement[])[]): NumberedPart[] {
  const parts: NumberedPart[] = [];
  for (const [place, requirements] of places.entries()) {
    for (const requirement of requirements) {
      requirement.forEach((literals, index) => {
        parts.push({ literals, before: index === 0 ? -1 : parts.length - 1, completes: index === requirement.length - 1 ? place : -1 });
      });
    }
  }
  return parts;
}
