/** What a piece of a line is, as far as its look says so. */
type PieceKind = 'plain' | 'time' | 'error' | 'warn' | 'info' | 'debug' | 'string' | 'frame' | 'exception';

export interface Piece {
  readonly text: string;
  readonly kind: PieceKind;
  readonly isMatch: boolean;
}

export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Characters that steer a terminal or the direction of text; tabs stay, and joiners, for emoji and scripts that need them. */
const steering = /(?![\t\u200c\u200d])[\p{Cc}\p{Cf}]/gu;
const ansi = /\p{Cc}\[[\d;:?]*[A-Za-z]/gu;
/** A line with more is shown without colours. */
const coloured = 4000;
/** Where a line's head states its level, if it does. */
const levelWithin = 200;

const time = /^[[("]?(?:\d{4}[-/.]?\d{2}[-/.]?\d{2}(?:[T ,_:]{1,2}\d{2}:?\d{2}(?::?\d{2})?(?:[.,]\d{1,9})?(?: ?(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})\b)?)?|\d{1,2}[/. -][A-Za-z\d]{2,3}(?:[/. -]\d{2,4})?[:T ,]{1,2}\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,9})?|(?:[A-Z][a-z]{2},? )?[A-Z][a-z]{2} {1,2}\d{1,2} \d{2}:\d{2}:\d{2}(?:[.,]\d{1,9})?|\d{1,2}:\d{2}:\d{2}(?:[.,]\d{1,9})?)[\])"]?/;
const frame = /^\s+(?:at |\.\.\. \d+ more|File ")/;
const words = /\b(FATAL|CRITICAL|CRIT|EMERG|ALERT|PANIC|SEVERE|ERROR|ERR)\b|\b(WARNING|WARN)\b|\b(INFO|NOTICE)\b|\b(DEBUG|TRACE|FINE|FINER|FINEST|VERBOSE)\b|("[^"]{0,300}")|\b([A-Z][A-Za-z\d]{0,60}(?:Error|Exception))\b/g;
const kinds: readonly PieceKind[] = ['error', 'warn', 'info', 'debug', 'string', 'exception'];
/** `level=error`, `"level":"error"`, `[error]`. */
const lowLevel = /(?:\b(?:level|severity|lvl)"?\s{0,2}[=:]\s{0,2}"?|\[)(?:(fatal|critical|crit|emerg|alert|panic|error|err)|(warning|warn)|(info|notice)|(debug|trace))(?=["\],\s]|$)/i;

/** Log text made fit for a line: colour codes dropped, other steering characters spelled out (`[U+202E]`), tabs kept. */
export function inertText(text: string): string {
  return text.replace(ansi, '').replace(steering, (character) => `[U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`);
}

/** A line in pieces of one look each; `matches` in order and apart. */
export function piecesOf(text: string, matches: readonly Span[]): Piece[] {
  const pieces: Piece[] = [];
  let match = 0;
  for (const { start, end, kind } of lookOf(text)) {
    for (let at = start; at < end; ) {
      while ((matches[match]?.end ?? Infinity) <= at) match++;
      const next = matches[match];
      const isMatch = next !== undefined && next.start <= at;
      const stop = Math.min(end, next === undefined ? end : isMatch ? next.end : next.start);
      pieces.push({ text: text.slice(at, stop), kind, isMatch });
      at = stop;
    }
  }
  return pieces;
}

/** Whether a line looks like one that carries on the record before it. */
export function continues(text: string): boolean {
  return /^(?:\s|at |Caused by|\.\.\. \d)/.test(text);
}

export function beginsWithTime(text: string): boolean {
  return time.test(text);
}

interface Look extends Span {
  readonly kind: PieceKind;
}

/** The whole of a line, cut where its look changes. */
function lookOf(text: string): Look[] {
  if (text.length > coloured) return [{ start: 0, end: text.length, kind: 'plain' }];
  if (frame.test(text)) return [{ start: 0, end: text.length, kind: 'frame' }];
  const looks: Look[] = [];
  let at = 0;
  for (const look of marksOf(text)) {
    if (look.start < at) continue;
    if (look.start > at) looks.push({ start: at, end: look.start, kind: 'plain' });
    looks.push(look);
    at = look.end;
  }
  return at < text.length ? [...looks, { start: at, end: text.length, kind: 'plain' }] : looks;
}

/** What stands out in a line, by its start; a level of a field goes before the string it stands in. */
function marksOf(text: string): Look[] {
  const stamp = time.exec(text)?.[0].length ?? 0;
  const head = lowLevel.exec(text.slice(stamp, stamp + levelWithin));
  const level = head && lookAt(head, stamp + head[0].length - groupIn(head).text.length);
  const others = [...text.slice(stamp).matchAll(words)].map((found) => lookAt(found, stamp)).filter(({ start, end }) => !level || end <= level.start || start >= level.end);
  return [...(stamp > 0 ? [{ start: 0, end: stamp, kind: 'time' as const }] : []), ...others, ...(level ? [level] : [])].sort((a, b) => a.start - b.start);
}

/** The group that was found, in a text that begins at `base` of the line. */
function lookAt(found: RegExpExecArray, base: number): Look {
  const { index, text } = groupIn(found);
  const start = base + found.index;
  return { start, end: start + text.length, kind: kinds[index] ?? 'plain' };
}

/** The one group of an alternation that took part. */
function groupIn(found: RegExpExecArray): { readonly index: number; readonly text: string } {
  const groups: readonly (string | undefined)[] = found.slice(1);
  const index = groups.findIndex((group) => group !== undefined);
  return { index, text: groups[index] ?? '' };
}
