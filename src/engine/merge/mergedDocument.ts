import { TimeZone } from '../../core/time/zones';
import type { MergedDocument, MergeRequest, Progress } from '../api';
import { MergedLayout } from './mergedLayout';
import { mergedLogs } from './mergedLogs';

/** Milliseconds between two words of progress. */
const progressInterval = 100;
/** What an editor shows without effort. */
const mostLines = 50_000;
const mostCharacters = 8_000_000;
const longestLine = 10_000;
/** Pieces that are left out and still in memory. */
const mostDropped = 4096;

interface Piece {
  readonly source: number;
  readonly timestamp: number | null;
  readonly lines: readonly string[];
  /** Per line the number in its log, and where its place stands. */
  readonly numbers: readonly number[];
  readonly places: readonly (readonly [start: number, end: number])[];
  readonly characters: number;
  readonly silence: number | null;
}

/** The newest records of several logs in the order of time, as many as an editor shows without effort. */
export async function mergedDocument(
  request: MergeRequest,
  { now, onProgress }: { readonly now: () => number; readonly onProgress: (progress: Progress) => void },
  signal: AbortSignal,
): Promise<MergedDocument> {
  const { sources, reading, minLevel } = request;
  const layout = new MergedLayout(sources.map((source) => (source.kind === 'file' ? source.path : source.fileName)), new TimeZone(request.zone));
  const failures: MergedDocument['failures'][number][] = [];
  const onFailure = (source: number, message: string): void => void failures.push({ source, message });
  let told = now();
  const tell = (bytes: number, totalBytes: number): void => {
    if (now() - told < progressInterval) return;
    told = now();
    onProgress({ runId: request.runId, uri: sources[0]?.uri ?? '', bytes, totalBytes, findings: 0 });
  };
  const tail = new Tail();
  for await (const batch of mergedLogs({ sources, reading, minLevel, now: now(), onFailure, onProgress: tell }, signal)) {
    for (const { source, item, silence } of batch) {
      const { timestamp } = item.record;
      const lines = layout.linesOf(source, item.record);
      const texts = lines.map(({ prefix, text }) => prefix + (text.length > longestLine ? `${text.slice(0, longestLine)}…` : text));
      tail.add({
        source,
        timestamp,
        lines: texts,
        numbers: lines.map(({ line }) => line),
        places: lines.map(({ placeAt, place }) => [placeAt, placeAt + place.length]),
        silence,
        characters: texts.reduce((sum, { length }) => sum + length + 1, 0),
      });
    }
  }
  return tail.document(failures);
}

/** Keeps the last pieces, within bounds, and counts the others. */
class Tail {
  private pieces: Piece[] = [];
  /** Pieces before this one are left out. */
  private start = 0;
  private lines = 0;
  private characters = 0;
  private leftOut = 0;

  add(piece: Piece): void {
    this.pieces.push(piece);
    this.lines += piece.lines.length;
    this.characters += piece.characters;
    while ((this.lines > mostLines || this.characters > mostCharacters) && this.start < this.pieces.length - 1) this.drop();
    if (this.start < mostDropped) return;
    this.pieces = this.pieces.slice(this.start);
    this.start = 0;
  }

  document(failures: MergedDocument['failures']): MergedDocument {
    const kept = this.pieces.slice(this.start);
    const links = kept.flatMap(({ source, numbers, places }) => numbers.map((line, index) => ({ source, line, start: places[index]?.[0] ?? 0, end: places[index]?.[1] ?? 0 })));
    const since = this.leftOut === 0 ? null : (kept.find(({ timestamp }) => timestamp !== null)?.timestamp ?? null);
    const silences: MergedDocument['silences'][number][] = [];
    let line = 0;
    for (const { lines, silence } of kept) {
      // Before the first line there is nothing to be seen of it.
      if (silence !== null && line > 0) silences.push({ line, span: silence });
      line += lines.length;
    }
    return { lines: kept.flatMap(({ lines }) => lines), links, silences, records: kept.length, leftOut: this.leftOut, since, failures };
  }

  private drop(): void {
    const piece = this.pieces[this.start++];
    this.lines -= piece?.lines.length ?? 0;
    this.characters -= piece?.characters ?? 0;
    this.leftOut++;
  }
}
