import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { Classifier } from '../ml/classifier';
import type { Note } from '../core/analysis';
import type { Finding } from '../core/finding';
import { runPipeline, type JudgedRecord, type PipelineSummary } from '../core/pipeline';
import type { Level, Line } from '../core/record';
import type { FormatProblem, LineBreaks, PatternProblem, Reading } from './api';
import { fileUri } from './fileUri';
import { openSource, type OpenSource } from './sources';
import { userReading } from './userReading';

/** One file of a log in several. */
export interface FamilyPart extends Pick<OpenSource, 'uri' | 'fileName' | 'identity' | 'encoding'> {
  readonly file: string;
}

/** What was found next; findings have the lines and offsets of their own file. */
export interface FamilyBatch {
  readonly part: FamilyPart;
  readonly findings: readonly Finding[];
}

export interface FamilyResult {
  /** The files that could be read, in their order, each with what it holds. */
  readonly parts: readonly { readonly part: FamilyPart; readonly summary: PipelineSummary }[];
  /** Why a file could not be read, or not to its end, in sentences that name it. */
  readonly failures: readonly string[];
  readonly patternProblems: readonly PatternProblem[];
  readonly formatProblems: readonly FormatProblem[];
}

export interface FamilyOptions extends Reading {
  /** Says what findings are about. */
  readonly classifier: Classifier;
  /** Milliseconds since the epoch: taken for the last change of a file that does not tell. */
  readonly now: number;
  readonly onProgress?: (bytes: number, totalBytes: number) => void;
}

/**
 * Reads the files of a rotated log as the one log that they are, the oldest first: records and traces go on from one
 * file to the next, and so do days and years that times do not state. Throws the signal's reason when it is aborted.
 */
export async function* readFamily(files: readonly string[], options: FamilyOptions, signal: AbortSignal): AsyncGenerator<FamilyBatch, FamilyResult> {
  const stats = await Promise.all(files.map(statsOf));
  const modified = Math.max(...stats.map((each) => each?.modified ?? 0)) || options.now;
  // The oldest name states the date that times begin with, if any does.
  const { pipeline, matcher, formats } = userReading({ fileName: path.basename(files[0] ?? ''), path: files.at(-1) ?? '', modified }, options, options.classifier);
  const totalBytes = stats.reduce((sum, each) => sum + (each?.size ?? 0), 0);
  const reader = new FamilyReader(files, options.lineBreaks, (bytes) => options.onProgress?.(bytes, totalBytes));
  const lines = reader.lines(signal);
  const batches = runPipeline(formats?.prepared(lines) ?? lines, { ...pipeline, everyRecord: true }, signal);
  let step = await batches.next();
  for (; step.done !== true; step = await batches.next()) {
    reader.count(step.value.records);
    yield* reader.locate(step.value.findings);
  }
  return { ...reader.result(step.value), patternProblems: matcher.problems, formatProblems: formats?.problems ?? [] };
}

interface PartReading {
  readonly part: FamilyPart;
  /** Lines of the files before it. */
  readonly before: number;
  lines: number;
  records: number;
  readonly levels: Record<Level | 'none', number>;
  readonly severities: { critical: number; high: number; medium: number; low: number };
}

/** Reads the files one after the other, with lines numbered through, and finds back to the file of a line. */
class FamilyReader {
  private readonly readings: PartReading[] = [];
  private readonly failures: string[] = [];
  private bytes = 0;

  constructor(
    private readonly files: readonly string[],
    private readonly lineBreaks: LineBreaks,
    private readonly onProgress: (bytes: number) => void,
  ) {}

  async *lines(signal: AbortSignal): AsyncGenerator<readonly Line[]> {
    for (const file of this.files) {
      let source: OpenSource | undefined;
      try {
        source = await openSource({ kind: 'file', uri: fileUri(file), path: file });
        yield* this.linesOf(file, source, signal);
        if (source.damage !== null) this.failures.push(source.damage);
      } catch (error) {
        if (signal.aborted) throw error;
        this.failures.push(error instanceof Error ? error.message : String(error));
      } finally {
        this.bytes += source?.identity.size ?? 0;
        await source?.close();
      }
    }
  }

  count(records: readonly JudgedRecord[]): void {
    for (const { record, verdict } of records) {
      const reading = this.readingOf(record.line);
      reading.records++;
      reading.levels[verdict.level ?? 'none']++;
    }
  }

  /** Findings with the lines of their files. One that goes on in the next file ends where its own does. */
  locate(findings: readonly Finding[]): FamilyBatch[] {
    const found = new Map<PartReading, Finding[]>();
    for (const finding of findings) {
      const reading = this.readingOf(finding.line);
      const { before, lines } = reading;
      reading.severities[finding.severity]++;
      const line = finding.line - before;
      const rangeLine = finding.range.line - before;
      const range = rangeLine <= lines ? { ...finding.range, line: rangeLine } : { line, start: 0, end: 0 };
      const list = found.get(reading) ?? [];
      found.set(reading, list);
      list.push({ ...finding, line, endLine: Math.min(finding.endLine - before, lines), range });
    }
    return [...found].map(([{ part }, list]) => ({ part, findings: list }));
  }

  result({ format, notes }: PipelineSummary): Pick<FamilyResult, 'parts' | 'failures'> {
    const notesOf = new Map<PartReading, Note[]>(this.readings.map((reading) => [reading, []]));
    for (const { line, text } of notes) {
      const reading = this.readingOf(line ?? 1);
      notesOf.get(reading)?.push({ line: line === null ? null : line - reading.before, text });
    }
    const parts = this.readings.map((reading) => {
      const { part, lines, records, severities, levels } = reading;
      return { part, summary: { format, lines, records, severities, levels, notes: notesOf.get(reading) ?? [] } };
    });
    return { parts, failures: this.failures };
  }

  private async *linesOf(file: string, source: OpenSource, signal: AbortSignal): AsyncGenerator<readonly Line[]> {
    const { uri, fileName, identity, encoding } = source;
    const last = this.readings.at(-1);
    const before = last ? last.before + last.lines : 0;
    const reading: PartReading = {
      part: { file, uri, fileName, identity, encoding },
      before,
      lines: 0,
      records: 0,
      levels: { trace: 0, debug: 0, info: 0, warn: 0, error: 0, fatal: 0, none: 0 },
      severities: { critical: 0, high: 0, medium: 0, low: 0 },
    };
    this.readings.push(reading);
    for await (const lines of source.lines(this.lineBreaks, signal)) {
      reading.lines += lines.length;
      this.onProgress(this.bytes + source.position);
      yield lines.map((line) => ({ ...line, number: line.number + before }));
    }
  }

  private readingOf(line: number): PartReading {
    const reading = this.readings.findLast(({ before }) => before < line) ?? this.readings[0];
    if (reading === undefined) throw new RangeError(`No file has line ${String(line)}.`);
    return reading;
  }
}

async function statsOf(file: string): Promise<{ readonly size: number; readonly modified: number } | null> {
  try {
    const { size, mtimeMs } = await stat(file);
    return { size, modified: mtimeMs };
  } catch {
    // Opened, it is named with the reason.
    return null;
  }
}
