/**
 * What a text must have for a regular expression to match at its start; asking for that first spares running the
 * expression on most texts. All is on the safe side: what is not understood asks for nothing.
 */
export interface Necessities {
  /** Characters with which a match may begin, a bit for each ASCII code and one for all beyond. */
  readonly first: bigint;
  /** Characters that must occur in the text, as `charactersOf` notes them. */
  readonly characters: CharacterSet;
  /** The longest piece of text known to stand in every match; may be empty. */
  readonly literal: string;
}

/** Which of the characters that tell texts apart occur, a bit for each or for a few; those in every text have none. */
export type CharacterSet = number;

/** Each entry shares a bit; so do the digits, and the capitals that are eight apart. */
const telling = [':;,', '.', '()', '[]', '*', '#!', '=', '|', '/\\', '-', '_', '<>', 'b', 'f', 'g', 'k', 'p', 'v', 'w', 'x', 'y', 'jqz'];
const anyDigit = 1 << telling.length;
const bits = Int32Array.from({ length: 128 }, (_, code) => {
  if (code >= 0x30 && code <= 0x39) return anyDigit;
  if (code >= 0x41 && code <= 0x5a) return anyDigit << (1 + (code % 8));
  const index = telling.findIndex((characters) => characters.includes(String.fromCharCode(code)));
  return index < 0 ? 0 : 1 << index;
});

/** The telling characters of a text. */
export function charactersOf(text: string): CharacterSet {
  let set = 0;
  for (let at = 0; at < text.length; at++) set |= bits[text.charCodeAt(at)] ?? 0;
  return set;
}

/** Stands for all characters beyond ASCII. */
const beyond = 128;

/** Number of the bit in `Necessities.first` that a text's first character has. */
export function firstCodeOf(text: string): number {
  return text === '' ? beyond : Math.min(text.charCodeAt(0), beyond);
}

/** What `source`, an expression without flags, asks of a text. */
export function necessitiesOf(source: string): Necessities {
  const { first, optional, characters, literal } = new ExpressionReader(source).readAll();
  return { first: optional ? allCodes : first, characters, literal };
}

/** What is known of a part of an expression. */
interface Part extends Necessities {
  /** It may match nothing, so that what follows it may come first. */
  readonly optional: boolean;
  /** It matches its literal and nothing else. */
  readonly exact: boolean;
}

const allCodes = range(0, beyond);
const digits = range(0x30, 0x39);
const wordCodes = digits | range(0x41, 0x5a) | range(0x61, 0x7a) | range(0x5f, 0x5f);
// Some characters beyond ASCII are blanks, most are none.
const blanks = range(0x09, 0x0d) | range(0x20, 0x20) | range(beyond, beyond);
const classes: Readonly<Record<string, bigint>> = {
  d: digits,
  w: wordCodes,
  s: blanks,
  D: allCodes & ~digits,
  W: allCodes & ~wordCodes,
  S: (allCodes & ~blanks) | range(beyond, beyond),
};
const controls: Readonly<Record<string, number>> = { t: 0x09, n: 0x0a, v: 0x0b, f: 0x0c, r: 0x0d, '0': 0 };

const nothing: Part = { first: 0n, optional: true, characters: 0, literal: '', exact: false };
/** Of a character that must stand several times in a row, so many are looked for. */
const mostRepeated = 20;

class ExpressionReader {
  private at = 0;

  constructor(private readonly source: string) {}

  readAll(): Part {
    const part = this.readAlternatives();
    // A bracket too many: nothing can be said.
    return this.at === this.source.length ? part : nothing;
  }

  private readAlternatives(): Part {
    let part = this.readSequence();
    while (this.take('|')) {
      const other = this.readSequence();
      part = {
        first: part.first | other.first,
        optional: part.optional || other.optional,
        characters: part.characters & other.characters,
        literal: part.literal === other.literal ? part.literal : '',
        exact: part.exact && other.exact && part.literal === other.literal,
      };
    }
    return part;
  }

  private readSequence(): Part {
    let first = 0n;
    let optional = true;
    let characters = 0;
    let literal = '';
    let run = '';
    while (this.at < this.source.length && this.peek() !== '|' && this.peek() !== ')') {
      const part = this.readQuantified();
      if (optional) first |= part.first;
      optional &&= part.optional;
      characters |= part.characters;
      run = part.exact ? run + part.literal : '';
      literal = longer(longer(literal, run), part.literal);
    }
    return { first, optional, characters, literal, exact: false };
  }

  private readQuantified(): Part {
    const part = this.readAtom();
    const quantifier = /([?*+]|\{(\d+)(,\d*)?\})\??/y;
    quantifier.lastIndex = this.at;
    const found = quantifier.exec(this.source);
    if (found === null) return part;
    this.at = quantifier.lastIndex;
    const fewest = found[2] === undefined ? (found[1] === '+' ? 1 : 0) : Number(found[2]);
    if (fewest === 0) return { ...nothing, first: part.first };
    const isCharacter = part.exact && part.literal.length === 1;
    const literal = isCharacter ? part.literal.repeat(Math.min(fewest, mostRepeated)) : part.literal;
    return { ...part, literal, exact: isCharacter && found[2] !== undefined && found[3] === undefined && fewest <= mostRepeated };
  }

  private readAtom(): Part {
    const char = this.source.charAt(this.at++);
    switch (char) {
      case '(':
        return this.readGroup();
      case '[':
        return ofCodes(this.readClass());
      case '\\':
        return this.take('b') || this.take('B') ? nothing : ofCodes(this.readEscape());
      case '.':
        return ofCodes(allCodes);
      case '^':
      case '$':
        return nothing;
      default:
        return ofCodes(char.charCodeAt(0));
    }
  }

  private readGroup(): Part {
    const opening = /\?(?:[:=!]|<[=!]|<\w+>)/y;
    opening.lastIndex = this.at;
    const kind = opening.exec(this.source)?.[0] ?? '';
    this.at += kind.length;
    const part = this.readAlternatives();
    this.take(')');
    // What looks ahead or back takes up nothing.
    return /[=!]$/.test(kind) ? nothing : part;
  }

  private readClass(): bigint {
    const isNegated = this.take('^');
    let codes = 0n;
    while (this.at < this.source.length && !this.take(']')) {
      const from = this.readMember();
      const isRange = typeof from === 'number' && this.peek() === '-' && this.source.charAt(this.at + 1) !== ']';
      if (isRange) this.at++;
      const to = isRange ? this.readMember() : from;
      const some = typeof from === 'number' && typeof to === 'number' ? range(from, to) : codesOf(from) | codesOf(to);
      codes |= some;
    }
    // Of those beyond ASCII the class names some at most.
    return isNegated ? (allCodes & ~codes) | range(beyond, beyond) : codes;
  }

  /** A member of a class: the code of a character, or the codes of a class within. */
  private readMember(): number | bigint {
    return this.take('\\') ? this.readEscape() : this.source.charCodeAt(this.at++);
  }

  private readEscape(): number | bigint {
    const letter = this.source.charAt(this.at++);
    const named = classes[letter];
    if (named !== undefined) return named;
    const hex = letter === 'x' ? 2 : letter === 'u' ? 4 : 0;
    if (hex > 0) {
      this.at += hex;
      return parseInt(this.source.slice(this.at - hex, this.at), 16);
    }
    // Other letters are escapes that we do not know.
    return controls[letter] ?? (/[A-Za-z0-9]/.test(letter) ? allCodes : letter.charCodeAt(0));
  }

  private take(char: string): boolean {
    if (this.peek() !== char) return false;
    this.at++;
    return true;
  }

  private peek(): string {
    return this.source.charAt(this.at);
  }
}

/** One character: this one, or one of these. */
function ofCodes(code: number | bigint): Part {
  if (typeof code === 'bigint') return { ...nothing, first: code, optional: false, characters: code === digits ? anyDigit : 0 };
  const literal = String.fromCharCode(code);
  return { first: codesOf(code), optional: false, characters: charactersOf(literal), literal, exact: true };
}

function codesOf(code: number | bigint): bigint {
  return typeof code === 'bigint' ? code : range(code, code);
}

/** The bits of these codes, from first to last. */
function range(first: number, last: number): bigint {
  const from = BigInt(Math.min(first, beyond));
  const to = BigInt(Math.min(last, beyond));
  return to < from ? 0n : ((1n << (to - from + 1n)) - 1n) << from;
}

function longer(a: string, b: string): string {
  return b.length > a.length ? b : a;
}
