/**
 * What a text holds where an expression matches in it: of each part one of its literals (in lower case, `beyondAscii`
 * in them, `wordEdge`, `noLetter` or `textStart` at their ends), one part behind the other. Without parts it may be any text.
 */
export type Requirement = readonly Part[];
type Part = readonly string[];

/** Before or behind a literal: a word begins or ends there, as `\b` sees it. */
export const wordEdge = '¦';
/** Before a literal: the text begins with it. */
export const textStart = '«';
/** Before or behind a literal: no letter stands there. */
export const noLetter = '‡';

/** What is known of the texts a piece of an expression can match. */
interface Known {
  /** All of them, in lower case, where they are few; null where they are many or unknown. */
  readonly all: readonly string[] | null;
  /** What each of them holds; empty where `all` tells it. */
  readonly parts: Requirement;
  /** One of these each of them begins with; null where that is unknown or `all` tells it. */
  readonly starts: Part | null;
}

/** So many texts of one piece are spelled out before it counts as "many". */
const mostSpelled = 160;
const mostOfClass = 10;
/** Stands for every character beyond ASCII: their letters are not told apart. */
export const beyondAscii = '\x80';
/** Enough of a literal to be rare; what is required of its start is required of it. */
const mostOfLiteral = 12;
/** A literal of this length is rare by itself; one shorter than fair is found all the time, and tells little beside another. */
const rareLength = 7;
const fairLength = 2;

const nothing = oneOf('');
const digits = oneOf(...Array.from('0123456789'));
const unknown: Known = { all: null, parts: [], starts: null };

/**
 * What a text holds where an expression matches in it, read as a whole: one of the requirements, which are those of its
 * alternatives. What looks around is passed over, so the promise is never too strong. Throws on syntax it does not know:
 * expressions are ours, and a test reads them all.
 */
export function requirementsOf(pattern: RegExp): readonly Requirement[] {
  return alternativesOf(new Parser(pattern).parse());
}

/** The same of expressions that match in parts of the text, one behind the other: where a part begins is no edge. */
export function requirementsInOrder(patterns: readonly RegExp[]): readonly Requirement[] {
  const each = patterns.map((pattern) => new Parser(pattern).parse());
  const [only = []] = each;
  // Whatever may stand between two of them.
  const known = each.length === 1 ? only : [inOrder(each.flatMap((alternatives) => [either(alternatives), unknown]))];
  return alternativesOf(known).map((parts) => parts.map((part) => [...new Set(part.map(wordsOf))]));
}

function alternativesOf(known: readonly Known[]): readonly Requirement[] {
  const requirements = known.map(rarest);
  if (requirements.some((parts) => parts.length === 0)) return [[]];
  // Alternatives of a single part are one: it has the literals of all.
  const alone = requirements.flatMap((parts) => (parts.length === 1 ? (parts[0] ?? []) : []));
  const composed = requirements.filter((parts) => parts.length > 1);
  return alone.length === 0 ? composed : [[fewest([...new Set(alone)])], ...composed];
}

/** The part that fewest texts will hold, cut to what tells enough; where it is short another one beside it. */
function rarest(known: Known): Requirement {
  const parts = partsOf(known).map((part) => fewest([...new Set(part.map(cut))]));
  const [best = [], second = []] = parts.toSorted((a, b) => worth(b) - worth(a));
  const asked = shortestOf(best) < rareLength && shortestOf(second) >= fairLength ? [best, second] : [best];
  return parts.filter((part) => asked.includes(part));
}

/** Without the literals that hold another one wherever they are: that one tells as much. */
function fewest(part: Part): Part {
  const tells = (shorter: string, longer: string): boolean =>
    shorter !== longer && (longer.startsWith(shorter) || (!shorter.startsWith(wordEdge) && !shorter.startsWith(textStart) && wordsOf(longer).includes(shorter)));
  const open = part.filter((literal) => !literal.endsWith(wordEdge));
  return part.filter((literal) => !open.some((shorter) => tells(shorter, literal)));
}

/** As much of a literal as tells enough, with the edges at its ends; those within it say nothing more. */
function cut(literal: string): string {
  const words = wordsOf(literal);
  const [before = ''] = /^[¦«]*/.exec(literal) ?? [];
  const start = before.includes(textStart) ? textStart : before === '' ? '' : wordEdge;
  return start + words.slice(0, mostOfLiteral) + (literal.endsWith(wordEdge) && words.length <= mostOfLiteral ? wordEdge : '');
}

/** A literal without its edges. */
export function wordsOf(literal: string): string {
  return literal.replace(/[¦«‡]/g, '');
}

function shortestOf(part: Part): number {
  return Math.min(...part.map((literal) => wordsOf(literal).length));
}

function partsOf({ all, parts }: Known): Requirement {
  if (all === null) return parts;
  return all.some((text) => wordsOf(text) === '') ? [] : [all];
}

/** A part is worth more where its shortest literal is longer, or it has fewer. */
function worth(part: Part): number {
  return Math.min(rareLength, shortestOf(part)) * 1000 - part.length;
}

const quantifiers = ['?', '*', '+', '{'];
const quantifier = /(?:([?*+])|\{(\d+)(,?)\d*\})\??/y;
/** Characters that stand for themselves; a quantifier would take the last one. */
const plainRun = /[\w \-:;,'"=<>@#%&!~`/]+(?![?*+{])/y;
const groupStart = /\((?:\?(?:([=!]|<[=!])|:|<[A-Za-z]+>))?/y;
const wholeClass = /\[(\^?)((?:\\.|[^\]\\])*)\]/y;

class Parser {
  private at = 0;

  private readonly source: string;
  private readonly edges: { readonly ofWord: Known; readonly ofText: Known };

  constructor({ source, flags }: RegExp) {
    this.source = source;
    this.edges = { ofWord: /[uv]/.test(flags) ? nothing : oneOf(wordEdge), ofText: flags.includes('m') ? nothing : oneOf(textStart) };
  }

  /** What is known of each alternative. */
  parse(): readonly Known[] {
    const known = this.alternatives();
    if (this.at < this.source.length) throw this.problem();
    return known;
  }

  private alternatives(): readonly Known[] {
    const each = [this.sequence()];
    while (this.take('|')) each.push(this.sequence());
    return each;
  }

  private sequence(): Known {
    const pieces: Known[] = [];
    for (let next = this.peek(); next !== '' && next !== '|' && next !== ')'; next = this.peek()) pieces.push(this.repeated());
    return inOrder(pieces);
  }

  private repeated(): Known {
    const known = this.single();
    const match = quantifiers.includes(this.peek()) ? this.read(quantifier) : null;
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
    const char = this.peek();
    if (char === '(') return this.group();
    if (char === '[') return this.characterClass();
    this.at++;
    if (char === '^') return this.edges.ofText;
    if (char === '$') return nothing;
    if (char === '.') return unknown;
    if (char === '\\') return this.escaped();
    if (quantifiers.includes(char)) throw this.problem();
    return literal(char);
  }

  private escaped(): Known {
    const char = this.source.charAt(this.at++);
    if (char === 'b') return this.edges.ofWord;
    if (char === 'B') return nothing;
    if (char === 'd') return digits;
    if (/[DwWsStnrfv]/.test(char)) return unknown;
    if (/[a-z0-9]/i.test(char)) throw this.problem();
    return literal(char);
  }

  private group(): Known {
    const opening = this.read(groupStart);
    const inner = either(this.alternatives());
    if (!this.take(')')) throw this.problem();
    return opening?.[1] === undefined ? inner : nothing;
  }

  private characterClass(): Known {
    const match = this.read(wholeClass);
    if (!match) throw this.problem();
    const members = match[2] ?? '';
    if (match[1] === '^' || /\\[a-z]/i.test(members)) return unknown;
    const listed = members.replace(/([^\\])-([^\\])/g, (_, first: string, final: string) => between(first, final));
    const characters = [...new Set(fold(listed.replace(/\\(.)/g, '$1')))];
    return characters.length > mostOfClass ? unknown : oneOf(...characters);
  }

  /** Reads a sticky expression here; moves on where it matches. */
  private read(part: RegExp): RegExpExecArray | null {
    part.lastIndex = this.at;
    const match = part.exec(this.source);
    if (match) this.at = part.lastIndex;
    return match;
  }

  private peek(): string {
    return this.source.charAt(this.at);
  }

  private take(char: string): boolean {
    if (this.peek() !== char) return false;
    this.at++;
    return true;
  }

  private problem(): Error {
    return new Error(`Cannot read the expression at ${String(this.at)}: ${this.source}`);
  }
}

function literal(text: string): Known {
  return oneOf(fold(text));
}

function oneOf(...texts: readonly string[]): Known {
  return { all: texts, parts: [], starts: null };
}

function between(first: string, final: string): string {
  const from = first.charCodeAt(0);
  return String.fromCharCode(...Array.from({ length: final.charCodeAt(0) - from + 1 }, (_, place) => from + place));
}

function fold(text: string): string {
  return text.toLowerCase().replace(/[^\0-\x7f]/g, beyondAscii);
}

/** These texts, where they are few; else the shape of them all is lost. */
function spelledOut(texts: readonly string[]): Known {
  const all = [...new Set(texts)];
  const spelled = oneOf(...all);
  return all.length > mostSpelled ? { all: null, parts: partsOf(spelled), starts: all } : spelled;
}

/** One of these: where each holds something known, so does the whole. */
function either(each: readonly Known[]): Known {
  const [only] = each;
  if (each.length === 1 && only) return only;
  if (each.every(({ all }) => all !== null)) return spelledOut(each.flatMap(({ all }) => all ?? []));
  const best = each.map((known) => partsOf(known).reduce<Part | null>((a, b) => (a === null || worth(b) > worth(a) ? b : a), null));
  return { all: null, parts: best.includes(null) ? [] : [[...new Set(best.flatMap((part) => part ?? []))]], starts: startsOfAny(each) };
}

function startsOfAny(each: readonly Known[]): Part | null {
  const starts = each.map((known) => known.all ?? known.starts);
  return starts.includes(null) ? null : [...new Set(starts.flatMap((part) => part ?? []))];
}

/** One behind the other: what can be spelled out in a row is, up to where it becomes too much. */
function inOrder(pieces: readonly Known[]): Known {
  const parts: Part[] = [];
  let starts: Part | null = null;
  let whole = true;
  let run: Known = nothing;
  for (const piece of pieces) {
    const longer = run.all === null || piece.all === null ? null : run.all.flatMap((start) => (piece.all ?? []).map((end) => start + end));
    if (longer !== null && longer.length <= mostSpelled) {
      run = oneOf(...longer);
      continue;
    }
    const begun = run.all?.every((text) => wordsOf(text) === '') === true ? together(run.all, piece.starts) : null;
    if (whole) starts = begun ?? run.all;
    whole = false;
    parts.push(...partsOf(run));
    // Its parts are one behind the other; what it begins with may be within them.
    if (begun !== null && piece.parts.every((part) => worth(begun) >= worth(part))) parts.push(begun);
    else if (piece.all === null) parts.push(...piece.parts);
    run = piece.all === null ? nothing : piece;
  }
  return whole ? run : { all: null, parts: [...parts, ...partsOf(run)], starts };
}

/** Edges and what stands behind them. */
function together(edges: Part, starts: Part | null): Part | null {
  const each = starts?.flatMap((start) => edges.map((edge) => edge + start)) ?? [];
  return each.length === 0 || each.some((text) => wordsOf(text) === '') ? null : each;
}
