import type { LogRecord } from './record';
import { parseFrames } from './stackTrace';

/** A line break as loggers, JSON writers and rsyslog write it on one line: `\n`, `\r\n`, `\x0a`, `\u000a`, `#012`. */
const foldedBreak = /(?:\\r|#015)?(?:\\n|\\x0[aA]|\\u000[aA]|\\012|#012)|\r?\n/;
const foldedTab = /\\t|\\x09|\\u0009|\\011|#011/g;
/** Characters that are looked at: the innermost frames of any trace. */
const maxLength = 64 * 1024;

/**
 * A record whose message holds a whole stack trace, its line breaks escaped or within a JSON string: the trace is
 * told apart, and the message is its first line. Any other record is given back as it is.
 */
export function unfoldTrace(record: LogRecord): LogRecord {
  const { message } = record;
  if (record.trace !== undefined || !mayBeFolded(message)) return record;
  const lines = message.slice(0, maxLength).split(foldedBreak).map((line) => line.replace(foldedTab, '\t'));
  const [first = ''] = lines;
  if (parseFrames(lines.slice(1)).length === 0) return record;
  // Within a quoted value the message goes on after the trace.
  const quoted = first.split('"').length % 2 === 0;
  return { ...record, message: quoted || first.trim() === '' ? message : first.trimEnd(), trace: lines.join('\n') };
}

function mayBeFolded(message: string): boolean {
  return message.includes('\n') || message.includes('\\n') || message.includes('#012') || message.includes('\\x0') || message.includes('\\u000') || message.includes('\\012');
}
