import { beyondAscii } from './literals';

/** Characters that literals are made of have classes of their own; class 0 is every other character. */
const last = beyondAscii.charCodeAt(0);

/**
 * Tells in one pass over a text which of many sets of literals it holds one of. All literals share one automaton
 * (after Aho and Corasick), so the cost is a table look-up a character, however many there are.
 */
export class Screen {
  private readonly words: number;
  private readonly classOf = new Uint8Array(last + 1);
  private readonly classes: number;
  private readonly next: Uint16Array;
  /** One bit a set, `words` integers a state. */
  private readonly found: Int32Array;
  /** Of each state, which of its integers have a bit: see `rangeOfBits`. */
  private readonly tells: Uint16Array;
  /** Sets that every text is said to hold. */
  private readonly always: Int32Array;

  /** Literals as `requiredLiterals` has them; null stands for a set that every text is said to hold. */
  constructor(literals: readonly (readonly string[] | null)[]) {
    this.words = Math.max(1, Math.ceil(literals.length / 32));
    this.always = new Int32Array(this.words);
    literals.forEach((each, index) => {
      if (each === null) mark(this.always, index);
    });
    this.classes = this.numberClasses(literals.flatMap((each) => each ?? []).join(''));
    const most = 1 + literals.reduce((sum, each) => sum + (each ?? []).join('').length, 0);
    if (most > 0xffff) throw new Error('Too many literals for one screen.');
    this.next = new Uint16Array(most * this.classes);
    this.found = new Int32Array(most * this.words);
    this.tells = new Uint16Array(most);
    this.plant(literals);
  }

  /** Places of the sets of which the text holds a literal (in whatever case), in rising order; linear in the text's length. */
  ask(text: string): number[] {
    const { words, classes, classOf, next, tells, found } = this;
    const bits = this.always.slice();
    let state = 0;
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      state = next[state * classes + (classOf[code < last ? code : last] ?? 0)] ?? 0;
      const told = tells[state] ?? 0;
      for (let word = told & 0xff; word < told >> 8; word++) bits[word] = (bits[word] ?? 0) | (found[state * words + word] ?? 0);
    }
    return placesOf(bits);
  }

  /** Capitals share the class of their small letter. */
  private numberClasses(alphabet: string): number {
    let classes = 1;
    for (const char of new Set(alphabet)) {
      this.classOf[char.charCodeAt(0)] = classes;
      this.classOf[char.toUpperCase().charCodeAt(0)] = classes;
      classes++;
    }
    return classes;
  }

  /** The trie of all literals, made an automaton: where it cannot go on it goes where the longest suffix can. */
  private plant(literals: readonly (readonly string[] | null)[]): void {
    const { classes, words, next, found } = this;
    let states = 1;
    literals.forEach((each, index) => {
      for (const literal of each ?? []) {
        let state = 0;
        for (let at = 0; at < literal.length; at++) {
          const edge = state * classes + (this.classOf[literal.charCodeAt(at)] ?? 0);
          if (next[edge] === 0) next[edge] = states++;
          state = next[edge] ?? 0;
        }
        mark(found, state * words * 32 + index);
      }
    });
    const suffix = new Uint16Array(states);
    // Shorter texts first: a state's suffix is done before the state.
    const queue = new Uint16Array(states);
    let queued = 1;
    for (let at = 0; at < queued; at++) {
      const state = queue[at] ?? 0;
      const shorter = suffix[state] ?? 0;
      for (let word = 0; word < words; word++) {
        found[state * words + word] = (found[state * words + word] ?? 0) | (found[shorter * words + word] ?? 0);
      }
      this.tells[state] = rangeOfBits(found.subarray(state * words, (state + 1) * words));
      for (let i = 0; i < classes; i++) {
        const edge = state * classes + i;
        const target = next[edge] ?? 0;
        const beyond = state === 0 ? 0 : (next[shorter * classes + i] ?? 0);
        if (target === 0) next[edge] = beyond;
        else {
          suffix[target] = beyond;
          queue[queued++] = target;
        }
      }
    }
  }
}

/** The first integer with a bit in the low byte, the one after the last in the high byte; 0 where there is none. */
function rangeOfBits(bits: Int32Array): number {
  const first = bits.findIndex((word) => word !== 0);
  return first < 0 ? 0 : first | ((bits.findLastIndex((word) => word !== 0) + 1) << 8);
}

function mark(bits: Int32Array, index: number): void {
  bits[index >> 5] = (bits[index >> 5] ?? 0) | (1 << (index & 31));
}

function placesOf(bits: Int32Array): number[] {
  const places: number[] = [];
  bits.forEach((word, index) => {
    for (let rest = word; rest !== 0; rest &= rest - 1) places.push(index * 32 + 31 - Math.clz32(rest & -rest));
  });
  return places;
}
