import type { RemoteAddress } from './address';
import { wrappedLine } from './remoteLog';

/** Columns of a table with a log. */
export interface Columns {
  readonly time: string;
  /** Null where the message says it. */
  readonly level: string | null;
  readonly message: string;
}

/** The columns that an address names, else these. */
export function columnsOf({ options }: RemoteAddress): Columns {
  const level = options.get('level') ?? 'level';
  return { time: options.get('time') ?? 'timestamp', level: level === '' ? null : level, message: options.get('message') ?? 'message' };
}

/** A row as a line: with a level of its own as an object, without one as the line that was written. */
export function lineOfRow(time: string, level: unknown, message: string): string {
  return level === null || level === undefined || level === '' ? wrappedLine(message, '', time) : JSON.stringify({ time, level, message });
}
