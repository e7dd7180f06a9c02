import type { FormatSample } from './format';
import type { Head } from './head';
import { readJsonHead } from './jsonLines';
import { lineFormat } from './lineFormat';
import { readTimestampedHead } from './prefix';

const samples: readonly FormatSample[] = [
  sample('2024-03-05 07:08:09 ERROR lid is off\njava.lang.IllegalStateException: lid\n\tat com.acme.Lid.open(Lid.java:7)', 'error', '2024-03-05T07:08:09.000Z', 'lid is off'),
  sample('2024/03/05 07:08:09 pump: error is a word here', null, '2024-03-05T07:08:09.000Z', 'pump: error is a word here'),
  sample('2024-03-05T07:08:09.123+01:00 (worker 7) <warning> slow valve', 'warn', '2024-03-05T06:08:09.123Z', 'slow valve'),
  sample('[works1] [pump] [2024-03-05 07:08:09] [ERROR] no water', 'error', '2024-03-05T07:08:09.000Z', 'no water'),
  sample('20240305-07:08:09:123|Pump_Flow|17|onTurn 42', null, '2024-03-05T07:08:09.123Z', 'onTurn 42'),
  sample('2024-03-05T07:08:09.123Z {"level":"error","msg":"no water"}', 'error', '2024-03-05T07:08:09.123Z', 'no water'),
];

function sample(text: string, level: FormatSample['level'], timestamp: string | null, message: string): FormatSample {
  return { text, level, timestamp, message };
}

/** Any line with a timestamp at or near its start, where no format of its own is known. */
export const timestamped = lineFormat({
  id: 'plain-timestamped',
  title: 'Text with timestamps',
  weight: 0.85,
  alone:
    ({ year }) =>
    (text) =>
      readTimestampedHead(text, year, { ledByWords: false, levelled: false }),
  samples,
  heads: ({ year, lessons }) => {
    let ledByWords: boolean | null = null;
    let shape: string | null = null;
    /** Lines with a level and without. */
    let stating = 0;
    let mute = 0;
    let foreign = 0;
    return (text, peek = false) => {
      const head = readTimestampedHead(text, year, { ledByWords: ledByWords === true, levelled: stating >= mute });
      // Words before the timestamp are a prefix only where the file began so; else they may be a trace's.
      if (head === null || (head.ledByWords && ledByWords === false)) return null;
      ledByWords ??= head.ledByWords;
      shape ??= shapeOf(text);
      const learns = !peek && stating + mute < instructive;
      if (learns) lessons?.note();
      if (head.level !== null) {
        if (learns) stating++;
      } else if (mute === 0 && stating >= wellKnown && foreign < mostForeign && shapeOf(text) !== shape) {
        // Where every record has a level, a rare line with another kind of time and none is output the record quotes.
        if (!peek) {
          foreign++;
          lessons?.note();
        }
        return null;
      } else if (learns) {
        mute++;
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

/** So many records teach how the file is written. */
const instructive = 200;
/** So many records in a row with a level make it the file's rule. */
const wellKnown = 10;
/** So many lines of another shape are no accident. */
const mostForeign = 3;

/** How a line's timestamp is written: its first characters, digits alike. */
function shapeOf(text: string): string {
  return text.slice(0, 11).replace(/\d/g, '0');
}
