import { beyondAscii } from './literals';
import { behindLast, edgeBefore, edgeBehind, edgeOfLetters, edgeOfText, type ScreenPlan } from './screenPlan';

/** Characters that literals are made of have classes of their own; class 0 is every other character. */
const last = beyondAscii.charCodeAt(0);
/** Added to the number of a state in which a literal ends. */
const told = 0x8000;
const none: readonly number[] = [];

/** A screen's insides, for who runs it elsewhere. */
export interface Automaton {
  /** Of each character below the last, and of all from it on. */
  readonly classOf: Uint8Array;
  readonly classes: number;
  /** State by state, where a character of each class leads; 0x8000 is added where literals end there. */
  readonly next: Uint16Array;
  readonly literalsAt: readonly (readonly number[])[];
  /** Of each literal its length, its edges and its part; of each part the one before it and the place that it completes. */
  readonly lengths: readonly number[];
  readonly edges: Uint8Array;
  readonly parts: Uint16Array;
  readonly before: Int16Array;
  readonly completes: Int16Array;
}

/**
 * Tells in one pass over a text which of many requirements it meets. All literals share one automaton (after Aho and
 * Corasick), so the cost is a table look-up a character, however many there are.
 */
export class Screen {
  private readonly classOf = new Uint8Array(last + 1);
  private readonly classes: number;
  /** State by state, where a character of each class leads. */
  private readonly next: Uint16Array;
  /** The literals that end in each state, by their places in the plan. */
  private readonly literalsAt: readonly (readonly number[])[];
  /** How many characters have led to each state. */
  private readonly depths: Uint8Array;
  /** As in the plan. */
  private readonly ends: Uint16Array;
  private readonly edges: Uint8Array;
  private readonly parts: Uint16Array;
  private readonly before: Int16Array;
  private readonly completes: Int16Array;
  private readonly always: readonly number[];
  /** Parts found in the text that is being looked at. */
  private readonly seen: Uint8Array;

  /** Throws where the plan has more literals than a screen holds. */
  constructor(plan: ScreenPlan) {
    this.before = Int16Array.from(plan.before);
    this.completes = Int16Array.from(plan.completes);
    this.ends = Uint16Array.from(plan.ends);
    this.edges = Uint8Array.from(plan.edges, Number);
    this.parts = Uint16Array.from(plan.parts);
    this.always = plan.always;
    this.seen = new Uint8Array(plan.before.length);
    this.classes = this.numberClasses(plan.alphabet);
    const states = plan.trie.length - plan.trie.split(behindLast).length + 2;
    if (states > told) throw new Error('Too many literals for one screen.');
    const literalsAt = new Array<readonly number[]>(states).fill(none);
    plan.ends.forEach((state, literal) => (literalsAt[state] = [...(literalsAt[state] ?? none), literal]));
    this.depths = new Uint8Array(states);
    this.next = this.link(plan.trie, literalsAt);
    this.literalsAt = literalsAt;
  }

  /** Throws where every text is said to meet something: there is no use in asking. */
  get automaton(): Automaton {
    if (this.always.length > 0) throw new Error('A requirement of the screen is met by every text.');
    const { classOf, classes, next, literalsAt, edges, parts, before, completes } = this;
    const lengths = Array.from(this.ends, (state) => this.depths[state] ?? 0);
    return { classOf, classes, next, literalsAt, lengths, edges, parts, before, completes };
  }

  /** Places of which the text meets a requirement (in whatever case), in rising order; linear in the text's length. */
  ask(text: string): readonly number[] {
    const { classes, classOf, next } = this;
    let places: number[] | null = null;
    for (let at = 0, state = 0; at < text.length; ) {
      // Nothing is called in this loop: it takes most of the time.
      do {
        const code = text.charCodeAt(at++);
        state = next[state * classes + (classOf[code < last ? code : last] ?? 0)] ?? 0;
      } while (state < told && at < text.length);
      if (state < told) break;
      state -= told;
      if (places === null) {
        places = this.always.slice();
        this.seen.fill(0);
      }
      this.note(state, text, at, places);
    }
    return places ?? this.always;
  }

  /** Takes the literals that end in a state, which the text has led to before a character. */
  private note(state: number, text: string, end: number, places: number[]): void {
    const { before, completes, seen } = this;
    const literals = this.literalsAt[state];
    if (literals === undefined) return;
    for (let i = 0; i < literals.length; i++) {
      const literal = literals[i] ?? 0;
      const part = this.parts[literal] ?? 0;
      const earlier = before[part] ?? -1;
      if (seen[part] !== 0 || (earlier >= 0 && seen[earlier] === 0) || !this.hasEdges(literal, text, end)) continue;
      seen[part] = 1;
      const place = completes[part] ?? -1;
      if (place >= 0) insert(places, place);
    }
  }

  private hasEdges(literal: number, text: string, end: number): boolean {
    const edges = this.edges[literal] ?? 0;
    if (edges === 0) return true;
    const start = end - (this.depths[this.ends[literal] ?? 0] ?? 0);
    if ((edges & edgeOfText) !== 0 && start > 0) return false;
    if ((edges & edgeOfLetters) !== 0) return !isLetter(text.charCodeAt(start - 1)) && !isLetter(text.charCodeAt(end));
    return ((edges & edgeBefore) === 0 || isEdge(text, start)) && ((edges & edgeBehind) === 0 || isEdge(text, end));
  }

  /** Capitals share the class of their small letter. */
  private numberClasses(alphabet: string): number {
    let classes = 1;
    for (const letter of alphabet) {
      this.classOf[letter.charCodeAt(0)] = classes;
      this.classOf[letter.toUpperCase().charCodeAt(0)] = classes++;
    }
    return classes;
  }

  /** Makes an automaton of the trie: where a text cannot go on it goes where its longest suffix can. */
  private link(trie: string, literalsAt: (readonly number[])[]): Uint16Array {
    const { classes, classOf } = this;
    const states = literalsAt.length;
    const next = new Uint16Array(states * classes);
    const suffixes = new Uint16Array(states);
    // Shorter texts come first: where a suffix leads, and what it tells, is known before the state.
    for (let state = 0, child = 1, at = 0; state < states; state++, at++) {
      const row = state * classes;
      const suffix = (suffixes[state] ?? 0) * classes;
      if (state !== 0) next.copyWithin(row, suffix, suffix + classes);
      for (let letter = trie.charAt(at); letter !== behindLast; letter = trie.charAt(++at), child++) {
        const edge = row + (classOf[letter.charCodeAt(0)] ?? 0);
        const beyond = (next[edge] ?? 0) % told;
        const inherited = literalsAt[beyond] ?? none;
        if (inherited.length > 0) literalsAt[child] = [...(literalsAt[child] ?? none), ...inherited];
        next[edge] = literalsAt[child] === none ? child : child + told;
        suffixes[child] = beyond;
        this.depths[child] = (this.depths[state] ?? 0) + 1;
      }
    }
    return next;
  }
}

/** Whether a word begins or ends before a character. */
function isEdge(text: string, at: number): boolean {
  return isOfWord(text.charCodeAt(at - 1)) !== isOfWord(text.charCodeAt(at));
}

function isOfWord(code: number): boolean {
  return isLetter(code) || (code >= 0x30 && code <= 0x39) || code === 0x5f;
}

function isLetter(code: number): boolean {
  const small = code | 0x20;
  return small >= 0x61 && small <= 0x7a;
}

/** Puts a number where it belongs among others in rising order, if it is not there. */
function insert(rising: number[], number: number): void {
  let at = rising.length;
  while (at > 0 && (rising[at - 1] ?? 0) > number) at--;
  if (rising[at - 1] === number) return;
  rising.push(number);
  for (let moved = rising.length - 1; moved > at; moved--) rising[moved] = rising[moved - 1] ?? 0;
  rising[at] = number;
}
