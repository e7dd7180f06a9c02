import { beyondAscii, type Requirement } from './literals';

/** Characters that literals are made of have classes of their own; class 0 is every other character. */
const last = beyondAscii.charCodeAt(0);
/** Added to the number of a state in which a literal ends. */
const told = 0x8000;
const none: readonly number[] = [];

/**
 * Tells in one pass over a text which of many requirements it meets. All literals share one automaton (after Aho and
 * Corasick), so the cost is a table look-up a character, however many there are.
 */
export class Screen {
  private readonly classOf = new Uint8Array(last + 1);
  private readonly classes: number;
  /** State by state, where a character of each class leads. */
  private readonly next: Uint16Array;
  /** The parts of which a literal ends in each state. */
  private readonly partsAt: readonly (readonly number[])[];
  /** Of each part, the one that must stand before it, and the place of the requirement that it completes; -1 for none. */
  private readonly before: Int16Array;
  private readonly completes: Int16Array;
  /** Places of which every text is said to meet a requirement. */
  private readonly always: readonly number[];
  /** Parts found in the text that is being looked at. */
  private readonly seen: Uint8Array;

  /** At each place the requirements of which a text must meet one. */
  constructor(places: readonly (readonly Requirement[])[]) {
    const parts = numberParts(places);
    this.before = Int16Array.from(parts, ({ before }) => before);
    this.completes = Int16Array.from(parts, ({ completes }) => completes);
    this.seen = new Uint8Array(parts.length);
    this.always = [...places.keys()].filter((place) => places[place]?.some((requirement) => requirement.length === 0));
    const literals = parts.flatMap((part) => part.literals);
    this.classes = this.numberClasses(literals);
    const trie = new Trie(this.classOf, literals.join('').length);
    for (const [number, part] of parts.entries()) for (const literal of part.literals) trie.add(literal, number);
    if (trie.partsAt.length > told) throw new Error('Too many literals for one screen.');
    this.next = this.link(trie);
    this.partsAt = trie.partsAt;
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
      this.note(state, places);
    }
    return places ?? this.always;
  }

  /** Takes the literals that end in a state. */
  private note(state: number, places: number[]): void {
    const { before, completes, seen } = this;
    const parts = this.partsAt[state];
    if (parts === undefined) return;
    for (let i = 0; i < parts.length; i++) {
      const part = parts[i] ?? 0;
      const earlier = before[part] ?? -1;
      if (seen[part] !== 0 || (earlier >= 0 && seen[earlier] === 0)) continue;
      seen[part] = 1;
      const place = completes[part] ?? -1;
      if (place >= 0) insert(places, place);
    }
  }

  /** Capitals share the class of their small letter. */
  private numberClasses(literals: readonly string[]): number {
    let classes = 1;
    for (const literal of literals) {
      for (let at = 0; at < literal.length; at++) {
        const code = literal.charCodeAt(at);
        if (this.classOf[code] !== 0) continue;
        this.classOf[code] = classes;
        this.classOf[String.fromCharCode(code).toUpperCase().charCodeAt(0)] = classes++;
      }
    }
    return classes;
  }

  /** Makes an automaton of the trie: where a text cannot go on it goes where its longest suffix can. */
  private link({ partsAt, first, sibling, symbols }: Trie): Uint16Array {
    const { classes } = this;
    const next = new Uint16Array(partsAt.length * classes);
    const suffixes = new Uint16Array(partsAt.length);
    // Shorter texts first: where a suffix leads, and what it tells, is known before the state.
    const queue = [0];
    for (const state of queue) {
      const row = state * classes;
      const suffix = (suffixes[state] ?? 0) * classes;
      if (state !== 0) next.copyWithin(row, suffix, suffix + classes);
      for (let child = first[state] ?? 0; child !== 0; child = sibling[child] ?? 0) {
        const edge = row + (symbols[child] ?? 0);
        const beyond = (next[edge] ?? 0) % told;
        const inherited = partsAt[beyond] ?? none;
        if (inherited.length > 0) partsAt[child] = [...(partsAt[child] ?? none), ...inherited];
        next[edge] = partsAt[child] === none ? child : child + told;
        suffixes[child] = beyond;
        queue.push(child);
      }
    }
    return next;
  }
}

/** The beginnings of all literals: a state each, which begins with the one before and ends with a character of its class. */
class Trie {
  /** The parts of which a literal ends in each state. */
  readonly partsAt: (readonly number[])[] = [none];
  /** Of each state the first of those that go on, and the next of those that go on from the same; 0 for none. */
  readonly first: Uint16Array;
  readonly sibling: Uint16Array;
  readonly symbols: Uint8Array;

  constructor(
    private readonly classOf: Uint8Array,
    characters: number,
  ) {
    this.first = new Uint16Array(characters + 1);
    this.sibling = new Uint16Array(characters + 1);
    this.symbols = new Uint8Array(characters + 1);
  }

  add(literal: string, part: number): void {
    let state = 0;
    for (let at = 0; at < literal.length; at++) state = this.step(state, this.classOf[literal.charCodeAt(at)] ?? 0);
    this.partsAt[state] = [...(this.partsAt[state] ?? none), part];
  }

  private step(state: number, symbol: number): number {
    let child = this.first[state] ?? 0;
    while (child !== 0 && this.symbols[child] !== symbol) child = this.sibling[child] ?? 0;
    if (child !== 0) return child;
    const added = this.partsAt.push(none) - 1;
    this.symbols[added] = symbol;
    this.sibling[added] = this.first[state] ?? 0;
    this.first[state] = added;
    return added;
  }
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

/** Puts a number where it belongs among others in rising order, if it is not there. */
function insert(rising: number[], number: number): void {
  let at = rising.length;
  while (at > 0 && (rising[at - 1] ?? 0) > number) at--;
  if (rising[at - 1] === number) return;
  rising.push(number);
  for (let moved = rising.length - 1; moved > at; moved--) rising[moved] = rising[moved - 1] ?? 0;
  rising[at] = number;
}
