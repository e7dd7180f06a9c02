import os from 'node:os';
import type { DataFile } from './dataFiles';
import { median, type Measured } from './measure';

/** What one case came to: a table, and what is to be known of it. */
export interface Table {
  readonly title: string;
  readonly notes: readonly string[];
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** How many times as fast as the reference a contender is to be, by its id. */
export type Goals = Readonly<Record<string, number>>;

const nothing = '–';
const ownTitle = 'StackLens';

/** The contenders of one case side by side. Ratios are against the contender of id `reference`. */
export function comparison(title: string, { bytes, tally }: DataFile, measured: readonly Measured[], reference: string, goals: Goals = {}): Table {
  const against = measured.find(({ contender }) => contender.id === reference);
  const base = against === undefined ? NaN : median(against.seconds);
  const head = ['', 'median', 'MB/s', `× ${against?.contender.title ?? reference}`, 'memory', 'to reach'];
  const rows = measured.map(({ contender, seconds, peak, failure }) => {
    const goal = goals[contender.id];
    if (failure !== null) return [contender.title, 'failed', nothing, nothing, nothing, ''];
    const time = median(seconds);
    return [contender.title, secondsText(time), bytes === 0 ? nothing : rate(bytes, time), Number.isNaN(base) ? nothing : (base / time).toFixed(2), memory(peak), goal === undefined ? '' : `≥ ${goal}`];
  });
  const failures = measured.flatMap(({ contender, failure }) => (failure === null ? [] : [`${contender.title} ${failure}`]));
  const contents = tally === null || tally.lines === 0 ? [] : [contentsOf(tally, measured)];
  return { title, notes: [...contents, ...failures], head, rows };
}

/** One contender over sizes: `steps` are a file's size and what was measured on it, or why nothing was. */
export function growth(title: string, steps: readonly (readonly [DataFile, readonly Measured[]] | string)[]): Table {
  const measured = steps.filter((step) => typeof step !== 'string');
  const contenders = measured[0]?.[1].map(({ contender }) => contender) ?? [];
  const head = ['size', ...contenders.flatMap((contender) => [contender.title, 'MB/s', 'memory'])];
  const rows = measured.map(([{ bytes }, results]) => [
    `${(bytes / 1e9).toFixed(2)} GB`,
    ...results.flatMap(({ seconds, peak, failure }) => (failure === null ? [secondsText(median(seconds)), rate(bytes, median(seconds)), memory(peak)] : ['failed', nothing, nothing])),
  ]);
  return { title, notes: steps.filter((step) => typeof step === 'string'), head, rows };
}

function contentsOf(tally: NonNullable<DataFile['tally']>, measured: readonly Measured[]): string {
  const found = measured.map(({ errors }) => problemsFound(errors)).find((count) => count !== null);
  const written = `${count(tally.bytes / 1e6)} MB, ${count(tally.lines)} lines, ${count(tally.records)} records, ${count(tally.problems)} of them problems`;
  return found === undefined ? `${written}.` : `${written}; StackLens finds ${count(found)}.`;
}

/** The findings of medium severity and above that `--stats` states among what a command said; null where it does not. */
export function problemsFound(errors: string): number | null {
  const stated = /"findings":\{"critical":(\d+),"high":(\d+),"medium":(\d+)/.exec(errors);
  return stated === null ? null : Number(stated[1]) + Number(stated[2]) + Number(stated[3]);
}

export function asText({ title, notes, head, rows }: Table): string {
  const widths = head.map((cell, column) => Math.max(cell.length, ...rows.map((row) => (row[column] ?? '').length)));
  const line = (cells: readonly string[]): string => cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  ').trimEnd();
  return ['', title, ...notes.map((note) => `  ${note}`), '', ...[head, ...rows].map((row) => `  ${line(row)}`)].join('\n');
}

export function asMarkdown({ title, notes, head, rows }: Table): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const bold = (row: readonly string[]): readonly string[] => (row[0]?.startsWith(ownTitle) === true ? row.map((cell) => (cell === '' ? cell : `**${cell}**`)) : row);
  const table = rows.length === 0 ? [] : [line(head), line(head.map((_, column) => (column === 0 ? '---' : '---:'))), ...rows.map((row) => line(bold(row)))];
  return [`### ${title}`, '', ...notes.flatMap((note) => [note, '']), ...table].join('\n').trimEnd();
}

/** The machine, in a sentence. */
export function machine(date: string): string {
  const memoryText = `${Math.round(os.totalmem() / 2 ** 30)} GB of memory`;
  return `Measured on ${date}: ${os.cpus()[0]?.model.trim() ?? 'unknown processor'}, ${os.availableParallelism()} processors, ${memoryText}, ${os.type()} ${os.release()}, Node ${process.versions.node}.`;
}

const from = '<!-- `npm run bench -- --markdown` writes what stands from here -->';
const to = '<!-- to here. -->';

/** Puts text between the marks of a document. @throws where it has none */
export function between(document: string, text: string): string {
  const start = document.indexOf(from);
  const end = document.indexOf(to);
  if (start < 0 || end < start) throw new Error(`The document lacks the lines ${from} and ${to}`);
  return `${document.slice(0, start)}${from}\n\n${text}\n\n${document.slice(end)}`;
}

function secondsText(seconds: number): string {
  return `${seconds.toFixed(seconds < 10 ? 3 : 1)} s`;
}

function rate(bytes: number, seconds: number): string {
  return count(bytes / 1e6 / seconds);
}

function memory(peak: number | null): string {
  return peak === null ? 'n/a' : `${count(peak / 1e6)} MB`;
}

function count(value: number): string {
  return Math.round(value).toLocaleString('en');
}
