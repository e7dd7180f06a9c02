import { cleanText } from '../core/formats/ansi';
import { definedFormat } from '../core/formats/definedFormat';
import type { FormatDefinition } from '../core/formats/definition';
import { FormatSet, readsAsLog } from '../core/formats/detect';
import { markReader } from '../core/formats/marks';
import { longestShape, type CompileShapes, type ShapeMatch } from '../core/formats/shapes';
import type { Wrapper } from '../core/formats/wrappers/wrapper';
import { wrappers } from '../core/formats/wrappers/wrappers';
import type { Line } from '../core/record';
import type { FormatProblem } from './api';
import { batchTimeLimit, isTimeout, TimedScript } from './timedScript';

/** Only what a line holds counts here, not when. */
const anyYear = 2000;

/** Texts that are matched at once. */
const batchSize = 500;

const code = `texts.map((text) => {
  for (const [index, expression] of expressions.entries()) {
    expression.lastIndex = 0;
    const match = expression.exec(text);
    if (match !== null) return { index, end: match[0].length, groups: { ...match.groups } };
  }
  return null;
})`;

type MatchScript = TimedScript<{ readonly texts: readonly string[]; readonly expressions: readonly RegExp[] }, readonly (ShapeMatch | null)[]>;

/** Expressions of one format: many lines are matched together, as it takes long to watch over the time of one. */
class TimedShapes {
  private found: ReadonlyMap<string, ShapeMatch | null> = new Map();
  private readonly expressions: readonly RegExp[];

  constructor(
    sources: readonly string[],
    private readonly script: MatchScript,
    private readonly isOff: () => boolean,
    private readonly onTimeout: () => void,
  ) {
    this.expressions = sources.map((source) => new RegExp(source, 'y'));
  }

  prepare(texts: readonly string[]): void {
    const found = new Map<string, ShapeMatch | null>();
    for (let start = 0; start < texts.length && !this.isOff(); start += batchSize) {
      const batch = texts.slice(start, start + batchSize);
      const matches = this.run(batch);
      for (const [index, text] of batch.entries()) found.set(text, matches[index] ?? null);
    }
    this.found = found;
  }

  match(text: string): ShapeMatch | null {
    if (this.isOff()) return null;
    const found = this.found.get(text);
    return found === undefined ? (this.run([text])[0] ?? null) : found;
  }

  private run(texts: readonly string[]): readonly (ShapeMatch | null)[] {
    try {
      return this.script.run({ texts, expressions: this.expressions });
    } catch (error) {
      if (!isTimeout(error)) throw error;
      this.onTimeout();
      return [];
    }
  }
}

/**
 * The formats of users during one reading of a log. Their expressions run under a time limit: a format whose
 * expressions take too long is reported, and the log is read on without it.
 */
export class UserFormats {
  readonly problems: FormatProblem[] = [];
  /** The users' formats before ours. */
  readonly set: FormatSet;
  private readonly shapes: TimedShapes[] = [];
  /** What the file's lines are wrapped in; undefined before the first of them. */
  private wrapper: Wrapper | null | undefined;
  private readonly script: MatchScript = new TimedScript(code);

  /** Throws a SyntaxError where an expression is none: definitions are checked when they are loaded. */
  constructor(definitions: readonly FormatDefinition[]) {
    const formats = definitions.map((definition) => definedFormat(definition, this.timed(definition.id)));
    const marks = definitions.filter((definition) => definition.marks !== undefined).map((definition) => markReader([definition], this.timed(definition.id)));
    this.set = new FormatSet(formats, (text) => {
      for (const read of marks) {
        const mark = read(text);
        if (mark !== null) return mark;
      }
      return null;
    });
  }

  /** Hands the lines on, each batch matched beforehand; of lines that are wrapped also what is inside. */
  async *prepared(batches: AsyncIterable<readonly Line[]>): AsyncGenerator<readonly Line[]> {
    for await (const lines of batches) {
      this.prepareLines(lines);
      yield lines;
    }
  }

  /** Matches the next lines of the file beforehand. */
  prepareLines(lines: readonly Line[]): void {
    const texts = lines.map(({ text }) => text);
    if (this.wrapper === undefined) {
      this.prepare(texts.slice(0, batchSize));
      this.wrapper = this.wrapperOf(texts);
    }
    this.prepare(this.wrapper === null ? texts : [...texts, ...insideOf(texts, this.wrapper)]);
  }

  /** Whether these first lines of a file of a doubtful kind read as a log, in a format of the user's or ours. */
  readsAsLog(lines: readonly string[], fileName: string): boolean {
    this.prepare(lines);
    return readsAsLog(lines, fileName, this.set);
  }

  private prepare(raw: readonly string[]): void {
    const texts = raw.map((text) => cleanText(text).text.slice(0, longestShape));
    for (const shapes of this.shapes) shapes.prepare(texts);
  }

  /** What the lines of this head are wrapped in; null where nothing is around them. */
  private wrapperOf(head: readonly string[]): Wrapper | null {
    const { id } = this.set.detect(head, { fileName: '', year: anyYear });
    return wrappers.find((each) => each.id === id) ?? null;
  }

  /** How the expressions of the format `id` are run. */
  timed(id: string): CompileShapes {
    return (sources) => {
      const isOff = (): boolean => this.problems.some((problem) => problem.id === id);
      const shapes = new TimedShapes(sources, this.script, isOff, () => {
        this.problems.push({ id, message: `it took over ${String(batchTimeLimit)} ms on a few hundred lines` });
      });
      this.shapes.push(shapes);
      return (text) => shapes.match(text);
    };
  }
}

function insideOf(texts: readonly string[], wrapper: Wrapper): readonly string[] {
  return texts.flatMap((text) => wrapper.unwrap(text, anyYear)?.text ?? []);
}
