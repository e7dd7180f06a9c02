import type { Level } from '../record';
import type { StatedTime } from '../statedTime';
import { readTimeOfDay, readTimestamp } from '../timestamp';
import { levelOfOtel, levelOfPino, levelOfPriority, levelOfPython, levelOfWindows, levelOfWord } from './levels';

/** What the fields of a structured record say. */
export interface Fields {
  readonly timestamp: StatedTime | null;
  readonly level: Level | null;
  readonly logger: string | null;
  readonly message: string | null;
  /** The message's key as the record writes it, without those around it. */
  readonly messageKey: string | null;
  readonly trace: string | null;
}

/** How a number under a key states a level. */
type Scale = (value: number) => Level | null;

/** Keys that mean a level, in the order in which they count, with the scale of their numbers. */
const levelKeys: readonly (readonly [string, Scale])[] = [
  ['level', levelOfPino],
  ['log.level', levelOfPino],
  ['severity', () => null],
  ['severitytext', () => null],
  ['severity_text', () => null],
  ['loglevel', levelOfPino],
  ['log_level', levelOfPino],
  ['levelname', () => null],
  ['level_name', () => null],
  ['level.name', () => null],
  ['lvl', levelOfPino],
  ['@l', () => null],
  ['@level', () => null],
  ['error_severity', () => null],
  ['renderinginfo.level', () => null],
  ['system.level', levelOfWindows],
  ['severitynumber', levelOfOtel],
  ['severity_number', levelOfOtel],
  ['levelno', levelOfPython],
  ['priority', levelOfPriority],
  ['syslog.severity.code', levelOfPriority],
  ['labels.level', () => null],
  ['fields.level', levelOfPino],
  ['jsonpayload.level', levelOfPino],
];

const messageKeys = [
  'message',
  'msg',
  'fields.message',
  '@m',
  '@message',
  'renderedmessage',
  'renderinginfo.message',
  'short_message',
  'body',
  'body.stringvalue',
  'textpayload',
  'jsonpayload.message',
  'log.message',
  'event',
  '@mt',
  'messagetemplate',
  'log',
  'text',
  'message.text',
  'message.#text',
  'error.message',
  'err.message',
  'exception.message',
  'error',
  'err',
  'exception',
  'description',
  'detail',
  'details',
  'title',
];

const timeKeys = [
  '@timestamp',
  'timestamp',
  'timestamp.seconds',
  'time',
  'ts',
  't',
  '@t',
  't.$date',
  'datetime',
  'datetime.date',
  'date_time',
  'date',
  'asctime',
  'system.timecreated.systemtime',
  'timecreated',
  'timeunixnano',
  'observedtimeunixnano',
  'observedtimestamp',
  'eventtime',
  'event_time',
  'timemillis',
  'instant.epochsecond',
  'created',
  'millis',
  'logged_at',
  '__realtime_timestamp',
];

const loggerKeys = [
  'logger',
  'logger_name',
  'loggername',
  'log.logger',
  'sourcecontext',
  'properties.sourcecontext',
  'name',
  'target',
  'category',
  'channel',
  'component',
  'module',
  'syslog_identifier',
  'system.provider.name',
  'service.name',
  'service',
  'caller',
];

const traceKeys = [
  'stack',
  'stack_trace',
  'stacktrace',
  'error.stack_trace',
  'error.stack',
  'error.stacktrace',
  'err.stack',
  'error.trace',
  'exception.stacktrace',
  'exception.stack_trace',
  'attributes.exception.stacktrace',
  'exc_info',
  'traceback',
  'throwable',
  'throwable.#text',
  '@x',
  'exception',
  'errorverbose',
  'error_verbose',
  'thrown.extendedstacktrace',
  'fields.stack',
  'trace',
  'error',
];

const mostFields = 400;
const deepest = 4;

export interface Field {
  /** The key as the record writes it, without those around it. */
  readonly key: string;
  readonly value: unknown;
}

/** Where a format is known to keep its values, in lower case; they come before the usual keys. */
export interface KnownKeys extends Partial<Readonly<Record<'timestamp' | 'level' | 'message' | 'logger' | 'trace', string>>> {
  /** What the text of the level means, by its lower case. */
  readonly levels?: ReadonlyMap<string, Level>;
}

/** Reads what a structured record says, whatever library wrote it. `year` completes timestamps without one. */
export function readFields(object: unknown, year: number, known: KnownKeys = {}): Fields {
  const fields = fieldsOf(object);
  const message = readMessage(fields, known);
  return {
    timestamp: readTime(fields, year, known),
    level: readLevel(fields, known),
    logger: readLoggerName(fields, known),
    message: message?.text ?? null,
    messageKey: message?.key ?? null,
    trace: readTrace(fields, known),
  };
}

/** The fields of an object and of those inside it, by their keys joined with dots, in lower case. */
export function fieldsOf(object: unknown): ReadonlyMap<string, Field> {
  const fields = new Map<string, Field>();
  flatten(object, '', 0, fields);
  return fields;
}

/** The known key before the usual ones. */
function keysFrom(known: string | undefined, usual: readonly string[]): readonly string[] {
  return known === undefined ? usual : [known, ...usual];
}

/** True where the fields are those of a log record and not of any data set. */
export function looksLogged(fields: Fields): boolean {
  return fields.level !== null || (fields.timestamp !== null && fields.message !== null) || fields.trace !== null;
}

/** Of keys that differ only in case the first one counts. */
function flatten(value: unknown, path: string, depth: number, into: Map<string, Field>): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Array.isArray(value) ? attributesOf(value) : Object.entries(value)) {
    if (into.size >= mostFields) return;
    const name = path === '' ? key.toLowerCase() : `${path}.${key.toLowerCase()}`;
    if (!into.has(name)) into.set(name, { key, value: inner });
    if (depth < deepest) flatten(inner, name, depth + 1, into);
  }
}

/** OpenTelemetry writes attributes as a list of `{"key": …, "value": {"stringValue": …}}`; other lists hold no fields. */
function attributesOf(list: readonly unknown[]): readonly (readonly [string, unknown])[] {
  return list.flatMap((entry) => {
    if (typeof entry !== 'object' || entry === null || !('key' in entry) || typeof entry.key !== 'string' || !('value' in entry)) return [];
    const { value } = entry;
    return [[entry.key, typeof value === 'object' && value !== null && 'stringValue' in value ? value.stringValue : value] as const];
  });
}

function readLevel(fields: ReadonlyMap<string, Field>, { level: known, levels }: KnownKeys): Level | null {
  const value = known === undefined ? undefined : fields.get(known)?.value;
  const named = typeof value === 'string' || typeof value === 'number' ? levels?.get(String(value).trim().toLowerCase()) : undefined;
  return named ?? (known === undefined ? null : levelOf(value, known, usualScale(known), fields)) ?? readUsualLevel(fields);
}

function usualScale(key: string): Scale {
  return levelKeys.find(([usual]) => usual === key)?.[1] ?? levelOfPino;
}

function readUsualLevel(fields: ReadonlyMap<string, Field>): Level | null {
  for (const [key, scale] of levelKeys) {
    const value = fields.get(key)?.value;
    if (value === undefined) continue;
    const level = levelOf(value, key, scale, fields);
    if (level !== null) return level;
  }
  return isMongo(fields) ? levelOfMongo(fields.get('s')?.value) : null;
}

function levelOf(value: unknown, key: string, scale: Scale, fields: ReadonlyMap<string, Field>): Level | null {
  if (typeof value === 'number') return scaleOf(key, scale, fields)(value);
  return typeof value === 'string' ? levelOfText(value, scaleOf(key, scale, fields)) : null;
}

/** GELF's `level` counts as syslog does, where everyone else's goes from 10 to 60. */
function scaleOf(key: string, scale: Scale, fields: ReadonlyMap<string, Field>): Scale {
  return key === 'level' && fields.has('short_message') ? levelOfPriority : scale;
}

function levelOfText(text: string, scale: Scale): Level | null {
  const word = text.trim();
  if (/^\d{1,3}$/.test(word)) return scale(Number(word));
  // Go's slog writes ERROR+2 for what lies between two levels, OpenTelemetry ERROR2.
  return levelOfWord(word.replace(/(?:[+-]\d+|[1-4])$/, '').replace(/^(?:LogLevel|Severity|SEVERITY_NUMBER|LOG)[._]/, ''));
}

function isMongo(fields: ReadonlyMap<string, Field>): boolean {
  return fields.has('t.$date') && fields.has('s');
}

function levelOfMongo(value: unknown): Level | null {
  if (typeof value !== 'string') return null;
  if (/^D[1-5]?$/.test(value)) return 'debug';
  return ({ F: 'fatal', E: 'error', W: 'warn', I: 'info' } as const)[value] ?? null;
}

function readMessage(fields: ReadonlyMap<string, Field>, known: KnownKeys): { readonly text: string; readonly key: string } | null {
  for (const name of keysFrom(known.message, messageKeys)) {
    const field = fields.get(name);
    if (field !== undefined && typeof field.value === 'string' && field.value.trim() !== '') {
      // The text of an XML element is found by the element's name.
      const key = field.key === '#text' ? name.split('.').at(-2) : field.key;
      return { text: field.value.trimEnd(), key: key ?? field.key };
    }
  }
  return null;
}

function readTime(fields: ReadonlyMap<string, Field>, year: number, known: KnownKeys): StatedTime | null {
  for (const name of keysFrom(known.timestamp, timeKeys)) {
    const value = fields.get(name)?.value;
    const time = value instanceof Date ? { time: value.getTime() } : typeof value === 'string' || typeof value === 'number' ? timeOf(value, year) : null;
    if (time !== null && !Number.isNaN(time.time)) return dateWithTime(fields, name, year) ?? time;
  }
  return timeOfDay(fields);
}

/** Columns that state the day and the time of day apart; null where a column states both, or the day alone. */
function dateWithTime(fields: ReadonlyMap<string, Field>, name: string, year: number): StatedTime | null {
  if (name !== 'date') return null;
  const [day, time] = [fields.get('date')?.value, fields.get('time')?.value];
  return typeof day === 'string' && typeof time === 'string' ? readTimestamp(`${day.trim()} ${time.trim()}`, 0, year) : null;
}

function timeOfDay(fields: ReadonlyMap<string, Field>): StatedTime | null {
  for (const name of ['time', 'timestamp', 'ts']) {
    const value = fields.get(name)?.value;
    const time = typeof value === 'string' ? readTimeOfDay(value.trim(), 0) : null;
    if (time !== null) return time;
  }
  return null;
}

function timeOf(value: string | number, year: number): StatedTime | null {
  const text = typeof value === 'string' ? value.trim() : Number.isFinite(value) && value > 0 ? plainNumber(value) : '';
  const stamp = readTimestamp(text, 0, year);
  // A number must be a timestamp as a whole: `20240305` is a count.
  return stamp !== null && (typeof value === 'string' || stamp.length >= Math.min(text.length, 10)) ? stamp : null;
}

/** Without an exponent, and with no more decimals than a timestamp has. */
function plainNumber(value: number): string {
  if (value >= 1e21) return '';
  return Number.isInteger(value) ? BigInt(value).toString() : value.toFixed(6);
}

function readLoggerName(fields: ReadonlyMap<string, Field>, known: KnownKeys): string | null {
  for (const name of keysFrom(known.logger, isMongo(fields) ? ['c'] : loggerKeys)) {
    const value = fields.get(name)?.value;
    if (typeof value === 'string' && value !== '') return value;
  }
  return null;
}

function readTrace(fields: ReadonlyMap<string, Field>, known: KnownKeys): string | null {
  for (const name of keysFrom(known.trace, traceKeys)) {
    const value: unknown = fields.get(name)?.value;
    const text = Array.isArray(value) && value.every((line) => typeof line === 'string') ? value.join('\n') : value;
    if (typeof text === 'string' && text.trim().includes('\n')) return text;
  }
  return null;
}
