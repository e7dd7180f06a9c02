import type { ExportOptions, Sink } from '../engine/exporters/exporter';
import { openFile } from '../engine/exporters/fileSink';
import { StreamSink } from '../engine/exporters/streamSink';

/** Where a command's results go. It ends with `commit` or `abort`. */
export interface Output {
  readonly sink: Sink;
  /** What formats for people may use. */
  readonly terminal: ExportOptions;
  /** Aborted when nobody reads any more; never for a file. */
  readonly readerGone: AbortSignal;
  commit(): Promise<void>;
  abort(): Promise<void>;
}

/** Opens a file, or standard output where none is named. Rejects, naming the file, where it cannot be written. */
export async function openOutput(file: string | undefined): Promise<Output> {
  if (file === undefined) {
    const sink = new StreamSink(process.stdout);
    const { isTTY, columns } = process.stdout;
    const nothing = (): Promise<void> => Promise.resolve();
    return { sink, terminal: { color: isTTY, ...(columns ? { width: columns } : {}) }, readerGone: sink.readerGone, commit: nothing, abort: nothing };
  }
  const sink = await openFile(file);
  return { sink, terminal: { color: false }, readerGone: new AbortController().signal, commit: () => sink.commit(), abort: () => sink.abort() };
}

/** Tells people, on standard error, what went wrong. */
export function complain(message: string): void {
  process.stderr.write(`stacklens: ${message}\n`);
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
