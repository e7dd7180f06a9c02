import type { PastFix, SuggestedFix } from '../core/learning';
import { KnowledgeBase, type Fitting, type Known, type KnowledgeQuery } from '../ml/knowledgeBase';
import { suggestFixes } from '../ml/suggestor';
import { parseArea, type KnowledgeArea, type KnowledgeProblem, type ParsedArea } from '../ml/knowledgeArea';

/** A file in which a user tells what is known of errors. */
export interface KnowledgeFile {
  /** What its problems are told by: a path or a URI. */
  readonly name: string;
  readonly text: string;
}

export interface KnowledgeFileProblem extends KnowledgeProblem {
  /** The file's name as it was given. */
  readonly file: string;
}

export interface KnowledgeFiles {
  /** With the entries in which nothing is wrong, in the order of the files. */
  readonly areas: readonly KnowledgeArea[];
  readonly problems: readonly KnowledgeFileProblem[];
}

export interface KnowledgeRequest extends KnowledgeQuery {
  /** The user's own, which comes before ours. */
  readonly areas: readonly KnowledgeArea[];
}

export interface FixesRequest extends KnowledgeRequest {
  readonly fingerprint: string;
}

/** What to do about a finding; `known` is the entry where it is one's. */
export interface Fix extends SuggestedFix {
  readonly known: Known | null;
}

/** Entries that are ranked. */
const mostEntries = 8;
/** A file larger than this, in characters, is no knowledge. */
const mostCharacters = 1024 * 1024;

/** Reads and checks knowledge of users; an entry with problems is left out, and a file that is wrong as a whole. */
export function readKnowledgeFiles(files: readonly KnowledgeFile[]): KnowledgeFiles {
  const read = files.map(({ name, text }) => ({ name, parsed: text.length > mostCharacters ? tooLarge : parseArea(text.replace(/^\uFEFF/, '')) }));
  return {
    areas: read.flatMap(({ parsed }) => (parsed.area === null ? [] : [parsed.area])),
    problems: read.flatMap(({ name, parsed }) => parsed.problems.map((problem) => ({ file: name, ...problem }))),
  };
}

const tooLarge: ParsedArea = { area: null, problems: [{ place: '', message: 'must be smaller than 1 MB', line: 0 }] };

/** All that is known of an error, the user's own first. What comes with the product is loaded with the first call. */
export async function bestKnown(request: KnowledgeRequest): Promise<Known[]> {
  return (await fittingEntries(request)).map(({ known }) => known);
}

/** What to do about a finding, by what is known and by what helped before: the likeliest to help first. */
export async function bestFixes({ fingerprint, limit, ...query }: FixesRequest, past: readonly PastFix[]): Promise<Fix[]> {
  const entries = new Map((await fittingEntries({ ...query, limit: mostEntries })).map(({ known, fit }) => [known.citation, { known, fit }]));
  const ranked = suggestFixes({ fingerprint, template: query.template }, Array.from(entries, ([citation, { fit }]) => ({ citation, fit })), past, limit);
  return ranked.map((fix) => ({ ...fix, known: fix.source === 'knowledge' ? (entries.get(fix.content)?.known ?? null) : null }));
}

async function fittingEntries({ areas, ...query }: KnowledgeRequest): Promise<Fitting[]> {
  // Who has written down what they know of an error knows it best.
  const own = areas.length === 0 ? [] : new KnowledgeBase(areas).fitting(query).map(({ known }) => ({ known, fit: 1 }));
  if (own.length >= query.limit) return own;
  const { shippedBase } = await import('./shippedBase');
  return [...own, ...shippedBase.fitting(query)].slice(0, query.limit);
}
