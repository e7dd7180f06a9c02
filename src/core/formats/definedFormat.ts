import type { Level } from '../record';
import { readTimestamp } from '../timestamp';
import type { FormatDefinition } from './definition';
import type { LogFormat } from './format';
import type { HeadReader } from './head';
import { levelOfLetter, levelOfWord } from './levels';
import { lineFormat } from './lineFormat';

/** Fits better than the formats that read any timestamp, and worse than those with a reader of their own. */
const weight = 0.95;

/** Makes a format of its definition. Throws a SyntaxError where a regular expression is none. */
export function definedFormat(definition: FormatDefinition): LogFormat {
  const { id, title, samples } = definition;
  return lineFormat({ id, title, samples, weight, heads: ({ year }) => lineReader(definition, year) });
}

function lineReader({ lines = [], levels = {}, defaultLevel = null }: Pick<FormatDefinition, 'lines' | 'levels'> & { readonly defaultLevel?: Level | null }, year: number): HeadReader {
  const shapes = lines.map((source) => new RegExp(source, 'y'));
  const named = new Map(Object.entries(levels).map(([word, level]) => [word.toLowerCase(), level]));
  return (text) => {
    for (const shape of shapes) {
      shape.lastIndex = 0;
      const match = shape.exec(text);
      if (match === null) continue;
      const { timestamp, level, logger, message } = match.groups ?? {};
      const column = message === undefined ? match[0].length : text.indexOf(message, match[0].length - message.length);
      return {
        timestamp: timestamp === undefined ? null : (readTimestamp(timestamp, 0, year)?.time ?? null),
        level: (level === undefined ? undefined : (named.get(level.toLowerCase()) ?? levelOfWord(level) ?? levelOfLetter(level))) ?? defaultLevel,
        logger: logger ?? null,
        message: (message ?? text.slice(column)).trimEnd(),
        column,
      };
    }
    return null;
  };
}
