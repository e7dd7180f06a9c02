import type { Level } from '../record';
import type { StatedTime } from '../statedTime';
import { readTimestamp } from '../timestamp';
import { access } from './access';
import { definedFormat } from './definedFormat';
import type { FormatDefinition } from './definition';
import type { FormatSample, LogFormat } from './format';
import type { Head, HeadReader } from './head';
import { levelOfPriority, levelOfWord } from './levels';
import { lineFormat } from './lineFormat';
import { readJsonHead } from './jsonLines';
import dmesg from './library/dmesg.json';
import glog from './library/glog.json';
import haproxy from './library/haproxy.json';
import { readLogfmtHead } from './logfmt';
import { readPlainHead } from './plain';
import { readTimestampedHead } from './prefix';

const samples: readonly FormatSample[] = [
  sample('Mar  5 07:08:09 tank pumpd(valve)[4711]: no water; valve= id=3', null, '2024-03-05T07:08:09.000Z', 'no water; valve= id=3'),
  sample('Mar  5 07:08:09 tank pumpd[4711]: error: lid is off', 'error', '2024-03-05T07:08:09.000Z', 'lid is off'),
  sample('<28>Mar  5 07:08:09 tank pumpd: slow valve', 'warn', '2024-03-05T07:08:09.000Z', 'slow valve'),
  sample('<34>1 2024-03-05T07:08:09.003Z tank.example pumpd 4711 ID47 - no water', 'fatal', '2024-03-05T07:08:09.003Z', 'no water'),
  sample('<165>1 2024-03-05T07:08:09Z tank pumpd - - [x@1 a="]" b="\\""][y c="1"] filled', 'info', '2024-03-05T07:08:09.000Z', 'filled'),
  sample('2024-03-05T07:08:09.123456+01:00 tank pumpd[4711]: filled', null, '2024-03-05T06:08:09.123Z', 'filled'),
  sample('Mar  5 07:08:09 tank dockerd[7]: time="2024-03-05T07:08:09Z" level=warning msg="no lid"', 'warn', '2024-03-05T07:08:09.000Z', 'no lid'),
  sample('Mar  5 07:08:09 tank kubelet[7]: E0305 07:08:09.123456    7 pod.go:12] no pod', 'error', '2024-03-05T07:08:09.000Z', 'no pod'),
  sample('Mar  5 07:08:09 tank app[7]: 2024-03-05 07:08:09,123 WARN [main] com.acme.Tank: slow', 'warn', '2024-03-05T07:08:09.000Z', 'slow'),
  sample('Mar  5 07:08:09 tank kernel: [   12.345678] pump 1-1: no water', null, '2024-03-05T07:08:09.000Z', 'pump 1-1: no water'),
  sample('Mar  5 07:08:09 tank haproxy[7]: 192.0.2.7:51234 [05/Mar/2024:07:08:09.123] works pumps/pump1 0/0/1/30/31 502 212 - - SH-- 1/1/0/0/0 0/0 "GET /tank HTTP/1.1"', 'error', '2024-03-05T07:08:09.000Z', 'works pumps/pump1 0/0/1/30/31 502 212 - - SH-- 1/1/0/0/0 0/0 "GET /tank HTTP/1.1"'),
  sample('Mar  5 07:08:09 tank dovecot: imap(ann)<7><65e6c1b9>: Error: no water', 'error', '2024-03-05T07:08:09.000Z', 'no water'),
  sample('Mar  5 07:08:09 tank pumpd(Flow)[7] <Warning>: slow valve', 'warn', '2024-03-05T07:08:09.000Z', 'slow valve'),
  sample('Mar  5 07:08:09 switch1 12: %LINK-3-UPDOWN: Interface tank0 down', 'error', '2024-03-05T07:08:09.000Z', '%LINK-3-UPDOWN: Interface tank0 down'),
  sample('Tue Mar  5 07:08:09 2024 daemon.err pumpd[7]: no water', 'error', '2024-03-05T07:08:09.000Z', 'no water'),
  sample('2024-03-05T07:08:09.123456+00:00 router[web.1]: at=error code=H12 desc="no water"', 'error', '2024-03-05T07:08:09.123Z', 'at=error code=H12 desc="no water"'),
  sample('2024-03-05T07:08:09.123Z Db(167) Tankd[4711]: [sub=Pump] turned', 'debug', '2024-03-05T07:08:09.123Z', '[sub=Pump] turned'),
];

function sample(text: string, level: Level | null, timestamp: string, message: string): FormatSample {
  return { text, level, timestamp, message };
}

/** Other times that stand before a host, a tag and a process. */
const doubtful = /^(?:\d{4}-\d\d-\d\dT|[A-Z][a-z]{2} |\d{10}\.\d)/;
/** A date with its weekday and year is written by programs of their own, as a rule. */
const weekday = /^[A-Z][a-z]{2} [A-Z][a-z]{2} .*\d{4}$/;
/** What stands after the timestamp: a host and a tag with a process id, as most daemons write them. */
const tagged = /^ (\S{1,255}) +([^\s:[]{1,64}(?: [\d.]{1,12})?)(?:\[[^\]\s]{1,64}\])?(?: \([^)\s]{1,100}\)(?:\[[^\]\s]{1,64}\])?)?(?: <(Emergency|Alert|Critical|Error|Warning|Notice|Info|Debug)>)?: ?/;
/** RFC 5424: host, application, process, message id. */
const header = /^ (\S{1,255}) (\S{1,48}) (\S{1,128}) (\S{1,32}) /;
/** A program and its process without a host before it. */
const hostless = /^ +([^\s:[\]]{1,64})\[[\w.-]{1,64}\]: ?/;
/** Facility and severity, as OpenWrt's logread and some daemons show them. */
const facility = /^ (?:\S{1,255} )?(?:kern|user|mail|daemon|auth|syslog|lpr|news|uucp|cron|authpriv|ftp|local[0-7])\.(\w{3,7})(?= )/;
const cisco = /^(?:[^%]{0,40}: )?%[A-Z][A-Z0-9_]{1,30}(?:-[A-Z0-9_]{1,30})?-([0-7])-[A-Z0-9_]{1,40}:/;

/** How the lines of one file are read. */
interface Reading {
  readonly year: number;
  /** Readers of what programs write in front of their message. */
  readonly carried: readonly HeadReader[];
}

/** Reads a line of syslog, with or without its priority. */
function readSyslogHead(text: string, reading: Reading): Head | null {
  const priority = /^<(\d{1,3})>/.exec(text);
  const declared = priority === null ? null : levelOfPriority(Number(priority[1]));
  const start = priority?.[0].length ?? 0;
  const version = /^\d (?=\d{4}-)/.exec(text.slice(start, start + 7))?.[0].length ?? 0;
  const stamp = readTimestamp(text, start + version, reading.year);
  if (stamp === null) return null;
  const at = start + version + stamp.length;
  return version > 0 ? readStructured(text, at, stamp, declared, reading) : readTagged(text, start, at, stamp, declared, reading);
}

function readStructured(text: string, at: number, timestamp: StatedTime, declared: Level | null, reading: Reading): Head | null {
  const match = header.exec(text.slice(at));
  if (match === null) return null;
  const application = match[2] ?? '-';
  let column = skipStructuredData(text, at + match[0].length);
  while (text.charAt(column) === ' ' || text.charCodeAt(column) === 0xfeff) column++;
  return payload(text, column, timestamp, declared, application === '-' ? null : application, reading);
}

/** `-`, or elements in brackets whose quoted values may hold brackets. */
function skipStructuredData(text: string, at: number): number {
  if (text.charAt(at) !== '[') return text.charAt(at) === '-' ? at + 1 : at;
  let quoted = false;
  for (let i = at; i < text.length; i++) {
    const char = text.charAt(i);
    if (quoted && char === '\\') i++;
    else if (char === '"') quoted = !quoted;
    else if (!quoted && char === ']' && text.charAt(i + 1) !== '[') return i + 1;
  }
  return at;
}

function readTagged(text: string, start: number, at: number, timestamp: StatedTime, declared: Level | null, reading: Reading): Head | null {
  const named = /^[A-Z][a-z]{2} (?:[A-Z][a-z]{2} )? ?\d{1,2} \d\d:/.test(text.slice(start, start + 14));
  // With a priority or a month's name the rest may be anything; another time needs a host and a tag to be syslog's.
  const certain = start > 0 || named;
  if (!certain && !doubtful.test(text.slice(start, start + 12))) return null;
  const rest = text.slice(at);
  if (!/^ [\w*-]/.test(rest)) return null;
  const esx = /^ (?:Em|Al|Cr|Er|Wa|No|In|Db)\((\d{1,3})\) ([^\s[:]{1,64})(?:\[\d+\])?: /.exec(rest);
  if (esx !== null) return payload(text, at + esx[0].length, timestamp, levelOfPriority(Number(esx[1])), esx[2] ?? null, reading);
  const alone = hostless.exec(rest);
  if (alone !== null) return payload(text, at + alone[0].length, timestamp, declared, alone[1] ?? null, reading);
  const stated = facility.exec(rest);
  if (stated !== null) return readTagged(text, start, at + stated[0].length, timestamp, levelOfWord(stated[1] ?? ''), reading);
  const match = tagged.exec(rest);
  if (match !== null && levelOfWord(match[1] ?? '') === null && levelOfWord(match[2] ?? '') === null) {
    const [prefix, , tag = '', word = ''] = match;
    if (certain || prefix.includes(']: ')) {
      const vendor = text.includes('%', at) ? (cisco.exec(text.slice(at + prefix.length)) ?? cisco.exec(`${tag}:`)) : null;
      const level = vendor === null ? (levelOfWord(word) ?? declared) : levelOfPriority(Number(vendor[1]));
      return payload(text, at + prefix.length, timestamp, level, tag, reading);
    }
  }
  // Without a tag the message begins after the host.
  const host = /^ (\S{1,255}) /.exec(rest);
  if (!certain || levelOfWord(host?.[1]?.replace(/\W/g, '') ?? '') !== null || weekday.test(text.slice(start, at))) return null;
  return payload(text, at + (host?.[0].length ?? 1), timestamp, declared, null, reading);
}

/** The message, which a program may have given a prefix of its own. */
function payload(text: string, column: number, timestamp: StatedTime, declared: Level | null, logger: string | null, reading: Reading): Head {
  const inner = text.slice(column);
  const own = readCarried(inner, reading) ?? readPlainHead(inner);
  return {
    ...own,
    timestamp,
    level: own.level ?? declared,
    logger: logger ?? own.logger,
    column: own.column === null ? null : own.column + column,
  };
}

function readCarried(text: string, { year, carried }: Reading): Head | null {
  for (const read of carried) {
    const head = read(text);
    if (head !== null) return head;
  }
  return readLogfmtHead(text, year) ?? readJsonHead(text, year) ?? readStamped(text, year) ?? readService(text);
}

/** A prefix with a time and a level; without a level what looks like one may be the message. */
function readStamped(text: string, year: number): Head | null {
  const head = readTimestampedHead(text, year, { ledByWords: false, levelled: false });
  return head === null || head.level === null || head.ledByWords ? null : head;
}

/** A program's own part of a service, and then a level: Dovecot's `imap(ann)<4711>: Error: `, sshd's `pam_unix(sshd:auth): `. */
function readService(text: string): Head | null {
  const match = /^[a-z][\w-]{1,30}(?:\([^)]{1,160}\))?(?:<[^>]{1,60}>){0,3}: (Debug|Info|Warning|Error|Fatal|Panic): /.exec(text);
  if (match === null) return null;
  const [prefix, word = ''] = match;
  return { timestamp: null, level: levelOfWord(word), logger: null, message: text.slice(prefix.length).trimEnd(), column: prefix.length };
}

/** What the kernel, proxies and Kubernetes write in front of their messages. */
const carriedFormats: readonly LogFormat[] = [...[dmesg, glog, haproxy].map((definition) => definedFormat(definition as FormatDefinition)), access];

/** The system log of Unix: RFC 3164 and RFC 5424, with and without the priority, as files and as sent. */
export const syslog = lineFormat({
  id: 'syslog',
  title: 'syslog',
  weight: 0.95,
  samples,
  heads: (context) => {
    const reading: Reading = { year: context.year, carried: carriedFormats.flatMap(({ readAlone }) => (readAlone === undefined ? [] : [readAlone(context)])) };
    return (text) => readSyslogHead(text, reading);
  },
});
