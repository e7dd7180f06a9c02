import { isConstantWord, isCalendarWord, isHostSuffix, isNothing, isTruthValue, isUnit, mayBeValue } from './vocabulary';

/** What stands for a variable in a template. */
export const variable = '<*>';

/** Longer messages are cut before masking: what makes two events alike stands at their beginning. */
const maxMaskedLength = 2000;
/** Letters of the longest word that may be a value: `undefined`. */
const longestValue = 9;
/** A quotation longer than this is none: a quotation mark stands alone. */
const longestQuotation = 300;

// Classes of characters. A word is a run of the last four; a joint counts where something follows it.
const blank = 0;
const delimiter = 1;
const quote = 2;
const joint = 3;
const digit = 4;
const lower = 5;
const upper = 6;

const classes = classesOf();

function classesOf(): Uint8Array {
  const table = new Uint8Array(128).fill(delimiter);
  for (const char of ' \t\n\r\v\f') table[char.charCodeAt(0)] = blank;
  for (const char of '"\'`') table[char.charCodeAt(0)] = quote;
  for (const char of '._-/\\@:%+~$#&?*!') table[char.charCodeAt(0)] = joint;
  for (let code = 0; code < 10; code++) table[0x30 + code] = digit;
  for (let code = 0; code < 26; code++) {
    table[0x41 + code] = upper;
    table[0x61 + code] = lower;
  }
  return table;
}

function classAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code < 128) return classes[code] ?? delimiter;
  return at < text.length ? lower : blank;
}

/**
 * The message with its variables masked: whole words, so that `node-17.example.org:80` is one variable. Variables
 * side by side become one, and so does a list of them, however long. One pass over the text, linear in it.
 *
 * What counts as a variable follows the rules by which Khan et al. ("Guidelines for Assessing the Accuracy of Log
 * Message Template Identification Techniques", ICSE 2022) correct hand-made templates: numbers and words with
 * digits, paths, addresses, values after an equals sign, truth values, quoted values.
 */
export function maskVariables(message: string): string {
  return new Masker(message.length > maxMaskedLength ? message.slice(0, maxMaskedLength) : message).mask();
}

class Masker {
  /** What stands between the variables; one more than there are. */
  private readonly pieces: string[] = [];
  private last = 0;
  /** The mark that closes a quotation whose text is read on. */
  private closing = -1;

  constructor(private readonly text: string) {}

  mask(): string {
    const { text } = this;
    let at = 0;
    while (at < text.length) {
      const kind = classAt(text, at);
      if (kind === quote) at = this.quotation(at);
      else if (kind === blank) at++;
      else if (kind === delimiter) at = this.emptySlot(at);
      else if (kind === joint && !opensWord(text, at)) at++;
      else at = this.word(at);
    }
    this.pieces.push(text.slice(this.last));
    return this.pieces.length === 1 ? text : joinPieces(this.pieces);
  }

  private variableAt(start: number, end: number): number {
    this.pieces.push(this.text.slice(this.last, start));
    this.last = end;
    return end;
  }

  /** Where a value could stand and none does: `()` after a blank, `[]`, and `key=` at the end of a word. */
  private emptySlot(at: number): number {
    const { text } = this;
    const code = text.charCodeAt(at);
    const next = text.charCodeAt(at + 1);
    const before = at === 0 ? 0x20 : text.charCodeAt(at - 1);
    const empty =
      (code === 0x28 && next === 0x29 && before === 0x20) ||
      (code === 0x5b && next === 0x5d) ||
      (code === 0x3d && classAt(text, at - 1) >= lower && (at + 1 === text.length || next === 0x20 || next === 0x2c || next === 0x3b || next === 0x29));
    return empty ? this.variableAt(at + 1, at + 1) : at + 1;
  }

  /** A quoted value is a variable; a request line and a key are read on. */
  private quotation(at: number): number {
    const { text } = this;
    if (at === this.closing) return at + 1;
    const mark = text.charAt(at);
    // An apostrophe within a word opens nothing.
    if (mark === "'" && at > 0 && classAt(text, at - 1) > joint) return at + 1;
    const close = text.indexOf(mark, at + 1);
    if (close < 0 || close - at > longestQuotation) return at + 1;
    if (mark === "'" && classAt(text, close + 1) > joint) return at + 1;
    if (/^\s*:/.test(text.slice(close + 1, close + 4)) || /^[A-Z]{3,7} [/*]/.test(text.slice(at + 1, at + 10))) {
      this.closing = close;
      return at + 1;
    }
    return this.variableAt(at + 1, close) + 1;
  }

  private word(start: number): number {
    const { text } = this;
    let digits = 0;
    let letters = 0;
    let dots = 0;
    let slashes = 0;
    let others = 0;
    // A value is read whole, whatever is in it.
    let address = text.charCodeAt(start - 1) === 0x3d;
    let end = start;
    for (; end < text.length; end++) {
      const kind = classAt(text, end);
      if (kind === digit) digits++;
      else if (kind >= lower) letters++;
      else if (kind === joint) {
        const code = text.charCodeAt(end);
        // Dots that fill up a column join nothing.
        if (code === 0x2e && text.charCodeAt(end + 1) === 0x2e && end > start) break;
        if (code === 0x2e) dots++;
        else if (code === 0x2f || code === 0x5c) slashes++;
        else others++;
        // `key:` ends a word, unless what follows makes an address, a time or a path of it.
        if (code === 0x3a && !address && digits === 0 && dots === 0 && slashes === 0 && end > start && !(address = isJoined(text, start, end))) break;
      } else if (!(slashes > 1 && text.charCodeAt(start - 1) !== 0x3d && address && isPartOfQuery(text, end))) break;
    }
    while (end > start && classAt(text, end - 1) === joint && !isPathEnd(text, end - 1)) end--;
    if (end === start) return start + 1;
    if (digits === 0 && dots === 0 && slashes === 0 && others === 0) {
      // The most frequent by far: a plain word.
      return letters <= longestValue && mayBeValue(text.charCodeAt(start)) && this.isNamedValue(start, end) ? this.variableAt(start, end) : end;
    }
    return this.isVariable(start, end, digits, letters, slashes, dots) ? this.variableAt(this.withSign(start), this.withUnit(end, letters)) : end;
  }

  private isVariable(start: number, end: number, digits: number, letters: number, slashes: number, dots: number): boolean {
    const { text } = this;
    const word = text.slice(start, end);
    if (digits > 0) return letters === 0 || !this.isConstant(word, end);
    if (slashes > 0) return letters > 0 && (slashes > 1 || word.startsWith('/') || word.startsWith('./') || word.startsWith('~/') || word.includes('.') || word.includes('\\'));
    if (word.includes('@') && dots > 0) return true;
    if (dots === 0) return /^(?:[0-9a-f]{2}:){3,}[0-9a-f]{2}$/i.test(word);
    return this.isDottedName(word, start, end, dots);
  }

  /** Terms written with a digit (`utf8`), the code of an error (`E0425:`), a function's name. */
  private isConstant(word: string, end: number): boolean {
    if (isConstantWord(word) || this.text.startsWith('()', end) || /^[A-Z]\w*(?:::~?[A-Za-z]\w*)+$/.test(word)) return true;
    return this.text.charCodeAt(end) === 0x3a && /^[A-Z]{1,6}-?\d{3,6}$/.test(word);
  }

  /** A host's name, or the full name of a class or an application that is no error's. */
  private isDottedName(word: string, start: number, end: number, dots: number): boolean {
    if (word.includes(':') || isHostSuffix(word)) return true;
    if (dots < 2 || start === 0 || this.text.charCodeAt(end) === 0x28 || this.text.charCodeAt(end) === 0x3a) return false;
    // The name of a constant or of an error says what happened.
    return !/(?:Exception|Error|Throwable|Failure|\.[A-Z][A-Z0-9_]+)$/.test(word);
  }

  /** A truth value; a word for nothing in the place of a value; `Fri` and `Jun` beside a number. */
  private isNamedValue(start: number, end: number): boolean {
    const { text } = this;
    const word = text.slice(start, end);
    if (isTruthValue(word)) return true;
    if (isNothing(word)) return /[=:] {0,2}$/.test(text.slice(Math.max(0, start - 3), start));
    if (word.length > 3 || !isCalendarWord(word)) return false;
    return /^,? {1,2}(?:\d{1,2}\b|[A-Z][a-z]{2} {1,2}\d)/.test(text.slice(end, end + 12));
  }

  /** A number's sign, and the sign of comparison in `<1 sec`. */
  private withSign(start: number): number {
    const { text } = this;
    if (text.charCodeAt(start - 1) !== 0x3c || classAt(text, start) !== digit) return start;
    return start === 1 || text.charCodeAt(start - 2) === 0x20 ? start - 1 : start;
  }

  /** The unit after a bare number. */
  private withUnit(end: number, letters: number): number {
    const { text } = this;
    if (letters > 0 || text.charCodeAt(end) !== 0x20) return end;
    let unitEnd = end + 1;
    while (classAt(text, unitEnd) >= lower && unitEnd < text.length && unitEnd - end <= 13) unitEnd++;
    return unitEnd > end + 1 && isUnit(text.slice(end + 1, unitEnd)) ? unitEnd : end;
  }
}

/** Whether the colon at `at` joins what stands around it: `http://…`, `C:\…`, `aa:bb:cc:…`, `localhost:80`. */
function isJoined(text: string, start: number, at: number): boolean {
  const next = text.charCodeAt(at + 1);
  if (next === 0x2f || next === 0x5c) return text.charCodeAt(at + 2) === 0x2f || at - start === 1;
  if (next === 0x3a) return true;
  return at - start <= 4 && /^[0-9a-f]{1,4}:[0-9a-f:]{1,64}$/i.test(text.slice(start, Math.min(text.length, at + 6))) && text.charCodeAt(at + 3) === 0x3a;
}

/** Whether the joint at `at` begins a path, a signed number or a shell's variable; others only join. */
function opensWord(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code === 0x2f || code === 0x7e || code === 0x5c || code === 0x24) return true;
  if (code === 0x2e) return text.charCodeAt(at + 1) === 0x2f || text.startsWith('./', at + 1);
  return (code === 0x2d || code === 0x2b || code === 0x40 || code === 0x23) && classAt(text, at + 1) === digit;
}

/** What may stand in the query of a URL though it ends other words. */
function isPartOfQuery(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return (code === 0x3d || code === 0x2c || code === 0x3b || code === 0x7c) && classAt(text, at + 1) >= joint;
}

function isPathEnd(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === 0x2f || code === 0x5c || code === 0x2a;
}

/** Nothing that tells two variables apart. */
const linking = /^[\s,;|\\]{1,3}$/;
/** So many variables of a list are compared as one step of it. */
const longestPeriod = 8;

/** Puts the pieces together again, a variable between each two, lists of variables as one. */
function joinPieces(pieces: readonly string[]): string {
  const [first = '', ...rest] = pieces;
  const tail = rest.pop() ?? '';
  const between = rest.filter((piece) => !linking.test(piece) && piece !== '');
  return [first, ...withoutRepeats(between), tail].join(variable);
}

/** A run of steps that repeat, such as `, size `, `, size `, is cut down to one of them. */
function withoutRepeats(pieces: readonly string[]): readonly string[] {
  if (pieces.length < 2) return pieces;
  const kept: string[] = [];
  for (let at = 0; at < pieces.length; ) {
    const period = periodAt(pieces, at);
    if (period === 0) {
      kept.push(pieces[at++] ?? '');
      continue;
    }
    kept.push(...pieces.slice(at, at + period));
    const start = at;
    do at += period;
    while (repeats(pieces, start, at, period));
  }
  return kept;
}

/** The shortest period with which the pieces repeat at once from `at`; 0 where they do not. */
function periodAt(pieces: readonly string[], at: number): number {
  for (let period = 1; period <= longestPeriod && at + 2 * period <= pieces.length; period++) {
    if (repeats(pieces, at, at + period, period)) return period;
  }
  return 0;
}

function repeats(pieces: readonly string[], start: number, at: number, period: number): boolean {
  if (at + period > pieces.length) return false;
  for (let i = 0; i < period; i++) if (pieces[start + i] !== pieces[at + i]) return false;
  return true;
}
