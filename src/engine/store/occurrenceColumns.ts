import { type Severity, severities } from '../../core/finding';
import { at } from './columns';
import type { Kind } from './kinds';
import { ValueWriter } from './messageText';

/** So many slices' findings wait, so that those which come late find their place. */
export const slicesWaiting = 4;
const room = slicesWaiting * 16_384;
/** Most logs have few. */
const roomAtFirst = 1_024;
/** So many bytes of values are packed, however few findings have them. */
const mostValueBytes = 16_000_000;

/** Who looks for a few findings need not inflate the words of all: with pieces much smaller, the words of all take more. */
const bytesOfPiece = 65_536;

/** The values of some rows. */
export interface ValuePiece {
  readonly rows: number;
  readonly values: Uint8Array;
}

/** Findings that wait to be packed, as columns: their kind, and what they do not share with it. */
export class OccurrenceColumns {
  /** How many there are. */
  count = 0;
  kinds = new Uint32Array(roomAtFirst);
  lines = new Float64Array(roomAtFirst);
  /** Lines from the first to the last. */
  heights = new Float64Array(roomAtFirst);
  offsets = new Float64Array(roomAtFirst);
  /** Milliseconds since the epoch; anything where the kind has no time. */
  times = new Float64Array(roomAtFirst);
  /** Of the range, from where the kind's starts. */
  starts = new Float64Array(roomAtFirst);
  /** Of the range's length, beyond that of the message. */
  lengths = new Float64Array(roomAtFirst);
  /** Where in `values` those of a message begin and end. */
  private valueStarts = new Float64Array(roomAtFirst);
  private valueEnds = new Float64Array(roomAtFirst);
  /** For writing the values of a message before it is added. */
  readonly values = new ValueWriter();
  /** By their number in `kinds`. */
  readonly kindList: Kind[] = [];
  private readonly kindNumbers = new Map<Kind, number>();
  private lastKind: Kind | undefined;
  private lastNumber = 0;

  get isFull(): boolean {
    return this.count === room || this.values.length > mostValueBytes;
  }

  /** How many rows make a slice: fewer where their values are long. */
  get rowsInSlice(): number {
    return Math.max(1, this.isFull ? Math.floor(this.count / slicesWaiting) : room / slicesWaiting);
  }

  /** Adds an occurrence; its values are what was written to `values` since the one before it. */
  add(kind: Kind, line: number, height: number, offset: number, time: number, start: number, length: number): void {
    if (this.count === this.lines.length) this.grow();
    const row = this.count++;
    this.kinds[row] = this.numberOf(kind);
    this.lines[row] = line;
    this.heights[row] = height;
    this.offsets[row] = offset;
    this.times[row] = time;
    this.starts[row] = start;
    this.lengths[row] = length;
    this.valueStarts[row] = row === 0 ? 0 : (this.valueEnds[row - 1] ?? 0);
    this.valueEnds[row] = this.values.length;
  }

  kindAt(row: number): Kind {
    return at(this.kindList, this.kinds[row] ?? 0);
  }

  /** Whether the findings came in the order of the file. */
  get isRising(): boolean {
    const { lines, count } = this;
    for (let row = 1; row < count; row++) if ((lines[row] ?? 0) < (lines[row - 1] ?? 0)) return false;
    return true;
  }

  /** The rows in the order of the file; those of one line in the order they came. */
  inOrder(): Uint32Array {
    const { lines, count } = this;
    const order = new Uint32Array(count);
    if (this.isRising) {
      for (let row = 0; row < count; row++) order[row] = row;
      return order;
    }
    // Much faster than by a comparison: line and row in one number each.
    const keys = new Float64Array(count);
    for (let row = 0; row < count; row++) keys[row] = (lines[row] ?? 0) * room + row;
    keys.sort();
    for (let index = 0; index < count; index++) order[index] = (keys[index] ?? 0) % room;
    return order;
  }

  /** Takes over rows of others, in the given order. */
  takeOver(others: OccurrenceColumns, rows: Uint32Array): void {
    const { lines, heights, offsets, times, starts, lengths, valueStarts, valueEnds } = others;
    for (let index = 0; index < rows.length; index++) {
      const row = rows[index] ?? 0;
      const kind = others.kindAt(row);
      this.values.copy(others.values, valueStarts[row] ?? 0, valueEnds[row] ?? 0);
      this.add(kind, lines[row] ?? 0, heights[row] ?? 0, offsets[row] ?? 0, times[row] ?? 0, starts[row] ?? 0, lengths[row] ?? 0);
    }
  }

  /** The values of these rows, one after the other, cut into pieces of some size. */
  valuesOf(rows: Uint32Array): ValuePiece[] {
    const { valueStarts, valueEnds } = this;
    const pieces: ValuePiece[] = [];
    let values = new ValueWriter(bytesOfPiece);
    let first = 0;
    for (let index = 0; index < rows.length; index++) {
      const row = rows[index] ?? 0;
      values.copy(this.values, valueStarts[row] ?? 0, valueEnds[row] ?? 0);
      if (values.length < bytesOfPiece && index + 1 < rows.length) continue;
      pieces.push({ rows: index + 1 - first, values: values.bytes() });
      values = new ValueWriter(bytesOfPiece);
      first = index + 1;
    }
    return pieces;
  }

  /** Of these rows those of each severity; the worst come first. */
  bySeverity(rows: Uint32Array): { readonly severity: Severity; readonly rows: Uint32Array }[] {
    const ranks = this.kindList.map((kind) => severities.indexOf(kind.severity));
    return severities.flatMap((severity, rank) => {
      const own = new Uint32Array(rows.length);
      let count = 0;
      for (let index = 0; index < rows.length; index++) {
        const row = rows[index] ?? 0;
        if (ranks[this.kinds[row] ?? 0] === rank) own[count++] = row;
      }
      return count === 0 ? [] : [{ severity, rows: own.subarray(0, count) }];
    });
  }

  clear(): void {
    this.count = 0;
    this.values.clear();
    this.kindList.length = 0;
    this.kindNumbers.clear();
    this.lastKind = undefined;
  }

  private grow(): void {
    const rows = Math.min(room, 4 * this.count);
    const kinds = new Uint32Array(rows);
    kinds.set(this.kinds);
    this.kinds = kinds;
    this.lines = withRoom(this.lines, rows);
    this.heights = withRoom(this.heights, rows);
    this.offsets = withRoom(this.offsets, rows);
    this.times = withRoom(this.times, rows);
    this.starts = withRoom(this.starts, rows);
    this.lengths = withRoom(this.lengths, rows);
    this.valueStarts = withRoom(this.valueStarts, rows);
    this.valueEnds = withRoom(this.valueEnds, rows);
  }

  private numberOf(kind: Kind): number {
    if (kind === this.lastKind) return this.lastNumber;
    let number = this.kindNumbers.get(kind);
    if (number === undefined) {
      number = this.kindList.push(kind) - 1;
      this.kindNumbers.set(kind, number);
    }
    this.lastKind = kind;
    this.lastNumber = number;
    return number;
  }
}

function withRoom(numbers: Float64Array, rows: number): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(rows);
  larger.set(numbers);
  return larger;
}
