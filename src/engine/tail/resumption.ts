import { open } from 'node:fs/promises';
import type { Analysis } from '../../core/analysis';
import type { Finding } from '../../core/finding';
import type { Line } from '../../core/record';
import type { LineBreaks } from '../api';
import { LineReader } from '../lineReader';
import { asSourceError, headSize, notationOf } from '../sources';
import type { Store } from '../store/store';
import { readAt } from './heldFile';
import type { TailResumption } from './tailAnalysis';

/** Bytes at the end of what was analysed that are read again, and the part of them that only leads up to the rest. */
const windowSize = 128 * 1024;
const leadSize = windowSize / 2;
/** With longer lines than this the log is read from its start. */
const largestWindow = 8 * 1024 * 1024;
const headLines = 200;
const pageSize = 1000;

/**
 * Where a log that was analysed is taken up again: none of it but its head and its end is read. Null where that
 * cannot be. Rejects with a SourceError, or a StoreError.
 */
export async function resumptionOf(file: string, analysis: Analysis, lineBreaks: LineBreaks, store: Store): Promise<TailResumption | null> {
  const window = await readEnd(file, analysis, lineBreaks);
  if (window === null) return null;
  const { head, lines, unfinished, from, end } = window;
  const known: Finding[] = [];
  for await (const page of findingsOf(store, analysis.id, { from, to: Number.MAX_SAFE_INTEGER })) known.push(...page);
  const start = { byteOffset: unfinished?.byteOffset ?? analysis.size, number: unfinished?.number ?? end };
  return { head, lines, unfinished, from, known, counts: analysis, start };
}

/** All findings of an analysis within these lines (1-based, both included), in their order, as they were found. */
export async function* findingsOf(store: Store, analysisId: number, lines: { readonly from: number; readonly to: number }): AsyncGenerator<readonly Finding[]> {
  if (lines.to < lines.from) return;
  for (let offset = 0; ; ) {
    const { findings, total } = await store.findings({ analysisId, minSeverity: 'low', order: 'line', offset, limit: pageSize, lines, asFound: true });
    if (findings.length > 0) yield findings;
    offset += findings.length;
    if (findings.length === 0 || offset >= total) return;
  }
}

interface End {
  readonly head: readonly Line[];
  readonly lines: readonly Line[];
  readonly unfinished: Line | null;
  readonly from: number;
  /** Number of the line behind the last one. */
  readonly end: number;
}

async function readEnd(file: string, { size, lines: lineCount }: Analysis, lineBreaks: LineBreaks): Promise<End | null> {
  try {
    const handle = await open(file, 'r');
    try {
      const headBytes = await readAt(handle, 0, Math.min(headSize, size));
      const notation = await notationOf(headBytes, headBytes.length < headSize, file);
      if (notation.packed) return null;
      const fromStart = new LineReader(notation, lineBreaks);
      if (size <= windowSize) {
        const lines = fromStart.take(await readAt(handle, 0, size));
        return { head: [], lines, unfinished: fromStart.unfinished(), from: 1, end: lines.length + 1 };
      }
      const head = fromStart.take(headBytes).slice(0, headLines);
      for (let length = windowSize; length < size && length <= largestWindow; length *= 2) {
        // Units of UTF-16 stay whole.
        const start = size - length + ((size - length) % 2);
        const bytes = await readAt(handle, start, size - start);
        const reader = new LineReader(notation, lineBreaks, { byteOffset: start, number: 1 });
        // The first of them began further up.
        const ended = reader.take(bytes).slice(1);
        const rest = reader.unfinished();
        if (ended.length === 0) continue;
        const first = lineCount - ended.length - (rest === null ? 0 : 1) + 1;
        const lines = ended.map((line, index) => ({ ...line, number: first + index }));
        const from = lines.find(({ byteOffset }) => byteOffset >= start + leadSize);
        if (from === undefined) continue;
        const end = first + ended.length;
        return { head, lines, unfinished: rest && { ...rest, number: end }, from: from.number, end };
      }
      return null;
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw asSourceError(error, file);
  }
}
