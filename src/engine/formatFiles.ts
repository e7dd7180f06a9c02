import type { FormatDefinition } from '../core/formats/definition';
import { ourFormats } from '../core/formats/detect';
import { parseDefinition, placeOf, type DefinitionProblem } from '../core/formats/parseDefinition';
import type { FormatFile, FormatFileProblem, FormatFiles } from './api';
import { placeInJson } from './jsonPlace';
import { UserFormats } from './userFormats';

/** A file larger than this, in characters, is no format. */
const mostCharacters = 1024 * 1024;

/** Reads and checks the formats of users; a file with problems is left out, the others count. */
export function readFormatFiles(files: readonly FormatFile[]): FormatFiles {
  const formats: FormatDefinition[] = [];
  const problems: FormatFileProblem[] = [];
  const takenBy = new Map(ourFormats.formats.map(({ id }) => [id, 'StackLens itself']));
  for (const { name, text } of files) {
    const read = readFormatFile(text, takenBy);
    if ('problems' in read) {
      for (const { path, message } of read.problems) problems.push({ file: name, place: placeOf(path), message, ...(read.isJson ? placeInJson(text, path) : { start: 0, end: text.length }) });
    } else {
      takenBy.set(read.definition.id, name);
      formats.push(read.definition);
    }
  }
  return { formats, problems };
}

type ReadFile = { readonly definition: FormatDefinition } | { readonly problems: readonly DefinitionProblem[]; readonly isJson: boolean };

function readFormatFile(text: string, takenBy: ReadonlyMap<string, string>): ReadFile {
  const wrongAsWhole = (message: string): ReadFile => ({ problems: [{ path: [], message }], isJson: false });
  if (text.length > mostCharacters) return wrongAsWhole('must be smaller than 1 MB');
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    return wrongAsWhole(`is no valid JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  const timed = new UserFormats([]);
  const parsed = parseDefinition(json, timed.timed(''));
  const [tooSlow] = timed.problems;
  if (tooSlow) return { problems: [{ path: ['samples'], message: `are read too slowly: ${tooSlow.message}; avoid nested repetitions such as (a+)+` }], isJson: true };
  if ('problems' in parsed) return { ...parsed, isJson: true };
  const owner = takenBy.get(parsed.definition.id);
  if (owner !== undefined) return { problems: [{ path: ['id'], message: `is the id of a format of ${owner}: choose another` }], isJson: true };
  return parsed;
}
