import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { ourFormats, readsAsLog } from '../../../../src/core/formats/detect';
import { library } from '../../../../src/core/formats/library';
import { wrappers } from '../../../../src/core/formats/wrappers/wrappers';
import { context, readAll } from './reading';

const { formats } = ourFormats;
/** These share their readers: each alone needs fewer files. */
const defined = new Set(library.map(({ id }) => id));
const wrapping = new Set(wrappers.map(({ id }) => id));
/** A run that fails can be run again. */
const seed = 20240305;

function runsOf(id: string): number {
  if (defined.has(id)) return 8;
  return wrapping.has(id) ? 30 : 150;
}

/** Lines made of the things logs are made of, in any order, so that every reader meets its own halves and ends. */
const token = fc.oneof(
  fc.constantFrom(
    ...['2024-03-05 07:08:09', '07:08:09.123', 'Mar  5 07:08:09', '1709622489', '05-26 11:18:41.509', 'ERROR', '[error]', 'WARN:', 'level=error', 'msg="a \\" b"'],
    ...['<34>', '<34>1', '- ', '---', '{', '}', '{"level":50,"msg":"x"}', '{"log":"x\\n","stream":"stdout"}', '[', ']', '"', '\\', ',', ';', '\t', '|', ': ', '  '],
    ...['<event level="ERROR">', '</event>', '<log>', '<![CDATA[', ']]>', '<!--', '-->', '<a/>', 'key: value', '&a', '*a', '\u001b[31m', '\u001b[', '\u0000', '\u2028', 'é', '😀'],
    ...['\tat a.B.c(D.java:1)', 'java.lang.Error: x', 'Caused by: y', 'E0305 07:08:09.123456 7 a.go:1] ', 'level,message', 'com.acme.Foo:', ' - ', '(', ')', '<'],
  ),
  fc.string({ maxLength: 12 }),
);
const line = fc.array(token, { maxLength: 6 }).map((parts) => parts.join('').replace(/[\r\n]/g, ' '));
const file = fc.array(line, { maxLength: 60 });

/** Lines that may only hold records together: brackets, headers, tags, document marks. */
const framing: Readonly<Record<string, (line: string, index: number) => boolean>> = {
  'json-array': (text) => /^[\s[\],]*$/.test(text),
  csv: (text) => /level|message|severity|msg/i.test(text),
  xml: (text) => text.includes('<') || text.includes('>'),
  w3c: (text) => text.startsWith('#'),
  yaml: (text) => /^---|^\.\.\.|^%YAML/.test(text),
};

describe('every reader', () => {
  for (const format of formats) {
    it(`${format.id} throws on nothing, loses no line and keeps the order`, () => {
      fc.assert(
        fc.property(file, (lines) => {
          assert.ok(format.sniff(lines, context) <= 1);
          const records = readAll(format, lines);
          const covered = lines.map(() => 0);
          let last = 0;
          for (const record of records) {
            assert.ok(record.line >= last && record.endLine >= record.line && record.endLine <= lines.length);
            last = record.line;
            for (let number = record.line; number <= record.endLine; number++) covered[number - 1]!++;
            const { messageAt } = record;
            if (messageAt !== null) assert.ok(lines[messageAt.line - 1]!.startsWith(record.message, messageAt.column));
          }
          const isFraming = framing[format.id];
          // A comment that is open may hide any line of XML, and wrapped lines may be of any format.
          if (wrapping.has(format.id) || (format.id === 'xml' && lines.some((text) => text.includes('<')))) return;
          for (const [index, text] of lines.entries()) {
            if (text.trim() === '' || isFraming?.(text, index)) continue;
            if (isFraming) assert.ok(covered[index]! >= 1, `line ${index + 1} is lost`);
            else assert.equal(covered[index], 1, `line ${index + 1} is in ${covered[index]} records`);
          }
        }),
        { numRuns: runsOf(format.id), seed },
      );
    });
  }

  it('has a format for any file', () => {
    fc.assert(
      fc.property(file, (lines) => {
        const { id } = ourFormats.detect(lines, context);
        assert.ok(formats.some((format) => format.id === id));
        readsAsLog(lines, 'x.out');
      }),
      { numRuns: 50, seed },
    );
  });
});

describe('hostile lines', () => {
  const parts = ['a', '1', '<', '[', '(', '{', '"', '\\', '{"', 'a=', 'a="', '- ', '1:', '<a ', '<a>', 'a.', ' ', '-', '\u001b[', '|', ',"', '<!--', '%A-', '2024-03-05 ', '::error '];
  const leads = ['', '2024-03-05 07:08:09 ', 'Mar  5 07:08:09 h ', '<34>1 2024-03-05T07:08:09Z a b c d '];
  const long = 20_000;
  const linesOf = (length: number, before = leads): string[] => parts.flatMap((part) => before.map((lead) => lead + part.repeat(length / part.length)));

  for (const format of formats.filter(({ id }) => !wrapping.has(id))) {
    it(`do not hold up ${format.id}`, () => {
      // What stands before the data is no part of it.
      const lines = format.id in framing ? linesOf(long / 2, ['']) : linesOf(defined.has(format.id) ? long / 8 : long);
      for (const text of lines) readAll(format, ['level,message', text, text]);
    }).timeout(20_000);
  }

  for (const wrapper of wrappers) {
    it(`do not hold up what unwraps ${wrapper.id}`, () => {
      const [sample = ''] = wrapper.samples.map(({ text }) => text.split('\n')[0]);
      for (const text of linesOf(long)) {
        wrapper.unwrap(text, context.year);
        wrapper.unwrap(sample + text, context.year);
      }
    });
  }

  it('do not hold up the choice of a format', () => {
    for (const text of linesOf(long / 2, [''])) ourFormats.detect(['level,message', text, text], context);
  }).timeout(20_000);
});
