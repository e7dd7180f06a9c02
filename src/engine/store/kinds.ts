import { type Category, type Finding, type Frame, type Severity, categories } from '../../core/finding';
import { type Level, type LevelSource, type TimestampInferred, levels } from '../../core/record';
import { type ColumnReader, type ColumnWriter, type StringTable, at } from './columns';

/** What the findings of one group have in common; it is stored once, and blobs refer to it by number. */
export interface GroupName {
  readonly fingerprint: string;
  readonly template: string;
}

/** Stands for the number of a group that has none: its name is in the blob. */
export const unlisted = -1;

/** How the message of a finding comes back: its values fill the template; it is the one value; or only the template is left. */
const forms = ['filled', 'whole', 'brief'] as const;
export type Form = (typeof forms)[number];

/** What many findings share: all but their place, their time and the values in their message. */
export interface Kind {
  readonly group: number;
  /** Of the group, where `group` is `unlisted`. */
  readonly name: GroupName | null;
  readonly severity: Severity;
  readonly form: Form;
  /** How many values a message has. */
  readonly values: number;
  /** 0 for no time, 1 for one that the log states, and from 2 on what of it is inferred. */
  readonly timeCode: number;
  readonly level: Level | null;
  readonly levelSource: LevelSource;
  readonly category: Category;
  readonly confidence: number;
  /** Lines from the finding's first to the one its range is on. */
  readonly rangeLine: number;
  /** Of the range on that line, as the first finding of the kind had it: others are told by the difference. */
  readonly rangeStart: number;
  readonly rule: string;
  readonly text: string;
  readonly weighed: readonly string[];
  readonly frames: readonly Frame[];
}

const levelSources: readonly LevelSource[] = ['declared', 'inferred', 'none'];
const inferredParts: readonly TimestampInferred[] = ['zone', 'year', 'date'];

/** Differences of times up to here are exact; nobody's clock goes further (some 70,000 years). */
const largestTime = 2 ** 51;

/** Milliseconds since the epoch, whole; null for what is no time. Groups and blobs tell the same times by it. */
export function storableTime(timestamp: number | null): number | null {
  return timestamp !== null && Math.abs(timestamp) <= largestTime ? Math.round(timestamp) : null;
}

/** A range ends where the message does, or after so many characters of it. */
const longestRange = 200;

/** How long the range of a message of so many characters mostly is. */
export function usualLength(characters: number): number {
  return Math.min(characters, longestRange);
}

export function timeCode({ timestamp, timestampInferred }: Pick<Finding, 'timestamp' | 'timestampInferred'>): number {
  if (storableTime(timestamp) === null) return 0;
  return timestampInferred === undefined ? 1 : inferredParts.indexOf(timestampInferred) + 2;
}

/** What of a time is inferred, as a finding says it. */
export function inferredBy(code: number): Pick<Finding, 'timestampInferred'> {
  return code > 1 ? { timestampInferred: at(inferredParts, code - 2) } : {};
}

export function kindOf(finding: Finding, group: number, form: Form, values: number, time: number): Kind {
  const { severity, level, levelSource, category, confidence, evidence, range } = finding;
  const brief = form === 'brief';
  return {
    group,
    name: group === unlisted ? { fingerprint: finding.fingerprint, template: finding.template } : null,
    severity,
    form,
    values,
    timeCode: time,
    level,
    levelSource,
    category,
    confidence,
    rangeLine: range.line - finding.line,
    rangeStart: range.start,
    rule: evidence.rule,
    // A group remembers its kinds; all others go when they are packed.
    text: group === unlisted ? evidence.text : detached(evidence.text),
    weighed: brief ? [] : evidence.weighed,
    frames: brief ? [] : finding.frames,
  };
}

/** Bytes, about. */
export function sizeOf({ name, text, weighed, frames }: Kind): number {
  const bytesOfFrame = 80;
  return 32 + (name ? name.template.length + name.fingerprint.length : 0) + text.length + sum(weighed.map(({ length }) => length)) + bytesOfFrame * frames.length;
}

/** Is the finding, of the same group and severity, one of this kind? */
export function isOfKind(kind: Kind, finding: Finding, form: Form, time: number): boolean {
  return (
    kind.form === form &&
    kind.timeCode === time &&
    kind.rangeLine === finding.range.line - finding.line &&
    kind.confidence === finding.confidence &&
    kind.level === finding.level &&
    kind.category === finding.category &&
    kind.levelSource === finding.levelSource &&
    kind.rule === finding.evidence.rule &&
    kind.text === finding.evidence.text &&
    (form === 'brief' || (sameTexts(kind.weighed, finding.evidence.weighed) && sameFrames(kind.frames, finding.frames)))
  );
}

function sameTexts(a: readonly string[], b: readonly string[]): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index++) if (a[index] !== b[index]) return false;
  return true;
}

function sameFrames(a: readonly Frame[], b: readonly Frame[]): boolean {
  if (a === b) return true;
  return a.length === b.length && a.every((frame, index) => sameFrame(frame, at(b, index)));
}

function sameFrame(a: Frame, b: Frame): boolean {
  return a.line === b.line && a.column === b.column && a.function === b.function && a.file === b.file && a.module === b.module && a.application === b.application;
}

/** Writes kinds as columns, and their strings into a table. Null is 0, everything else one more than it is. */
export function packKinds(kinds: readonly Kind[], columns: ColumnWriter, strings: StringTable): void {
  columns.plain(kinds, (kind) => kind.group);
  columns.plain(kinds.flatMap(({ name }) => name ?? []), (name) => strings.add(name.fingerprint));
  columns.plain(kinds.flatMap(({ name }) => name ?? []), (name) => strings.add(name.template));
  columns.plain(kinds, (kind) => forms.indexOf(kind.form));
  columns.plain(kinds, (kind) => kind.values);
  columns.plain(kinds, (kind) => kind.timeCode);
  columns.plain(kinds, (kind) => (kind.level === null ? 0 : levels.indexOf(kind.level) + 1));
  columns.plain(kinds, (kind) => levelSources.indexOf(kind.levelSource));
  columns.plain(kinds, (kind) => categories.indexOf(kind.category));
  columns.plain(kinds, (kind) => strings.add(String(kind.confidence)));
  columns.plain(kinds, (kind) => kind.rangeLine);
  columns.plain(kinds, (kind) => kind.rangeStart);
  columns.plain(kinds, (kind) => strings.add(kind.rule));
  columns.plain(kinds, (kind) => strings.add(kind.text));
  columns.plain(kinds, (kind) => kind.weighed.length);
  columns.plain(kinds.flatMap(({ weighed }) => weighed), (rule) => strings.add(rule));
  columns.plain(kinds, (kind) => kind.frames.length);
  packFrames(kinds.flatMap(({ frames }) => frames), columns, strings);
}

/** Reads `count` kinds of one severity. */
export function unpackKinds(count: number, severity: Severity, columns: ColumnReader, strings: readonly string[]): Kind[] {
  const string = (index: number): string => at(strings, index);
  const groups = columns.plain(count);
  const nameless = groups.filter((group) => group === unlisted).length;
  const fingerprints = columns.plain(nameless);
  const templates = columns.plain(nameless);
  const formCodes = columns.plain(count);
  const values = columns.plain(count);
  const timeCodes = columns.plain(count);
  const levelCodes = columns.plain(count);
  const sources = columns.plain(count);
  const categoryCodes = columns.plain(count);
  const confidences = columns.plain(count);
  const rangeLines = columns.plain(count);
  const rangeStarts = columns.plain(count);
  const rules = columns.plain(count);
  const texts = columns.plain(count);
  const weighedCounts = columns.plain(count);
  const weighed = columns.plain(sum(weighedCounts)).map(string);
  const frameCounts = columns.plain(count);
  const frames = unpackFrames(sum(frameCounts), columns, strings, true);
  const next = { name: 0, weighed: 0, frame: 0 };
  return groups.map((group, index) => {
    const level = at(levelCodes, index);
    const name = group === unlisted ? { fingerprint: string(at(fingerprints, next.name)), template: string(at(templates, next.name++)) } : null;
    return {
      group,
      name,
      severity,
      form: at(forms, at(formCodes, index)),
      values: at(values, index),
      timeCode: at(timeCodes, index),
      level: level === 0 ? null : at(levels, level - 1),
      levelSource: at(levelSources, at(sources, index)),
      category: at(categories, at(categoryCodes, index)),
      confidence: Number(string(at(confidences, index))),
      rangeLine: at(rangeLines, index),
      rangeStart: at(rangeStarts, index),
      rule: string(at(rules, index)),
      text: string(at(texts, index)),
      weighed: weighed.slice(next.weighed, (next.weighed += at(weighedCounts, index))),
      frames: frames.slice(next.frame, (next.frame += at(frameCounts, index))),
    };
  });
}

/** The rows, given by the numbers of their kinds, kind by kind: those of one kind stay in their order. */
export function kindByKind(kindNumbers: Float64Array, kinds: number): Uint32Array {
  const next = new Uint32Array(kinds + 1);
  for (let row = 0; row < kindNumbers.length; row++) {
    const after = (kindNumbers[row] ?? 0) + 1;
    next[after] = (next[after] ?? 0) + 1;
  }
  for (let kind = 1; kind <= kinds; kind++) next[kind] = (next[kind] ?? 0) + (next[kind - 1] ?? 0);
  const rows = new Uint32Array(kindNumbers.length);
  for (let row = 0; row < kindNumbers.length; row++) {
    const kind = kindNumbers[row] ?? 0;
    const place = next[kind] ?? 0;
    rows[place] = row;
    next[kind] = place + 1;
  }
  return rows;
}

function packFrames(frames: readonly Frame[], columns: ColumnWriter, strings: StringTable): void {
  columns.plain(frames, (frame) => (frame.function === null ? 0 : strings.add(frame.function) + 1));
  columns.plain(frames, (frame) => (frame.file === null ? 0 : strings.add(frame.file) + 1));
  columns.plain(frames, (frame) => (frame.line === null ? 0 : frame.line + 1));
  columns.plain(frames, (frame) => (frame.column === null ? 0 : frame.column + 1));
  columns.plain(frames, (frame) => Number(frame.application));
  columns.plain(frames, (frame) => (frame.module === null ? 0 : strings.add(frame.module) + 1));
}

/** `withModules` is false for blobs from before frames had modules. */
export function unpackFrames(count: number, columns: ColumnReader, strings: readonly string[], withModules: boolean): Frame[] {
  const functions = columns.plain(count);
  const files = columns.plain(count);
  const lines = columns.plain(count);
  const frameColumns = columns.plain(count);
  const application = columns.plain(count);
  const modules = withModules ? columns.plain(count) : [];
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

/** The same text, apart from the piece of file that it was cut out of: V8 keeps that as long as any cutting. */
export function detached(text: string): string {
  return JSON.parse(JSON.stringify(text)) as string;
}

export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
