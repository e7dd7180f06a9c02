import { type Finding, type Severity, severities } from '../../core/finding';
import { at } from './columns';
import { unpackOlderBlob } from './olderBlobs';
import { layout } from './packing';
import { type NameOf, type OpenBlob, PackedBlob } from './unpacking';

/** Opens a blob of any layout. Throws an error of no particular kind where it is damaged. */
export function openBlob(blob: Uint8Array, count: number, severity: Severity, nameOf: NameOf): OpenBlob {
  return isOlderBlob(blob) ? unpackOlderBlob(blob, count, severity, nameOf) : new PackedBlob(blob, count, severity, nameOf);
}

/** Whether a blob is of an earlier layout: opened, it asks for the names of all its groups at once. */
export function isOlderBlob(blob: Uint8Array): boolean {
  return blob[0] !== layout;
}

/** Findings asked for: by the numbers of their groups or, where they are in none, by their fingerprints. */
export interface Asked {
  readonly numbers: ReadonlySet<number>;
  readonly fingerprints: readonly string[];
}

/** Which findings of a blob are meant: those that all of these ask for (`yes`), and none of these (`no`). */
export interface Choice {
  readonly yes: readonly Asked[];
  readonly no: readonly Asked[];
}

/** A blob, and which of its findings count. */
export interface ChosenBlob {
  readonly blob: OpenBlob;
  readonly choice: Choice;
}

/** A finding's blob, by its index, and its row there. */
interface Rows {
  readonly blobs: Uint16Array;
  readonly rows: Uint32Array;
}

/** The findings of blobs whose lines may interleave, in the order of the file; none is made before it is asked for. */
export class MergedFindings {
  private readonly blobs: readonly OpenBlob[];
  private readonly order: Rows;

  constructor(chosen: readonly ChosenBlob[]) {
    this.blobs = chosen.map(({ blob }) => blob);
    this.order = this.merged(chosen.map(({ blob, choice }, index) => rowsOf(blob, index, choice)));
  }

  get count(): number {
    return this.order.rows.length;
  }

  line(index: number): number {
    return at(at(this.blobs, at(this.order.blobs, index)).lines, at(this.order.rows, index));
  }

  /** Calls back for each, in their order, with its blob, by its index, and its row there. */
  each(visit: (blob: number, row: number) => void): void {
    const { blobs, rows } = this.order;
    for (let index = 0; index < rows.length; index++) visit(blobs[index] ?? 0, rows[index] ?? 0);
  }

  /** The index of the first finding on this line or a later one. */
  firstAt(line: number): number {
    let [low, high] = [0, this.count];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.line(middle) < line) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Those from `start` to before `end`. */
  slice(start: number, end: number): Finding[] {
    // Findings of one line are put in order together, even where the slice cuts through them.
    let from = Math.max(0, start);
    let to = Math.min(this.count, end);
    if (from >= to) return [];
    while (from > 0 && this.line(from - 1) === this.line(from)) from--;
    while (to < this.count && this.line(to) === this.line(to - 1)) to++;
    const findings: Finding[] = [];
    for (let index = from; index < to; index++) findings.push(at(this.blobs, at(this.order.blobs, index)).finding(at(this.order.rows, index)));
    return findings.sort(asInFile).slice(Math.max(0, start) - from, Math.min(this.count, end) - from);
  }

  /** Merges two and two, until all are one. */
  private merged(parts: readonly Rows[]): Rows {
    const [first, second] = parts;
    if (!first) return { blobs: new Uint16Array(), rows: new Uint32Array() };
    if (!second) return first;
    const half = parts.length >> 1;
    return this.mergedPair(this.merged(parts.slice(0, half)), this.merged(parts.slice(half)));
  }

  /** Whether none of these stands before the last of those. */
  private follows(these: Rows, those: Rows): boolean {
    const last = those.rows.length - 1;
    if (last < 0 || these.rows.length === 0) return true;
    return at(at(this.blobs, at(those.blobs, last)).lines, at(those.rows, last)) <= at(at(this.blobs, at(these.blobs, 0)).lines, at(these.rows, 0));
  }

  private mergedPair(a: Rows, b: Rows): Rows {
    const count = a.rows.length + b.rows.length;
    const merged = { blobs: new Uint16Array(count), rows: new Uint32Array(count) };
    if (this.follows(b, a)) {
      merged.blobs.set(a.blobs);
      merged.blobs.set(b.blobs, a.rows.length);
      merged.rows.set(a.rows);
      merged.rows.set(b.rows, a.rows.length);
      return merged;
    }
    const lineOf = (part: Rows, index: number): number => (index < part.rows.length ? at(at(this.blobs, at(part.blobs, index)).lines, at(part.rows, index)) : Number.POSITIVE_INFINITY);
    let [nextA, nextB] = [0, 0];
    let [lineA, lineB] = [lineOf(a, 0), lineOf(b, 0)];
    for (let index = 0; index < count; index++) {
      const fromA = nextB >= b.rows.length || (nextA < a.rows.length && lineA <= lineB);
      const [part, next] = fromA ? [a, nextA++] : [b, nextB++];
      merged.blobs[index] = at(part.blobs, next);
      merged.rows[index] = at(part.rows, next);
      if (fromA) lineA = lineOf(a, nextA);
      else lineB = lineOf(b, nextB);
    }
    return merged;
  }
}

function rowsOf(blob: OpenBlob, index: number, { yes, no }: Choice): Rows {
  const rows: number[] = [];
  const isOf = (row: number, { numbers, fingerprints }: Asked): boolean => blob.isOf(row, numbers, fingerprints);
  for (let row = 0; row < blob.count; row++) if (yes.every((asked) => isOf(row, asked)) && !no.some((asked) => isOf(row, asked))) rows.push(row);
  return { blobs: new Uint16Array(rows.length).fill(index), rows: Uint32Array.from(rows) };
}

/** Findings of one line in an order that does not depend on how they were stored. */
function asInFile(a: Finding, b: Finding): number {
  return a.line - b.line || a.byteOffset - b.byteOffset || severities.indexOf(a.severity) - severities.indexOf(b.severity) || compare(a.message, b.message);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
