import { isDigitCode } from './time/clock';
import { cleanText } from './formats/ansi';
import type { LogRecord } from './record';

/** Lines of one program, told by what they have before their messages: host, tag and process, thread, logger, level. */
export interface StreamKey {
  /** The text of a record as far as it stands after this prefix; null where it is another stream's. */
  textOf(record: LogRecord): string | null;
}

/** The first line's text before the message, without the blanks at its end; null where the message does not stand there. */
function prefixOf({ line, lines, messageAt }: LogRecord): string | null {
  return messageAt?.line === line ? (lines[0] ?? '').slice(0, messageAt.column).trimEnd() : null;
}

/**
 * What tells the stream that a record belongs to; null where nothing does, as its lines have no prefix.
 * In a structured record the fields do, as its other fields may change from line to line.
 */
export function streamOf(record: LogRecord): StreamKey | null {
  if (record.malformed !== undefined) return null;
  if (isStructured(record)) {
    const { format, logger, level } = record;
    return { textOf: (other) => (isStructured(other) && other.format === format && other.logger === logger && other.level === level ? other.message : null) };
  }
  const prefix = prefixOf(record);
  if (prefix === null || prefix === '') return null;
  return {
    textOf(other) {
      const raw = other.lines[0] ?? '';
      const end = other.malformed === undefined ? endOfPrefix(raw, prefix) : -1;
      return end < 0 ? null : cleanText(raw.slice(end)).text;
    },
  };
}

/** Whether the message stands in a quoted value or nowhere in the line to the letter. */
function isStructured({ line, lines, messageAt }: LogRecord): boolean {
  return messageAt === null || (messageAt.line === line && lines[0]?.charAt(messageAt.column - 1) === '"');
}

/** Where `prefix` ends in the line that begins with it, though at another time and perhaps padded; -1 where it does not. */
function endOfPrefix(line: string, prefix: string): number {
  let at = 0;
  let i = 0;
  while (i < prefix.length) {
    if (isBlankCode(prefix.charCodeAt(i))) {
      i++;
    } else if (isBlankCode(line.charCodeAt(at))) {
      at++;
    } else if (isDigitCode(prefix.charCodeAt(i)) && isDigitCode(line.charCodeAt(at))) {
      const end = numberEnd(prefix, i);
      const lineEnd = numberEnd(line, at);
      const number = prefix.slice(i, end);
      const lineNumber = line.slice(at, lineEnd);
      if (number !== lineNumber && !(isMoment(number) && isMoment(lineNumber))) return -1;
      [i, at] = [end, lineEnd];
    } else if (prefix.charCodeAt(i++) !== line.charCodeAt(at++)) {
      return -1;
    }
  }
  const word = /\w/;
  return word.test(prefix.charAt(prefix.length - 1)) && word.test(line.charAt(at)) ? -1 : at;
}

/** Digits, also in groups that a point, a comma or a colon holds together. */
function numberEnd(text: string, start: number): number {
  let end = start;
  for (;;) {
    while (isDigitCode(text.charCodeAt(end))) end++;
    const code = text.charCodeAt(end);
    if ((code !== 0x2c && code !== 0x2e && code !== 0x3a) || !isDigitCode(text.charCodeAt(end + 1))) return end;
    end++;
  }
}

/** A time of day, seconds since the epoch or since the start; no process id, no version and no address. */
function isMoment(number: string): boolean {
  return /^(?:\d{10,}|\d+[.,]\d+|\d+(?::\d+)+(?:[.,]\d+)?)$/.test(number);
}

function isBlankCode(code: number): boolean {
  return code === 0x20 || code === 0x09;
}
