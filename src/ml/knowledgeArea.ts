import { load, YAMLException } from 'js-yaml';
import schema from '../../schemas/knowledge.schema.json';
import type { Category, Severity } from '../core/finding';
import { checkSchema, type SchemaProblem } from '../core/formats/schemaCheck';

/** A document that facts are taken from. */
interface KnowledgeSource {
  readonly name: string;
  readonly url: string;
}

interface KnowledgeCause {
  readonly cause: string;
  /** A command or a look that tells whether this is the cause; it changes nothing. */
  readonly check?: string;
  readonly fix?: string;
}

/** What is known of one error. */
export interface KnowledgeEntry {
  /** Unique in its area. */
  readonly id: string;
  readonly title: string;
  readonly category: Category;
  /** What it is usually worth. */
  readonly severity?: Severity;
  /** At least one of the three has terms. */
  readonly match: {
    readonly codes?: readonly string[];
    readonly names?: readonly string[];
    readonly phrases?: readonly string[];
  };
  readonly meaning: string;
  /** The most likely first. */
  readonly causes?: readonly KnowledgeCause[];
  /** What always helps. */
  readonly fix?: string;
  /** The official page. */
  readonly link: string;
  /** Where it is not the area's. */
  readonly source?: KnowledgeSource;
}

/** What is known of the errors of one product or language. */
export interface KnowledgeArea {
  readonly area: string;
  readonly title: string;
  readonly source: KnowledgeSource;
  readonly codeContext?: readonly string[];
  readonly entries: readonly KnowledgeEntry[];
}

/** What is wrong in a file of knowledge. */
export interface KnowledgeProblem {
  /** Which entry and key, as in `entries[3] (sqlstate-40p01).category`; empty for the whole file. */
  readonly place: string;
  /** A clause that goes after the place and says what to do. */
  readonly message: string;
  /** 0-based, of the text. */
  readonly line: number;
}

/** What a file of knowledge says, and what is wrong in it. */
export interface ParsedArea {
  /** With the entries in which nothing is wrong; null where something is wrong that all of them need. */
  readonly area: KnowledgeArea | null;
  readonly problems: readonly KnowledgeProblem[];
}

/** Reads a file of knowledge and holds it against the schema. Never throws: what is wrong, and where, is handed back. */
export function parseArea(text: string): ParsedArea {
  let value: unknown;
  try {
    // Limits keep a hostile file from growing in memory or from nesting without end.
    value = load(text, { maxAliases: 20, maxDepth: 40 });
  } catch (error) {
    const mark = error instanceof YAMLException ? error.mark : undefined;
    return { area: null, problems: [{ place: '', message: `is no valid YAML: ${error instanceof Error ? error.message : String(error)}`, line: mark?.line ?? 0 }] };
  }
  const misshapen = checkSchema(value, schema);
  const told = (problems: readonly SchemaProblem[]): KnowledgeProblem[] => problems.map(({ path, message }) => ({ place: placeIn(value, path), message, line: lineOf(text, path) }));
  if (misshapen.some(({ path }) => entryOf(path) === null)) return { area: null, problems: told(misshapen) };
  const area = value as KnowledgeArea;
  const problems = [...misshapen, ...contradictions(area, new Set(misshapen.map(({ path }) => entryOf(path))))];
  const wrong = new Set(problems.map(({ path }) => entryOf(path)));
  return { area: { ...area, entries: area.entries.filter((_, index) => !wrong.has(index)) }, problems: told(problems) };
}

/** Which entry a path leads into; null where it is the area's. */
function entryOf([first, index]: SchemaProblem['path']): number | null {
  return first === 'entries' && typeof index === 'number' ? index : null;
}

/** Has two causes at least, and all of them with a check and a fix. */
export function isRemediated({ causes = [] }: KnowledgeEntry): boolean {
  return causes.length > 1 && causes.every(({ check, fix }) => check !== undefined && fix !== undefined);
}

/** What is wrong with entries as such; those that are misshapen are passed over. */
function contradictions({ entries, codeContext }: KnowledgeArea, misshapen: ReadonlySet<number | null>): readonly SchemaProblem[] {
  const ids = new Set<string>();
  return entries.flatMap((entry, index) => {
    if (misshapen.has(index)) return [];
    const { id, match } = entry;
    const path = ['entries', index];
    const isTaken = ids.has(id);
    ids.add(id);
    return [
      ...(isTaken ? [{ path: [...path, 'id'], message: 'is the id of an entry above: choose another' }] : []),
      ...(Object.keys(match).length === 0 ? [{ path: [...path, 'match'], message: 'must have at least one of "codes", "names", "phrases"' }] : []),
      ...(match.codes !== undefined && codeContext === undefined ? [{ path: [...path, 'match', 'codes'], message: 'need the words that may stand before them: add "codeContext" to the area, or list them under "names"' }] : []),
      ...(match.phrases ?? []).flatMap((phrase, at) => (/[\p{L}\p{N}]/u.test(phrase) ? [] : [{ path: [...path, 'match', 'phrases', at], message: 'must have a word' }])),
      ...(match.names ?? []).flatMap((name, at) => (/[\p{L}\p{N}]/u.test(name) ? [] : [{ path: [...path, 'match', 'names', at], message: 'must have a letter or digit' }])),
    ];
  });
}

function placeIn(value: unknown, path: SchemaProblem['path']): string {
  const index = entryOf(path);
  const keys = (steps: SchemaProblem['path']): string => steps.map((step) => (typeof step === 'number' ? `[${String(step)}]` : `.${step}`)).join('');
  if (index === null) return keys(path).replace(/^\./, '');
  const entry: unknown = (value as { readonly entries: readonly unknown[] }).entries[index];
  const id = typeof entry === 'object' && entry !== null && 'id' in entry && typeof entry.id === 'string' ? ` (${entry.id})` : '';
  return `entries[${String(index)}]${id}${keys(path.slice(2))}`;
}

/** The line on which the entry begins that a path leads to, in block style; else the first. */
function lineOf(text: string, path: SchemaProblem['path']): number {
  const index = entryOf(path);
  if (index === null) return 0;
  const lines = text.split('\n');
  const from = lines.findIndex((line) => line.startsWith('entries:'));
  const indent = /^ *- /.exec(lines.slice(from + 1).find((line) => /^ *- /.test(line)) ?? '')?.[0];
  if (indent === undefined) return 0;
  let seen = -1;
  return Math.max(0, lines.findIndex((line, at) => at > from && line.startsWith(indent) && ++seen === index));
}
