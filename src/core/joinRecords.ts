import { unfoldTrace } from './foldedTrace';
import type { RecordReader } from './formats/format';
import type { Line, LogRecord } from './record';
import { TraceInPieces, mayBegin, mayContinue, type Piece } from './tracePieces';

/** Records that may stand between two of one trace: its writer's neighbours say no more while it writes. */
const farthest = 64;
/** Traces that are followed at once; a log with more has them all interleaved. */
const mostTraces = 16;
/** Records held back behind a trace that goes on and on. */
const mostHeld = 4096;

/**
 * A reader that makes one record of those of `reader` whose messages are the lines of one stack trace, as loggers
 * write it that put their prefix before each; records of other streams may stand between them. A trace on one line,
 * with its line breaks escaped, is unfolded. All else passes as it is, in the order of the first lines.
 */
export function joiningReader(reader: RecordReader): JoiningReader {
  const joiner = new Joiner();
  return {
    read(line: Line) {
      const records = reader.read(line);
      return records.length === 0 ? records : joiner.take(records);
    },
    end: () => [...joiner.take(reader.end()), ...joiner.end()],
    followsTraces: () => joiner.followsTraces(),
  };
}

export interface JoiningReader extends RecordReader {
  /** Whether a trace has begun that later records may be part of. */
  followsTraces(): boolean;
}

/** A record that stands alone, with its trace told apart; `isPiece` where it may be one of a trace in several records. */
export function standing(record: LogRecord): { readonly record: LogRecord; readonly isPiece: boolean } {
  const unfolded = unfoldTrace(record);
  return { record: unfolded, isPiece: mayBegin(unfolded) || mayContinue(unfolded) };
}

class Joiner {
  /** The records that are not told yet, from `first` on: a trace may begin or go on among them. */
  private held: Piece[] = [];
  private first = 0;
  private traces: TraceInPieces[] = [];

  take(records: readonly LogRecord[]): LogRecord[] {
    const told: LogRecord[] = [];
    for (const record of records) {
      this.add({ record: unfoldTrace(record), trace: null });
      this.tell(farthest, told);
    }
    return told;
  }

  end(): LogRecord[] {
    for (const trace of this.traces) trace.close();
    this.traces = [];
    const told: LogRecord[] = [];
    this.tell(0, told);
    return told;
  }

  followsTraces(): boolean {
    return this.traces.length > 0;
  }

  private add(piece: Piece): void {
    this.held.push(piece);
    if (this.traces.length > 0 && this.isFollowed(piece)) return;
    if (mayContinue(piece.record) && this.continues(piece)) return;
    if (mayBegin(piece.record)) this.follow(TraceInPieces.begin(piece));
  }

  /** Whether a trace that is being followed goes on with this record, or may. */
  private isFollowed(piece: Piece): boolean {
    for (const trace of this.traces) {
      if (trace.isOver()) {
        this.drop(trace);
        continue;
      }
      const continuation = trace.next(piece);
      if (continuation === null) continue;
      if (continuation !== 'ends') return true;
      this.drop(trace);
      return false;
    }
    return false;
  }

  /** Whether the record goes on where the last one of its stream ended. */
  private continues(piece: Piece): boolean {
    const oldest = Math.max(this.first, this.held.length - 1 - farthest);
    for (let at = this.held.length - 2; at >= oldest; at--) {
      const earlier = this.held[at];
      if (earlier === undefined) return false;
      const trace = TraceInPieces.of(earlier, piece);
      if (trace === 'other stream') continue;
      if (trace !== null) this.follow(trace);
      return trace !== null;
    }
    return false;
  }

  private follow(trace: TraceInPieces | null): void {
    if (trace === null) return;
    const [oldest] = this.traces;
    if (oldest !== undefined && this.traces.length >= mostTraces) this.drop(oldest);
    this.traces.push(trace);
  }

  private drop(trace: TraceInPieces): void {
    trace.close();
    this.traces = this.traces.filter((each) => each !== trace);
  }

  /** Tells the oldest records, all but `rest` of them, up to the first that still grows. */
  private tell(rest: number, told: LogRecord[]): void {
    for (; this.held.length - this.first > rest; this.first++) {
      const oldest = this.held[this.first];
      if (oldest === undefined) break;
      const { trace } = oldest;
      if (trace !== null && trace.isOpen) {
        if (!trace.isOver() && this.held.length - this.first <= mostHeld) break;
        this.drop(trace);
      }
      if (trace === null || trace.first === oldest) told.push(oldest.record);
    }
    if (this.first > farthest * 4) {
      this.held = this.held.slice(this.first);
      this.first = 0;
    }
  }
}
