import type { Writable } from 'node:stream';
import type { Sink } from './exporter';

/** How a stream says that its reader has gone (`| head`). */
const readerGoneCodes: ReadonlySet<unknown> = new Set(['EPIPE', 'EOF', 'ERR_STREAM_DESTROYED']);

function saysReaderGone(error: Error): boolean {
  return 'code' in error && readerGoneCodes.has(error.code);
}

/** Writes to a stream, usually standard output, and waits where it is full. A reader that leaves is no error. */
export class StreamSink implements Sink {
  private readonly gone = new AbortController();
  private failure: Error | null = null;

  constructor(private readonly stream: Writable) {
    stream.on('error', (error) => {
      if (saysReaderGone(error)) this.gone.abort();
      else this.failure ??= error;
    });
  }

  /** Aborted when nobody reads any more: what is written from then on is dropped, and work for it can end. */
  get readerGone(): AbortSignal {
    return this.gone.signal;
  }

  /** Resolves when the stream has taken the chunk; rejects where it failed otherwise than by its reader leaving. */
  async write(chunk: string | Uint8Array): Promise<void> {
    if (this.gone.signal.aborted) return;
    if (this.failure) throw this.failure;
    await new Promise<void>((resolve, reject) => {
      this.stream.write(chunk, (error) => {
        if (error && !saysReaderGone(error)) {
          reject(error);
          return;
        }
        if (error) this.gone.abort();
        resolve();
      });
    });
  }
}
