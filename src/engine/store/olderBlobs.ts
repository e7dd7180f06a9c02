import { inflateRawSync } from 'node:zlib';
import { type Finding, type Severity, categories } from '../../core/finding';
import { type LevelSource, levels } from '../../core/record';
import { ColumnReader, StringTable, at, splitSections } from './columns';
import { type GroupName, inferredBy, sum, unpackFrames } from './kinds';
import type { OpenBlob } from './unpacking';

/** What a blob holds beside what the first ones held: since the second layout the modules of frames. */
const layouts = { first: 1, modules: 2 } as const;

const levelSources: readonly LevelSource[] = ['declared', 'inferred', 'none'];

/** Opens a blob of `count` findings as versions before the fifth layout wrote them. Throws an error of no particular kind where it is damaged. */
export function unpackOlderBlob(blob: Uint8Array, count: number, severity: Severity, nameOf: (group: number) => GroupName): OpenBlob {
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
  const frames = unpackFrames(sum(frameCounts), columns, strings, layout >= layouts.modules);

  const unpacked: { readonly finding: Finding; readonly group: number }[] = [];
  const next = { message: 0, time: 0, weighed: 0, frame: 0 };
  lines.forEach((line, index) => {
    const from = { ...next };
    next.message += at(messageLengths, index);
    const timeCode = at(timeCodes, index);
    next.time += timeCode > 0 ? 1 : 0;
    next.weighed += at(weighedCounts, index);
    next.frame += at(frameCounts, index);
    const group = at(numbers, index);
    const { fingerprint, template } = nameOf(group);
    const level = at(levelCodes, index);
    const start = at(rangeStarts, index);
    const finding: Finding = {
      line,
      endLine: line + at(heights, index),
      byteOffset: at(offsets, index),
      timestamp: timeCode > 0 ? at(times, from.time) : null,
      ...inferredBy(timeCode),
      level: level === 0 ? null : at(levels, level - 1),
      levelSource: at(levelSources, at(sources, index)),
      severity,
      category: at(categories, at(categoryCodes, index)),
      confidence: Number(at(strings, at(confidences, index))),
      message: messages.slice(from.message, next.message),
      template,
      fingerprint,
      evidence: {
        rule: at(strings, at(rules, index)),
        text: at(strings, at(texts, index)),
        weighed: weighed.slice(from.weighed, next.weighed),
      },
      range: { line: line + at(rangeLines, index), start, end: start + at(rangeLengths, index) },
      frames: frames.slice(from.frame, next.frame),
    };
    unpacked.push({ finding, group });
  });
  unpacked.sort((a, b) => a.finding.line - b.finding.line);
  return {
    count,
    severity,
    lines: unpacked.map(({ finding }) => finding.line),
    natureOf: (row) => {
      const { finding, group } = at(unpacked, row);
      return { group, name: null, category: finding.category, confidence: finding.confidence, rule: finding.evidence.rule };
    },
    timeOf: (row) => at(unpacked, row).finding.timestamp,
    messageOf: (row) => at(unpacked, row).finding.message,
    finding: (row) => at(unpacked, row).finding,
    isOf: (row, groups) => groups.has(at(unpacked, row).group),
  };
}

/** The first byte tells the layout and, where it is even, that the rest is deflated. */
function decompress(blob: Uint8Array): { readonly layout: number; readonly content: Uint8Array } {
  const kind = blob[0] ?? 0;
  const layout = Math.ceil(kind / 2);
  if (layout < layouts.first || layout > layouts.modules) throw new RangeError(`Not a blob of findings: ${String(kind)}`);
  const content = blob.subarray(1);
  return { layout, content: kind % 2 === 0 ? inflateRawSync(content) : content };
}

/** The first byte of a text: one byte a character where that will do, or else two. */
const encodings = ['latin1', 'utf16le'] as const;

function readText(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString(at(encodings, at(bytes, 0)), 1);
}
