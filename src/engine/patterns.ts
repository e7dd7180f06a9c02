import picomatch from 'picomatch';
import type { PatternHit } from '../core/detector';
import type { LogRecord } from '../core/record';
import type { PatternProblem, UserPattern } from './api';
import { batchTimeLimit, isTimeout, TimedScript } from './timedScript';

/** Records given to a pattern at once. */
const batchSize = 500;
/** Characters of a record that patterns see. */
const maxTextLength = 4000;

interface Compiled {
  readonly pattern: UserPattern;
  readonly match: (texts: readonly string[]) => readonly (string | null)[];
}

/**
 * Runs the user's patterns over records. Each runs in a context of its own under a time limit that also stops
 * a regular expression in the middle of backtracking: one that takes too long is reported and not asked again.
 */
export class PatternMatcher {
  readonly problems: PatternProblem[] = [];
  private active: Compiled[] = [];

  /** `filePath` is what each pattern's glob is held against. */
  constructor(patterns: readonly UserPattern[], filePath: string) {
    for (const pattern of patterns) {
      try {
        if (applies(pattern, filePath)) this.active.push({ pattern, match: compile(pattern) });
      } catch (error) {
        this.report(pattern, error);
      }
    }
  }

  get isEmpty(): boolean {
    return this.active.length === 0;
  }

  match(records: readonly LogRecord[]): readonly (readonly PatternHit[])[] {
    const hits: PatternHit[][] = records.map(() => []);
    for (let start = 0; start < records.length && !this.isEmpty; start += batchSize) {
      const texts = records.slice(start, start + batchSize).map((record) => record.lines.join('\n').slice(0, maxTextLength));
      for (const compiled of [...this.active]) {
        this.run(compiled, texts).forEach((text, index) => {
          const { name, severity, category } = compiled.pattern;
          if (text !== null) hits[start + index]?.push({ name, severity, category, text });
        });
      }
    }
    return hits;
  }

  private run(compiled: Compiled, texts: readonly string[]): readonly (string | null)[] {
    try {
      return compiled.match(texts);
    } catch (error) {
      this.active = this.active.filter((other) => other !== compiled);
      this.report(compiled.pattern, error);
      return [];
    }
  }

  private report({ name, regex }: UserPattern, error: unknown): void {
    const slow = isTimeout(error);
    const message = slow ? `it took over ${String(batchTimeLimit)} ms on a few hundred lines` : error instanceof Error ? error.message : String(error);
    this.problems.push({ name, regex, reason: slow ? 'too-slow' : 'invalid', message });
  }
}

const code = 'texts.map((text) => { expression.lastIndex = 0; const match = expression.exec(text); return match === null ? null : match[0]; })';

function applies({ files }: UserPattern, filePath: string): boolean {
  return files === undefined || picomatch.isMatch(filePath, files, { dot: true, basename: !files.includes('/') });
}

function compile({ regex }: UserPattern): Compiled['match'] {
  const caseSensitive = regex.startsWith('(?-i)');
  const source = caseSensitive ? regex.slice('(?-i)'.length) : regex;
  const expression = new RegExp(source, caseSensitive ? 'mu' : 'imu');
  const script = new TimedScript<{ readonly expression: RegExp; readonly texts: readonly string[] }, readonly (string | null)[]>(code);
  const match: Compiled['match'] = (texts) => script.run({ expression, texts });
  if (match([''])[0] !== null) throw new Error('it matches the empty text, and so every line');
  return match;
}
