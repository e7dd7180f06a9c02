import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { categories, type Category } from '../../src/core/finding';
import { levels, type Level } from '../../src/core/record';

/** A log and what is true of each of its lines. */
export interface LabelledLog {
  readonly name: string;
  readonly file: string;
  readonly lines: readonly LabelledLine[];
  /** Whether the log declares its levels, so that they can be read right or wrong. */
  readonly declaresLevels: boolean;
}

interface LabelledLine {
  /** 1-based. */
  readonly line: number;
  /** Null where people would not agree. */
  readonly problem: boolean | null;
  readonly level: Level | null;
}

export interface GroupedLog {
  readonly name: string;
  readonly file: string;
  /** Which event each line belongs to. */
  readonly groups: readonly { readonly line: number; readonly group: string }[];
}

/** Lines of one format, and the level that it declares on each. */
export interface Sample {
  readonly format: string;
  readonly lines: readonly { readonly text: string; readonly level: Level | null }[];
}

/** The log of a failed build and the lines that say why it failed; both ends included. */
export interface FailedBuild {
  readonly name: string;
  readonly file: string;
  readonly from: number;
  readonly to: number;
}

/** Two runs of a job and the lines of the failed one that matter. */
export interface RunPair {
  readonly name: string;
  readonly passed: string;
  readonly failed: string;
  readonly lines: ReadonlySet<number>;
}

export interface TracedLog {
  readonly name: string;
  readonly file: string;
  readonly records: readonly TracedRecord[];
}

export interface TracedRecord {
  readonly start: number;
  readonly end: number;
  /** Of a stack trace; null for an ordinary line. */
  readonly language: string | null;
}

type Row = Readonly<Record<string, string>>;

/**
 * A folder of logs with answers: levels/NAME.log and NAME.tsv with levels/declared.txt, levels/NAME-alerts.tsv, groups/NAME.tsv, samples/*.tsv,
 * ci/chunks.tsv, ci/diff.tsv, traces/NAME.log and NAME.tsv, messages.tsv. What is not there is empty.
 */
export class LabelledFolder {
  constructor(private readonly folder: string) {}

  get exists(): boolean {
    return existsSync(this.folder);
  }

  /** Whether it is ours, with answers that are right by construction. */
  get isOwn(): boolean {
    return this.has('make.mjs');
  }

  levels(): LabelledLog[] {
    const declared = this.has('levels', 'declared.txt') ? new Set(readFileSync(this.at('levels', 'declared.txt'), 'utf8').split(/\s+/)) : new Set();
    return this.names('levels', '.log').map((name) => ({
      name,
      file: this.at('levels', `${name}.log`),
      declaresLevels: declared.has(name),
      lines: this.rows('levels', `${name}.tsv`).map((row) => ({ line: Number(row['line']), problem: truth(row['isProblem']), level: levelOf(row['level']) })),
    }));
  }

  /** Logs whose lines people marked as alerts or not, whatever level they declare. */
  alerts(): Pick<LabelledLog, 'name' | 'file' | 'lines'>[] {
    return this.names('levels', '-alerts.tsv').map((name) => ({
      name,
      file: this.at('levels', `${name}.log`),
      lines: this.rows('levels', `${name}-alerts.tsv`).map((row) => ({ line: Number(row['line']), problem: truth(row['isProblem']), level: null })),
    }));
  }

  groups(): GroupedLog[] {
    return this.names('groups', '.tsv').map((name) => ({
      name,
      file: this.at('levels', `${name}.log`),
      groups: this.rows('groups', `${name}.tsv`).map((row) => ({ line: Number(row['line']), group: row['group'] ?? '' })),
    }));
  }

  /** One sample for each format a file names; lines of a file that names none stand alone. */
  samples(): { readonly name: string; readonly samples: readonly Sample[] }[] {
    return this.names('samples', '.tsv').map((name) => {
      const samples = new Map<string, { text: string; level: Level | null }[]>();
      this.rows('samples', `${name}.tsv`).forEach((row, index) => {
        const format = row['format'] ?? row['file'] ?? `line ${index + 1}`;
        const lines = samples.get(format) ?? [];
        samples.set(format, [...lines, { text: row['line'] ?? row['text'] ?? '', level: levelOf(row['level']) }]);
      });
      return { name, samples: [...samples].map(([format, lines]) => ({ format, lines })) };
    });
  }

  failedBuilds(): FailedBuild[] {
    return this.rows('ci', 'chunks.tsv').map((row) => {
      const name = row['file'] ?? '';
      return { name, file: this.at('ci', 'chunks', name), from: Number(row['chunkStart']), to: Number(row['chunkEnd']) };
    });
  }

  runPairs(): RunPair[] {
    return this.rows('ci', 'diff.tsv').map((row) => {
      const name = row['name'] ?? '';
      const [passed, failed] = ['pass', 'fail'].map((run) => this.at('ci', 'diff', `${name}.${run}.log`)).map((file) => (existsSync(file) ? file : `${file}.gz`));
      return { name, passed: passed ?? '', failed: failed ?? '', lines: new Set((row['errorLines'] ?? '').split(',').map(Number)) };
    });
  }

  traces(): TracedLog[] {
    return this.names('traces', '.log').map((name) => ({
      name,
      file: this.at('traces', `${name}.log`),
      records: this.rows('traces', `${name}.tsv`).map((row) => ({
        start: Number(row['start']),
        end: Number(row['end']),
        language: row['kind'] === 'trace' ? (row['language'] ?? '') : null,
      })),
    }));
  }

  /** Messages that tell of trouble; those of a category that we do not have are left out. */
  messages(): { readonly message: string; readonly category: Category }[] {
    return this.rows('messages.tsv').flatMap(({ message = '', category: named }) => {
      const category = categories.find((each) => each === named?.replace('_', '-'));
      return category === undefined ? [] : [{ message, category }];
    });
  }

  private at(...parts: string[]): string {
    return path.join(this.folder, ...parts);
  }

  private has(...parts: string[]): boolean {
    return existsSync(this.at(...parts));
  }

  private names(part: string, ending: string): string[] {
    if (!this.has(part)) return [];
    return readdirSync(this.at(part))
      .filter((name) => name.endsWith(ending))
      .map((name) => name.slice(0, -ending.length))
      .sort();
  }

  /** Rows of a table by its head; the last column takes further tabs. */
  private rows(...parts: string[]): Row[] {
    if (!this.has(...parts)) return [];
    const [head, ...rows] = textLines(this.at(...parts)).map((line) => line.split('\t'));
    if (!head) return [];
    return rows.map((cells) => Object.fromEntries(head.map((key, index) => [key, index === head.length - 1 ? cells.slice(index).join('\t') : (cells[index] ?? '')])));
  }
}

/** The lines of a text file, plain or gz, without the empty one at its end. */
export function textLines(file: string): string[] {
  const bytes = readFileSync(file);
  const lines = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8').split('\n');
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

function truth(cell: string | undefined): boolean | null {
  return cell === '?' ? null : cell === '1';
}

/** A level as a label has it; `critical` is our fatal. */
function levelOf(cell: string | undefined): Level | null {
  const name = (cell ?? '').toLowerCase();
  if (name === 'critical') return 'fatal';
  return levels.find((level) => level === name) ?? null;
}
