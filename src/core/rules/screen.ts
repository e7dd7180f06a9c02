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
    this.classes = this.numberClasses(parts.flatMap(({ literals }) => literals));
    const { next, partsAt } = this.plant(parts);
    this.next = next;
    this.partsAt = partsAt;
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

  /** The trie of all literals, made an automaton: where it cannot go on it goes where the longest suffix can. */
  private plant(parts: readonly NumberedPart[]): { readonly next: Uint16Array; readonly partsAt: readonly (readonly number[])[] } {
    const { classes, classOf } = this;
    const most = parts.reduce((sum, { literals }) => literals.reduce((length, literal) => length + literal.length, sum), 1);
    const trie = new Uint16Array(most * classes);
    const partsAt: (readonly number[])[] = [none];
    parts.forEach(({ literals }, part) => {
      for (const literal of literals) {
        let state = 0;
        for (let at = 0; at < literal.length; at++) {
          const edge = state * classes + (classOf[literal.charCodeAt(at)] ?? 0);
          if (trie[edge] === 0) trie[edge] = partsAt.push(none) - 1;
          state = trie[edge] ?? 0;
        }
        partsAt[state] = [...(partsAt[state] ?? none), part];
      }
    });
    if (partsAt.length > told) throw new Error('Too many literals for one screen.');
    const next = trie.slice(0, partsAt.length * classes);
    const suffixes = new Uint16Array(partsAt.length);
    // Shorter texts first: where a suffix leads, and what it tells, is known before the state.
    const queue = [0];
    for (const state of queue) {
      const suffix = (suffixes[state] ?? 0) * classes;
      for (let symbol = 0, edge = state * classes; symbol < classes; symbol++, edge++) {
        const target = next[edge] ?? 0;
        const beyond = state === 0 ? 0 : (next[suffix + symbol] ?? 0);
        if (target === 0) {
          next[edge] = beyond;
          continue;
        }
        suffixes[target] = beyond % told;
        const inherited = partsAt[beyond % told] ?? none;
        if (inherited.length > 0) partsAt[target] = [...(partsAt[target] ?? none), ...inherited];
        if (partsAt[target] !== none) next[edge] = target + told;
        queue.push(target);
      }
    }
    return { next, partsAt };
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
