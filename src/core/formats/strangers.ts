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
  return (text, before) => {
    if (!mayStandAlone(text)) return null;
    // Many a short log, and many a stream of a wrapped one, needs none.
    readers ??= { scouting: readersOf(formats.filter(isScout), context), knowing: readersOf(formats.filter((format) => !isScout(format)), context) };
    const alike = beginsAlike(text, before);
    const found = readBy(readers.scouting, text, alike);
    return found?.isGeneric === true ? (readBy(readers.knowing, text, alike)?.named ?? found.named) : (found?.named ?? null);
  };
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
