/** Joins what is indented to the line before it, and nothing else: first and last line of each record. */
export function indentedRecords(lines: readonly string[]): (readonly [number, number])[] {
  const records: (readonly [number, number])[] = [];
  let start = 1;
  for (let line = 2; line <= lines.length + 1; line++) {
    if (/^\s+\S/.test(lines[line - 1] ?? '')) continue;
    records.push([start, line - 1]);
    start = line;
  }
  return records;
}
