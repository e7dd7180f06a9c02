import type { KnowledgeArea, KnowledgeEntry } from './knowledgeArea';

/** Something an entry is known by. */
export interface Term {
  readonly kind: 'code' | 'name' | 'phrase';
  /** Phrases in lower case with single spaces. */
  readonly text: string;
  /** Where its first word begins in it. */
  readonly lead: number;
  /** What must end where a code begins. */
  readonly context: RegExp | null;
}

/** A term and its owner, by the term's first word. */
export type TermIndex<Owner> = Map<string, { readonly term: Term; readonly owner: Owner }[]>;

/** Characters between a code and the word that makes it one. */
const contextReach = 24;
const longestContextWord = 30;

const firstWord = /[\p{L}\p{N}_]+/u;
const everyWord = /[\p{L}\p{N}_]+/gu;
const wordCharacter = /[\p{L}\p{N}_$]/u;

/** What may stand between a context word and its code: `exit status is 2`, `HTTP/1.1" 503`, `"code":"40P01"`. */
const filler = String.raw`(?:/\d(?:\.\d)?)?["'\s:=()[\]#\\]*(?:(?:code|status|state|error|number|value|non-zero|is|was|of|with|returned)["'\s:=()[\]#\\]+){0,3}`;

/** The terms of an entry. */
export function termsOf({ match: { codes = [], names = [], phrases = [] } }: KnowledgeEntry, context: RegExp | null): readonly Term[] {
  return [
    ...codes.map((text) => termOf('code', text, context)),
    ...names.map((text) => termOf('name', text, null)),
    ...phrases.map((text) => termOf('phrase', text.toLowerCase().replace(/\s+/g, ' ').trim(), null)),
  ];
}

function termOf(kind: Term['kind'], text: string, context: RegExp | null): Term {
  return { kind, text, lead: Math.max(0, text.search(firstWord)), context };
}

/** Matches what ends where a code of the area begins. */
export function contextOf({ codeContext }: KnowledgeArea): RegExp | null {
  if (codeContext === undefined) return null;
  const words = codeContext.map((each) => each.replace(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`).replace(/\s+/g, String.raw`\s`));
  return new RegExp(String.raw`(?<![\p{L}\p{N}_])(?:${words.join('|')})${filler}$`, 'iu');
}

/** The first word of a term, by which it is found. */
export function keyOf({ text, lead }: Term): string {
  return firstWord.exec(text.slice(lead))?.[0] ?? text;
}

/** Every term of the index that stands in a text, whole. Linear in the text but for terms that share a first word. */
export function* termsIn<Owner>(text: string, index: TermIndex<Owner>): Generator<{ readonly term: Term; readonly owner: Owner }> {
  for (const { 0: token, index: at } of text.matchAll(everyWord)) {
    for (const candidate of index.get(token) ?? []) {
      const start = at - candidate.term.lead;
      if (start >= 0 && text.startsWith(candidate.term.text, start) && stands(text, start, candidate.term)) yield candidate;
    }
  }
}

function stands(text: string, start: number, { kind, text: own, context }: Term): boolean {
  const end = start + own.length;
  const before = text.charAt(start - 1);
  const after = text.charAt(end);
  if (wordCharacter.test(own.charAt(0)) && wordCharacter.test(before)) return false;
  if (wordCharacter.test(own.charAt(own.length - 1)) && wordCharacter.test(after)) return false;
  if (kind === 'phrase') return true;
  // Part of a longer name, a version, a file name: `KeyError.java`, `ORA-00001-x`.
  if (before === '-' || (/[.-]/.test(after) && wordCharacter.test(text.charAt(end + 1)))) return false;
  if (kind === 'name') return true;
  if (/[./]/.test(before) || after === '%' || (/[,:]/.test(after) && /\d/.test(text.charAt(end + 1)))) return false;
  return context?.test(text.slice(Math.max(0, start - contextReach - longestContextWord), start)) ?? false;
}
