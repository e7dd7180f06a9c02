import type { Category, Finding, Severity } from '../../core/finding';
import { type Column, ColumnReader, StringTable, at, numberAt, splitSections } from './columns';
import { type GroupName, type Kind, inferredBy, unpackKinds, usualLength } from './kinds';
import { TemplatePieces } from './messageText';
import { PackedValues, inflated } from './packedValues';
import { bytesOfCount } from './packing';

/** Names a group by its number. Throws where there is none. */
export type NameOf = (group: number) => GroupName;

/** What is known of a finding without its words; one object stands for many. */
export interface Nature {
  readonly group: number;
  /** Of the group, where it has no number. */
  readonly name: GroupName | null;
  readonly category: Category;
  readonly confidence: number;
  readonly rule: string;
}

/** The findings of a blob, made one by one as they are asked for. */
export interface OpenBlob {
  readonly count: number;
  readonly severity: Severity;
  readonly lines: ArrayLike<number>;
  natureOf(row: number): Nature;
  /** Milliseconds since the epoch; null where the log states none. */
  timeOf(row: number): number | null;
  /** Throws an error of no particular kind where the blob is damaged. */
  messageOf(row: number): string;
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
  private readonly heights: Column;
  private readonly offsets: Float64Array;
  private readonly times: Float64Array;
  private readonly starts: Column;
  private readonly lengths: Column;
  private readonly values: PackedValues;
  private readonly pieces = new Map<number, readonly string[]>();

  constructor(
    blob: Uint8Array,
    readonly count: number,
    readonly severity: Severity,
    private readonly nameOf: NameOf,
  ) {
    const partCount = new DataView(blob.buffer, blob.byteOffset, blob.length).getUint32(1, true);
    const [places, ...values] = splitSections(blob.subarray(1 + bytesOfCount), partCount);
    if (!places) throw new RangeError('A part is missing');
    const [kindBytes, stringBytes, ownBytes] = splitSections(inflated(places), 3);
    if (!kindBytes || !stringBytes || !ownBytes) throw new RangeError('A part is missing');
    const kindColumns = new ColumnReader(kindBytes);
    this.kinds = unpackKinds(at(kindColumns.plain(1), 0), severity, kindColumns, StringTable.read(stringBytes));
    const rowsInParts = kindColumns.plain(at(kindColumns.plain(1), 0));
    const own = new ColumnReader(ownBytes);
    this.kindNumbers = own.column(count);
    this.values = new PackedValues(values, rowsInParts, this.kindNumbers, this.kinds);
    this.lines = own.rising(count);
    this.heights = own.evenColumn(count);
    this.offsets = own.rising(count);
    this.times = this.spread(own);
    this.starts = own.evenColumn(count);
    this.lengths = own.evenColumn(count);
  }

  isOf(row: number, numbers: ReadonlySet<number>, fingerprints: readonly string[]): boolean {
    const { group, name } = this.kindOf(row);
    return name === null ? numbers.has(group) : fingerprints.includes(name.fingerprint);
  }

  natureOf(row: number): Nature {
    return this.kindOf(row);
  }

  timeOf(row: number): number | null {
    return this.kindOf(row).timeCode > 0 ? numberAt(this.times, row) : null;
  }

  finding(row: number): Finding {
    const kind = this.kindOf(row);
    const { timeCode, level, levelSource, severity, category, confidence, rule, text, weighed, frames } = kind;
    const { fingerprint, template } = this.nameOfKind(kind);
    const line = numberAt(this.lines, row);
    const message = this.message(row, kind, template);
    const start = kind.rangeStart + this.starts(row);
    return {
      line,
      endLine: line + this.heights(row),
      byteOffset: numberAt(this.offsets, row),
      timestamp: timeCode > 0 ? numberAt(this.times, row) : null,
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
      range: { line: line + kind.rangeLine, start, end: start + usualLength(message.length) + this.lengths(row) },
      frames,
    };
  }

  messageOf(row: number): string {
    const kind = this.kindOf(row);
    return this.message(row, kind, this.nameOfKind(kind).template);
  }

  private nameOfKind({ name, group }: Kind): GroupName {
    return name ?? this.nameOf(group);
  }

  private kindOf(row: number): Kind {
    return at(this.kinds, numberAt(this.kindNumbers, row));
  }

  private message(row: number, { form, values }: Kind, template: string): string {
    if (form === 'brief' || (form === 'filled' && values === 0)) return template;
    return this.values.message(row, form === 'whole' ? onlyValue : this.piecesOf(numberAt(this.kindNumbers, row), template));
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

/** Counts by number of the group. Throws a `RangeError` where the bytes are damaged. */
export function unpackCounts(bytes: Uint8Array): Map<number, number> {
  const columns = new ColumnReader(bytes);
  const length = at(columns.plain(1), 0);
  const numbers = columns.differences(length);
  const counts = columns.plain(length);
  return new Map(numbers.map((number, index) => [number, at(counts, index)]));
}
