import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { type Finding, type Frame, type Severity, categories } from '../../core/finding';
import { type LevelSource, type TimestampInferred, levels } from '../../core/record';
import { ColumnReader, ColumnWriter, StringTable, at, joinSections, readText, splitSections, textBytes } from './columns';

/** What the findings of one group have in common; it is stored once, and blobs refer to it by number. */
export interface GroupName {
  readonly fingerprint: string;
  readonly template: string;
}

/** What a blob holds beside what the first ones held: since the second layout the modules of frames. The oldest stay readable. */
const layouts = { first: 1, modules: 2 } as const;
const currentLayout = layouts.modules;
/** Deflating a handful of findings costs more than it saves. */
const worthDeflating = 200;
const compressionLevel = 2;

const levelSources: readonly LevelSource[] = ['declared', 'inferred', 'none'];
const inferredParts: readonly TimestampInferred[] = ['zone', 'year', 'date'];
/** Differences of times up to here are exact; nobody's clock goes further (some 70,000 years). */
const largestTime = 2 ** 51;

/** Milliseconds since the epoch, whole; null for what is no time. Groups and blobs tell the same times by it. */
export function storableTime(timestamp: number | null): number | null {
  return timestamp !== null && Math.abs(timestamp) <= largestTime ? Math.round(timestamp) : null;
}

/**
 * Packs findings of one severity into a blob from which `unpack` makes equal ones; `numbers` are those of their groups.
 *
 * The blob holds one column after the other (all groups, all lines, all heights…) as variable-length integers,
 * as differences where neighbours are alike, then the strings they stand for. `unpack` reads in the same order.
 */
export function pack(findings: readonly Finding[], numbers: readonly number[]): Uint8Array {
  const columns = new ColumnWriter();
  const strings = new StringTable();
  columns.plain(numbers, (number) => number);
  columns.differences(findings, (finding) => finding.line);
  columns.plain(findings, (finding) => finding.endLine - finding.line);
  columns.differences(findings, (finding) => finding.byteOffset);
  const times = findings.map((finding) => storableTime(finding.timestamp));
  columns.plain(findings, timeCode);
  columns.differences(times.filter((time) => time !== null), (time) => time);
  columns.plain(findings, (finding) => (finding.level === null ? 0 : levels.indexOf(finding.level) + 1));
  columns.plain(findings, (finding) => levelSources.indexOf(finding.levelSource));
  columns.plain(findings, (finding) => categories.indexOf(finding.category));
  strings.column(columns, findings, (finding) => String(finding.confidence));
  columns.plain(findings, (finding) => finding.message.length);
  columns.plain(findings, (finding) => finding.range.line - finding.line);
  columns.plain(findings, (finding) => finding.range.start);
  columns.plain(findings, (finding) => finding.range.end - finding.range.start);
  strings.column(columns, findings, (finding) => finding.evidence.rule);
  strings.column(columns, findings, (finding) => finding.evidence.text);
  columns.plain(findings, (finding) => finding.evidence.weighed.length);
  columns.plain(flattened(findings, (finding) => finding.evidence.weighed), (rule) => strings.add(rule));
  columns.plain(findings, (finding) => finding.frames.length);
  packFrames(flattened(findings, (finding) => finding.frames), columns, strings);
  const messages = findings.map((finding) => finding.message).join('');
  return compress(joinSections([columns.bytes(), strings.bytes(), textBytes(messages)]));
}

/**
 * Those findings of a blob of `count` that belong to the given groups, by number. Throws an error of no particular
 * kind where the blob is damaged.
 */
export function unpack(blob: Uint8Array, count: number, severity: Severity, groups: ReadonlyMap<number, GroupName>): Finding[] {
  const { layout, content } = decompress(blob);
  const [columnBytes, stringBytes, messageBytes] = splitSections(content, 3);
  if (!columnBytes || !stringBytes || !messageBytes) throw new RangeError('A part is missing');
  const columns = new ColumnReader(columnBytes);
  const strings = StringTable.read(stringBytes);
  const messages = readText(messageBytes);
  const numbers = columns.plain(count);
  const lines = columns.differences(count);
  const heights = columns.plain(count);
  const offsets = columns.differences(count);
  const timeCodes = columns.plain(count);
  const times = columns.differences(timeCodes.filter((code) => code > 0).length);
  const levelCodes = columns.plain(count);
  const sources = columns.plain(count);
  const categoryCodes = columns.plain(count);
  const confidences = columns.plain(count);
  const messageLengths = columns.plain(count);
  const rangeLines = columns.plain(count);
  const rangeStarts = columns.plain(count);
  const rangeLengths = columns.plain(count);
  const rules = columns.plain(count);
  const texts = columns.plain(count);
  const weighedCounts = columns.plain(count);
  const weighed = columns.plain(sum(weighedCounts)).map((id) => at(strings, id));
  const frameCounts = columns.plain(count);
  const frames = unpackFrames(sum(frameCounts), columns, strings, layout);

  const findings: Finding[] = [];
  const next = { message: 0, time: 0, weighed: 0, frame: 0 };
  lines.forEach((line, index) => {
    const from = { ...next };
    next.message += at(messageLengths, index);
    const timeCode = at(timeCodes, index);
    next.time += timeCode > 0 ? 1 : 0;
    next.weighed += at(weighedCounts, index);
    next.frame += at(frameCounts, index);
    const group = groups.get(at(numbers, index));
    if (!group) return;
    const level = at(levelCodes, index);
    const start = at(rangeStarts, index);
    findings.push({
      line,
      endLine: line + at(heights, index),
      byteOffset: at(offsets, index),
      timestamp: timeCode > 0 ? at(times, from.time) : null,
      ...(timeCode > 1 ? { timestampInferred: at(inferredParts, timeCode - 2) } : {}),
      level: level === 0 ? null : at(levels, level - 1),
      levelSource: at(levelSources, at(sources, index)),
      severity,
      category: at(categories, at(categoryCodes, index)),
      confidence: Number(at(strings, at(confidences, index))),
      message: messages.slice(from.message, next.message),
      template: group.template,
      fingerprint: group.fingerprint,
      evidence: {
        rule: at(strings, at(rules, index)),
        text: at(strings, at(texts, index)),
        weighed: weighed.slice(from.weighed, next.weighed),
      },
      range: { line: line + at(rangeLines, index), start, end: start + at(rangeLengths, index) },
      frames: frames.slice(from.frame, next.frame),
    });
  });
  return findings;
}

/** How many findings of each group a blob has, for finding out without unpacking it; for `unpackCounts`. */
export function packCounts(numbers: readonly number[]): Uint8Array {
  const counts = new Map<number, number>();
  for (const number of numbers) counts.set(number, (counts.get(number) ?? 0) + 1);
  const rising = [...counts].sort(([a], [b]) => a - b);
  const columns = new ColumnWriter();
  columns.plain([rising.length], (length) => length);
  columns.differences(rising, ([number]) => number);
  columns.plain(rising, ([, count]) => count);
  return columns.bytes();
}

/** Counts by number of the group. Throws a `RangeError` where the bytes are damaged. */
export function unpackCounts(bytes: Uint8Array): Map<number, number> {
  const columns = new ColumnReader(bytes);
  const length = at(columns.plain(1), 0);
  const numbers = columns.differences(length);
  const counts = columns.plain(length);
  return new Map(numbers.map((number, index) => [number, at(counts, index)]));
}

/** 0 for no time, 1 for one that the log states, and from 2 on what of it is inferred. */
function timeCode({ timestamp, timestampInferred }: Finding): number {
  if (storableTime(timestamp) === null) return 0;
  return timestampInferred === undefined ? 1 : inferredParts.indexOf(timestampInferred) + 2;
}

/** Null is 0, everything else one more than it is. */
function packFrames(frames: readonly Frame[], columns: ColumnWriter, strings: StringTable): void {
  columns.plain(frames, (frame) => (frame.function === null ? 0 : strings.add(frame.function) + 1));
  columns.plain(frames, (frame) => (frame.file === null ? 0 : strings.add(frame.file) + 1));
  columns.plain(frames, (frame) => (frame.line === null ? 0 : frame.line + 1));
  columns.plain(frames, (frame) => (frame.column === null ? 0 : frame.column + 1));
  columns.plain(frames, (frame) => Number(frame.application));
  columns.plain(frames, (frame) => (frame.module === null ? 0 : strings.add(frame.module) + 1));
}

function unpackFrames(count: number, columns: ColumnReader, strings: readonly string[], layout: number): Frame[] {
  const functions = columns.plain(count);
  const files = columns.plain(count);
  const lines = columns.plain(count);
  const frameColumns = columns.plain(count);
  const application = columns.plain(count);
  const modules = layout >= layouts.modules ? columns.plain(count) : [];
  const string = (code: number): string | null => (code === 0 ? null : at(strings, code - 1));
  const number = (code: number): number | null => (code === 0 ? null : code - 1);
  return functions.map((name, index) => ({
    function: string(name),
    file: string(at(files, index)),
    line: number(at(lines, index)),
    column: number(at(frameColumns, index)),
    module: string(modules[index] ?? 0),
    application: at(application, index) === 1,
  }));
}

/** The first byte tells the layout and, where it is even, that the rest is deflated. */
function compress(raw: Uint8Array): Uint8Array {
  return raw.length < worthDeflating
    ? Buffer.concat([Buffer.of(currentLayout * 2 - 1), raw])
    : Buffer.concat([Buffer.of(currentLayout * 2), deflateRawSync(raw, { level: compressionLevel })]);
}

function decompress(blob: Uint8Array): { readonly layout: number; readonly content: Uint8Array } {
  const kind = blob[0] ?? 0;
  const layout = Math.ceil(kind / 2);
  if (layout < layouts.first || layout > currentLayout) throw new RangeError(`Not a blob of findings: ${String(kind)}`);
  const content = blob.subarray(1);
  return { layout, content: kind % 2 === 0 ? inflateRawSync(content) : content };
}

/** As `flatMap`, which takes ten times as long. */
function flattened<T>(findings: readonly Finding[], parts: (finding: Finding) => readonly T[]): T[] {
  const all: T[] = [];
  for (const finding of findings) for (const part of parts(finding)) all.push(part);
  return all;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
