import { inflateRawSync } from 'node:zlib';
import type { Finding, Severity } from '../../core/finding';
import { ColumnReader, StringTable, at, splitSections } from './columns';
import { type GroupName, type Kind, inferredBy, unpackKinds, usualLength } from './kinds';
import { ValueReader, TemplatePieces } from './messageText';
import { parts } from './packing';

/** Names a group by its number. Throws where there is none. */
export type NameOf = (group: number) => GroupName;

/** The findings of a blob, made one by one as they are asked for. */
export interface OpenBlob {
  readonly count: number;
  readonly severity: Severity;
  readonly lines: ArrayLike<number>;
  /** Throws an error of no particular kind where the blob is damaged. */
  finding(row: number): Finding;
  /** Whether the finding's group is one of these, by number or, where it has none, by fingerprint. */
  isOf(row: number, numbers: ReadonlySet<number>, fingerprints: readonly string[]): boolean;
}

/** A blob as `packRows` makes them. */
export class PackedBlob implements OpenBlob {
  readonly lines: Float64Array;
  private readonly kinds: readonly Kind[];
  private readonly kindNumbers: Float64Array;
  private readonly heights: Float64Array;
  private readonly offsets: Float64Array;
  private readonly times: Float64Array;
  private readonly starts: Float64Array;
  private readonly lengths: Float64Array;
  private readonly packedValues: Uint8Array;
  private opened: { readonly values: ValueReader; readonly starts: Uint32Array } | undefined;
  private readonly pieces = new Map<number, readonly string[]>();

  constructor(
    blob: Uint8Array,
    readonly count: number,
    readonly severity: Severity,
    private readonly nameOf: NameOf,
  ) {
    const [places, values] = splitSections(blob.subarray(1), 2);
    if (!places || !values) throw new RangeError('A part is missing');
    this.packedValues = values;
    const [kindBytes, stringBytes, ownBytes] = splitSections(inflated(places), 3);
    if (!kindBytes || !stringBytes || !ownBytes) throw new RangeError('A part is missing');
    const kindColumns = new ColumnReader(kindBytes);
    this.kinds = unpackKinds(at(kindColumns.plain(1), 0), severity, kindColumns, StringTable.read(stringBytes));
    const own = new ColumnReader(ownBytes);
    this.kindNumbers = own.column(count);
    this.lines = own.rising(count);
    this.heights = own.column(count);
    this.offsets = own.rising(count);
    this.times = this.spread(own);
    this.starts = own.column(count);
    this.lengths = own.column(count);
  }

  isOf(row: number, numbers: ReadonlySet<number>, fingerprints: readonly string[]): boolean {
    const { group, name } = this.kindOf(row);
    return name === null ? numbers.has(group) : fingerprints.includes(name.fingerprint);
  }

  finding(row: number): Finding {
    const kind = this.kindOf(row);
    const { group, timeCode, level, levelSource, severity, category, confidence, rule, text, weighed, frames } = kind;
    const { fingerprint, template } = kind.name ?? this.nameOf(group);
    const line = at(this.lines, row);
    const message = this.message(row, kind, template);
    const start = kind.rangeStart + at(this.starts, row);
    return {
      line,
      endLine: line + at(this.heights, row),
      byteOffset: at(this.offsets, row),
      timestamp: timeCode > 0 ? at(this.times, row) : null,
      ...inferredBy(timeCode),
      level,
      levelSource,
      severity,
      category,
      confidence,
      message,
      template,
      fingerprint,
      evidence: { rule, text, weighed },
      range: { line: line + kind.rangeLine, start, end: start + usualLength(message.length) + at(this.lengths, row) },
      frames,
    };
  }

  private kindOf(row: number): Kind {
    return at(this.kinds, at(this.kindNumbers, row));
  }

  private message(row: number, { form }: Kind, template: string): string {
    if (form === 'brief') return template;
    const { values, starts } = (this.opened ??= this.openValues());
    return values.message(at(starts, row), form === 'whole' ? onlyValue : this.piecesOf(at(this.kindNumbers, row), template));
  }

  private openValues(): { readonly values: ValueReader; readonly starts: Uint32Array } {
    const values = new ValueReader(inflated(this.packedValues));
    return { values, starts: values.starts(this.count, (row) => this.kindOf(row).values) };
  }

  private piecesOf(number: number, template: string): readonly string[] {
    const known = this.pieces.get(number);
    if (known) return known;
    const pieces = new TemplatePieces(template).texts;
    this.pieces.set(number, pieces);
    return pieces;
  }

  /** Times by row; 0 where there is none. */
  private spread(own: ColumnReader): Float64Array {
    const { kinds, kindNumbers, count } = this;
    let timed = 0;
    for (let row = 0; row < count; row++) if ((kinds[kindNumbers[row] ?? 0]?.timeCode ?? 0) > 0) timed++;
    const times = own.rising(timed);
    if (timed === count) return times;
    const spread = new Float64Array(count);
    let next = 0;
    for (let row = 0; row < count; row++) if ((kinds[kindNumbers[row] ?? 0]?.timeCode ?? 0) > 0) spread[row] = times[next++] ?? 0;
    return spread;
  }
}

/** Of a message that is one value. */
const onlyValue: readonly string[] = ['', ''];

function inflated(part: Uint8Array): Uint8Array {
  const content = part.subarray(1);
  return part[0] === parts.plain ? content : inflateRawSync(content);
}

/** Counts by number of the group. Throws a `RangeError` where the bytes are damaged. */
export function unpackCounts(bytes: Uint8Array): Map<number, number> {
  const columns = new ColumnReader(bytes);
  const length = at(columns.plain(1), 0);
  const numbers = columns.differences(length);
  const counts = columns.plain(length);
  return new Map(numbers.map((number, index) => [number, at(counts, index)]));
}
