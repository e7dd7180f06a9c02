import type { Level } from '../record';
import { isAmbiguousLevelWord, levelOfLetter, levelOfWord } from './levels';

/** A level stated in a line's prefix; the text goes on at `end`. */
export interface LevelMark {
  readonly level: Level;
  readonly end: number;
}

/** Text in brackets: its content is `[start, end)`, and the text goes on at `next`. */
export interface Group {
  readonly start: number;
  readonly end: number;
  readonly next: number;
}

/**
 * Where the mark stands: at the start of a `line` without a timestamp, in the prefix `zone` of a line that has
 * one, or right `after` the timestamp, where even a bare lower-case word is a level; `lone`: right after it in a
 * line of which nothing else is known.
 */
export type MarkPlace = 'line' | 'zone' | 'after' | 'lone';

const closing: ReadonlyMap<string, string> = new Map([
  ['[', ']'],
  ['(', ')'],
  ['<', '>'],
]);
const longestGroup = 400;

/** Reads the brackets that open at `at`, with brackets of the same kind inside; null where they do not close soon. */
export function readGroup(text: string, at: number): Group | null {
  const open = text.charAt(at);
  const close = closing.get(open);
  if (close === undefined) return null;
  const limit = Math.min(text.length, at + longestGroup);
  let depth = 0;
  for (let i = at; i < limit; i++) {
    const char = text.charAt(i);
    if (char === open) depth++;
    else if (char === close && --depth === 0) return { start: at + 1, end: i, next: i + 1 };
  }
  return null;
}

/** The level a bracket's content states: `ERROR`, `E`, `core:error`, `ERROR main`, `ERROR/MainProcess`, `level=error`. */
export function groupLevel(text: string, start: number, end: number): Level | null {
  // The longest pair of a module and a level; thread names go on and on.
  if (end - start > 60) return null;
  const content = text.slice(start, end).trim();
  const whole = content.length === 1 ? levelOfLetter(content) : levelOfWord(content);
  if (whole !== null) return isShy(content) ? null : whole;
  const parts = content.split(/[\s:/=|,]+/, 6);
  for (const part of parts) {
    const level = levelOfWord(part);
    if (level === null || isShy(part) || isAmbiguousLevelWord(part)) continue;
    // In a thread's name (`error handler`) the word is no level: it must be a capital one, or after a colon.
    if (isUpper(part) || (parts.length === 2 && part === parts[1] && /[:=]/.test(content))) return level;
  }
  return null;
}

/** Reads a level that stands at `at` in a way no prose does; null where none does. */
export function readLevelMark(text: string, at: number, place: MarkPlace): LevelMark | null {
  const code = text.charCodeAt(at);
  if (code === 0x5b || code === 0x28 || code === 0x3c) {
    const group = readGroup(text, at);
    const level = group && groupLevel(text, group.start, group.end);
    return group && level ? { level, end: group.next } : null;
  }
  if (code === 0x2a || code === 0x3d) return readDecorated(text, at);
  const end = wordEnd(text, at);
  if (end === at) return null;
  const word = text.slice(at, end);
  const next = text.charAt(end);
  if (end - at === 1) return place === 'after' || place === 'lone' ? readLetter(text, at) : null;
  if (word === 'PHP') return readPhp(text, at);
  if (next === '=') return readAssignment(text, end + 1, word);
  const level = levelOfWord(word);
  if (level === null) return next === '.' ? readChannel(text, end + 1) : null;
  return marksLevel(text, word, end, place) ? { level, end: afterMark(text, end) } : null;
}

const decorated = /(?:\*{1,3} ?([A-Za-z]{3,9}) ?\*{1,3}|=([A-Z]{3,9}) REPORT={2,8})/y;

/** `***ERROR***`, and Erlang's `=ERROR REPORT====`. */
function readDecorated(text: string, at: number): LevelMark | null {
  decorated.lastIndex = at;
  const found = decorated.exec(text);
  const level = found === null ? null : levelOfWord(found[1] ?? found[2] ?? '');
  return level === null ? null : { level, end: decorated.lastIndex };
}

const taggedLetter = /[DIWEF]\/[\w.-]{1,60}(?:\( *\d+\))?: ?/y;
const markedLetter = /[DIWEF](?: [A-Z]{2,12})? +[[(]|[DIWEF]\/|[DIWEF][:|] /y;

/** A letter right after the timestamp, where brackets, a tag or a component in capitals show that it is no word. */
function readLetter(text: string, at: number): LevelMark | null {
  taggedLetter.lastIndex = at;
  if (taggedLetter.test(text)) return letterMark(text.charAt(at), taggedLetter.lastIndex);
  markedLetter.lastIndex = at;
  return markedLetter.test(text) ? letterMark(text.charAt(at), at + 1) : null;
}

function letterMark(letter: string, end: number): LevelMark | null {
  const level = levelOfLetter(letter);
  return level === null ? null : { level, end };
}

/** `PHP Fatal error: `, `PHP Warning: `. */
function readPhp(text: string, at: number): LevelMark | null {
  const match = /PHP (?:(?:Recoverable |Catchable )?(Fatal|Parse) error|(Warning)|Notice|Deprecated|Strict Standards): +/y;
  match.lastIndex = at;
  const found = match.exec(text);
  if (found === null) return null;
  return { level: found[1] !== undefined ? 'fatal' : found[2] !== undefined ? 'warn' : 'info', end: match.lastIndex };
}

/** `level=error`, `severity="error"`. */
function readAssignment(text: string, at: number, key: string): LevelMark | null {
  if (!/^(?:level|lvl|severity|loglevel)$/i.test(key)) return null;
  const quoted = text.charAt(at) === '"';
  const start = quoted ? at + 1 : at;
  const end = wordEnd(text, start);
  const level = levelOfWord(text.slice(start, end));
  return level === null ? null : { level, end: quoted ? end + 1 : end };
}

/** The level of `channel.ERROR:`, as Monolog writes it. */
function readChannel(text: string, at: number): LevelMark | null {
  const end = wordEnd(text, at);
  const word = text.slice(at, end);
  const level = text.charAt(end) === ':' && isUpper(word) ? levelOfWord(word) : null;
  return level === null ? null : { level, end: end + 1 };
}

function marksLevel(text: string, word: string, end: number, place: MarkPlace): boolean {
  const next = text.charAt(end);
  const upper = isUpper(word);
  if (isShy(word)) return false;
  // A level that is not shouted may be a field, and say that there was none.
  if (!upper && nothingFollows.test(text.slice(end, end + longestNothing))) return false;
  if (isAmbiguousLevelWord(word)) return (word === 'fail' && next === ':') || (upper && place !== 'line' && /^ *\|/.test(text.slice(end, end + 8)));
  switch (next) {
    case ':':
    case '|':
    case '\t':
      return true;
    case '[':
      // rustc's `error[E0308]:`
      return /\[[A-Z]{1,4}\d{1,6}\]:/y.test(text.slice(end, end + 14));
    case '':
      return upper;
    case ',':
    case ';':
      return upper && place !== 'line';
    case ' ': {
      const gap = spaceEnd(text, end);
      const follower = text.charAt(gap);
      if (follower === '|' || (follower === '-' && text.charAt(gap + 1) === ' ') || (follower === ':' && place !== 'line')) return true;
      if (upper) return place !== 'line' || strong.has(word);
      // Padding makes a column of a word; right after the timestamp lower case is enough.
      if (place === 'line' || !strong.has(word.toUpperCase())) return false;
      return gap - end > 1 || (place === 'after' && word === word.toLowerCase());
    }
    default:
      return false;
  }
}

const longestNothing = 40;
/** `error: none`, `error: <nil>`, `warning: 0`: the value of a field and not a message. */
const nothingFollows = /^: {0,8}["'(<[{]?(?:none|null|nil|undefined|false|no|n\/a|0)["')>\]}]?\s{0,8}(?:$|[,;|])/i;

/** Words that name a level even where nothing but their place says so. */
const strong: ReadonlySet<string> = new Set([
  'TRACE',
  'DEBUG',
  'INFO',
  'WARN',
  'WARNING',
  'ERROR',
  'FATAL',
  'CRITICAL',
  'SEVERE',
  'DBG',
  'INF',
  'WRN',
  'ERR',
  'FTL',
]);

/** `config` and `fine` are words like any other unless they shout. */
function isShy(word: string): boolean {
  return /^(?:config|fine|finer|finest)$/i.test(word) && !isUpper(word);
}

function afterMark(text: string, end: number): number {
  if (text.charAt(end) === '[') return text.indexOf(']', end) + 2;
  return text.charAt(end) === ':' ? end + 1 : end;
}

function isUpper(word: string): boolean {
  return word === word.toUpperCase();
}

function wordEnd(text: string, at: number): number {
  let end = at;
  for (let code = text.charCodeAt(end) | 0x20; code >= 0x61 && code <= 0x7a; code = text.charCodeAt(end) | 0x20) end++;
  return end;
}

function spaceEnd(text: string, at: number): number {
  while (text.charCodeAt(at) === 0x20) at++;
  return at;
}
