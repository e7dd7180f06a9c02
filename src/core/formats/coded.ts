import type { Level } from '../record';
import type { StatedTime } from '../statedTime';
import { readTimestamp } from '../timestamp';
import type { FormatSample } from './format';
import type { Head, HeadReader } from './head';
import { levelOfLetter } from './levels';
import { lineFormat } from './lineFormat';

// Formats that write their level as a letter, a sign or a number, in a shape no other line has.

function headAt(text: string, column: number, timestamp: StatedTime | null, level: Level | null, logger: string | null): Head {
  return { timestamp, level, logger, message: text.slice(column).trimEnd(), column };
}

const glogSamples: readonly FormatSample[] = [
  { text: 'E0305 07:08:09.123456    4711 valve.go:12] no water', level: 'error', timestamp: '2024-03-05T07:08:09.123Z', message: 'no water' },
  { text: 'I20240305 07:08:09.123456 4711 pump.cc:27] Filling', level: 'info', timestamp: '2024-03-05T07:08:09.123Z', message: 'Filling' },
  { text: 'W0305 07:08:09.123456 1 valve.go:12] "Slow valve" id=3', level: 'warn', timestamp: '2024-03-05T07:08:09.123Z', message: '"Slow valve" id=3' },
];

/** Reads a line of glog or klog (Kubernetes): `E0305 07:08:09.123456 4711 valve.go:12] message`. */
export function readGlogHead(text: string, year: number): Head | null {
  const match = /^([IWEFD])((?:\d{4})?)(\d\d)(\d\d) ([\d:.]{8,18}) +\d+ ([^\s\]]{1,200}:\d+)\] ?/.exec(text);
  if (match === null) return null;
  const [prefix, letter = '', stated = '', month = '', day = '', clock = '', caller = ''] = match;
  const time = readTimestamp(`${stated === '' ? '' : `${stated}-`}${month}-${day} ${clock}`, 0, year);
  return time === null ? null : headAt(text, prefix.length, time, levelOfLetter(letter), caller.replace(/:\d+$/, ''));
}

export const glog = lineFormat({
  id: 'glog',
  title: 'glog and klog',
  weight: 1,
  samples: glogSamples,
  heads: ({ year }) => (text) => readGlogHead(text, year),
});

const logcatSamples: readonly FormatSample[] = [
  { text: '03-05 07:08:09.123  1000  4711  4712 E TankPump: no water', level: 'error', timestamp: '2024-03-05T07:08:09.123Z', message: 'no water' },
  { text: '03-05 07:08:09.123  4711  4712 V Valve   : turned', level: 'trace', timestamp: '2024-03-05T07:08:09.123Z', message: 'turned' },
  { text: '03-05 07:08:09.123 W/Valve( 4711): slow', level: 'warn', timestamp: '2024-03-05T07:08:09.123Z', message: 'slow' },
  { text: '2024-03-05 07:08:09.123 4711-4712/com.acme.tank E/Lid: off', level: 'error', timestamp: '2024-03-05T07:08:09.123Z', message: 'off' },
  { text: '2024-03-05 07:08:09.123  4711-4712  Lid   com.acme.tank   W  loose', level: 'warn', timestamp: '2024-03-05T07:08:09.123Z', message: 'loose' },
  { text: 'D/Valve( 4711): half open', level: 'debug', timestamp: null, message: 'half open' },
];

const threadtime = /^ +(?:\w+ +)?\d+ +\d+ (?<letter>[VDIWEFA]) (?:(?<tag>[^:[]{0,80}?) *: ?)?/;
const androidStudio = /^ +\d+-\d+\/\S{1,100} (?<letter>[VDIWEFA])\/(?<tag>[^:]{1,80}): ?/;
const androidStudioColumns = /^ +\d+-\d+ +(?<tag>\S{1,80}) +\S{1,100} +(?<letter>[VDIWEFA]) {2}/;
const tagFirst = /^ *(?<letter>[VDIWEFA])\/(?<tag>[^(]{1,80}?) *\( *\d+\): ?/;

/** Reads Android's threadtime, time and brief notations, and Android Studio's two. */
const logcatHead: (year: number) => HeadReader = (year) => (text) => {
  const stamp = readTimestamp(text, 0, year);
  const rest = stamp === null ? text : text.slice(stamp.length);
  const shapes = stamp === null ? [tagFirst] : [threadtime, tagFirst, androidStudio, androidStudioColumns];
  for (const shape of shapes) {
    const match = shape.exec(rest);
    if (match === null) continue;
    const { letter = '', tag } = match.groups ?? {};
    return headAt(text, text.length - rest.length + match[0].length, stamp, levelOfLetter(letter), tag ?? null);
  }
  return null;
};

export const logcat = lineFormat({
  id: 'logcat',
  title: 'Android logcat',
  weight: 1,
  samples: logcatSamples,
  heads: ({ year }) => logcatHead(year),
});

const redisSamples: readonly FormatSample[] = [
  { text: '4711:M 05 Mar 2024 07:08:09.123 # no memory for the tank', level: 'warn', timestamp: '2024-03-05T07:08:09.123Z', message: 'no memory for the tank' },
  { text: '4711:S 05 Mar 2024 07:08:09.123 * Connecting', level: 'info', timestamp: '2024-03-05T07:08:09.123Z', message: 'Connecting' },
];

const redisSigns: ReadonlyMap<string, Level> = new Map([
  ['.', 'debug'],
  ['-', 'debug'],
  ['*', 'info'],
  ['#', 'warn'],
]);

export const redis = lineFormat({
  id: 'redis',
  title: 'Redis',
  weight: 1,
  samples: redisSamples,
  heads:
    ({ year }) =>
    (text) => {
      const lead = /^\d+:[XCSM] /.exec(text)?.[0].length ?? 0;
      const stamp = lead === 0 ? null : readTimestamp(text, lead, year);
      if (stamp === null) return null;
      const sign = redisSigns.get(text.charAt(lead + stamp.length + 1));
      return sign === undefined ? null : headAt(text, lead + stamp.length + 3, stamp, sign, null);
    },
});

const sssdSamples: readonly FormatSample[] = [
  { text: '(2024-03-05  7:08:09): [be[tank]] [find_user] (0x0040): [RID#3] no such user', level: 'error', timestamp: '2024-03-05T07:08:09.000Z', message: '[RID#3] no such user' },
  { text: '(2024-03-05 17:08:09): [nss] [answer] (0x0400): sent', level: 'debug', timestamp: '2024-03-05T17:08:09.000Z', message: 'sent' },
];

function levelOfSssd(mask: number): Level {
  if (mask <= 0x0010) return 'fatal';
  if (mask <= 0x0040) return 'error';
  if (mask === 0x0080) return 'warn';
  if (mask <= 0x0200) return 'info';
  return mask <= 0x1000 ? 'debug' : 'trace';
}

export const sssd = lineFormat({
  id: 'sssd',
  title: 'SSSD',
  weight: 1,
  samples: sssdSamples,
  heads:
    ({ year }) =>
    (text) => {
      const stamp = text.startsWith('(') ? readTimestamp(text, 1, year) : null;
      if (stamp === null) return null;
      const match = /^\): \[(\S{1,200})\] \[([^\]]{1,200})\] \(0x([0-9a-f]{4,8})\): /.exec(text.slice(1 + stamp.length));
      if (match === null) return null;
      const [prefix, , name = '', mask = ''] = match;
      return headAt(text, 1 + stamp.length + prefix.length, stamp, levelOfSssd(parseInt(mask, 16)), name);
    },
});
