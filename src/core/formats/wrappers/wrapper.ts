import type { StatedTime } from '../../statedTime';
import { readTimestamp, type ReadTimestamp } from '../../timestamp';
import type { FormatSample } from '../format';

/** A line without what a container runtime, a job runner or a tool that shows several logs has put around it. */
export interface Unwrapped {
  readonly text: string;
  /** Where the text begins in the raw line; null where it is escaped there. */
  readonly column: number | null;
  readonly timestamp: StatedTime | null;
  /** Names the log that the line belongs to (a service, a container, stdout), among those of the file; may be empty. */
  readonly stream: string;
  /** The line goes on in the next one of its stream. */
  readonly partial?: boolean;
  /** The line goes on where the one before it in its stream ended. */
  readonly appends?: boolean;
}

/** A way in which lines of other logs are wrapped, each on its own. */
export interface Wrapper {
  /** Stable, kebab-case; the id of the format made of it. */
  readonly id: string;
  readonly title: string;
  /** Null where the line is not wrapped so. `year` completes timestamps without one. */
  unwrap(text: string, year: number): Unwrapped | null;
  /**
   * Whether these lines of a file's head, as unwrapped, show that something has wrapped them: asked where the
   * wrapping is so slight (a timestamp, a word and a bar) that an ordinary log could look like it.
   */
  readonly claims?: (lines: readonly Unwrapped[]) => boolean;
  /** Whether a line without the wrapping goes on with the stream of the line before, or stands apart from all streams. */
  readonly strays: 'continue' | 'apart';
  readonly samples: readonly FormatSample[];
}

/** A timestamp and the text after one blank (or nothing). */
interface Stamped {
  readonly timestamp: ReadTimestamp;
  readonly column: number;
}

/** Reads the timestamp of a date, a `T`, a time with exactly `digits` decimals and `zone` that begins at `at`. */
export function readIsoStamp(text: string, at: number, digits: number, zone: string, year: number): Stamped | null {
  const fraction = at + '2024-03-05T07:08:09.'.length;
  const end = fraction + digits + zone.length;
  if (text.charAt(at + 10) !== 'T' || text.charAt(fraction - 1) !== '.' || !text.startsWith(zone, fraction + digits)) return null;
  if (end < text.length && text.charCodeAt(end) !== 0x20) return null;
  const timestamp = readTimestamp(text, at, year);
  return timestamp?.length === end - at ? { timestamp, column: Math.min(end + 1, text.length) } : null;
}

/** Share of these lines that say of themselves what only a line of its own says: a level word, a time. */
const selfSaying = /^(?:\[?(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|ERR|FATAL|CRITICAL)\b|\[?\d{4}-\d\d-\d\d[T ]|\{")/i;

/** Whether the text reads as the whole line of a log: it begins with a level, a time or as JSON. */
export function readsAsLogLine({ text }: Unwrapped): boolean {
  return selfSaying.test(text);
}

/** Whether the text is one that no logger would give a timestamp of its own: nothing, or a line set in. */
export function isInnerLine({ text }: Unwrapped): boolean {
  return text === '' || /^\s/.test(text);
}
