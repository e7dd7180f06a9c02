import type { Sink } from './exporter';

const CHUNK_LENGTH = 64 * 1024;

/** Gathers small texts into chunks of about 64 kB, so that a sink is not called for every line. */
export class ChunkWriter {
  private pending = '';

  constructor(private readonly sink: Sink) {}

  /** Rejects as the sink does. Await it: the wait is what holds a fast writer back. */
  async write(text: string): Promise<void> {
    this.pending += text;
    if (this.pending.length >= CHUNK_LENGTH) await this.flush();
  }

  /** Hands over what is left. */
  async flush(): Promise<void> {
    if (this.pending === '') return;
    const chunk = this.pending;
    this.pending = '';
    await this.sink.write(chunk);
  }
}
