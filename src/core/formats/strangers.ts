import { isDigitCode } from '../time/clock';
import type { FormatContext, LogFormat } from './format';
import type { HeadReader, NamedHead } from './head';

/** A time has four digits or more, and stands within so many characters of the line's start. */
const fewestDigits = 4;
const latestDigits = 64;

/**
 * Reads single records among the lines of some other format: each must state both a level and a time, as text that
 * is merely quoted rarely does, or begin with a timestamp as the record before it did. Asking every format would
 * take too long for a line that is none of a log's, so the scouts are asked first: where a generic one of them reads
 * the line, the others may know it better.
 */
export function strangerReader(formats: readonly LogFormat[], isScout: (format: LogFormat) => boolean, context: FormatContext): NonNullable<FormatContext['readStranger']> {
  let readers: { readonly scouting: readonly Reader[]; readonly knowing: readonly Reader[] } | undefined;
  const read = (text: string, alike: boolean): Stranger | null => {
    // Many a short log, and many a stream of a wrapped one, needs none.
    readers ??= { scouting: readersOf(formats.filter(isScout), context), knowing: readersOf(formats.filter((format) => !isScout(format)), context) };
    const scouted = readBy(readers.scouting, text, alike);
    if (scouted === null) return null;
    const { named } = (scouted.isGeneric ? readBy(readers.knowing, text, alike) : null) ?? scouted;
    return { named, hasLevel: scouted.named.head.level !== null && named.head.level !== null };
  };
  // As a rule lines are looked at, and a while later read.
  const latest = new Map<string, Stranger | null>();
  const readOnce = (text: string): Stranger | null => {
    if (text.length > longestKept) return read(text, true);
    const known = latest.get(text);
    if (known !== undefined) return known;
    const stranger = read(text, true);
    if (latest.size >= mostKept) latest.clear();
    latest.set(text, stranger);
    return stranger;
  };
  return (text, before) => {
    if (!mayStandAlone(text)) return null;
    const stranger = readOnce(text);
    const isRight = stranger === null || stranger.hasLevel || beginsAlike(text, before);
    return (isRight ? stranger : read(text, false))?.named ?? null;
  };
}

/** Lines that are remembered, if no longer than this: a few times as many as are looked at ahead. */
const mostKept = 1000;
const longestKept = 2000;

interface Stranger {
  readonly named: NamedHead;
  /** Whether those that read it find a level, too. */
  readonly hasLevel: boolean;
}

interface Reader {
  readonly format: string;
  readonly isGeneric: boolean;
  readonly read: HeadReader;
}

function readersOf(formats: readonly LogFormat[], context: FormatContext): readonly Reader[] {
  return formats.flatMap(({ id, isGeneric = false, readAlone }) => (readAlone === undefined ? [] : [{ format: id, isGeneric, read: readAlone(context) }]));
}

/** `alike`: a time is enough. */
function readBy(readers: readonly Reader[], text: string, alike: boolean): { readonly named: NamedHead; readonly isGeneric: boolean } | null {
  for (const { format, isGeneric, read } of readers) {
    const head = read(text);
    if (head !== null && head.timestamp !== null && (alike || head.level !== null)) return { named: { format, head }, isGeneric };
  }
  return null;
}

/** A timestamp with its date has so many characters and digits. */
const dateLength = 10;
const dateDigits = 6;

/** Whether two lines begin with dates that are written in the same way. */
function beginsAlike(text: string, before: string): boolean {
  let digits = 0;
  for (let at = 0; at < dateLength; at++) {
    const code = text.charCodeAt(at);
    const other = before.charCodeAt(at);
    if (isDigitCode(code) && isDigitCode(other)) digits++;
    else if (code !== other) return false;
  }
  return digits >= dateDigits;
}

/** Whether a line may be a record of its own: flush, with a time near its start or as JSON. */
function mayStandAlone(text: string): boolean {
  const first = text.charCodeAt(0);
  if (first === 0x20 || first === 0x09) return false;
  if (text.startsWith('{"')) return true;
  const end = Math.min(text.length, latestDigits);
  for (let at = 0, digits = 0; at < end; at++) {
    const code = text.charCodeAt(at);
    if (isDigitCode(code) && ++digits === fewestDigits) return true;
  }
  return false;
}
