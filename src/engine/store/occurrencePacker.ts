import type { Note } from '../../core/analysis';
import type { Finding, Severity } from '../../core/finding';
import { Allowance, type Limits } from './allowance';
import type { PackedFindings } from './analysisTables';
import { at } from './columns';
import { type GroupPart, GroupTallies, type Tally } from './groups';
import { type Form, type Kind, isOfKind, kindOf, sizeOf, storableTime, timeCode, unlisted, usualLength } from './kinds';
import { TemplatePieces } from './messageText';
import { type Messages, TextMessages, messagesOf } from './messages';
import { OccurrenceColumns, slicesWaiting } from './occurrenceColumns';
import { type RawBlob, deflated, packRows } from './packing';
import type { Occurrences } from './store';

/** So many blobs are deflated at a time, on other threads. */
const mostDeflating = 8;
/** A group's kinds that are remembered. A group mostly has one; where each finding is a kind of its own, looking back is in vain. */
const kindsRemembered = 4;

/**
 * Takes findings as they come and packs them, slice by slice, in the order of the file. Where they come out of order
 * (another shape's findings of the same part of the file), the last of those that wait go on waiting, so that what
 * comes late still finds its place. A slice has a blob for each severity, and no two slices overlap: a page in the
 * order of the file needs the blobs of one or two of them.
 */
export class OccurrencePacker {
  private readonly tallies: GroupTallies;
  private readonly allowance: Allowance;
  private waiting = new OccurrenceColumns();
  private spare = new OccurrenceColumns();
  private readonly blobs: Promise<PackedFindings>[] = [];
  /** Blobs that are known to be deflated. */
  private settled = 0;

  constructor(limits: Limits) {
    this.tallies = new GroupTallies(limits.groups);
    this.allowance = new Allowance(limits);
  }

  async add(findings: readonly Finding[]): Promise<void> {
    const messages = new TextMessages((index) => findings[index]?.message ?? '');
    for (let index = 0; index < findings.length; index++) {
      const finding = at(findings, index);
      const { line, byteOffset, range } = finding;
      const tally = this.tallies.add(finding);
      const pieces = tally?.pieces ?? new TemplatePieces(finding.template);
      const form = this.write(finding.severity, messages, index, pieces, tally !== null);
      if (form === null) continue;
      const kind = this.kindOf(finding, tally, form, pieces, timeCode(finding));
      this.append(kind, line, finding.endLine - line, byteOffset, storableTime(finding.timestamp) ?? 0, range.start, range.end, finding.message.length);
      if (this.waiting.isFull) await this.packWaiting();
    }
  }

  async addOccurrences(shape: Finding, occurrences: Occurrences): Promise<void> {
    const { lines, byteOffsets, timestamps, ranges } = occurrences;
    const messages = messagesOf(shape, occurrences);
    const tally = this.tallies.addAll(shape, occurrences, messages);
    const pieces = tally?.pieces ?? new TemplatePieces(shape.template);
    const height = shape.endLine - shape.line;
    const timed = timeCode({ ...shape, timestamp: 0 });
    /** What the shape's range goes beyond the usual. */
    const beyond = shape.range.end - shape.range.start - usualLength(shape.message.length);
    let kind: Kind | undefined;
    for (let index = 0; index < lines.length; index++) {
      const form = this.write(shape.severity, messages, index, pieces, tally !== null);
      if (form === null) continue;
      const time = timestamps && storableTime(timestamps[index] ?? Number.NaN);
      const code = time === null ? 0 : timed;
      if (kind?.form !== form || kind.timeCode !== code) kind = this.kindOf(shape, tally, form, pieces, code);
      const characters = messages.characters(index);
      const start = ranges ? (ranges.starts[index] ?? 0) : shape.range.start;
      const end = ranges ? (ranges.ends[index] ?? 0) : start + usualLength(characters) + beyond;
      this.append(kind, lines[index] ?? 0, height, byteOffsets[index] ?? 0, time ?? 0, start, end, characters);
      if (this.waiting.isFull) await this.packWaiting();
    }
  }

  /** Packs the rest. Nothing may be added any more. */
  async finish(): Promise<{ readonly groups: readonly GroupPart[]; readonly blobs: readonly PackedFindings[]; readonly notes: readonly Note[] }> {
    this.packSlices(this.waiting.inOrder());
    return { groups: this.tallies.parts(), blobs: await Promise.all(this.blobs), notes: this.allowance.notes() };
  }

  /** Writes what of a message its kind does not say; null where the finding is only to be counted. */
  private write(severity: Severity, messages: Messages, index: number, pieces: TemplatePieces, grouped: boolean): Form | null {
    const keeping = this.allowance.take(severity, grouped);
    if (keeping !== 'whole') return keeping === 'brief' ? keeping : null;
    const { values } = this.waiting;
    const before = values.length;
    const filled = pieces.isSafe && messages.fill(index, values, pieces);
    if (!filled) messages.whole(index, values);
    this.allowance.charge(values.length - before);
    return filled ? 'filled' : 'whole';
  }

  private kindOf(finding: Finding, tally: Tally | null, form: Form, pieces: TemplatePieces, time: number): Kind {
    const known = tally?.kinds ?? [];
    for (const kind of known) if (isOfKind(kind, finding, form, time)) return kind;
    const values = form === 'filled' ? pieces.values : form === 'whole' ? 1 : 0;
    const kind = kindOf(finding, tally?.number ?? unlisted, form, values, time);
    this.allowance.charge(sizeOf(kind));
    if (known.length === kindsRemembered) known.shift();
    known.push(kind);
    return kind;
  }

  private append(kind: Kind, line: number, height: number, offset: number, time: number, start: number, end: number, characters: number): void {
    const brief = kind.form === 'brief';
    this.waiting.add(kind, line, height, offset, time, brief ? 0 : start - kind.rangeStart, brief ? 0 : end - start - usualLength(characters));
  }

  private async packWaiting(): Promise<void> {
    const { waiting, spare } = this;
    const order = waiting.inOrder();
    if (waiting.isRising) {
      // What has come in order so far is likely to go on like that: then nothing has to wait for what comes late.
      this.packSlices(order);
    } else {
      const late = Math.floor(order.length / slicesWaiting);
      this.packSlices(order.subarray(0, order.length - late));
      spare.takeOver(waiting, order.subarray(order.length - late));
      [this.waiting, this.spare] = [spare, waiting];
    }
    waiting.clear();
    while (this.blobs.length - this.settled > mostDeflating) await this.blobs[this.settled++];
  }

  private packSlices(rows: Uint32Array): void {
    const slices = Math.ceil(rows.length / this.waiting.rowsInSlice);
    for (let slice = 0; slice < slices; slice++) this.pack(rows.subarray(Math.round((slice * rows.length) / slices), Math.round(((slice + 1) * rows.length) / slices)));
  }

  private pack(slice: Uint32Array): void {
    for (const { severity, rows } of this.waiting.bySeverity(slice)) {
      const blob = packed(severity, packRows(this.waiting, rows));
      // Whoever awaits it hears of a failure; nobody may, where the run is abandoned.
      blob.catch(() => undefined);
      this.blobs.push(blob);
    }
  }
}

async function packed(severity: Severity, raw: RawBlob): Promise<PackedFindings> {
  const { count, firstLine, lastLine, groupCounts } = raw;
  return { severity, count, firstLine, lastLine, groupCounts, packed: await deflated(raw) };
}
