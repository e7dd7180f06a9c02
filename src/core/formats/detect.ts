import type { LogRecord } from '../record';
import { parseFrames } from '../stackTrace';
import { access } from './access';
import { AdaptiveReader } from './adaptiveReader';
import { glog, logcat, redis, sssd } from './coded';
import { csv } from './csv';
import type { FormatContext, LogFormat, RecordReader } from './format';
import { jsonArray } from './jsonArray';
import { jsonLines } from './jsonLines';
import { logfmt } from './logfmt';
import { plain } from './plain';
import { syslog } from './syslog';
import { timestamped } from './timestamped';
import { definedFormat } from './definedFormat';
import { library } from './library';
import { dotnetConsole, javaUtilLogging } from './twoLine';
import { xml } from './xml';
import type { Detect } from './wrappers/stream';
import { wrappedFormat } from './wrappers/wrappedFormat';
import { wrappers } from './wrappers/wrappers';
import { yaml } from './yaml';

/** So many lines of a file say what its format is. */
const sniffedLines = 200;

const ours: readonly LogFormat[] = [
  ...[syslog, access, glog, logcat, redis, sssd, javaUtilLogging, dotnetConsole, logfmt, jsonLines, jsonArray, csv, xml, yaml],
  ...library.map((definition) => definedFormat(definition)),
  timestamped,
  plain,
];

/** The formats that a file is held against. */
export class FormatSet {
  /** Of two that fit equally well the earlier one is taken. */
  readonly formats: readonly LogFormat[];

  /** `users` are asked before ours; `readMark` reads what users say that lines of plain text state. */
  constructor(
    users: readonly LogFormat[] = [],
    private readonly readMark?: FormatContext['readMark'],
  ) {
    const bare = [...users, ...ours];
    const inner: Detect = (lines, context) => this.adapting(best(bare, lines, context), bare);
    this.formats = [...users, ...wrappers.map((wrapper) => wrappedFormat(wrapper, inner)), ...ours];
  }

  /** The format that fits these first lines of a file best (at most 200 are looked at); it reads what changes on the way too. */
  detect(lines: readonly string[], context: FormatContext): LogFormat {
    return this.adapting(best(this.formats, lines, context), this.formats);
  }

  /** The format with a reader that turns to the other candidates where lines are not its own. */
  private adapting(format: LogFormat, candidates: readonly LogFormat[]): LogFormat {
    const open = (context: FormatContext): RecordReader => {
      const readMark = this.readMark === undefined ? {} : { readMark: this.readMark };
      const known: FormatContext = { ...context, readStranger: strangerReader(candidates, context), ...readMark };
      return new AdaptiveReader(format, known, (lines) => best(candidates, lines, known));
    };
    return { ...format, open };
  }
}

/** Our own formats alone. */
export const ourFormats = new FormatSet();

function best(candidates: readonly LogFormat[], lines: readonly string[], context: FormatContext): LogFormat {
  const head = lines.slice(0, sniffedLines);
  let chosen = plain;
  let highest = 0;
  for (const format of candidates) {
    const score = format.sniff(head, context);
    if (score > highest) [chosen, highest] = [format, score];
  }
  return chosen;
}

/** A time has four digits or more, and stands within so many characters of the line's start. */
const fewestDigits = 4;
const latestDigits = 64;

/** Whether a line may be a record of its own: flush, with a time near its start or as JSON. */
function mayStandAlone(text: string): boolean {
  const first = text.charCodeAt(0);
  if (first === 0x20 || first === 0x09) return false;
  if (text.startsWith('{"')) return true;
  const end = Math.min(text.length, latestDigits);
  for (let at = 0, digits = 0; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code >= 0x30 && code <= 0x39 && ++digits === fewestDigits) return true;
  }
  return false;
}

/** Reads single records of these formats: each must state both a level and a time, as text that is merely quoted rarely does. */
function strangerReader(candidates: readonly LogFormat[], context: FormatContext): NonNullable<FormatContext['readStranger']> {
  const readers = candidates.flatMap(({ id, readAlone }) => (readAlone === undefined ? [] : [{ format: id, read: readAlone(context) }]));
  return (text) => {
    if (!mayStandAlone(text)) return null;
    for (const { format, read } of readers) {
      const head = read(text);
      if (head !== null && head.level !== null && head.timestamp !== null) return { format, head };
    }
    return null;
  };
}

/** At least this share of a log's records state a level or a time. */
const fairShare = 0.2;
/** Formats that hold any data; there a time alone makes no log. */
const dataFormats: ReadonlySet<string> = new Set([jsonLines.id, jsonArray.id, csv.id, xml.id, yaml.id]);
const errorLine = /^(?:[\w$]{1,60}[.:]{1,2}){0,12}\w{0,60}(?:Error|Exception)(?::| )/;

/** Whether these first lines of a file of a doubtful kind (.out, .err, .jsonl) read as a log: levels, times, a trace or an error. */
export function readsAsLog(lines: readonly string[], fileName: string): boolean {
  // Only whether a time is stated counts here, not which: any leap year will do.
  const context = { fileName, year: 2000 };
  const head = lines.slice(0, sniffedLines);
  const format = ourFormats.detect(head, context);
  const reader = format.open(context);
  const records = [...head.flatMap((text, index) => reader.read({ number: index + 1, byteOffset: 0, text })), ...reader.end()];
  const isData = dataFormats.has(format.id);
  const logged = records.filter((record) => record.level !== null || record.trace !== undefined || (!isData && record.timestamp !== null));
  return logged.length >= Math.max(1, records.length * fairShare) || (!isData && records.some(tellsOfError));
}

function tellsOfError(record: LogRecord): boolean {
  if (record.level === 'error' || record.level === 'fatal' || errorLine.test(record.message)) return true;
  return record.endLine > record.line && parseFrames(record.lines).length > 0;
}
