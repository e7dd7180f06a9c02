import { beyondAscii } from './literals';
import { behindLast, type ScreenPlan } from './screenPlan';

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
  /** As in the plan. */
  private readonly before: Int16Array;
  private readonly completes: Int16Array;
  private readonly always: readonly number[];
  /** Parts found in the text that is being looked at. */
  private readonly seen: Uint8Array;

  /** Throws where the plan has more literals than a screen holds. */
  constructor(plan: ScreenPlan) {
    this.before = Int16Array.from(plan.before);
    this.completes = Int16Array.from(plan.completes);
    this.always = plan.always;
    this.seen = new Uint8Array(plan.before.length);
    this.classes = this.numberClasses(plan.alphabet);
    const states = plan.trie.length - plan.trie.split(behindLast).length + 2;
    if (states > told) throw new Error('Too many literals for one screen.');
    const partsAt = new Array<readonly number[]>(states).fill(none);
    plan.ends.forEach((state, index) => (partsAt[state] = [...(partsAt[state] ?? none), plan.parts[index] ?? 0]));
    this.next = this.link(plan.trie, partsAt);
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
  private numberClasses(alphabet: string): number {
    let classes = 1;
    for (const letter of alphabet) {
      this.classOf[letter.charCodeAt(0)] = classes;
      this.classOf[letter.toUpperCase().charCodeAt(0)] = classes++;
    }
    return classes;
  }

  /** Makes an automaton of the trie: where a text cannot go on it goes where its longest suffix can. */
  private link(trie: string, partsAt: (readonly number[])[]): Uint16Array {
    const { classes, classOf } = this;
    const states = partsAt.length;
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
        const inherited = partsAt[beyond] ?? none;
        if (inherited.length > 0) partsAt[child] = [...(partsAt[child] ?? none), ...inherited];
        next[edge] = partsAt[child] === none ? child : child + told;
        suffixes[child] = beyond;
      }
    }
    return next;
  }
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
