import type { FormatDefinition } from './definition';
import type { LogFormat } from './format';
import type { Head, HeadReader } from './head';
import { lineFormat } from './lineFormat';
import { markReader } from './marks';
import { objectFormat } from './objectFormat';
import { isBlank } from './openRecord';
import { plainReader } from './plain';
import { compileShapes, longestShape, matchReader, type CompileShapes } from './shapes';

/** Fits better than the formats that read any timestamp, and worse than those with a reader of their own. */
const usualWeight = 0.95;
/** Just above plain text, which reads the same lines: a file with timestamps goes to a format that reads those. */
const markedWeight = 0.12;

/** Makes a format of its definition. Throws a SyntaxError where a regular expression is none. */
export function definedFormat(definition: FormatDefinition, compile: CompileShapes = compileShapes): LogFormat {
  if (definition.object !== undefined) return objectFormat(definition, definition.object, compile);
  return definition.marks === undefined ? linedFormat(definition, compile) : markedFormat(definition, compile);
}

function linedFormat(definition: FormatDefinition, compile: CompileShapes): LogFormat {
  const { id, title, samples, lines = [], second, continued, weight = usualWeight } = definition;
  const match = compile(lines);
  const matchContinued = continued === undefined ? null : compile(continued);
  const readMatch = matchReader(definition);
  const heads =
    (year: number): HeadReader =>
    (text) => {
      const found = match(text.slice(0, longestShape));
      return found && readMatch(text, found, year);
    };
  return lineFormat({
    id,
    title,
    samples,
    weight,
    heads: ({ year }) => heads(year),
    ...(second === undefined ? {} : { rest: secondReader(definition, second, compile) }),
    ...(matchContinued === null ? {} : { continued: (text: string) => matchContinued(text.slice(0, longestShape)) !== null }),
  });
}

/** Reads the second line of a record; what it does not say stays as the first one has it. */
function secondReader({ levels = {} }: FormatDefinition, second: string, compile: CompileShapes): (text: string, head: Head) => Head | null {
  const match = compile([second]);
  const readMatch = matchReader({ levels });
  return (text, head) => {
    const found = match(text.slice(0, longestShape));
    if (found === null) return null;
    // The time stands in the first line, so no year is needed here.
    const said = readMatch(text, found, 2000);
    return { ...said, timestamp: head.timestamp, level: said.level ?? head.level, logger: said.logger ?? head.logger };
  };
}

/** Plain text in which a tool's marks state levels; `signature` (or any mark) shows that it is this tool's. */
function markedFormat(definition: FormatDefinition, compile: CompileShapes): LogFormat {
  const { id, title, samples, signature } = definition;
  const read = markReader([definition], compile);
  const sign = signature === undefined ? null : compile([signature]);
  const isSigned = (text: string): boolean => (sign === null ? read(text) : sign(text.slice(0, longestShape))) !== null;
  return {
    id,
    title,
    samples,
    sniff(lines) {
      if (!lines.some(isSigned)) return 0;
      const filled = lines.filter((line) => !isBlank(line));
      // Of two tools whose signs a file shows it is the one that has more to say.
      return markedWeight + (0.01 * filled.filter((line) => isSigned(line) || read(line) !== null).length) / filled.length;
    },
    open: (context) => plainReader(context, id),
  };
}
