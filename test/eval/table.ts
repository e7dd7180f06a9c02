import { ours, type Measure, type Part, type PartResult, type SystemScore } from './part';

type Row = readonly string[];

const nothing = '–';

/** One row a measure and system: the value over each folder, and what is wanted of ours. Quoted figures have a `*`. */
function rowsOf({ part, scores }: PartResult, folders: readonly string[], quotedFor: string): Row[] {
  const systems = [...new Set([ours, ...Object.values(scores).flatMap((list) => list.map(({ system }) => system))])];
  const built = Object.values(scores).some((list) => list.length > 0);
  return part.measures.flatMap((measure) => {
    const head = (system: string): Row => [part.title, measure.title, system];
    const rows = systems.map((system) => [...head(system), ...folders.map((folder) => valueOf(scores[folder], system, measure)), system === ours ? reachOf(measure) : '']);
    if (!built) return [[...head(ours), ...folders.map(() => 'not built yet'), reachOf(measure)], ...quotedRows(part, measure, folders, quotedFor)];
    return [...rows, ...quotedRows(part, measure, folders, quotedFor)];
  });
}

function quotedRows(part: Part, measure: Measure, folders: readonly string[], quotedFor: string): Row[] {
  return part.quoted.flatMap(({ system, values }) => {
    const value = values[measure.id];
    if (value === undefined) return [];
    return [[part.title, measure.title, system, ...folders.map((folder) => (folder === quotedFor ? `${figure(value)}*` : nothing)), '']];
  });
}

function valueOf(scores: readonly SystemScore[] | undefined, system: string, { id }: Measure): string {
  const value = scores?.find((score) => score.system === system)?.values[id];
  return value === undefined ? nothing : figure(value);
}

function figure(value: number): string {
  return value !== 0 && Math.abs(value) < 0.01 ? value.toFixed(4) : value.toFixed(3);
}

function reachOf({ reach }: Measure): string {
  if (!reach) return '';
  return 'least' in reach ? `≥ ${reach.least}` : `≤ ${reach.most}`;
}

/** The table of all parts. `quotedFor` is the folder that quoted figures were measured on. */
export function table(results: readonly PartResult[], folders: readonly string[], quotedFor: string, style: 'text' | 'markdown'): string {
  const head = ['part', 'measure', 'system', ...folders, 'to reach'];
  const rows = results.flatMap((result) => rowsOf(result, folders, quotedFor));
  return style === 'markdown' ? markdown(head, rows) : text(head, rows);
}

function markdown(head: Row, rows: readonly Row[]): string {
  const line = (cells: Row): string => `| ${cells.join(' | ')} |`;
  const bold = (row: Row): Row => (row[2] === ours ? row.map((cell, index) => (index < 2 || cell === '' ? cell : `**${cell}**`)) : row);
  return [line(head), line(head.map(() => '---')), ...withoutRepeats(rows).map((row) => line(bold(row)))].join('\n');
}

function text(head: Row, rows: readonly Row[]): string {
  const shown = withoutRepeats(rows);
  const widths = head.map((cell, index) => Math.max(cell.length, ...shown.map((row) => (row[index] ?? '').length)));
  const line = (cells: Row): string => cells.map((cell, index) => (index < 3 ? cell.padEnd(widths[index] ?? 0) : cell.padStart(widths[index] ?? 0))).join('  ').trimEnd();
  return [line(head), widths.map((width) => '─'.repeat(width)).join('  '), ...shown.map(line)].join('\n');
}

/** A part and a measure are named once. */
function withoutRepeats(rows: readonly Row[]): Row[] {
  return rows.map((row, index) => {
    const before = rows[index - 1];
    const samePart = before?.[0] === row[0];
    const sameMeasure = samePart && before?.[1] === row[1];
    return row.map((cell, column) => ((column === 0 && samePart) || (column === 1 && sameMeasure) ? '' : cell));
  });
}

/** What our engine reaches on each set of a folder, weakest measures readable at a glance. */
export function details({ part, scores }: PartResult, folder: string): string {
  const sets = scores[folder]?.find(({ system }) => system === ours)?.sets ?? {};
  const lines = Object.entries(sets).map(([name, values]) => `  ${name.padEnd(28)} ${Object.entries(values).map(([id, value]) => `${id} ${figure(value)}`).join('  ')}`);
  return lines.length === 0 ? '' : [`${part.title}, ${folder}:`, ...lines].join('\n');
}
