import { readSync } from 'node:fs';
import { PipelineRun } from '../../core/pipeline';
import { reach } from '../../core/readerStack';
import type { Line } from '../../core/record';
import { leavesOpen } from '../../core/statedTime';
import { LineReader, type Notation } from '../lineReader';
import type { LineBreaks } from '../api';
import type { Range, RangeReading } from './rangeScanner';

/** First lines of a file that show how it is read. */
const headSize = 64 * 1024;
/** So far behind the place where a range should begin one is looked for where it can. */
const farthest = 512 * 1024;
/** Lines before a range that stand alone: nothing before them can matter to it. */
const clearBefore = 3 * reach;
const clearAfter = reach + 1;

/** A file that can be scanned in ranges. */
export interface Divided {
  readonly head: readonly Line[];
  /** In order and without gaps; one at least. */
  readonly ranges: readonly Range[];
}

/**
 * Parts a file into ranges of about `size` bytes, each from a line on before which nothing can matter: all lines about
 * it are records that stand alone. Null where the file is read in a way that does not allow it: each line may hang on
 * those before, or its times do.
 */
export function divide(file: number, fileSize: number, notation: Notation, lineBreaks: LineBreaks, reading: RangeReading, size: number): Divided | null {
  const linesAt = (start: number, length: number): readonly Line[] => {
    const bytes = Buffer.allocUnsafe(Math.min(length, fileSize - start));
    const count = readSync(file, bytes, 0, bytes.length, start);
    const reader = new LineReader(notation, lineBreaks, start === 0 ? null : { byteOffset: start, number: 1 });
    return reader.take(bytes.subarray(0, count));
  };
  const head = linesAt(0, headSize);
  const run = new PipelineRun(reading.pipeline);
  const half = head.length >> 1;
  run.take(head.slice(0, half));
  const { layout } = run;
  run.take(head.slice(half));
  if (layout === null || run.layout !== layout) return null;
  const isClear = (line: Line): boolean => {
    const standing = run.alone(line);
    return standing !== null && !standing.isWary && (standing.record.statedTime === undefined || !leavesOpen(standing.record.statedTime));
  };
  if (!head.some(isClear)) return null;
  const ranges: Range[] = [];
  let start = notation.skip;
  for (let wanted = start + size; wanted + size / 2 < fileSize; wanted += size) {
    const end = clearPlace(linesAt(wanted, farthest).slice(1), isClear);
    if (end === null) continue;
    ranges.push({ start, end });
    start = end;
  }
  ranges.push({ start, end: fileSize });
  return { head, ranges };
}

/** Offset of the first line with clear ones before and behind it; null where there is none. */
function clearPlace(lines: readonly Line[], isClear: (line: Line) => boolean): number | null {
  let clear = 0;
  for (const [place, line] of lines.entries()) {
    clear = isClear(line) ? clear + 1 : 0;
    if (clear === clearBefore + clearAfter) return lines[place - clearAfter + 1]?.byteOffset ?? null;
  }
  return null;
}
