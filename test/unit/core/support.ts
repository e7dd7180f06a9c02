import type { LogRecord } from '../../../src/core/record';

/** A record without level and time, with what a test cares about in place of the usual. */
export function record(message: string, changes: Partial<LogRecord> = {}): LogRecord {
  const line = changes.line ?? 1;
  return {
    line,
    endLine: line,
    byteOffset: 0,
    timestamp: null,
    level: null,
    levelSource: 'none',
    logger: null,
    message,
    messageAt: { line, column: 0 },
    lines: [message],
    format: 'plain',
    ...changes,
  };
}
