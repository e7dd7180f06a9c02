import type { StatedTime } from '../statedTime';
import { readTimeOfDay, readTimestamp } from '../timestamp';
import type { Level } from '../record';
import type { Head } from './head';
import { readLogger } from './logger';
import { groupLevel, readGroup, readLevelMark, type LevelMark } from './levelMark';
import { levelOfLetter } from './levels';

const className = /^[A-Za-z_$][\w$]{0,80}(?:\.[\w$]{1,80}){1,12}$/;
/** How many words and brackets a prefix may have before its timestamp, and again after it. */
const longestLead = 6;
const longestZone = 9;
const latestTimestamp = 120;

/** What the lines of a file have shown so far. */
export interface Manners {
  /** Words of any kind stand before the timestamp. */
  readonly ledByWords: boolean;
  /** Most lines state a level, so that a level word in lower case, or behind other words, is one too. */
  readonly levelled: boolean;
}

export interface TimestampedHead extends Head {
  /** True where words that are neither a level nor brackets stand before the timestamp. */
  readonly ledByWords: boolean;
}

/**
 * Reads the prefix of a line that has a timestamp at or near its start and then, in any order, a level, a
 * thread, a process, a host, a logger. A level word counts only in the prefix, never in the message.
 * Null where the line has no such prefix.
 */
export function readTimestampedHead(text: string, year: number, { ledByWords, levelled }: Manners): TimestampedHead | null {
  const lead = readLead(text, year, ledByWords);
  if (lead === null) return null;
  const zone = readZone(text, lead, year, levelled);
  let at = skipSeparators(text, zone.end);
  let logger = zone.logger;
  if (zone.level !== null || logger === null) {
    const named = readLogger(text, at, zone.level !== null);
    if (named !== null) {
      logger = named.name;
      at = skipTrailingGroups(text, named.end);
    }
  }
  if (zone.level !== null) at = skipCaller(text, at);
  return { timestamp: lead.time, level: zone.level, logger, message: text.slice(at).trimEnd(), column: at, ledByWords: lead.words };
}

interface Lead {
  readonly time: StatedTime;
  readonly level: Level | null;
  readonly words: boolean;
  readonly end: number;
}

/** Everything up to and including the timestamp. */
function readLead(text: string, year: number, ledByWords: boolean): Lead | null {
  let at = 0;
  while (at < 4 && text.charCodeAt(at) === 0x20) at++;
  const indented = at > 0;
  let level: Level | null = null;
  let words = false;
  for (let token = 0; token < longestLead && at < latestTimestamp; token++) {
    const stamp = readTimestamp(text, at, year);
    if (stamp !== null) return { time: stamp, level, words, end: at + stamp.length };
    if (token === 0 || level !== null) {
      const time = readTimeOfDay(text, at);
      if (time !== null) return indented ? null : { time, level, words, end: at + time.length };
    }
    const group = readGroup(text, at);
    if (group !== null) {
      const stamped = readStampedGroup(text, group.start, group.end, year);
      if (stamped !== null) return { time: stamped.time, level: stamped.level ?? level, words, end: group.next };
      level ??= groupLevel(text, group.start, group.end);
      at = skipSeparators(text, group.next);
      continue;
    }
    const mark: LevelMark | null = level === null ? readLevelMark(text, at, 'zone') : null;
    if (mark !== null) {
      level = mark.level;
      at = skipSeparators(text, mark.end);
      continue;
    }
    const end = wordEnd(text, at);
    if (end === at) return null;
    const letter = end - at <= 2 && (end - at === 1 || text.charAt(at + 1) === ',') ? levelOfLetter(text.charAt(at)) : null;
    // CUPS and Ruby set a letter before the bracket that holds the time.
    if (letter !== null && text.startsWith(' [', end)) level ??= letter;
    else if (text.charAt(at) !== '-' || end - at > 1) {
      if (indented || !(ledByWords || looksLikeId(text, at, end))) return null;
      words = true;
    }
    at = skipSeparators(text, end);
  }
  return null;
}

/** A bracket with a timestamp in it, and perhaps a level before or after: `[2024-01-02T03:04:05Z ERROR main]`. */
function readStampedGroup(text: string, start: number, end: number, year: number): { time: StatedTime; level: Level | null } | null {
  let at = start;
  while (text.charCodeAt(at) === 0x20) at++;
  let before = at;
  for (let word = 0; word < 2 && before < end; word++) {
    const stamp = readTimestamp(text, before, year) ?? (word === 0 ? readTimeOfDay(text, before) : null);
    if (stamp !== null && before + stamp.length <= end) {
      const lettered = before - at === 2 ? levelOfLetter(text.charAt(at)) : null;
      const level = lettered ?? groupLevel(text, at, before) ?? groupLevel(text, before + stamp.length, end);
      return { time: stamp, level };
    }
    const space = text.indexOf(' ', before);
    if (space < 0 || space >= end) return null;
    before = space + 1;
  }
  return null;
}

interface Zone {
  readonly level: Level | null;
  readonly logger: string | null;
  readonly end: number;
}

/** What follows the timestamp up to the message. Words pass only provisionally: they count if a level comes after them. */
function readZone(text: string, lead: Lead, year: number, levelled: boolean): Zone {
  let level = lead.level;
  let logger: string | null = null;
  let candidate: string | null = null;
  let at = skipSeparators(text, skipClosing(text, lead.end));
  let end = at;
  let plainWords = 0;
  for (let token = 0; token < longestZone && at < text.length; token++) {
    const mark = level === null || (lead.level !== null && token < 4) ? readLevelMark(text, at, token > 0 ? 'zone' : levelled ? 'after' : 'lone') : null;
    if (mark !== null) {
      level = mark.level;
      logger ??= candidate;
      end = at = skipSeparators(text, mark.end);
      continue;
    }
    const group = readGroup(text, at);
    if (group !== null) {
      // A device or an interface that the message is about: `(eth0): link is up`.
      if (level !== null && text.startsWith('): ', group.end) && text.charAt(group.start - 1) === '(') break;
      at = skipSeparators(text, group.next);
      const content = text.slice(group.start, group.end).trim();
      if (className.test(content)) logger ??= content;
      // Brackets after words that are no prefix are the message's own.
      if (end === group.start - 1) end = at;
      continue;
    }
    const word = wordEnd(text, at);
    if (word === at) break;
    if (text.charAt(word) === '|' || text.startsWith(' |', word)) {
      candidate = text.slice(at, word);
      const cell = skipSeparators(text, word);
      if (end === at) {
        end = cell;
        if (/^[A-Za-z]/.test(candidate)) logger ??= candidate;
      }
      at = cell;
      continue;
    }
    if (level !== null) {
      const number = readProcess(text, at, word);
      if (number < 0) break;
      end = at = skipSeparators(text, number);
      continue;
    }
    const stamp = readTimestamp(text, at, year);
    if (stamp !== null) {
      at = skipSeparators(text, at + stamp.length);
      end = at;
      continue;
    }
    if (looksLikeId(text, at, word)) {
      if (/[A-Za-z_]/.test(text.charAt(at))) candidate = text.slice(at, word).replace(/:$/, '');
    } else {
      if (text.startsWith(' - ', word)) candidate = text.slice(at, word);
      else if (!levelled || ++plainWords > 2 || !isLowerWord(text, at, word)) break;
    }
    at = skipSeparators(text, word);
  }
  return { level, logger, end };
}

/** Where the text goes on after a process id such as `1234 ---` or `123#123:`; -1 where the number is the message's. */
function readProcess(text: string, at: number, end: number): number {
  for (let i = at; i < end; i++) {
    const code = text.charCodeAt(i);
    if ((code < 0x30 || code > 0x39) && code !== 0x23 && !(code === 0x3a && i === end - 1)) return -1;
  }
  if (text.charAt(end - 1) === ':' || text.startsWith(' ---', end) || text.startsWith(' [', end)) return end;
  return -1;
}

/** After the logger: file and line as zap and others add them, and a thread in brackets. */
function skipTrailingGroups(text: string, start: number): number {
  let at = skipSeparators(text, start);
  at = skipCaller(text, at);
  for (let groups = 0; groups < 3 && text.charAt(at) === '['; groups++) {
    const group = readGroup(text, at);
    if (group === null || group.next >= text.length) break;
    at = skipSeparators(text, group.next);
  }
  return at;
}

const caller = /(?:[[(<][\w./\\-]{1,120}\.[a-z]{1,4}:\d{1,6}[\])>]|[\w./\\-]{1,120}\.[a-z]{1,4}:\d{1,6})(?:\t|:? +(?:- |> )?)(?=\S)/y;

/** The file and line that a message was written from: `pump/valve.go:12`, `[pump.py:7]`, `(Lid.java:3)`, a separator after it. */
function skipCaller(text: string, at: number): number {
  caller.lastIndex = at;
  return caller.test(text) ? caller.lastIndex : at;
}

/** True for what a prefix is made of: numbers, hosts, ids, paths, words in capitals; false for prose. */
function looksLikeId(text: string, start: number, end: number): boolean {
  let lower = false;
  for (let i = start; i < end; i++) {
    const code = text.charCodeAt(i);
    if (code >= 0x61 && code <= 0x7a) lower = true;
    else if (code < 0x41 || code > 0x5a) {
      // Punctuation at the end of a word is prose; inside it makes an id.
      if (i < end - 1 || (code >= 0x30 && code <= 0x39) || code === 0x5d || code === 0x5f) return true;
    }
  }
  return !lower;
}

function isLowerWord(text: string, start: number, end: number): boolean {
  for (let i = start; i < end; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x61 || code > 0x7a) return false;
  }
  return true;
}

function wordEnd(text: string, at: number): number {
  let end = at;
  for (; end < text.length; end++) {
    const code = text.charCodeAt(end);
    if (code === 0x20 || code === 0x09 || code === 0x7c) break;
  }
  return end;
}

/** The bracket that closes right after a timestamp whose opening one was not read as a group. */
function skipClosing(text: string, at: number): number {
  const char = text.charAt(at);
  return char === ']' || char === ')' || char === '>' ? at + 1 : at;
}

/** Blanks, and dashes, colons, commas, semicolons and bars that stand between the parts of a prefix. */
function skipSeparators(text: string, start: number): number {
  let at = start;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code === 0x20 || code === 0x09 || code === 0x7c) {
      at++;
    } else if (code === 0x2d || code === 0x3a || code === 0x2c || code === 0x3b) {
      let run = at + 1;
      while (text.charCodeAt(run) === code) run++;
      const after = text.charCodeAt(run);
      // `-1` and `--flag` begin a message; `: ` and ` - ` end a prefix.
      if (run < text.length && after !== 0x20 && after !== 0x09 && after !== 0x7c && !(code === 0x3a && at === start) && code !== 0x2c && code !== 0x3b) return at;
      at = run;
    } else {
      return at;
    }
  }
}
