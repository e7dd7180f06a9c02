/** What is known of the texts a part of an expression can match. */
interface Known {
  /** All of them, in lower case, where they are few; null where they are many or unknown. */
  readonly all: readonly string[] | null;
  /** Literals of which each of them holds at least one; null where none are known. */
  readonly oneOf: readonly string[] | null;
}

/** So many texts of one part are spelled out before it counts as "many". */
const mostSpelled = 12;
const mostOfClass = 6;
/** Stands for every character beyond ASCII: their letters are not told apart. */
export const beyondAscii = '\x80';
/** Enough of a literal to be rare; what is required of its start is required of it. */
const mostOfLiteral = 6;

const nothing: Known = { all: [''], oneOf: null };
const unknown: Known = { all: null, oneOf: null };

/**
 * Literals (in lower case, `beyondAscii` in them) of which a text holds at least one where all these expressions match in it; null
 * where their syntax promises none. What looks around is passed over, so the promise is never too strong.
 * Throws on syntax it does not know: expressions are ours, and a test reads them all.
 */
export function requiredLiterals(...patterns: readonly RegExp[]): readonly string[] | null {
  const literals = patterns.map(({ source }) => wanted(new Parser(source).parse())).reduce(better, null);
  return literals && [...new Set(literals.map((literal) => literal.slice(0, mostOfLiteral)))];
}

function wanted({ all, oneOf }: Known): readonly string[] | null {
  const spelled = all?.every((text) => text !== '') === true ? all : null;
  return better(spelled, oneOf);
}

/** The set that fewer texts will hold: its shortest literal is longer, or it has fewer. */
function better(a: readonly string[] | null, b: readonly string[] | null): readonly string[] | null {
  if (a === null || b === null) return a ?? b;
  return worth(a) >= worth(b) ? a : b;
}

function worth(literals: readonly string[]): number {
  return Math.min(6, ...literals.map((literal) => literal.length)) * 1000 - literals.length;
}

const quantifier = /(?:([?*+])|\{(\d+)(,?)\d*\})\??/y;
/** Characters that stand for themselves; a quantifier would take the last one. */
const plainRun = /[\w \-:;,'"=<>@#%&!~`/]+(?![?*+{])/y;
const groupStart = /\((?:\?(?:([=!]|<[=!])|:|<[A-Za-z]+>))?/y;
const wholeClass = /\[(\^?)((?:\\.|[^\]\\])*)\]/y;

class Parser {
  private at = 0;

  constructor(private readonly source: string) {}

  parse(): Known {
    const known = this.alternatives();
    if (this.at < this.source.length) throw this.problem();
    return known;
  }

  private alternatives(): Known {
    const parts = [this.sequence()];
    while (this.take('|')) parts.push(this.sequence());
    return either(parts);
  }

  private sequence(): Known {
    const parts: Known[] = [];
    while (this.at < this.source.length && !/[|)]/.test(this.source.charAt(this.at))) parts.push(this.repeated());
    return inOrder(parts);
  }

  private repeated(): Known {
    const known = this.single();
    const match = this.read(quantifier);
    if (!match) return known;
    if (match[1] === '?') return known.all === null ? unknown : spelledOut(['', ...known.all]);
    const least = match[1] === '*' ? 0 : Number(match[2] ?? 1);
    if (least === 0) return unknown;
    const times = Array.from({ length: Math.min(least, 8) }, () => known);
    const exactly = match[1] === undefined && match[3] === '';
    return inOrder(exactly && times.length === least ? times : [...times, unknown]);
  }

  private single(): Known {
    const run = this.read(plainRun);
    if (run) return literal(run[0]);
    const char = this.source.charAt(this.at);
    if (char === '(') return this.group();
    if (char === '[') return this.characterClass();
    this.at++;
    if (char === '^' || char === '$') return nothing;
    if (char === '.') return unknown;
    if (char === '\\') return this.escaped();
    if (/[?*+{]/.test(char)) throw this.problem();
    return literal(char);
  }

  private escaped(): Known {
    const char = this.source.charAt(this.at++);
    if (char === 'b' || char === 'B') return nothing;
    if (/[dDwWsStnrfv]/.test(char)) return unknown;
    if (/[a-z0-9]/i.test(char)) throw this.problem();
    return literal(char);
  }

  private group(): Known {
    const opening = this.read(groupStart);
    const inner = this.alternatives();
    if (!this.take(')')) throw this.problem();
    return opening?.[1] === undefined ? inner : nothing;
  }

  private characterClass(): Known {
    const match = this.read(wholeClass);
    if (!match) throw this.problem();
    const members = match[2] ?? '';
    if (match[1] === '^' || /\\[a-z]|[^\\]-./i.test(members)) return unknown;
    const characters = [...new Set(fold(members.replace(/\\(.)/g, '$1')))];
    return characters.length > mostOfClass ? unknown : { all: characters, oneOf: null };
  }

  /** Reads a sticky expression here; moves on where it matches. */
  private read(part: RegExp): RegExpExecArray | null {
    part.lastIndex = this.at;
    const match = part.exec(this.source);
    if (match) this.at = part.lastIndex;
    return match;
  }

  private take(char: string): boolean {
    if (this.source.charAt(this.at) !== char) return false;
    this.at++;
    return true;
  }

  private problem(): Error {
    return new Error(`Cannot read the expression at ${String(this.at)}: ${this.source}`);
  }
}

function literal(text: string): Known {
  return { all: [fold(text)], oneOf: null };
}

function fold(text: string): string {
  return text.toLowerCase().replace(/[^\0-\x7f]/g, beyondAscii);
}

function spelledOut(texts: readonly string[]): Known {
  const all = [...new Set(texts)];
  return all.length > mostSpelled ? { all: null, oneOf: all.includes('') ? null : all } : { all, oneOf: null };
}

function either(parts: readonly Known[]): Known {
  const [only] = parts;
  if (parts.length === 1 && only) return only;
  const all = parts.every((part) => part.all !== null) ? spelledOut(parts.flatMap((part) => part.all ?? [])) : unknown;
  if (all.all !== null) return all;
  const each = parts.map(wanted);
  return { all: null, oneOf: each.some((literals) => literals === null) ? null : [...new Set(each.flatMap((literals) => literals ?? []))] };
}

function inOrder(parts: readonly Known[]): Known {
  let oneOf: readonly string[] | null = null;
  let whole = true;
  let run: readonly string[] = [''];
  for (const part of parts) {
    const longer: readonly string[] | null = part.all === null ? null : run.flatMap((start) => (part.all ?? []).map((end) => start + end));
    if (longer !== null && longer.length <= mostSpelled) {
      run = longer;
      continue;
    }
    whole = false;
    oneOf = better(oneOf, better(wanted({ all: run, oneOf: null }), wanted(part)));
    run = part.all ?? [''];
  }
  return whole ? { all: run, oneOf: null } : { all: null, oneOf: better(oneOf, wanted({ all: run, oneOf: null })) };
}
