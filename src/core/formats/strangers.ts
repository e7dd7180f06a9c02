import type { FormatContext, LogFormat } from './format';
import type { Head, HeadReader, NamedHead } from './head';

/** A time has four digits or more, and stands within so many characters of the line's start. */
const fewestDigits = 4;
const latestDigits = 64;

/**
 * Reads single records among the lines of some other format: each must state both a level and a time, as text that
 * is merely quoted rarely does. Asking every format would take too long for a line that is none of a log's, so
 * `scouts` are asked first: where a generic one of them reads the line, the others may know it better.
 */
export function strangerReader(scouts: readonly LogFormat[], others: readonly LogFormat[], context: FormatContext): (text: string) => NamedHead | null {
  const scouting = readersOf(scouts, context);
  const knowing = readersOf(others, context);
  return (text) => {
    if (!mayStandAlone(text)) return null;
    const found = readBy(scouting, text);
    return found?.isGeneric === true ? (readBy(knowing, text)?.named ?? found.named) : (found?.named ?? null);
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

function readBy(readers: readonly Reader[], text: string): { readonly named: NamedHead; readonly isGeneric: boolean } | null {
  for (const { format, isGeneric, read } of readers) {
    const head = read(text);
    if (head !== null && statesItself(head)) return { named: { format, head }, isGeneric };
  }
  return null;
}

function statesItself({ level, timestamp }: Head): boolean {
  return level !== null && timestamp !== null;
}

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
