import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Finding } from '../../../../src/core/finding';
import type { PipelineSummary } from '../../../../src/core/pipeline';
import { DocumentText } from '../../../../src/engine/documents/documentText';
import { EditedLog } from '../../../../src/engine/documents/editedLog';
import { readLog, type ReadOptions } from '../../../../src/engine/readLog';
import { openSource } from '../../../../src/engine/sources';
import { shippedClassifier } from '../shippedClassifier';

type Draw = (below: number) => number;

const never = new AbortController().signal;
const options: ReadOptions = { lineBreaks: 'editor', patterns: [], formats: [], clientErrors: 'low', zone: 'UTC', classifier: shippedClassifier(), everyRecord: false, now: Date.UTC(2026, 11, 31) };

/** Numbers that look random and are the same in every run. */
function numbers(seed: number): Draw {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >>> 8) % below;
  };
}

const time = (second: number): string => new Date(Date.UTC(2026, 2, 5) + second * 1000).toISOString().replace('T', ' ').replace('.', ',').slice(0, 23);

function service(second: number, draw: Draw): string {
  const at = time(second);
  return (
    [
      `${at} WARN  [main-${draw(9)}] works.Tank - level ${draw(100)} is low`,
      `${at} ERROR [main-${draw(9)}] works.Lid - lid ${draw(7)} is stück 😀\njava.lang.IllegalStateException: lid ${draw(7)}\n\tat works.Lid.open(Lid.java:${draw(90)})\n\tat works.Main.run(Main.java:7)`,
      `${at} INFO  [main-${draw(9)}] works.Job - job ${draw(99)} ended with exit code ${draw(3)}`,
      `${at} INFO  [main-${draw(9)}] works.Plan - the plan:\n  tank ${draw(9)}\n  error in part ${draw(9)}`,
      `${at} ERROR [main-${draw(9)}] works.Py - Traceback (most recent call last):\n${at} ERROR [main-1] works.Py -   File "pump.py", line ${draw(9)}, in turn\n${at} ERROR [main-1] works.Py - ValueError: ${draw(9)}`,
    ][draw(60)] ?? `${at} INFO  [main-2] works.Valve - valve ${draw(1000)} of ${draw(16).toString(16)}${draw(99_999).toString(16)} is open`
  );
}

/** What logs hold, one record at a time. */
const scenes: Readonly<Record<string, (second: number, draw: Draw) => string>> = {
  'a service with traces': service,
  'an access log': (second, draw) => `10.0.${draw(256)}.${draw(256)} - - [05/Mar/2026:07:${String(Math.floor(second / 60) % 60).padStart(2, '0')}:${String(second % 60).padStart(2, '0')} +0000] "GET /tank/${draw(500)} HTTP/1.1" ${[200, 200, 200, 304, 404, 500, 503][draw(7)] ?? 200} ${draw(99_999)} "-" "pump/1.${draw(9)}"`,
  'JSON lines': (second, draw) => JSON.stringify({ level: [20, 30, 30, 30, 40, 50, 60][draw(7)], time: Date.UTC(2026, 2, 5) + second * 977, pid: draw(40_000), msg: ['turned', 'no water', 'lid failed', 'retry 3 of 5', 'a\nb'][draw(5)] }),
  'a log without years': (second, draw) => {
    const at = new Date(Date.UTC(2025, 10, 20) + second * 1000);
    return `${['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'][at.getUTCMonth()] ?? ''} ${String(at.getUTCDate()).padStart(2)} ${at.toISOString().slice(11, 19)} tank${draw(3)} pumpd[${draw(9999)}]: ${['turned 7 times', 'error: no water', 'connection refused by 10.0.0.1'][draw(3)] ?? ''}`;
  },
  'bare lines among records': (second, draw) => (draw(30) === 0 ? ['order is late', 'order 7 done', 'tank dry', 'error: lid'][draw(4)] ?? '' : service(second, draw)),
};

/** How many of the edits below need not have all read again, at least. */
const fewestInParts: Readonly<Record<string, number>> = { 'a service with traces': 4, 'an access log': 4, 'JSON lines': 2 };

/** What somebody types or pastes. */
const pieces: readonly ((draw: Draw) => string)[] = [
  () => 'x',
  () => '\n',
  () => '\r\n',
  () => 'ERROR ',
  () => '😀',
  (draw) => `\n${service(draw(5000), draw)}\n`,
  (draw) => `\n${service(draw(5000), draw)}`.repeat(draw(300)),
  () => '\n\tat works.Lid.open(Lid.java:7)',
  () => '\nCaused by: java.lang.IllegalStateException: again',
  () => `\n${time(7)} ERROR [main-1] works.Py - Traceback (most recent call last):\n${time(7)} ERROR [main-1] works.Py -   File "pump.py", line 7, in turn\n`,
  () => '\n{"level":50,"msg":"no water","time":1772668800000}\n',
  () => '\nthe lid fell off\nand rolled away\n',
  () => '\nMar  5 07:00:00 tank pumpd[7]: error: dry\n',
  () => `\n${time(9)} ERROR [main-1] works.Job - Process completed with exit code 1\n`,
];

interface Found {
  readonly findings: readonly Finding[];
  readonly summary: PipelineSummary;
}

class Editing {
  readonly text = new DocumentText();
  readonly log = new EditedLog();

  constructor(text: string) {
    this.edit(0, 0, text);
  }

  /** Returns how to undo it. */
  edit(offset: number, length: number, text: string): () => void {
    const replaced = this.text.chunks().join('').slice(offset, offset + length);
    this.text.apply({ offset, length, text });
    return () => this.text.apply({ offset, length: text.length, text: replaced });
  }

  /** Puts a record between two lines, or takes some lines away. */
  editLines(scene: (second: number, draw: Draw) => string, draw: Draw): () => void {
    const text = this.text.chunks().join('');
    const start = text.indexOf('\n', 150_000 + draw(text.length - 150_000)) + 1;
    const end = draw(2) === 0 ? text.indexOf('\n', start + draw(2000)) + 1 : 0;
    return this.edit(start, Math.max(0, end - start), draw(3) === 0 ? '' : `${scene(draw(5000), draw)}\n`);
  }

  /** Puts something in anywhere, often at the end, and takes out what is there. */
  disturb(draw: Draw): () => void {
    const { length } = this.text;
    const offset = [draw(length), length - draw(300), draw(3000)][draw(6)] ?? 200_000 + draw(length - 200_000);
    return this.edit(offset, draw(3) === 0 ? Math.min(draw(draw(5) === 0 ? 20_000 : 200), length - offset) : 0, pieces[draw(pieces.length)]?.(draw) ?? '');
  }

  /** What is found at present: read on, and all of it anew. */
  async check(message: string): Promise<void> {
    const source = { kind: 'text', uri: 'untitled:pump.log', fileName: 'pump.log', chunks: this.text.chunks() } as const;
    const opened = this.log.open(source);
    const found = await drained(this.log.read(opened, options, never));
    const anew = await openSource(source);
    const expected = await drained(readLog(anew, options, never));
    assert.equal(opened.identity.size, anew.identity.size, message);
    assert.deepEqual(found.summary, expected.summary, message);
    found.findings.forEach((finding, index) => assert.deepEqual(finding, expected.findings[index], message));
    assert.equal(found.findings.length, expected.findings.length, message);
  }
}

async function drained(reading: ReturnType<typeof readLog>): Promise<Found> {
  const findings: Finding[] = [];
  for (;;) {
    const step = await reading.next();
    if (step.done === true) return { findings, summary: step.value.summary };
    for (const finding of step.value.findings) findings.push(finding);
  }
}

function logOf(scene: (second: number, draw: Draw) => string, draw: Draw, lines = 9000): string {
  return `${Array.from({ length: lines }, (_, second) => scene(second, draw)).join('\n')}\n`;
}

describe('an edited log', function () {
  this.timeout(120_000);

  for (const [name, scene] of Object.entries(scenes)) {
    it(`has what a reading of all of it finds after any edits: ${name}`, async () => {
      const draw = numbers(name.length);
      const editing = new Editing(logOf(scene, draw));
      await editing.check('at first');
      for (let round = 0; round < 12; round++) {
        const undo = draw(3) === 0 ? editing.disturb(draw) : editing.editLines(scene, draw);
        await editing.check(`round ${round}`);
        // What disturbs a log for good would leave little to read in parts.
        if (draw(6) > 0) undo();
      }
      assert.ok(editing.log.partReadings >= (fewestInParts[name] ?? 0), String(editing.log.partReadings));
    });
  }

  it('is read in parts where somebody types in the middle of it or at its end', async () => {
    const text = logOf(service, numbers(1), 10_000);
    const place = text.indexOf('\n', 500_000);
    const editing = new Editing(text);
    await editing.check('at first');
    const added = `\n${service(70, numbers(2))}`;
    for (let at = 0; at < added.length; at += 12) {
      editing.edit(place + at, 0, added.slice(at, at + 12));
      await editing.check(`typed up to ${at}`);
    }
    editing.edit(editing.text.length, 0, `${service(20_001, numbers(3))}\n`);
    await editing.check('appended');
    editing.edit(place, added.length, '');
    await editing.check('undone');
    assert.ok(editing.log.partReadings >= 6, String(editing.log.partReadings));
  });

  it('is read anew with other line ends, as another log, or empty', async () => {
    const text = logOf(service, numbers(1));
    const editing = new Editing(text);
    await editing.check('at first');
    for (const other of [text.replaceAll('\n', '\r\n'), text, logOf(service, numbers(4)), '', text, text.slice(0, 600_000), text.replaceAll('\n', '\r')]) {
      editing.edit(0, editing.text.length, other);
      await editing.check(`${other.length} characters`);
    }
  });
});
