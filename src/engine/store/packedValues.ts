import { inflateRawSync } from 'node:zlib';
import { at } from './columns';
import { type Kind, kindByKind } from './kinds';
import { ValueReader } from './messageText';
import { parts } from './packing';

/** Some of the values, inflated. */
interface OpenPart {
  readonly values: ValueReader;
  /** Where the values of each of its rows begin. */
  readonly starts: Uint32Array;
}

/** The values of a blob's rows, kind by kind in several parts, each inflated when the first of its rows is asked for. */
export class PackedValues {
  private readonly open: (OpenPart | undefined)[] = [];
  private order: { readonly rows: Uint32Array; readonly places: Uint32Array } | undefined;

  constructor(
    private readonly packed: readonly Uint8Array[],
    private readonly rowsInParts: readonly number[],
    private readonly kindNumbers: Float64Array,
    private readonly kinds: readonly Kind[],
  ) {}

  /** The message of a row with values, made of them and of what stands around them. */
  message(row: number, pieces: readonly string[]): string {
    const { places } = (this.order ??= this.ordered());
    let place = at(places, row);
    let part = 0;
    let first = 0;
    while (place >= at(this.rowsInParts, part)) {
      const rows = at(this.rowsInParts, part++);
      place -= rows;
      first += rows;
    }
    const { values, starts } = (this.open[part] ??= this.inflate(part, first));
    return values.message(at(starts, place), pieces);
  }

  /** Rows by their place among the values, and places by row. */
  private ordered(): { readonly rows: Uint32Array; readonly places: Uint32Array } {
    const rows = kindByKind(this.kindNumbers, this.kinds.length);
    const places = new Uint32Array(rows.length);
    for (let place = 0; place < rows.length; place++) places[rows[place] ?? 0] = place;
    return { rows, places };
  }

  private inflate(part: number, first: number): OpenPart {
    const { rows } = (this.order ??= this.ordered());
    const values = new ValueReader(inflated(at(this.packed, part)));
    const starts = values.starts(at(this.rowsInParts, part), (place) => at(this.kinds, this.kindNumbers[rows[first + place] ?? 0] ?? -1).values);
    return { values, starts };
  }
}

/** The content of a part of a blob. Throws an error of no particular kind where it is damaged. */
export function inflated(part: Uint8Array): Uint8Array {
  const content = part.subarray(1);
  return part[0] === parts.plain ? content : inflateRawSync(content);
}
