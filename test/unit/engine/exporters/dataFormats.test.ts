import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { parse } from 'csv-parse/sync';
import { exportedText, finding, hostileMessages } from './support';

const keys = [
  'file',
  'line',
  'endLine',
  'byteOffset',
  'timestamp',
  'level',
  'severity',
  'category',
  'confidence',
  'message',
  'template',
  'fingerprint',
  'evidence',
];
const hostile = hostileMessages.map((message, index) => finding({ line: index + 1, message, template: message }));
const unsafeOnTerminal = /[\x7f-\x9f\u202a-\u202e\u2066-\u2069]/;

function parseLines(text: string): Record<string, unknown>[] {
  const lines = text.split('\n');
  assert.equal(lines.pop(), '');
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('ndjson', () => {
  it('has exactly the promised keys, in order', async () => {
    const [row] = parseLines(await exportedText('ndjson', [finding()]));
    assert.deepEqual(Object.keys(row!), keys);
    assert.deepEqual(row, {
      file: 'app.log',
      line: 7,
      endLine: 7,
      byteOffset: 420,
      timestamp: '2026-11-22T10:00:00.125Z',
      level: 'error',
      severity: 'high',
      category: 'network',
      confidence: 0.9,
      message: 'connect ECONNREFUSED 10.0.0.7:5432',
      template: 'connect ECONNREFUSED <ip>:<number>',
      fingerprint: 'v1:aaaa',
      evidence: { rule: 'rule:connection-refused', text: 'ECONNREFUSED', weighed: ['level:error'] },
    });
  });

  it('says what of a time is inferred', async () => {
    const [row] = parseLines(await exportedText('ndjson', [finding({ timestampInferred: 'year' })]));
    assert.deepEqual(Object.keys(row!), [...keys, 'timestampInferred']);
    assert.equal(row!.timestampInferred, 'year');
  });

  it('keeps any message to the letter on one line that a terminal can show', async () => {
    const text = await exportedText('ndjson', hostile);
    assert.deepEqual(
      parseLines(text).map(({ message }) => message),
      hostileMessages,
    );
    assert.doesNotMatch(text, unsafeOnTerminal);
  });

  it('writes null for no time and for one outside the calendar', async () => {
    const rows = parseLines(await exportedText('ndjson', [null, 9e15, -9e15, NaN].map((timestamp) => finding({ timestamp }))));
    assert.deepEqual(
      rows.map(({ timestamp }) => timestamp),
      [null, null, null, null],
    );
  });
});

describe('json', () => {
  it('is one document of findings and analyses', async () => {
    const document = JSON.parse(await exportedText('json', [...hostile, finding({ file: 'b.log' })])) as {
      version: number;
      tool: { name: string; version: string };
      findings: Record<string, unknown>[];
      analyses: { file: string; lines: number }[];
    };
    assert.equal(document.version, 1);
    assert.equal(document.tool.name, 'StackLens AI');
    assert.match(document.tool.version, /^\d+\.\d+\.\d+/);
    assert.equal(document.findings.length, hostile.length + 1);
    assert.deepEqual(Object.keys(document.findings[0]!), keys);
    assert.deepEqual(
      document.analyses.map(({ file, lines }) => [file, lines]),
      [
        ['app.log', 1200],
        ['b.log', 1200],
      ],
    );
  });

  it('is a document with no findings too', async () => {
    const document = JSON.parse(await exportedText('json', [])) as { findings: unknown[]; analyses: unknown[] };
    assert.equal(document.findings.length, 0);
    assert.equal(document.analyses.length, 1);
  });
});

describe('csv', () => {
  const read = (text: string): string[][] => parse(text, { record_delimiter: '\r\n' });

  it('has the columns of ndjson and reads back as it was', async () => {
    const plain = finding({ message: 'said "no", twice\nand, again' });
    const text = await exportedText('csv', [plain, finding({ timestamp: null, level: null })]);
    const [header, first, second] = read(text);
    assert.deepEqual(header, [...keys, 'timestampInferred']);
    assert.deepEqual(first, [
      'app.log',
      '7',
      '7',
      '420',
      '2026-11-22T10:00:00.125Z',
      'error',
      'high',
      'network',
      '0.9',
      'said "no", twice\nand, again',
      'connect ECONNREFUSED <ip>:<number>',
      'v1:aaaa',
      '{"rule":"rule:connection-refused","text":"ECONNREFUSED","weighed":["level:error"]}',
      '',
    ]);
    assert.deepEqual([second![4], second![5]], ['', '']);
    assert.ok(text.endsWith('\r\n'));
  });

  it('makes formulas inert and shows controls', async () => {
    const text = await exportedText('csv', hostile);
    const messages = read(text)
      .slice(1)
      .map((row) => row[9]!);
    assert.equal(messages.length, hostileMessages.length);
    for (const message of messages) assert.doesNotMatch(message, /^[=+\-@\t\r]/);
    assert.ok(messages.includes('\'=HYPERLINK("https://evil.example","x")'));
    assert.ok(messages.includes("'\t'=1"));
    assert.ok(messages.includes('\\x1b[2J\\x1b]0;title\\x07cleared'));
    assert.ok(messages.includes('half \ufffd pair'));
    assert.doesNotMatch(text, /[^\P{Cc}\t\r\n]/u);
  });

  it('lets no formula run behind blanks, quotes, invisible characters or separators of other countries', async () => {
    const starts = ['=', '+', '-', '@', '\uff1d', '\uff0b', '\uff0d', '\uff20', '\ufe66', '\u2212'];
    const before = ['', ' ', '\u00a0', '\u3000', '"', "'", '\u200b', '\ufeff', ' "\u2060 ', 'a;', 'a; ', 'a\t', '\t', '\n', 'a\r\n "', ';;'];
    const attacks = before.flatMap((each) => starts.map((start) => `${each}${start}1+1`));
    const rows = read(await exportedText('csv', attacks.map((message) => finding({ message, template: message, file: message }))));
    for (const [index, row] of rows.slice(1).entries()) {
      for (const cell of [row[0], row[9], row[10]]) {
        assert.match(cell ?? '', /'/, attacks[index]);
        // However a spreadsheet cuts the cell, no piece begins with a sign.
        for (const piece of (cell ?? '').split(/[;\t\r\n]/)) assert.doesNotMatch(piece.replace(/^(?:\s|["\p{Cf}])*/u, ''), /^[=+\-@\uff1d\uff0b\uff0d\uff20\ufe66\u2212]/, attacks[index]);
      }
    }
    const harmless = ['a=b', 'x - y', 'user@host', '1;2', 'a; b'];
    assert.deepEqual(read(await exportedText('csv', harmless.map((message) => finding({ message })))).slice(1).map((row) => row[9]), harmless);
  });

  it('is made in a moment of a cell that only looks like one', async () => {
    for (const part of [' ', '\t', ';', '"', '\u200b', '\n']) await exportedText('csv', [finding({ message: part.repeat(1_000_000) })]);
  });

  it('starts with a byte order mark only when asked to', async () => {
    assert.ok((await exportedText('csv', [], { bom: true })).startsWith('\ufefffile,line'));
    assert.ok((await exportedText('csv', [])).startsWith('file,line'));
  });
});
