/** Codes below 128 with which a match may begin; null where it may begin with anything. */
type Codes = ReadonlySet<number> | null;

/** What part of an expression says of the first character of a match. */
interface Start {
  readonly codes: Codes;
  /** The part may match nothing, so that what follows it counts as well. */
  readonly optional: boolean;
}

const digits = range('0', '9');
const words = new Set([...digits, ...range('A', 'Z'), ...range('a', 'z'), 0x5f]);
const classes: Readonly<Record<string, Codes>> = { d: digits, w: words, s: null, S: null, D: null, W: null, p: null, P: null, u: null, x: null, c: null };
const controls: Readonly<Record<string, number>> = { t: 0x09, n: 0x0a, r: 0x0d, f: 0x0c, v: 0x0b, '0': 0 };
const nothing: Start = { codes: new Set(), optional: true };
const anything: Start = { codes: null, optional: false };

/**
 * Whether a match of the expression may begin with the character of this code: a look that spares most lines the
 * expression itself. Never wrong about a match; where it cannot tell it says yes.
 */
export function firstCharacters(source: string): (code: number) => boolean {
  const { codes, optional } = startOf(source);
  return codes === null || optional ? () => true : (code) => code >= 0x80 || codes.has(code);
}

/** The start of alternatives. */
function startOf(source: string): Start {
  const starts = splitAlternatives(source).map(startOfSequence);
  return { codes: union(starts.map(({ codes }) => codes)), optional: starts.some(({ optional }) => optional) };
}

function startOfSequence(source: string): Start {
  const seen: Codes[] = [];
  for (let at = 0; at < source.length; ) {
    const end = atomEnd(source, at);
    const atom = startOfAtom(source.slice(at, end));
    const quantifier = /^(?:[?*+]|\{\d+(?:,\d*)?\})\??/.exec(source.slice(end, end + 20))?.[0] ?? '';
    seen.push(atom.codes);
    if (!atom.optional && !/^(?:[?*]|\{0)/.test(quantifier)) return { codes: union(seen), optional: false };
    at = end + quantifier.length;
  }
  return { codes: union(seen), optional: true };
}

/** An atom is a character, an escape, a class in brackets or a group. */
function startOfAtom(atom: string): Start {
  const first = atom.charAt(0);
  if (first === '(') return startOfGroup(atom);
  if (first === '[') return { codes: codesOfClass(atom.slice(1, -1)), optional: false };
  if (first === '.') return anything;
  if (first === '^' || first === '$' || atom === '\\b' || atom === '\\B') return nothing;
  return { codes: first === '\\' ? codesOfEscape(atom.charAt(1)) : new Set([first.charCodeAt(0)]), optional: false };
}

function startOfGroup(group: string): Start {
  const opening = /^\((?:\?(?:[=!]|<[=!]|:|<\w+>))?/.exec(group)?.[0] ?? '(';
  return /[=!]$/.test(opening) ? nothing : startOf(group.slice(opening.length, -1));
}

function codesOfEscape(letter: string): Codes {
  const named = classes[letter];
  return named === undefined ? new Set([controls[letter] ?? letter.charCodeAt(0)]) : named;
}

function codesOfClass(content: string): Codes {
  if (content.startsWith('^')) return null;
  const parts = [...content.matchAll(/(\\?[^])-(\\?[^])|\\?[^]/g)];
  return union(parts.map(([part, from, to]) => {
    if (from !== undefined && to !== undefined) return from.startsWith('\\') || to.startsWith('\\') ? null : range(from, to);
    return part.startsWith('\\') ? codesOfEscape(part.charAt(1)) : new Set([part.charCodeAt(0)]);
  }));
}

function union(sets: readonly Codes[]): Codes {
  const all = new Set<number>();
  for (const codes of sets) {
    if (codes === null) return null;
    for (const code of codes) all.add(code);
  }
  return all;
}

function splitAlternatives(source: string): readonly string[] {
  const alternatives: string[] = [];
  let start = 0;
  for (let at = 0; at < source.length; ) {
    const end = atomEnd(source, at);
    if (source.charAt(at) === '|') {
      alternatives.push(source.slice(start, at));
      start = end;
    }
    at = end;
  }
  return [...alternatives, source.slice(start)];
}

/** Where the atom that begins at `at` ends. */
function atomEnd(source: string, at: number): number {
  switch (source.charAt(at)) {
    case '\\':
      return at + 2;
    case '[':
      return classEnd(source, at);
    case '(': {
      let depth = 0;
      for (let i = at; i < source.length; ) {
        const char = source.charAt(i);
        if (char === '(') depth++;
        if (char === ')' && --depth === 0) return i + 1;
        i = char === '\\' ? i + 2 : char === '[' ? classEnd(source, i) : i + 1;
      }
      return source.length;
    }
    default:
      return at + 1;
  }
}

function classEnd(source: string, at: number): number {
  for (let i = at + 1; i < source.length; i++) {
    if (source.charAt(i) === '\\') i++;
    else if (source.charAt(i) === ']') return i + 1;
  }
  return source.length;
}

function range(from: string, to: string): ReadonlySet<number> {
  const first = from.charCodeAt(0);
  return new Set(Array.from({ length: Math.max(0, to.charCodeAt(0) - first + 1) }, (_, index) => first + index));
}
