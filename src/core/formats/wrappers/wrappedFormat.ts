import type { Line, LogRecord } from '../../record';
import type { FormatContext, LogFormat, RecordReader } from '../format';
import { isBlank } from '../openRecord';
import { InOrder } from './inOrder';
import { Stream, type Detect } from './stream';
import type { Unwrapped, Wrapper } from './wrapper';

/** Below every wrapping there is more to a line than its timestamp: it beats formats that read no further. */
const weight = 0.98;

/** Streams that are followed at once; the one silent for longest makes room. */
const mostStreams = 512;
/**
 * A stream that says nothing for so many lines of the file has ended its record. A trace is written in one go: even
 * with as many streams as are followed, all as busy, its next line comes within so many.
 */
const longestSilence = mostStreams;
/** Streams that have made room and whose format is remembered, in case they come back. */
const mostRemembered = 8192;

/** The format of logs that are wrapped so; `detect` chooses that of each stream. */
export function wrappedFormat(wrapper: Wrapper, detect: Detect): LogFormat {
  const { id, title, samples } = wrapper;
  return {
    id,
    title,
    samples,
    sniff(lines, { year }) {
      const unwrapped: Unwrapped[] = [];
      let strays = 0;
      for (const line of lines) {
        const inner = wrapper.unwrap(line, year);
        if (inner !== null) unwrapped.push(inner);
        else if (!isBlank(line) && (wrapper.strays === 'apart' || !/^\s/.test(line))) strays++;
      }
      if (unwrapped.length === 0 || wrapper.claims?.(unwrapped) === false) return 0;
      return (weight * unwrapped.length) / (unwrapped.length + strays);
    },
    open: (context) => new WrappedReader(wrapper, detect, context),
  };
}

class WrappedReader implements RecordReader {
  /** Streams with a record that may still be open, the one silent for longest first. */
  private readonly busy = new Map<string, Stream>();
  /** Streams of which all is told, the same way. */
  private readonly idle = new Map<string, Stream>();
  /** What was found to be the format of streams that have made room. */
  private readonly remembered = new Map<string, LogFormat>();
  private readonly told = new InOrder();
  /** The stream that a line without the wrapping goes on with. */
  private last = '';

  constructor(
    private readonly wrapper: Wrapper,
    private readonly detect: Detect,
    private readonly context: FormatContext,
  ) {}

  read(line: Line): readonly LogRecord[] {
    const unwrapped = this.wrapper.unwrap(line.text, this.context.year) ?? this.stray(line.text);
    this.last = unwrapped.stream;
    const stream = this.take(unwrapped.stream);
    this.told.add(stream.read(line, unwrapped));
    if (stream.firstLine !== null) this.busy.set(unwrapped.stream, stream);
    else this.idle.set(unwrapped.stream, stream);
    this.closeSilent(line.number);
    return this.told.before(this.firstOpenLine());
  }

  end(): readonly LogRecord[] {
    for (const stream of this.busy.values()) this.told.add(stream.end());
    this.busy.clear();
    return this.told.before(Infinity);
  }

  private stray(text: string): Unwrapped {
    const stream = this.wrapper.strays === 'continue' ? this.last : '';
    return { text, column: 0, timestamp: null, stream };
  }

  /** The stream of this name, known or new, taken out of both maps. */
  private take(name: string): Stream {
    const known = this.busy.get(name) ?? this.idle.get(name);
    this.busy.delete(name);
    this.idle.delete(name);
    if (known !== undefined) return known;
    if (this.busy.size + this.idle.size >= mostStreams) this.dropOldest();
    return new Stream(this.wrapper.id, this.remembered.get(name) ?? null, this.detect, this.context);
  }

  private dropOldest(): void {
    const oldest = (this.idle.size > 0 ? this.idle : this.busy).entries().next().value;
    if (oldest === undefined) return;
    const [name, stream] = oldest;
    this.told.add(stream.end());
    this.idle.delete(name);
    this.busy.delete(name);
    if (stream.innerFormat !== null && this.remembered.size < mostRemembered) this.remembered.set(name, stream.innerFormat);
  }

  private closeSilent(lineNumber: number): void {
    for (const [name, stream] of this.busy) {
      if (lineNumber - stream.lastLine < longestSilence) return;
      this.told.add(stream.end());
      this.busy.delete(name);
      this.idle.set(name, stream);
    }
  }

  /** The first line that a record still to come may begin on. */
  private firstOpenLine(): number {
    if (this.told.isEmpty) return 0;
    let first = Infinity;
    for (const { firstLine } of this.busy.values()) if (firstLine !== null && firstLine < first) first = firstLine;
    return first;
  }
}
