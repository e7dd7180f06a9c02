import { KnowledgeBase, type Known, type KnowledgeQuery } from '../ml/knowledgeBase';
import { parseArea, type KnowledgeArea, type KnowledgeProblem } from '../ml/knowledgeArea';

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
  /** Of the files without problems, in their order. */
  readonly areas: readonly KnowledgeArea[];
  readonly problems: readonly KnowledgeFileProblem[];
}

export interface KnowledgeRequest extends KnowledgeQuery {
  /** The user's own, which comes before ours. */
  readonly areas: readonly KnowledgeArea[];
}

/** A file larger than this, in characters, is no knowledge. */
const mostCharacters = 1024 * 1024;

/** Reads and checks knowledge of users; a file with problems is left out, the others count. */
export function readKnowledgeFiles(files: readonly KnowledgeFile[]): KnowledgeFiles {
  const read = files.map(({ name, text }) => ({ name, parsed: text.length > mostCharacters ? tooLarge : parseArea(text.replace(/^\uFEFF/, '')) }));
  return {
    areas: read.flatMap(({ parsed }) => ('area' in parsed ? [parsed.area] : [])),
    problems: read.flatMap(({ name, parsed }) => ('problems' in parsed ? parsed.problems.map((problem) => ({ file: name, ...problem })) : [])),
  };
}

const tooLarge = { problems: [{ place: '', message: 'must be smaller than 1 MB', line: 0 }] };

/** All that is known of an error, the user's own first. What comes with the product is loaded with the first call. */
export async function bestKnown({ areas, ...query }: KnowledgeRequest): Promise<Known[]> {
  const own = areas.length === 0 ? [] : new KnowledgeBase(areas).best(query);
  if (own.length >= query.limit) return own;
  const { shippedBase } = await import('./shippedBase');
  return [...own, ...shippedBase.best(query)].slice(0, query.limit);
}
