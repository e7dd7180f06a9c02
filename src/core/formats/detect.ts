import type { LogRecord } from '../record';
import { parseFrames } from '../stackTrace';
import { access } from './access';
import { glog, logcat, redis, sssd } from './coded';
import { csv } from './csv';
import type { FormatContext, LogFormat } from './format';
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
import { wrappedFormat } from './wrappers/wrappedFormat';
import { wrappers } from './wrappers/wrappers';
import { yaml } from './yaml';

/** So many lines of a file say what its format is. */
const sniffedLines = 200;

const bare: readonly LogFormat[] = [syslog, access, glog, logcat, redis, sssd, javaUtilLogging, dotnetConsole, logfmt, jsonLines, jsonArray, csv, xml, yaml, ...library.map((definition) => definedFormat(definition)), timestamped, plain];

/** Every format; of two that fit equally well the earlier one is taken. */
export const formats: readonly LogFormat[] = [...wrappers.map((wrapper) => wrappedFormat(wrapper, (lines, context) => best(bare, lines, context))), ...bare];

/** The format that fits these first lines of a file best (at most 200 are looked at). */
export function detectFormat(lines: readonly string[], context: FormatContext): LogFormat {
  return best(formats, lines, context);
}

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

/** The format of this id, or undefined where there is none (any more). */
export function formatById(id: string): LogFormat | undefined {
  return formats.find((format) => format.id === id);
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
  const format = detectFormat(head, context);
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
