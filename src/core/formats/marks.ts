import type { FormatDefinition } from './definition';
import type { NamedHead } from './head';
import { compileShapes, longestShape, matchReader, type CompileShapes } from './shapes';

/** Reads the mark that a line of plain text (without terminal codes) bears: its level, as one tool states it. */
export type MarkReader = (text: string) => NamedHead | null;

/** Makes one reader of the marks of all these definitions, which hold from a line's first letter; the first that matches counts. Definitions without marks are passed over. */
export function markReader(definitions: readonly FormatDefinition[], compile: CompileShapes = compileShapes): MarkReader {
  const marks = definitions.flatMap((definition) => {
    const read = matchReader(definition);
    return (definition.marks ?? []).map((source) => ({ source, format: definition.id, read }));
  });
  if (marks.length === 0) return () => null;
  const match = compile(marks.map(({ source }) => source));
  return (line) => {
    const indent = line.length - line.trimStart().length;
    const text = indent === 0 ? line : line.slice(indent);
    const found = match(text.slice(0, longestShape));
    const mark = found === null ? undefined : marks[found.index];
    if (found === null || mark === undefined) return null;
    // The year completes a timestamp without one, which marks do not state.
    const head = mark.read(text, found, 2000);
    return { format: mark.format, head: { ...head, column: head.column === null ? null : head.column + indent } };
  };
}
