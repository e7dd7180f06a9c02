import type { FormatDefinition } from './definition';
import type { LogFormat } from './format';
import type { HeadReader } from './head';
import { lineFormat } from './lineFormat';
import { compileShapes, longestShape, matchReader, type CompileShapes } from './shapes';

/** Fits better than the formats that read any timestamp, and worse than those with a reader of their own. */
const usualWeight = 0.95;

/** Makes a format of its definition. Throws a SyntaxError where a regular expression is none. */
export function definedFormat(definition: FormatDefinition, compile: CompileShapes = compileShapes): LogFormat {
  const { id, title, samples, lines = [], weight = usualWeight } = definition;
  const shapes = compile(lines);
  const readMatch = matchReader(definition);
  const heads =
    (year: number): HeadReader =>
    (text) => {
      const match = text.length > longestShape ? shapes.match(text.slice(0, longestShape)) : shapes.match(text);
      return match && readMatch(text, match, year);
    };
  return lineFormat({ id, title, samples, weight, heads: ({ year }) => heads(year) });
}
