import { type ZlibOptions, deflateRaw } from 'node:zlib';
import { promisify } from 'node:util';
import { ColumnWriter, StringTable, at, joinSections } from './columns';
import { kindByKind, packKinds } from './kinds';
import type { OccurrenceColumns } from './occurrenceColumns';

/** The first byte of a blob; older blobs begin with 1 to 4. */
export const layout = 5;
/** Then comes the number of its parts. */
export const bytesOfCount = 4;
/** The first byte of a part of it. */
export const parts = { plain: 0, deflated: 1 } as const;
/** Deflating a handful of findings costs more than it saves. */
const worthDeflating = 200;
const compressionLevel = 2;

const deflateAside = promisify(deflateRaw);

/** Findings of one severity, and what is known of them without unpacking. */
export interface RawBlob {
  readonly count: number;
  readonly firstLine: number;
  readonly lastLine: number;
  /** By number of the group, as `packCounts` writes them. */
  readonly groupCounts: Uint8Array;
  /** The parts of the blob before they are deflated. */
  readonly parts: readonly Uint8Array[];
}

/**
 * Packs rows of one severity, given in the order of the file, for `PackedBlob` to read.
 *
 * The blob has several parts, so that whoever looks for a line or a group need not unpack messages. The first holds
 * the kinds, and one column after the other of what differs from finding to finding as variable-length integers, as
 * steps where they rise. The others hold the values of the messages' variables, kind by kind, since those of one kind
 * are alike and mostly wanted together.
 */
export function packRows(columns: OccurrenceColumns, rows: Uint32Array): RawBlob {
  const [first = 0] = rows;
  const last = rows[rows.length - 1] ?? 0;
  const kinds = new RenumberedKinds(columns, rows);
  const strings = new StringTable();
  const kindColumns = new ColumnWriter();
  const used = kinds.used.map((number) => at(columns.kindList, number));
  kindColumns.plain([used.length], (length) => length);
  packKinds(used, kindColumns, strings);
  const order = kindByKind(kinds.numbers, used.length);
  for (let index = 0; index < order.length; index++) order[index] = rows[order[index] ?? 0] ?? 0;
  const pieces = columns.valuesOf(order);
  kindColumns.plain([pieces.length], (length) => length);
  kindColumns.plain(pieces, (piece) => piece.rows);

  const own = new ColumnWriter();
  const gathered = new Float64Array(rows.length);
  const gather = (column: Float64Array): Float64Array => {
    for (let index = 0; index < rows.length; index++) gathered[index] = column[rows[index] ?? 0] ?? 0;
    return gathered;
  };
  own.column(kinds.numbers);
  own.rising(gather(columns.lines));
  own.column(gather(columns.heights));
  own.rising(gather(columns.offsets));
  own.rising(timesOf(columns, rows));
  own.column(gather(columns.starts));
  own.column(gather(columns.lengths));
  return {
    count: rows.length,
    firstLine: columns.lines[first] ?? 0,
    lastLine: columns.lines[last] ?? 0,
    groupCounts: packCounts(kinds.counts(columns)),
    parts: [joinSections([kindColumns.bytes(), strings.bytes(), own.bytes()]), ...pieces.map(({ values }) => values)],
  };
}

/** Kinds by numbers of their own, in the order in which these rows need them. */
class RenumberedKinds {
  readonly numbers: Float64Array;
  readonly used: number[] = [];
  private readonly rowsOf: number[] = [];

  constructor(columns: OccurrenceColumns, rows: Uint32Array) {
    const renumbered = new Int32Array(columns.kindList.length).fill(-1);
    this.numbers = new Float64Array(rows.length);
    for (let index = 0; index < rows.length; index++) {
      const kind = columns.kinds[rows[index] ?? 0] ?? 0;
      let number = renumbered[kind] ?? -1;
      if (number < 0) {
        number = this.used.push(kind) - 1;
        this.rowsOf.push(0);
        renumbered[kind] = number;
      }
      this.numbers[index] = number;
      this.rowsOf[number] = (this.rowsOf[number] ?? 0) + 1;
    }
  }

  /** How many rows each group has, by its number. */
  counts(columns: OccurrenceColumns): Map<number, number> {
    const counts = new Map<number, number>();
    this.used.forEach((kind, number) => {
      const { group } = at(columns.kindList, kind);
      counts.set(group, (counts.get(group) ?? 0) + at(this.rowsOf, number));
    });
    return counts;
  }
}

/** Of the rows that have one. */
function timesOf(columns: OccurrenceColumns, rows: Uint32Array): Float64Array {
  const times = new Float64Array(rows.length);
  let count = 0;
  for (const row of rows) if (columns.kindAt(row).timeCode > 0) times[count++] = columns.times[row] ?? 0;
  return times.subarray(0, count);
}

/** The bytes of a blob, deflated while the thread does other things. */
export async function deflated(raw: RawBlob): Promise<Uint8Array> {
  const done = await Promise.all(raw.parts.map(async (part) => (part.length < worthDeflating ? marked(parts.plain, part) : marked(parts.deflated, await deflateAside(part, fast(part))))));
  const count = Buffer.alloc(bytesOfCount);
  count.writeUInt32LE(done.length);
  return Buffer.concat([Buffer.of(layout), count, joinSections(done)]);
}

/**
 * The result in one piece: each piece is a way to another thread and back. What is alike stands close together, so a
 * small window finds it sooner and says it shorter.
 */
function fast(part: Uint8Array): ZlibOptions {
  return { level: compressionLevel, windowBits: 13, chunkSize: 1_024 + (part.length >> 1) };
}

function marked(mark: number, content: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.of(mark), content]);
}

/** How many findings of each group a blob has, for finding out without unpacking it; for `unpackCounts`. */
export function packCounts(counts: ReadonlyMap<number, number>): Uint8Array {
  const rising = [...counts].sort(([a], [b]) => a - b);
  const columns = new ColumnWriter();
  columns.plain([rising.length], (length) => length);
  columns.differences(rising, ([number]) => number);
  columns.plain(rising, ([, count]) => count);
  return columns.bytes();
}
