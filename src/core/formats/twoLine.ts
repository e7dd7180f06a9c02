import { readTimestamp } from '../timestamp';
import type { FormatSample } from './format';
import { levelOfWord } from './levels';
import { lineFormat } from './lineFormat';

// Formats whose message stands in the second line of each record.

const javaSamples: readonly FormatSample[] = [
  { text: 'Mar 05, 2024 7:08:09 PM com.acme.tank.Lid open\nSEVERE: lid is off', level: 'error', timestamp: '2024-03-05T19:08:09.000Z', message: 'lid is off' },
  {
    text: 'Mar 05, 2024 7:08:09 AM com.acme.tank.Lid <init>\nWARNING: slow\njava.lang.Error: x\n\tat com.acme.tank.Lid.open(Lid.java:7)',
    level: 'warn',
    timestamp: '2024-03-05T07:08:09.000Z',
    message: 'slow',
  },
];

/** What Java's own logging prints: time, class and method, then `LEVEL: message`. */
export const javaUtilLogging = lineFormat({
  id: 'java-util-logging',
  title: 'java.util.logging',
  weight: 1,
  samples: javaSamples,
  heads:
    ({ year }) =>
    (text) => {
      const stamp = readTimestamp(text, 0, year);
      const logger = stamp === null ? undefined : /^ ([\w$.]{1,200}) [\w$<>]{1,100}$/.exec(text.slice(stamp.length))?.[1];
      if (stamp === null || !logger?.includes('.')) return null;
      return { timestamp: stamp, level: null, logger, message: text.slice(stamp.length + 1), column: stamp.length + 1 };
    },
  rest: (text, head) => {
    const match = /^([A-Z]{4,8}): /.exec(text);
    const level = match === null ? null : levelOfWord(match[1] ?? '');
    return match === null || level === null ? null : { ...head, level, message: text.slice(match[0].length).trimEnd(), column: match[0].length };
  },
});

const dotnetSamples: readonly FormatSample[] = [
  { text: 'fail: Acme.Tank.Pump[17]\n      no water', level: 'error', timestamp: null, message: 'no water' },
  { text: 'info: Acme.Tank.Lid[0]\n      opened\n      and shut', level: 'info', timestamp: null, message: 'opened' },
];

/** What .NET's console logger prints: `level: category[event]`, then the message, indented. */
export const dotnetConsole = lineFormat({
  id: 'dotnet-console',
  title: '.NET console',
  weight: 1,
  samples: dotnetSamples,
  heads: () => (text) => {
    const match = /^(trce|dbug|info|warn|fail|crit): ([\w.+`]{1,200}\[-?\d{1,10}\])$/.exec(text.trimEnd());
    if (match === null) return null;
    const [, word = '', message = ''] = match;
    return { timestamp: null, level: levelOfWord(word), logger: message.replace(/\[.*/, ''), message, column: word.length + 2 };
  },
  rest: (text, head) => (/^ {6}\S/.test(text) ? { ...head, message: text.trim(), column: 6 } : null),
});
