import type { LogRecord } from './record';
import { parseFrames, traceJoiner } from './stackTrace';
import { whatHappened } from './trace/naming';

/** A line break as loggers, JSON writers and rsyslog write it on one line: `\n`, `\r\n`, `\x0a`, `\u000a`, `#012`. */
const foldedBreak = /(?:\\r|#015)?(?:\\n|\\x0[aA]|\\u000[aA]|\\012|#012)|\r?\n/;
/** One of these is in each text with such a break, but for those with a real one. */
export const marksOfFolds: readonly string[] = ['\\n', '\\x0', '\\u000', '\\012', '#012'];
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
  const quote = isOpenQuote(first) ? first.lastIndexOf('"') : -1;
  const trace = quote < 0 ? lines : untilQuote([first.slice(quote + 1), ...lines.slice(1)]);
  if (!readsAsTrace(trace)) return record;
  // After a quoted value the message goes on.
  if (quote >= 0) return { ...record, trace: trace.join('\n') };
  return { ...record, ...named(record, whatHappened(trace)?.message ?? first.trimEnd()), trace: trace.join('\n') };
}

/** The part of a record's message that says what happened, and where it stands. */
function named({ message, messageAt }: LogRecord, part: string): Pick<LogRecord, 'message' | 'messageAt'> {
  const at = message.indexOf(part);
  return { message: part, messageAt: messageAt === null || at < 0 ? null : { line: messageAt.line, column: messageAt.column + at } };
}

/** Whether a line continues another as in a trace, with frames among them. */
function readsAsTrace(lines: readonly string[]): boolean {
  if (parseFrames(lines.slice(1)).length === 0) return false;
  const joiner = traceJoiner();
  joiner.begin(lines[0] ?? '');
  return lines.slice(1).some((line) => {
    const continuation = joiner.next(line);
    if (continuation === 'ends') joiner.begin(line);
    return continuation === 'joins';
  });
}

function isOpenQuote(text: string): boolean {
  return text.split('"').length % 2 === 0;
}

/** The lines up to the first quotation mark that no backslash makes a part of the text. */
function untilQuote(lines: readonly string[]): readonly string[] {
  const last = lines.findIndex((line) => /(?:^|[^\\])"/.test(line));
  return last < 0 ? lines : [...lines.slice(0, last), (lines[last] ?? '').replace(/(^|[^\\])".*$/, '$1')];
}

function mayBeFolded(message: string): boolean {
  if (message.includes('\n')) return true;
  return (message.includes('\\') || message.includes('#')) && marksOfFolds.some((mark) => message.includes(mark));
}
