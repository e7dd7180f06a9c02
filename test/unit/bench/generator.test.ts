import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { isProblem } from '../../../src/core/finding';
import { generate, nothingWritten, records, sum, type DataSpec, type Tally } from '../../bench/generator';
import { layouts, type Layout } from '../../bench/layouts';
import { Random } from '../../bench/random';
import { marks } from '../../bench/world';
import { readText } from '../../eval/engine';

const densities = [0, 0.01, 0.1, 0.4, 1];

function made(spec: Partial<DataSpec>): { text: string; tally: Tally } {
  let text = '';
  let tally = nothingWritten;
  for (const block of generate({ layouts, density: 0.1, size: 400_000, seed: 1, ...spec })) {
    text += block.bytes.toString('utf8');
    tally = sum(tally, block.tally);
  }
  return { text, tally };
}

/** Records of a format with what each of them declares, the marks taken out as the generator does. */
function declared(layout: Layout, count: number): { text: string; records: { line: number; level: string | null; isProblem: boolean }[] } {
  const source = records(layout, 0.3, new Random(7));
  const texts: string[] = [];
  const expected: { line: number; level: string | null; isProblem: boolean }[] = [];
  let line = 1;
  for (let index = 0; index < count; index++) {
    const { text, level, isProblem: wrong, lines } = source.next().value;
    expected.push({ line, level, isProblem: wrong });
    texts.push(withTime(text, layout, index));
    line += lines;
  }
  return { text: `${texts.join('\n')}\n`, records: expected };
}

function withTime(text: string, layout: Layout, index: number): string {
  const width = layout.stamp.placeholder.length - 1;
  const time = Buffer.alloc(width);
  layout.stamp.write(time, 0, Date.UTC(2026, 10, 23, 4, 5, 6) + index * 250);
  return text.replace(layout.stamp.placeholder, () => time.toString('latin1')).replaceAll(marks.digits, '').replaceAll(marks.hex, '');
}

describe('the data of the bench', () => {
  it('is the same for the same seed, and another for another', () => {
    assert.equal(made({}).text, made({}).text);
    assert.notEqual(made({}).text, made({ seed: 2 }).text);
  });

  it('is as large as it was asked for, of whole lines, and says what it holds', () => {
    for (const size of [20_000, 3_000_000]) {
      const { text, tally } = made({ size });
      assert.equal(Buffer.byteLength(text), tally.bytes);
      assert.ok(tally.bytes >= size && tally.bytes < size + 1_100_000 / (size < 1e6 ? 50 : 1));
      assert.ok(text.endsWith('\n'));
      assert.equal(text.split('\n').length - 1, tally.lines);
    }
  });

  it('holds no mark, and no line twice', () => {
    const { text } = made({ layouts: layouts.filter(({ id }) => id === 'spring'), size: 8_000_000, density: 0 });
    assert.ok(!Object.values(marks).some((mark) => text.includes(mark)));
    const lines = text.trimEnd().split('\n');
    assert.equal(new Set(lines).size, lines.length);
  });

  it('tells the time in order', () => {
    const { text } = made({ layouts: layouts.filter(({ id }) => id === 'log4j'), density: 0 });
    const times = text.trimEnd().split('\n').map((line) => line.slice(0, 23));
    assert.deepEqual(times, times.toSorted());
    assert.match(times[0] ?? '', /^2026-11-01 00:00:00,\d{3}$/);
  });

  it('has each format in stretches, one after the other', () => {
    const { text } = made({ size: 3_000_000 });
    const kinds = text.split('\n').map((line) => (line.startsWith('{"level":"') ? 'zap' : line.startsWith('{') ? 'pino' : line.startsWith('ts=') ? 'logfmt' : '')).filter((kind) => kind !== '');
    const stretches = kinds.filter((kind, index) => kind !== kinds[index - 1]);
    assert.deepEqual([...new Set(stretches)].sort(), ['logfmt', 'pino', 'zap']);
    assert.ok(stretches.length < 12, `${stretches.length} stretches`);
  });

  for (const { id } of layouts) {
    it(`has the share of problems that was asked for in ${id}`, () => {
      for (const density of densities) {
        const { tally } = made({ layouts: layouts.filter((layout) => layout.id === id), density, size: 1_000_000 });
        const share = tally.problemLines / tally.lines;
        assert.ok(Math.abs(share - density) < 0.01, `${share} for ${density}`);
        if (density === 0 || density === 1) assert.equal(share, density);
      }
    });
  }

  for (const layout of layouts) {
    it(`is read by us as ${layout.id} declares it`, async () => {
      const { text, records: expected } = declared(layout, 1500);
      const read = new Map((await readText(text)).map(({ record, verdict }) => [record.line, { level: verdict.level, problem: isProblem(verdict.judgement?.severity ?? null) }]));
      const lines = text.split('\n');
      const wrong = expected.flatMap(({ line, level, isProblem: problem }) => {
        const ours = read.get(line);
        return ours?.level === level && ours.problem === problem ? [] : [`${level ?? 'none'}/${problem} but ${ours?.level ?? 'none'}/${ours?.problem}: ${lines[line - 1]}`];
      });
      assert.deepEqual(wrong.slice(0, 20), []);
      assert.equal(read.size, expected.length);
    });
  }
});
