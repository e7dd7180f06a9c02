import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import { exportedText, finding, hostileMessages } from './support';

const hostile = hostileMessages.map((message, index) => finding({ line: index + 1, message, fingerprint: `v1:${index}` }));
const hostileName = finding({ file: 'evil\x1b[31m\n|<b>`name.log' });
/** Anything but printable text and line feeds. */
const unsafe = /[^\P{Cc}\n]|[\p{Surrogate}\u202a-\u202e\u2066-\u2069]/u;

describe('text', () => {
  it('is one line a finding, as compilers print them', async () => {
    const text = await exportedText('text', [finding({ line: 3, severity: 'critical' }), finding({ range: { line: 99, start: 5, end: 6 } })]);
    assert.equal(
      text,
      'app.log:3:31: critical: connect ECONNREFUSED 10.0.0.7:5432 [network v1:aaaa]\n' +
        'app.log:7:1: high: connect ECONNREFUSED 10.0.0.7:5432 [network v1:aaaa]\n',
    );
  });

  it('lets nothing act on the terminal', async () => {
    const text = await exportedText('text', [...hostile, hostileName]);
    assert.doesNotMatch(text, unsafe);
    assert.equal(text.split('\n').length, hostile.length + 2);
    assert.match(text, /: \\x1b\[2J\\x1b\]0;title\\x07cleared \[/);
    assert.match(text, /half \\ud83d pair/);
    assert.match(text, /photo\\u202egpj\.exe/);
    assert.match(text, /first\\nsecond\\r\\nthird\\roverwritten indented/);
  });

  it('paints severities only when asked to', async () => {
    assert.ok((await exportedText('text', [finding()], { color: true })).includes(': \x1b[31mhigh\x1b[0m: '));
  });
});

describe('summary', () => {
  const at = (minute: number): number => Date.UTC(2026, 10, 22, 10, minute);

  it('groups by fingerprint, worst first and then most frequent, with a footer', async () => {
    const text = await exportedText('summary', [
      finding({ line: 1, fingerprint: 'v1:rare', timestamp: null }),
      finding({ line: 2, timestamp: at(0) }),
      finding({ line: 3, fingerprint: 'v1:mild', severity: 'low', message: 'deprecated', timestamp: at(9) }),
      finding({ line: 90, timestamp: at(5) }),
      finding({ line: 91, fingerprint: 'v1:worst', severity: 'critical', category: 'memory', message: 'out of memory', timestamp: at(6) }),
    ]);
    assert.equal(
      text,
      [
        'critical ×1  memory  line 91  2026-11-22T10:06:00Z  v1:worst',
        '    out of memory',
        '',
        'high     ×2  network  lines 2–90  2026-11-22T10:00:00Z – 2026-11-22T10:05:00Z  v1:aaaa',
        '    connect ECONNREFUSED 10.0.0.7:5432',
        '',
        'high     ×1  network  line 1  v1:rare',
        '    connect ECONNREFUSED 10.0.0.7:5432',
        '',
        'low      ×1  network  line 3  2026-11-22T10:09:00Z  v1:mild',
        '    deprecated',
        '',
        '1 file, 1,200 lines, 1,000 records: 5 findings: 1 critical, 3 high, 1 low',
        '',
      ].join('\n'),
    );
  });

  it('takes the worst severity of a group, and names files where there are several', async () => {
    const text = await exportedText('summary', [
      finding({ file: 'a.log', line: 1, severity: 'medium' }),
      finding({ file: 'b.log', line: 5, severity: 'critical' }),
      finding({ file: 'b.log', line: 6, fingerprint: 'v1:b' }),
    ]);
    assert.match(text, /^critical ×2 {2}network {2}a\.log:1 – b\.log:5 \(2 files\) {2}/);
    assert.match(text, /high {5}×1 {2}network {2}b\.log:6 {2}/);
    assert.match(text, /2 files, 2,400 lines/);
  });

  it('cuts messages to the width, counting wide characters twice', async () => {
    const long = finding({ message: 'a'.repeat(200) });
    const wide = finding({ message: '漢'.repeat(100), fingerprint: 'v1:wide' });
    const lines = (await exportedText('summary', [long, wide], { width: 40 })).split('\n');
    assert.equal(lines[1], `    ${'a'.repeat(35)}…`);
    assert.equal(lines[4], `    ${'漢'.repeat(17)}…`);
  });

  it('lets nothing act on the terminal, and colours only when asked to', async () => {
    const findings = [...hostile, hostileName];
    assert.doesNotMatch(await exportedText('summary', findings), unsafe);
    const painted = await exportedText('summary', [finding()], { color: true });
    assert.ok(painted.startsWith('\x1b[31mhigh    \x1b[0m ×1'));
  });

  it('tells of no findings, of failures and of notes', async () => {
    const text = await exportedText('summary', [], {}, { status: 'failed', reason: 'no such file', notes: [{ line: 4, text: 'odd\x1bbytes' }] });
    assert.equal(text, 'note: app.log: failed: no such file\nnote: app.log:4: odd\\x1bbytes\n1 file, 1,200 lines, 1,000 records: no findings\n');
  });
});

describe('html', () => {
  it('is a page that can run and load nothing', async () => {
    const text = await exportedText('html', [finding()]);
    assert.ok(text.includes(`content="default-src 'none'; style-src 'unsafe-inline'"`));
    assert.doesNotMatch(text, /<script|<link|<img|src=|href=/);
    assert.match(text, /prefers-color-scheme: dark/);
    assert.match(text, /<td class="high">high<\/td><td class="number">1<\/td><td>network<\/td><td>line 7<\/td>/);
    assert.match(text, /<td>app\.log:7<\/td><td class="time">2026-11-22T10:00:00\.125Z<\/td>/);
  });

  it('escapes every text of a log', async () => {
    const text = await exportedText('html', [...hostile, hostileName], {}, { notes: [{ line: 1, text: '<i>note</i>' }] });
    assert.doesNotMatch(text, unsafe);
    const tags = new Set(Array.from(text.matchAll(/<\/?([a-z0-9]+)/gi), ([, name]) => name!.toLowerCase()));
    for (const name of ['script', 'img', 'i', 'b', 'a']) assert.ok(!tags.has(name), name);
    assert.equal(text.match(/<h1/g)?.length, 1);
    assert.ok(text.includes('&lt;script&gt;alert(1)&lt;/script&gt;'));
    assert.ok(text.includes('&lt;h1 title=&quot;x&quot; class=&#39;y&#39;&gt;&amp;amp;'));
  });

  it('shows the worst findings where there are too many, and says so', async () => {
    const many = Array.from({ length: 12_000 }, (_, index) => finding({ line: index + 1, severity: index === 11_999 ? 'critical' : 'low' }));
    const text = await exportedText('html', many);
    const rows = text.slice(text.indexOf('Findings, worst first')).match(/<tr><td/g);
    assert.equal(rows?.length, 5000);
    assert.ok(text.includes('<td>app.log:12000</td>'));
    assert.ok(text.includes('<p>The 5,000 worst findings are shown; 7,000 more are left out.</p>'));
  });
});

describe('md', () => {
  it('is a summary with a table of groups', async () => {
    const text = await exportedText('md', [finding(), finding({ line: 8 })]);
    assert.match(text, /^# Log findings\n\n1 file, 1,200 lines, 1,000 records: 2 findings: 2 high\.\n/);
    assert.match(text, /\n\| high \| 2 \| network \| `lines 7–8` \| 2026-11-22T10:00:00Z \| `connect ECONNREFUSED 10\.0\.0\.7:5432` \| `v1:aaaa` \|\n$/);
  });

  it('keeps every text of a log inside a code span of one table cell', async () => {
    const text = await exportedText('md', [...hostile, hostileName], {}, { notes: [{ line: null, text: '`<b>`' }] });
    assert.doesNotMatch(text, unsafe);
    const rows = text.split('\n').filter((line) => /^\| (critical|high) \| \d+ \| [a-z]/.test(line));
    assert.equal(rows.length, hostile.length + 1);
    for (const row of rows) {
      // As GitHub splits: at pipes without a backslash before them.
      const cells = row.split(/(?<!\\)\|/);
      assert.equal(cells.length, 9, row.slice(0, 120));
      assert.doesNotMatch(row, /\\\\\|/);
      for (const cell of [cells[4]!, cells[6]!, cells[7]!]) assert.match(cell.trim(), /^(`+)(?!`).*(?<!`)\1$|^$/);
    }
    assert.ok(text.includes('`<script>alert(1)</script><img src=x onerror=alert(2)>`'));
    assert.ok(text.includes('```a \\| b \\\\x7c c `code` ``two`` **bold** ~~```'));
    assert.ok(text.includes('| `` ` `` |'));
    assert.ok(text.includes('- `` app.log: `<b>` ``'));
  });
});
