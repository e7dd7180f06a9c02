/** A time found at the start of a text. */
export interface ReadTimestamp {
  /** Milliseconds since the epoch (UTC). A time without a zone is taken as UTC. */
  readonly time: number;
  /** Characters read, from `start`. */
  readonly length: number;
}

/** Reads the timestamp that begins at `start`, in any of the usual notations; null where none does. `year` completes those without one. */
export function readTimestamp(text: string, start: number, year: number): ReadTimestamp | null {
  const match = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?Z?/.exec(text.slice(start));
  return match && year > 0 ? { time: Date.parse(match[0]), length: match[0].length } : null;
}
