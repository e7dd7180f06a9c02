import type { Level } from '../record';
import type { StatedTime } from '../statedTime';
import { readTimeOfDay, readTimestamp } from '../timestamp';
import { FieldFinder, type Found } from './fieldFinder';
import { levelKeys, loggerKeys, messageKeys, timeKeys, traceKeys, type Scale } from './fieldNames';
import { levelOfPino, levelOfPriority, levelOfWord } from './levels';

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

/** Where a format is known to keep its values, in lower case; they come before the usual keys. */
export interface KnownKeys extends Partial<Readonly<Record<'timestamp' | 'level' | 'message' | 'logger' | 'trace', string>>> {
  /** What the text of the level means, by its lower case. */
  readonly levels?: ReadonlyMap<string, Level>;
}

/** Keys of MongoDB's own log, whose letters would mean anything elsewhere. */
const mongoKeys: readonly string[] = ['t.$date', 's', 'c'];

/** Reads what a structured record says. `year` completes timestamps without one. */
export type FieldsReader = (object: unknown, year: number) => Fields;

/** Makes the reader of records of which this is known; the usual keys hold for the rest. */
export function fieldsReader(known: KnownKeys): FieldsReader {
  const finder = new FieldFinder({
    time: keysFrom(known.timestamp, timeKeys),
    level: keysFrom(known.level, levelKeys.map(([key]) => key)),
    message: keysFrom(known.message, messageKeys),
    logger: keysFrom(known.logger, loggerKeys),
    trace: keysFrom(known.trace, traceKeys),
    mongo: mongoKeys,
  });
  return (object, year) => {
    const found = finder.find(object);
    const message = readMessage(found);
    return {
      timestamp: readTime(found, year),
      level: readLevel(found, known),
      logger: readLoggerName(found, known.logger),
      message: message?.text ?? null,
      messageKey: message?.key ?? null,
      trace: readTrace(found),
    };
  };
}

/** Reads what a record says, whatever library wrote it. */
export const readFields = fieldsReader({});

/** The known key before the usual ones. */
function keysFrom(known: string | undefined, usual: readonly string[]): readonly string[] {
  return known === undefined ? usual : [known, ...usual];
}

/** True where the fields are those of a log record and not of any data set. */
export function looksLogged(fields: Fields): boolean {
  return fields.level !== null || (fields.timestamp !== null && fields.message !== null) || fields.trace !== null;
}

type FoundFields = Found<'time' | 'level' | 'message' | 'logger' | 'trace' | 'mongo'>;

function readLevel(found: FoundFields, { level: known, levels }: KnownKeys): Level | null {
  const value = known === undefined ? undefined : found.get(known)?.value;
  const named = typeof value === 'string' || typeof value === 'number' ? levels?.get(String(value).trim().toLowerCase()) : undefined;
  if (named !== undefined) return named;
  for (const { name, value } of found.of('level')) {
    const level = levelOf(value, scaleOf(name, found));
    if (level !== null) return level;
  }
  return isMongo(found) ? levelOfMongo(found.get('s')?.value) : null;
}

const scales: ReadonlyMap<string, Scale> = new Map(levelKeys);

/** GELF's `level` counts as syslog does, where everyone else's goes from 10 to 60. */
function scaleOf(key: string, found: FoundFields): Scale {
  return key === 'level' && found.get('short_message') !== undefined ? levelOfPriority : (scales.get(key) ?? levelOfPino);
}

function levelOf(value: unknown, scale: Scale): Level | null {
  if (typeof value === 'number') return scale(value);
  return typeof value === 'string' ? levelOfText(value, scale) : null;
}

function levelOfText(text: string, scale: Scale): Level | null {
  const word = text.trim();
  if (/^\d{1,3}$/.test(word)) return scale(Number(word));
  // Go's slog writes ERROR+2 for what lies between two levels, OpenTelemetry ERROR2.
  return levelOfWord(word.replace(/(?:[+-]\d+|[1-4])$/, '').replace(/^(?:LogLevel|Severity|SEVERITY_NUMBER|LOG)[._]/, ''));
}

function isMongo(found: FoundFields): boolean {
  return found.get('t.$date') !== undefined && found.get('s') !== undefined;
}

function levelOfMongo(value: unknown): Level | null {
  if (typeof value !== 'string') return null;
  if (/^D[1-5]?$/.test(value)) return 'debug';
  return ({ F: 'fatal', E: 'error', W: 'warn', I: 'info' } as const)[value] ?? null;
}

function readMessage(found: FoundFields): { readonly text: string; readonly key: string } | null {
  for (const { name, key, value } of found.of('message')) {
    if (typeof value !== 'string' || value.trim() === '') continue;
    // The text of an XML element is found by the element's name.
    return { text: value.trimEnd(), key: (key === '#text' ? name.split('.').at(-2) : key) ?? key };
  }
  return null;
}

function readTime(found: FoundFields, year: number): StatedTime | null {
  for (const { name, value } of found.of('time')) {
    const time = value instanceof Date ? { time: value.getTime() } : typeof value === 'string' || typeof value === 'number' ? timeOf(value, year) : null;
    if (time !== null && !Number.isNaN(time.time)) return dateWithTime(found, name, year) ?? time;
  }
  return timeOfDay(found);
}

/** Columns that state the day and the time of day apart; null where a column states both, or the day alone. */
function dateWithTime(found: FoundFields, name: string, year: number): StatedTime | null {
  if (name !== 'date') return null;
  const [day, time] = [found.get('date')?.value, found.get('time')?.value];
  return typeof day === 'string' && typeof time === 'string' ? readTimestamp(`${day.trim()} ${time.trim()}`, 0, year) : null;
}

function timeOfDay(found: FoundFields): StatedTime | null {
  for (const name of ['time', 'timestamp', 'ts']) {
    const value = found.get(name)?.value;
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
  if (Number.isSafeInteger(value)) return String(value);
  if (value >= 1e21) return '';
  return Number.isInteger(value) ? BigInt(value).toString() : value.toFixed(6);
}

function readLoggerName(found: FoundFields, known: string | undefined): string | null {
  const fields = isMongo(found) ? [known, 'c'].map((name) => (name === undefined ? undefined : found.get(name))) : found.of('logger');
  for (const field of fields) {
    const value = field?.value;
    if (typeof value === 'string' && value !== '') return value;
  }
  return null;
}

function readTrace(found: FoundFields): string | null {
  for (const { value } of found.of('trace')) {
    const text: unknown = Array.isArray(value) && value.every((line) => typeof line === 'string') ? value.join('\n') : value;
    if (typeof text === 'string' && text.includes('\n') && text.trim().includes('\n')) return text;
  }
  return null;
}
