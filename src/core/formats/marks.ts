import type { FormatDefinition } from './definition';
import type { Head } from './head';
import { compileShapes, longestShape, matchReader, type CompileShapes } from './shapes';

/** A line of plain text that states its level in the way of one tool. */
export interface Mark {
  /** Id of the format whose mark it is. */
  readonly format: string;
  readonly head: Head;
}

/** Reads the mark that a line (without terminal codes) bears; null where it bears none. */
export interface MarkReader {
  /** Tells which lines will be asked for, so that they can be matched together. */
  prepare(texts: readonly string[]): void;
  read(text: string): Mark | null;
}

/** Makes one reader of the marks of all these definitions; of two that match the earlier one counts. Those without marks are passed over. */
export function markReader(definitions: readonly FormatDefinition[], compile: CompileShapes = compileShapes): MarkReader {
  const marks = definitions.flatMap((definition) => {
    const read = matchReader(definition);
    return (definition.marks ?? []).map((source) => ({ source, format: definition.id, read }));
  });
  if (marks.length === 0) return { prepare: () => undefined, read: () => null };
  const shapes = compile(marks.map(({ source }) => source));
  return {
    prepare: (texts) => {
      shapes.prepare(texts);
    },
    read: (text) => {
      if (text.length > longestShape) return null;
      const match = shapes.match(text);
      const mark = match === null ? undefined : marks[match.index];
      // The year completes a timestamp without one, which marks do not state.
      return match === null || mark === undefined ? null : { format: mark.format, head: mark.read(text, match, 2000) };
    },
  };
}
