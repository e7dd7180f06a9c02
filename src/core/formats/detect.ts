import type { LogRecord } from '../record';
import { parseFrames } from '../stackTrace';
import { access } from './access';
import { AdaptiveReader } from './adaptiveReader';
import { csv } from './csv';
import type { FormatContext, LogFormat, RecordReader } from './format';
import { jsonArray } from './jsonArray';
import { jsonLines } from './jsonLines';
import { logfmt } from './logfmt';
import { plain } from './plain';
import { strangerReader } from './strangers';
import { syslog } from './syslog';
import { timestamped } from './timestamped';
import { definedFormat } from './definedFormat';
import { library } from './library';
import { w3c } from './w3c';
import { windowsEvent } from './windowsEvent';
import { xml } from './xml';
import type { Detect } from './wrappers/stream';
import { wrappedFormat } from './wrappers/wrappedFormat';
import { wrappers } from './wrappers/wrappers';
import { yaml } from './yaml';

/** So many lines of a file say what its format is. */
const sniffedLines = 200;

const ours: readonly LogFormat[] = [
  ...[syslog, access, w3c, windowsEvent, logfmt, jsonLines, jsonArray, csv, xml, yaml],
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
    private readonly users: readonly LogFormat[] = [],
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
      const isScout = (candidate: LogFormat): boolean => standsAlone(candidate) || this.users.includes(candidate);
      const known: FormatContext = { ...context, readStranger: strangerReader(candidates, isScout, context), ...readMark };
      return new AdaptiveReader(format, known, (lines) => best(candidates, lines, known));
    };
    return { ...format, open };
  }
}

/** Formats whose records stand one by one among the lines of others. */
function standsAlone({ id, isGeneric }: LogFormat): boolean {
  return isGeneric === true || id === jsonLines.id || id === access.id || id === 'glog';
}

/** Our own formats alone. */
export const ourFormats = new FormatSet();

/** So many lines are shown to every format, and as a rule tell which ones to show the rest. */
const firstLook = 40;
/** A format that fits the first lines as well as this is one of those that may fit the whole head best. */
const clearFit = 0.8;

function best(candidates: readonly LogFormat[], lines: readonly string[], context: FormatContext): LogFormat {
  const head = lines.slice(0, sniffedLines);
  if (head.length <= firstLook) return highest(candidates, head, context).format;
  const start = head.slice(0, firstLook);
  const fitting = candidates.filter((format) => format.sniff(start, context) > 0);
  const chosen = highest(fitting, head, context);
  return chosen.score >= clearFit ? chosen.format : highest(candidates, head, context).format;
}

/** Of formats that fit equally well the first one. */
function highest(candidates: readonly LogFormat[], lines: readonly string[], context: FormatContext): { readonly format: LogFormat; readonly score: number } {
  let chosen = { format: plain, score: 0 };
  for (const format of candidates) {
    const score = format.sniff(lines, context);
    if (score > chosen.score) chosen = { format, score };
  }
  return chosen;
}

/** At least this share of a log's records state a level or a time. */
const fairShare = 0.2;
/** Formats that hold any data; there a time alone makes no log. */
const dataFormats: ReadonlySet<string> = new Set([jsonLines.id, jsonArray.id, csv.id, xml.id, yaml.id]);
const errorLine = /^(?:[\w$]{1,60}[.:]{1,2}){0,12}\w{0,60}(?:Error|Exception)(?::| )/;

/** Whether these first lines of a file of a doubtful kind (.out, .err, .jsonl) read as a log in any of these formats: levels, times, a trace or an error. */
export function readsAsLog(lines: readonly string[], fileName: string, formats = ourFormats): boolean {
  // Only whether a time is stated counts here, not which: any leap year will do.
  const context = { fileName, year: 2000 };
  const head = lines.slice(0, sniffedLines);
  const format = formats.detect(head, context);
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
