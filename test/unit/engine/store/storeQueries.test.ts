import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import type { Finding } from '../../../../src/core/finding';
import { severities } from '../../../../src/core/finding';
import type { FindingsQuery } from '../../../../src/engine/api';
import type { Limits } from '../../../../src/engine/store/allowance';
import type { Store } from '../../../../src/engine/store/store';
import { anyFinding, plainly } from './anyFinding';
import { TestStore, finding, findings, outcome, start } from './support';

/** The order of the file, and what a query asks for, the plain way. */
function answer(all: readonly Finding[], { minSeverity, order, offset, limit, fingerprints, lines }: FindingsQuery): { findings: readonly Finding[]; total: number } {
  const rank = ({ severity }: Finding): number => severities.indexOf(severity);
  const found = all
    .filter((each) => rank(each) <= severities.indexOf(minSeverity) && (!fingerprints || fingerprints.includes(each.fingerprint)) && (!lines || (each.line >= lines.from && each.line <= lines.to)))
    .sort((a, b) => a.line - b.line || a.byteOffset - b.byteOffset || rank(a) - rank(b) || (a.message < b.message ? -1 : Number(a.message > b.message)));
  const ordered = order === 'line' ? found : found.reverse().sort((a, b) => rank(a) - rank(b));
  return { findings: ordered.slice(offset, offset + limit), total: found.length };
}

/** Findings that are alike in all that an occurrence does not say for itself, as one shape's are. */
async function addInShapes(writer: ReturnType<Store['begin']>, list: readonly Finding[], asBytes: boolean): Promise<void> {
  const shapes = new Map<string, Finding[]>();
  for (const each of list) {
    const { line, endLine, timestamp, timestampInferred, range } = each;
    const shared = { ...each, line: 0, endLine: 0, byteOffset: 0, timestamp: null, timestampInferred: null, message: '', range: null };
    const key = JSON.stringify([shared, endLine - line, range.line - line, timestamp === null ? null : timestampInferred]);
    shapes.set(key, [...(shapes.get(key) ?? []), each]);
  }
  for (const alike of shapes.values()) {
    const [shape] = alike;
    assert.ok(shape);
    const texts = alike.map(({ message }) => message);
    const encoded = texts.map((text) => Buffer.from(text));
    const ends = Uint32Array.from(encoded, (_, index) => encoded.slice(0, index + 1).reduce((sum, { length }) => sum + length, 0));
    await writer.addOccurrences(shape, {
      lines: Float64Array.from(alike, ({ line }) => line),
      byteOffsets: alike.map(({ byteOffset }) => byteOffset),
      timestamps: shape.timestamp === null ? null : Float64Array.from(alike, ({ timestamp }) => timestamp ?? Number.NaN),
      messages: asBytes ? { bytes: Buffer.concat(encoded), starts: ends.map((end, index) => end - (encoded[index]?.length ?? 0)), ends } : texts,
      ranges: { starts: alike.map(({ range }) => range.start), ends: alike.map(({ range }) => range.end) },
    });
  }
}

const query = fc.record({
  minSeverity: fc.constantFrom(...severities),
  order: fc.constantFrom('worst' as const, 'line' as const),
  offset: fc.nat(30),
  limit: fc.nat(30),
  fingerprints: fc.option(fc.subarray(['v1:<*>', 'v1:disk full', 'v1:connection to <*> refused', 'v1:key=<*>', 'v1:none']), { nil: undefined }),
  lines: fc.option(fc.tuple(fc.nat(60), fc.nat(60)).map(([from, height]) => ({ from, to: from + height })), { nil: undefined }),
}).map(({ fingerprints, lines, ...rest }) => ({ ...rest, ...(fingerprints ? { fingerprints } : {}), ...(lines ? { lines } : {}) }));

const limits: Limits = { whole: 1_000_000, bytes: 1_000_000_000, brief: 1_000_000, reserved: 1_000, groups: 50_000 };

describe('store queries', function () {
  this.timeout(60_000);

  for (const [way, groups] of [['as they are', 50_000], ['in shapes', 50_000], ['in shapes of bytes', 50_000], ['with too many groups', 2]] as const) {
    it(`answer as a plain list would, of findings that came ${way}`, async () => {
      const { store } = await TestStore.open(null, { limits: { ...limits, groups } });
      const batches = fc.array(fc.array(anyFinding(fc.integer({ min: 1, max: 60 })), { maxLength: 12 }), { minLength: 1, maxLength: 4 });
      await fc.assert(
        fc.asyncProperty(batches, fc.array(query, { minLength: 1, maxLength: 6 }), async (made, queries) => {
          const writer = store.begin(start());
          const all: Finding[] = [];
          for (const batch of plainly(made)) {
            // Bytes are UTF-8: what is none comes as it is decoded.
            const list = way === 'in shapes of bytes' ? batch.map((each) => ({ ...each, message: new TextDecoder().decode(Buffer.from(each.message)) })) : batch;
            all.push(...list);
            if (way.startsWith('in shapes')) await addInShapes(writer, list, way === 'in shapes of bytes');
            else await writer.add(list);
          }
          const { id } = await writer.complete(outcome, null);
          const whole = { analysisId: id, minSeverity: 'low', order: 'line', offset: 0, limit: 1_000 } as const;
          // What stands in one place is told apart by its message alone; what is the same in that too, by nothing.
          const keys = new Set(all.map(({ line, byteOffset, severity, message }) => JSON.stringify([line, byteOffset, severity, message])));
          fc.pre(keys.size === all.length);
          for (const each of [whole, ...queries.map((rest) => ({ analysisId: id, ...rest }))]) assert.deepEqual(plainly(await store.findings(each)), plainly(answer(all, each)));
        }),
        { numRuns: 60 },
      );
    });
  }

  it('find everything in its order where the findings of many shapes come one shape after the other', async () => {
    const { store } = await TestStore.open(null);
    const all = findings(120_000, (line) => ({ severity: severities[line % 3] ?? 'low', fingerprint: `v1:${line % 50}`, template: 'connection to <*> refused', timestamp: line * 10, range: { line, start: 24, end: 24 + `connection to 10.0.0.${line} refused`.length } }));
    const writer = store.begin(start());
    for (let from = 0; from < all.length; from += 10_000) {
      for (let shape = 0; shape < 150; shape++) {
        const alike = all.slice(from, from + 10_000).filter(({ line }) => line % 150 === shape);
        const [first] = alike;
        if (!first) continue;
        await writer.addOccurrences(first, {
          lines: Uint32Array.from(alike, ({ line }) => line),
          byteOffsets: Float64Array.from(alike, ({ byteOffset }) => byteOffset),
          timestamps: Float64Array.from(alike, ({ timestamp }) => timestamp ?? Number.NaN),
          messages: alike.map(({ message }) => message),
        });
      }
    }
    const { id, notes } = await writer.complete(outcome, null);
    assert.deepEqual(notes, outcome.notes);
    for (const offset of [0, 16_300, 60_000, 119_900]) {
      const page = { analysisId: id, minSeverity: 'low', order: 'line', offset, limit: 100 } as const;
      assert.deepEqual(await store.findings(page), answer(all, page));
      const worst = { ...page, order: 'worst', fingerprints: ['v1:7'], offset: offset >> 6 } as const;
      assert.deepEqual(await store.findings(worst), answer(all, worst));
      const onLines = { ...page, offset: 3, lines: { from: offset - 20, to: offset + 40_000 } };
      assert.deepEqual(await store.findings(onLines), answer(all, onLines));
      const worstOnLines = { ...onLines, order: 'worst', fingerprints: ['v1:8', 'v1:9'], offset: 700 } as const;
      assert.deepEqual(await store.findings(worstOnLines), answer(all, worstOnLines));
    }
    const next = { analysisId: id, minSeverity: 'medium', order: 'line', offset: 0, limit: 1, lines: { from: 50_001, to: Number.POSITIVE_INFINITY } } as const;
    assert.deepEqual(await store.findings(next), answer(all, next));
    const groups = await store.groups({ analysisId: id, minSeverity: 'low', decisions: [{ apart: Array.from({ length: 50 }, (_, number) => ({ fingerprint: `v1:${number}`, template: '' })) }] });
    assert.deepEqual([groups.length, groups.reduce((sum, { count }) => sum + count, 0)], [50, 120_000]);
    const seven = groups.find(({ fingerprint }) => fingerprint === 'v1:7');
    assert.deepEqual([seven?.message, seven?.firstLine, seven?.lastLine, seven?.firstTimestamp, seven?.lastTimestamp], ['connection to 10.0.0.7 refused', 7, 119_957, 70, 1_199_570]);
  });

  it('give messages to the letter, whatever a database makes of their templates', async () => {
    const { store } = await TestStore.open(null);
    for (const template of ['half \ud83d of <*>', 'no\0thing <*>', 'plain <*>', 'in one <*>']) {
      const writer = store.begin(start());
      // The fingerprint stood for another template in the analysis before.
      await writer.add([finding({ fingerprint: 'v1:one', template, message: template.replace('<*>', '42') })]);
      const { id } = await writer.complete(outcome, null);
      const page = await store.findings({ analysisId: id, minSeverity: 'low', order: 'line', offset: 0, limit: 9, fingerprints: ['v1:one'] });
      assert.deepEqual(page.findings.map(({ message }) => message), [template.replace('<*>', '42')]);
    }
  });

  it('take what an occurrence leaves out from its shape', async () => {
    const { store } = await TestStore.open(null);
    const shape = finding({ line: 5, endLine: 7, timestamp: null, message: 'disk full', range: { line: 6, start: 3, end: 10 } });
    const writer = store.begin(start());
    await writer.addOccurrences(shape, { lines: [5, 11], byteOffsets: [50, 110], timestamps: null, messages: null });
    await writer.addOccurrences(shape, { lines: [20], byteOffsets: [200], timestamps: [9], messages: ['disk quite full'] });
    await writer.addOccurrences(shape, { lines: [], byteOffsets: [], timestamps: null, messages: null });
    const { id } = await writer.complete(outcome, null);
    const page = await store.findings({ analysisId: id, minSeverity: 'low', order: 'line', offset: 0, limit: 9 });
    assert.deepEqual(page.findings, [
      { ...shape, byteOffset: 50 },
      { ...shape, line: 11, endLine: 13, byteOffset: 110, range: { line: 12, start: 3, end: 10 } },
      { ...shape, line: 20, endLine: 22, byteOffset: 200, timestamp: 9, message: 'disk quite full', range: { line: 21, start: 3, end: 16 } },
    ]);
  });

  describe('of more findings than are kept', () => {
    const narrow: Limits = { whole: 100, bytes: 1_000_000, brief: 50, reserved: 10, groups: 4 };
    const flood = (line: number): Partial<Finding> => ({ severity: line > 990 ? 'critical' : 'high', fingerprint: `v1:${line % 3}`, template: 'connection to <*> refused', timestamp: line });

    it('say so, keep the first, the last of the worst, and all counts', async () => {
      const { store } = await TestStore.open(null, { limits: narrow });
      const all = findings(1_000, flood);
      const writer = store.begin(start());
      await writer.add(all);
      const { id, notes } = await writer.complete(outcome, null);
      assert.deepEqual(notes.slice(outcome.notes.length), [
        { line: null, text: 'This log has more findings than are kept one by one. 110 are kept whole, 50 without the parts of their messages that vary, and 840 are only counted. The counts, lines and times of groups are those of all. The log itself still shows every line.' },
      ]);
      const page = await store.findings({ analysisId: id, minSeverity: 'low', order: 'line', offset: 0, limit: 1_000 });
      const cut = all.slice(100, 150).map((each) => ({ ...each, message: each.template, range: { ...each.range, end: each.range.start + each.template.length }, evidence: { ...each.evidence, weighed: [] } }));
      assert.deepEqual(page, { findings: [...all.slice(0, 100), ...cut, ...all.slice(990)], total: 160 });
      const groups = await store.groups({ analysisId: id, minSeverity: 'low', decisions: [{ apart: [0, 1, 2].map((number) => ({ fingerprint: `v1:${number}`, template: '' })) }] });
      assert.deepEqual(groups.map(({ count, firstLine, lastLine, lastTimestamp }) => [count, firstLine, lastLine, lastTimestamp]), [[334, 1, 1_000, 1_000], [333, 2, 998, 998], [333, 3, 999, 999]]);
    });

    it('and of more kinds of messages than have groups', async () => {
      const { store } = await TestStore.open(null, { limits: { ...narrow, whole: 1_000 } });
      const all = findings(50, (line) => ({ fingerprint: `v1:${line}`, template: `event ${line}` }));
      const writer = store.begin(start());
      await writer.add(all);
      const { id, notes } = await writer.complete(outcome, null);
      assert.deepEqual(notes.slice(outcome.notes.length), [{ line: null, text: 'This log has more than 4 kinds of messages. 46 findings of further kinds are in no group.' }]);
      assert.deepEqual((await store.findings({ analysisId: id, minSeverity: 'low', order: 'line', offset: 0, limit: 100 })).findings, all);
      assert.deepEqual(await store.findings({ analysisId: id, minSeverity: 'low', order: 'line', offset: 0, limit: 100, fingerprints: ['v1:2', 'v1:30'] }), { findings: [all[1], all[29]], total: 2 });
    });
  });
});
