import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { deduplicate, severities, type Finding } from '../../../../src/core/finding';
import type { FindingFilter, TableColumn, TableQuery, TableRow } from '../../../../src/shared/findingsTable';
import type { Store } from '../../../../src/engine/store/store';
import { TestStore, analyse, findings } from './support';

const never = new AbortController().signal;
const noon = Date.UTC(2026, 2, 1, 12);
const categories = ['network', 'database', 'memory'] as const;

/** Findings of one file, different enough to tell every filter and order by. */
function variousOf(file: number): Finding[] {
  return findings(300, (line) => ({
    severity: severities[(line * 7 + file) % 4] ?? 'low',
    category: categories[(line + file) % 3] ?? 'network',
    timestamp: line % 11 === 0 ? null : noon + ((line * 37) % 300) * 1_000 + file * 500,
    message: `connection ${String(line % 13)} of pool ${String(file)} refused by [10.0.0.${String(line)}]`,
    template: `connection <*> of pool ${String(line % 5)} refused by <ip>`,
    fingerprint: `v1:${String((line % 5) + (file === 2 ? 3 : 0))}`,
    confidence: ((line * 3) % 10) / 10,
    evidence: { rule: line % 2 === 0 ? 'level:error' : line % 3 === 0 ? 'model:1' : 'rule:refused', text: 'refused', weighed: [] },
  }));
}

async function filled(): Promise<Store> {
  const { store } = await TestStore.open(null);
  for (const file of [2, 0, 1]) {
    await analyse(store, findings(50), { start: { uri: `file:///logs/${String(file)}%20x/app-${String(file)}.log`, fileName: `app-${String(file)}.log`, startedAt: noon - 1 } });
    await analyse(store, variousOf(file), { start: { uri: `file:///logs/${String(file)}%20x/app-${String(file)}.log`, fileName: `app-${String(file)}.log`, startedAt: noon + file } });
  }
  return store;
}

interface Flat extends Finding {
  readonly file: number;
}

/** The same without any cleverness: `files` in order, findings as they stand in them. */
const all = (): Flat[] => [0, 1, 2].flatMap((file) => deduplicate(variousOf(file)).map((each) => ({ ...each, file })));
const flat = ({ fileName, finding }: TableRow): string => `${fileName} ${String(finding.line)} ${finding.severity} ${finding.message}`;
const plain = (each: Flat): string => `app-${String(each.file)}.log ${String(each.line)} ${each.severity} ${each.message}`;

async function shown(store: Store, changes: Partial<TableQuery> = {}): Promise<string[]> {
  const { rows, total } = await store.table({ filter: {}, sort: [], offset: 0, limit: 2_000, ...changes }, never);
  assert.equal(total, rows.length);
  return rows.map(flat);
}

const rank = ({ severity }: Flat): number => severities.indexOf(severity);

describe('the table of findings', function () {
  this.timeout(30_000);

  it('shows the newest analyses, the worst first, in the order of files and lines', async () => {
    const store = await filled();
    const wanted = all().sort((a, b) => rank(a) - rank(b)).map(plain);
    assert.deepEqual(await shown(store), wanted);
    for (const [offset, limit] of [[0, 50], [215, 20], [890, 50], [900, 10], [5, 0]] as const) {
      const page = await store.table({ filter: {}, sort: [], offset, limit }, never);
      assert.deepEqual([page.total, page.rows.map(flat)], [900, wanted.slice(offset, offset + limit)]);
    }
    assert.deepEqual(await shown(store, { filter: { severities: ['low', 'critical'] } }), all().filter((each) => ['low', 'critical'].includes(each.severity)).sort((a, b) => rank(a) - rank(b)).map(plain));
    await store.close();
  });

  it('is filtered as a plain filter would', async () => {
    const store = await filled();
    const cases: readonly (readonly [FindingFilter, (each: Flat) => boolean])[] = [
      [{ categories: ['database'] }, ({ category }) => category === 'database'],
      [{ categories: ['database'], severities: ['high'] }, ({ category, severity }) => category === 'database' && severity === 'high'],
      [{ sources: ['declared'] }, ({ evidence }) => evidence.rule === 'level:error'],
      [{ sources: ['model', 'rule'] }, ({ evidence }) => evidence.rule !== 'level:error'],
      [{ file: 'app-1.*' }, ({ file }) => file === 1],
      [{ file: '2 x/*.log' }, ({ file }) => file === 2],
      [{ file: 'nothing' }, () => false],
      [{ fingerprints: ['v1:3', 'v1:7'] }, ({ fingerprint }) => fingerprint === 'v1:3' || fingerprint === 'v1:7'],
      [{ from: noon + 20_000, to: noon + 60_000 }, ({ timestamp }) => timestamp !== null && timestamp >= noon + 20_000 && timestamp < noon + 60_000],
      [{ text: { text: 'CONNECTION 7 OF', isRegex: false, matchCase: false } }, ({ message }) => message.includes('connection 7 of')],
      [{ text: { text: 'CONNECTION 7 OF', isRegex: false, matchCase: true } }, () => false],
      [{ text: { text: '[10.0.0.1', isRegex: false, matchCase: true } }, ({ message }) => message.includes('[10.0.0.1')],
      [{ text: { text: 'pool [02] .*\\.1\\d\\]$', isRegex: true, matchCase: false }, severities: ['high'] }, ({ message, severity }) => severity === 'high' && /pool [02] .*\.1\d\]$/.test(message)],
    ];
    for (const [filter, isWanted] of cases) {
      assert.deepEqual(await shown(store, { filter, sort: [{ column: 'file', descending: false }] }), all().filter(isWanted).map(plain), JSON.stringify(filter));
      const { groups, findings: count } = await store.tableGroups({ filter, sort: [], offset: 0, limit: 100 }, never);
      assert.equal(count, all().filter(isWanted).length);
      assert.equal(groups.reduce((sum, group) => sum + group.count, 0), count);
    }
    await store.close();
  });

  it('is sorted by any column, and several', async () => {
    const store = await filled();
    const by: Readonly<Record<TableColumn, (each: Flat) => number | string>> = {
      severity: rank,
      category: ({ category }) => category,
      source: ({ evidence }) => ['level:error', 'rule:refused', 'model:1'].indexOf(evidence.rule),
      file: ({ file }) => file,
      line: ({ line }) => line,
      time: ({ timestamp }) => timestamp ?? Number.POSITIVE_INFINITY,
      message: ({ fingerprint }) => Number(fingerprint.slice(3)),
      fingerprint: ({ fingerprint }) => fingerprint,
      confidence: ({ confidence }) => confidence,
    };
    const ordered = (keys: readonly { readonly column: TableColumn; readonly descending: boolean }[]): string[] =>
      all()
        .sort((a, b) => {
          for (const { column, descending } of keys) {
            const [left, right] = [by[column](a), by[column](b)];
            if (left === right) continue;
            if (left === Number.POSITIVE_INFINITY || right === Number.POSITIVE_INFINITY) return left === Number.POSITIVE_INFINITY ? 1 : -1;
            return (left < right ? -1 : 1) * (descending ? -1 : 1);
          }
          return 0;
        })
        .map(plain);
    const columns = Object.keys(by).filter((column) => column !== 'message') as TableColumn[];
    for (const column of columns) {
      for (const descending of [false, true]) assert.deepEqual(await shown(store, { sort: [{ column, descending }] }), ordered([{ column, descending }]), `${column} ${String(descending)}`);
    }
    const several = [{ column: 'category', descending: true }, { column: 'time', descending: false }, { column: 'line', descending: true }] as const;
    assert.deepEqual(await shown(store, { sort: several }), ordered(several));
    await store.close();
  });

  it('has what the user says of findings', async () => {
    const store = await filled();
    const member = (fingerprint: string): { fingerprint: string; template: string } => ({ fingerprint, template: '' });
    await store.correct([member('v1:1')], { ignored: true, severity: null, category: null });
    await store.correct([member('v1:2')], { ignored: false, severity: 'critical', category: 'business' });
    const { rows, total } = await store.table({ filter: {}, sort: [], offset: 0, limit: 2_000 }, never);
    const kept = all().filter(({ fingerprint }) => fingerprint !== 'v1:1');
    assert.equal(total, kept.length);
    assert.ok(rows.every(({ finding }) => finding.fingerprint !== 'v1:1'));
    const own = rows.filter(({ finding }) => finding.fingerprint === 'v1:2');
    assert.ok(own.length > 0 && own.every(({ finding, source }) => finding.severity === 'critical' && finding.category === 'business' && source === 'user'));
    assert.equal((await store.table({ filter: { sources: ['user'] }, sort: [], offset: 0, limit: 1 }, never)).total, own.length);
    await store.correct([member('v1:1'), member('v1:2')], { ignored: false, severity: null, category: null });
    assert.equal((await shown(store)).length, 900);
    await store.close();
  });

  it('is grouped by fingerprint', async () => {
    const store = await filled();
    const { groups, total } = await store.tableGroups({ filter: {}, sort: [{ column: 'count', descending: true }], offset: 0, limit: 3 }, never);
    const expected = new Map<string, Flat[]>();
    for (const each of all()) expected.set(each.fingerprint, [...(expected.get(each.fingerprint) ?? []), each]);
    assert.equal(total, expected.size);
    assert.equal(groups.length, 3);
    for (const group of groups) {
      const own = expected.get(group.fingerprint) ?? [];
      const times = own.flatMap(({ timestamp }) => timestamp ?? []);
      assert.deepEqual([group.count, group.files, group.firstTimestamp, group.lastTimestamp, group.severity], [own.length, new Set(own.map(({ file }) => file)).size, Math.min(...times), Math.max(...times), 'critical']);
    }
    assert.deepEqual(groups.map(({ count }) => count), [...expected.values()].map(({ length }) => length).sort((a, b) => b - a).slice(0, 3));
    await store.close();
  });

  it('tells what is new since a time', async () => {
    const { store } = await TestStore.open(null);
    const at = (time: number, fingerprint: string): Finding[] => findings(3, () => ({ timestamp: time, fingerprint }));
    await analyse(store, at(noon, 'v1:old'), { start: { uri: 'file:///a', startedAt: noon } });
    await analyse(store, [...at(noon + 9_000, 'v1:old'), ...findings(4, (line) => ({ line: line + 10, timestamp: noon + 9_000, fingerprint: 'v1:new' }))], { start: { uri: 'file:///b', startedAt: noon + 9_000 } });
    const { rows } = await store.table({ filter: { newSince: noon + 5_000 }, sort: [], offset: 0, limit: 100 }, never);
    assert.deepEqual(new Set(rows.map(({ finding }) => finding.fingerprint)), new Set(['v1:new']));
    await store.close();
  });

  it('says what is wrong with an expression, stops one that takes too long, and can be cancelled', async () => {
    const store = await filled();
    const asked = (text: string): Promise<unknown> => store.table({ filter: { text: { text, isRegex: true, matchCase: false } }, sort: [], offset: 0, limit: 1 }, never);
    await assert.rejects(asked('('), { name: 'StoreError', message: /no regular expression/ });
    await analyse(store, findings(50, () => ({ message: `${'a'.repeat(40)}!` })), { start: { uri: 'file:///z', startedAt: noon } });
    await assert.rejects(asked('(a+)+$'), { name: 'StoreError', message: /Make it simpler/ });
    const given = new AbortController();
    given.abort(new Error('Enough.'));
    await assert.rejects(store.table({ filter: { categories: ['memory'] }, sort: [], offset: 0, limit: 1 }, given.signal), /Enough/);
    await store.close();
  });
});
