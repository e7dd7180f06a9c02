import { readTimestamp } from '../timestamp';
import type { FormatSample } from './format';
import { levelOfStatus } from './levels';
import { lineFormat } from './lineFormat';

const samples: readonly FormatSample[] = [
  {
    text: '192.0.2.7 - ann [05/Mar/2024:07:08:09 +0100] "GET /tank HTTP/1.1" 200 512',
    level: 'info',
    timestamp: '2024-03-05T06:08:09.000Z',
    message: '"GET /tank HTTP/1.1" 200 512',
  },
  {
    text: '192.0.2.7 - - [05/Mar/2024:07:08:09 +0000] "GET /lid HTTP/1.1" 404 12 "-" "probe/1.0 (\\"x\\")"',
    level: 'warn',
    timestamp: '2024-03-05T07:08:09.000Z',
    message: '"GET /lid HTTP/1.1" 404 12 "-" "probe/1.0 (\\"x\\")"',
  },
  {
    text: 'tank.example:443 2001:db8::7 - - [05/Mar/2024:07:08:09 +0000] "POST /pump HTTP/2.0" 503 0 "-" "probe/1.0"',
    level: 'error',
    timestamp: '2024-03-05T07:08:09.000Z',
    message: '"POST /pump HTTP/2.0" 503 0 "-" "probe/1.0"',
  },
];

const lead = /^(?:\S{1,255} )?\S{1,255} \S{1,100} \S{1,100} \[/;
const request = /^\] ("(?:[^"\\]|\\.)*" (\d{3})(?: |$))/;

/** Web servers' access logs: common, combined, and combined with the virtual host first. */
export const access = lineFormat({
  id: 'access',
  title: 'HTTP access log (common, combined)',
  weight: 1,
  samples,
  heads:
    ({ year }) =>
    (text) => {
      // Cheap: what ends the time and begins the request.
      if (!text.includes('] "')) return null;
      const start = lead.exec(text)?.[0].length;
      const stamp = start === undefined ? null : readTimestamp(text, start, year);
      if (start === undefined || stamp === null) return null;
      const end = start + stamp.length;
      const match = request.exec(text.slice(end));
      if (match === null) return null;
      const status = Number(match[2]);
      const column = end + 2;
      const message = text.slice(column).trimEnd();
      return { timestamp: stamp, level: levelOfStatus(status), logger: null, message, column, httpStatus: status };
    },
});
