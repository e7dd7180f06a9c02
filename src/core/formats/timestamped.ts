import type { FormatSample } from './format';
import type { Head } from './head';
import { readJsonHead } from './jsonLines';
import { lineFormat } from './lineFormat';
import { readTimestampedHead } from './prefix';

const samples: readonly FormatSample[] = [
  sample('2024-03-05 07:08:09,123 INFO  [pool-3] com.acme.tank.Pump: pressure is back', 'info', '2024-03-05T07:08:09.123Z', 'pressure is back'),
  sample('2024-03-05T07:08:09.123+01:00  WARN 4711 --- [tank] [main] c.acme.tank.Pump    : slow valve', 'warn', '2024-03-05T06:08:09.123Z', 'slow valve'),
  sample('2024-03-05 07:08:09,123 - tank.pump - CRITICAL - no water', 'fatal', '2024-03-05T07:08:09.123Z', 'no water'),
  sample('[2024-03-05 07:08:09,123] ERROR in app: broken lid', 'error', '2024-03-05T07:08:09.123Z', 'broken lid'),
  sample('[2024-03-05 07:08:09 +0000] [4711] [DEBUG] worker ready', 'debug', '2024-03-05T07:08:09.000Z', 'worker ready'),
  sample('[2024-03-05 07:08:09,123: WARNING/MainProcess] task repeats', 'warn', '2024-03-05T07:08:09.123Z', 'task repeats'),
  sample('[2024-03-05 07:08:09] local.ERROR: lid is off', 'error', '2024-03-05T07:08:09.000Z', 'lid is off'),
  sample('240305 070809 148 INFO dfs.Pump$Valve: Valve 1 for tank_22 closing', 'info', '2024-03-05T07:08:09.000Z', 'Valve 1 for tank_22 closing'),
  sample('24/03/05 07:08:09 INFO exec.PumpRunner: Running stage 2', 'info', '2024-03-05T07:08:09.000Z', 'Running stage 2'),
  sample('2024-03-05 07:08:09,123 - WARN  [Pump[id=1]/127.0.0.1:2181:Valve@77] - No reply', 'warn', '2024-03-05T07:08:09.123Z', 'No reply'),
  sample('2024/03/05 07:08:09 [error] 77#77: *1 connect() refused', 'error', '2024-03-05T07:08:09.000Z', '*1 connect() refused'),
  sample('[Tue Mar 05 07:08:09.123456 2024] [core:error] [pid 77] [client ::1:5] AH00001: no such tank', 'error', '2024-03-05T07:08:09.123Z', 'AH00001: no such tank'),
  sample('[Tue Mar 05 07:08:09 2024] [notice] tank() ready', 'info', '2024-03-05T07:08:09.000Z', 'tank() ready'),
  sample('2024/03/05 07:08:09 pump: error is a word here', null, '2024-03-05T07:08:09.000Z', 'pump: error is a word here'),
  sample('2024-03-05T07:08:09Z ERR cannot pump attempt=3', 'error', '2024-03-05T07:08:09.000Z', 'cannot pump attempt=3'),
  sample('2024-03-05 07:08:09.123 +00:00 [WRN] Slow valve', 'warn', '2024-03-05T07:08:09.123Z', 'Slow valve'),
  sample('2024-03-05T07:08:09.123456Z ERROR tank::pump: no water', 'error', '2024-03-05T07:08:09.123Z', 'no water'),
  sample('[2024-03-05T07:08:09Z WARN  tank::pump] no water', 'warn', '2024-03-05T07:08:09.000Z', 'no water'),
  sample('2024-03-05T07:08:09.123Z\tERROR\ttank.pump\tpump/valve.go:12\tno water', 'error', '2024-03-05T07:08:09.123Z', 'no water'),
  sample('2024-03-05 07:08:09.1234|ERROR|Acme.Tank.Pump|no water', 'error', '2024-03-05T07:08:09.123Z', 'no water'),
  sample('2024-03-05 07:08:09.123 | SUCCESS  | __main__:main:12 - filled', 'info', '2024-03-05T07:08:09.123Z', 'filled'),
  sample('2024-03-05 07:08:09.123 UTC [4711] FATAL:  no such role', 'fatal', '2024-03-05T07:08:09.123Z', 'no such role'),
  sample('2024-03-05T07:08:09.123456Z 0 [Warning] [MY-010068] [Server] certificate is self signed', 'warn', '2024-03-05T07:08:09.123Z', 'certificate is self signed'),
  sample('E, [2024-03-05T07:08:09.123456 #4711] ERROR -- tank: lid is off', 'error', '2024-03-05T07:08:09.123Z', 'tank: lid is off'),
  sample('[ERROR 2024-03-05 07:08:09 main] lid is off', 'error', '2024-03-05T07:08:09.000Z', 'lid is off'),
  sample('[E 2024-03-05 07:08:09.123 TankApp] lid is off', 'error', '2024-03-05T07:08:09.123Z', 'lid is off'),
  sample('E [05/Mar/2024:07:08:09 +0000] Unknown directive', 'error', '2024-03-05T07:08:09.000Z', 'Unknown directive'),
  sample('1709622489 2024.03.05 N01-A 2024-03-05-07.08.09.123456 N01-A RAS KERNEL FATAL valve interrupt', 'fatal', '2024-03-05T07:08:09.000Z', 'valve interrupt'),
  sample('20240305-07:08:09:123|Pump_Step|3002|onStep 3579', null, '2024-03-05T07:08:09.123Z', 'onStep 3579'),
  sample('05-Mar-2024 07:08:09.123 SEVERE [main] org.acme.Tank.start no water', 'error', '2024-03-05T07:08:09.123Z', 'org.acme.Tank.start no water'),
  sample('2024-03-05 07:08:09, Info                  TNK    Loaded the tank', 'info', '2024-03-05T07:08:09.000Z', 'TNK    Loaded the tank'),
  sample('2024-03-05T07:08:09.123Z {"level":"error","msg":"no water"}', 'error', '2024-03-05T07:08:09.123Z', 'no water'),
  sample(
    '2024-03-05 07:08:09 ERROR lid is off\njava.lang.IllegalStateException: lid\n\tat com.acme.Lid.open(Lid.java:7)',
    'error',
    '2024-03-05T07:08:09.000Z',
    'lid is off',
  ),
];

function sample(text: string, level: FormatSample['level'], timestamp: string | null, message: string): FormatSample {
  return { text, level, timestamp, message };
}

/** Any line with a timestamp at or near its start: log4j, logback, Spring Boot, Python, Hadoop, nginx, Apache, Go, .NET… */
export const timestamped = lineFormat({
  id: 'plain-timestamped',
  title: 'Text with timestamps',
  weight: 0.85,
  alone:
    ({ year }) =>
    (text) =>
      readTimestampedHead(text, year, false),
  samples,
  heads: ({ year }) => {
    let ledByWords: boolean | null = null;
    let shape: string | null = null;
    let levelled = 0;
    let foreign = 0;
    return (text) => {
      const head = readTimestampedHead(text, year, ledByWords === true);
      // Words before the timestamp are a prefix only where the file began so; else they may be a trace's.
      if (head === null || (head.ledByWords && ledByWords === false)) return null;
      ledByWords ??= head.ledByWords;
      shape ??= shapeOf(text);
      if (head.level !== null) {
        levelled++;
      } else if (levelled >= wellKnown && foreign < mostForeign && shapeOf(text) !== shape) {
        // Where every record has a level, a rare line with another kind of time and none is output the record quotes.
        foreign++;
        return null;
      } else {
        levelled = -Infinity;
      }
      return head.level === null ? withPayload(head, year) : head;
    };
  },
});

/** The head with what a JSON object says that stands as its message. */
function withPayload(head: Head, year: number): Head {
  const payload = readJsonHead(head.message, year);
  if (payload === null) return head;
  const column = payload.column === null || head.column === null ? null : head.column + payload.column;
  return { ...payload, timestamp: head.timestamp ?? payload.timestamp, logger: payload.logger ?? head.logger, column };
}

/** So many records in a row with a level make it the file's rule. */
const wellKnown = 10;
/** So many lines of another shape are no accident. */
const mostForeign = 3;

/** How a line's timestamp is written: its first characters, digits alike. */
function shapeOf(text: string): string {
  return text.slice(0, 11).replace(/\d/g, '0');
}
