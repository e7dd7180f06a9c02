import assert from 'node:assert/strict';
import { copyFile, readFile, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { openStore } from '../../../src/engine/store/openStore';
import { Connection, loadSqlJs } from '../../../src/engine/store/sqlJs';
import { run as step } from '../../../src/engine/store/steps';
import type { Store } from '../../../src/engine/store/store';
import { Scratch } from '../engine/support';
import { mixedLog, parseLines, quietLog, stacklens, type Ended } from './support';

const wasmPath = path.resolve('dist/sql-wasm.wasm');

describe('stacklens db', function () {
  // Each test starts a process or more, on machines that may be busy.
  this.timeout(60_000);
  let scratch: Scratch;
  let file: string;
  const run = (...args: readonly string[]): Promise<Ended> => stacklens(args, { cwd: scratch.folder, env: { STACKLENS_STORE: file } });
  const db = (...args: readonly string[]): Promise<Ended> => run('db', ...args);
  const window = (): Promise<Store> => openStore({ file, now: Date.now, program: 'editor', onProblem: (message) => assert.equal(message, ''), wasmPath });

  beforeEach(async () => {
    scratch = await Scratch.create();
    file = scratch.path('stacklens.db');
    await scratch.write('app.log', mixedLog);
    await scratch.write('quiet.log', quietLog);
    assert.equal((await run('scan', 'app.log', 'quiet.log', '--save')).code, 0);
  });
  afterEach(() => scratch.remove());

  it('status tells what is in it, to people and to programs', async () => {
    const { code, stdout, stderr } = await db('status');
    assert.deepEqual([code, stderr], [0, '']);
    assert.match(stdout, /^Store {10}\S*stacklens\.db\nSize .* MB\nSchema +\d+\nFiles +2\nAnalyses +2\nFindings +4\n/);
    const told = parseLines((await db('status', '--format', 'json')).stdout)[0];
    assert.deepEqual(told?.['counts'], { files: 2, analyses: 2, removed: 0, findings: 4, templates: 4, audit: 2 });
  });

  it('verify: 0 sound, 1 damaged, 2 unreadable; it touches nothing', async () => {
    assert.equal((await db('verify')).code, 0);
    const sound = await readFile(file);

    // The database is whole, and what is packed in it is not.
    const connection = new Connection(await loadSqlJs(wasmPath), sound);
    connection.take(step('UPDATE occurrences SET packed = zeroblob(40) WHERE id = (SELECT MIN(id) FROM occurrences)'));
    connection.take(step('DELETE FROM templates WHERE id = (SELECT MAX(id) FROM templates)'));
    await writeFile(file, connection.export());
    const packed = await db('verify');
    assert.equal(packed.code, 1);
    assert.match(packed.stderr, /findings of the analysis \d+ of file:\S*app\.log cannot be read/);
    assert.match(packed.stderr, /1 groups have no template/);

    await writeFile(file, sound);
    await truncate(file, sound.length / 2);
    const damaged = await readFile(file);
    assert.deepEqual([(await db('verify')).code, (await db('status')).code], [1, 2]);
    assert.deepEqual(await readFile(file), damaged);

    connection.execute('PRAGMA user_version = 99');
    await writeFile(file, connection.export());
    const later = await db('verify');
    assert.equal(later.code, 2);
    assert.match(later.stderr, /later version/);
    assert.equal((await db('verify', '--store', 'none.db')).code, 2);
    assert.equal((await db('verify', '--store', scratch.folder)).code, 2);
  });

  it('export has what a scan would, and is noted', async () => {
    const scanned = parseLines((await run('scan', scratch.path('app.log'), scratch.path('quiet.log'), '--format', 'ndjson')).stdout);
    const { code, stdout } = await db('export');
    assert.equal(code, 0);
    assert.deepEqual(parseLines(stdout), scanned);
    assert.equal((await db('export', '--format', 'csv', '--output', 'out.csv', '--min-severity', 'high')).code, 0);
    assert.equal((await readFile(scratch.path('out.csv'), 'utf8')).trimEnd().split('\n').length, 3);
    const trail = parseLines((await db('audit')).stdout);
    assert.deepEqual(trail.map(({ action, program }) => [action, program]), [['exported', 'cli'], ['exported', 'cli'], ['analysed', 'cli'], ['analysed', 'cli']]);
    assert.deepEqual((trail[0]?.['details']), { format: 'csv', scope: 'all', findings: 2 });
  });

  it('backup, prune and restore work while a window has the store open', async () => {
    const open = await window();
    const uris = async (): Promise<number> => {
      await open.reload();
      return (await open.latestAnalyses()).length;
    };
    assert.equal(await uris(), 2);
    const { stdout } = await db('backup');
    assert.equal((await db('prune', '--days', '0')).code, 0);
    assert.equal(await uris(), 0);
    const listed = (await db('restore')).stdout.trimEnd().split('\n');
    assert.equal(listed.length, 2);
    assert.ok(listed.includes(stdout.trimEnd()));
    assert.equal((await db('restore', stdout.trimEnd())).code, 0);
    assert.equal(await uris(), 2);
    assert.deepEqual((await open.auditTrail({ offset: 0, limit: 2 })).map(({ action }) => action), ['restored', 'pruned']);
    await open.close();
  });

  it('migrate brings an earlier store up to date, once, and keeps what it was', async () => {
    const old = gunzipSync(await readFile(path.resolve('test/fixtures/stores/schema-1.db.gz')));
    await writeFile(file, old);
    assert.match((await db('migrate')).stdout, /from schema 1 to \d+/);
    assert.match((await db('migrate')).stdout, /has the present schema/);
    const [name = ''] = (await db('restore')).stdout.split('\n');
    await copyFile(path.join(`${file}.backups`, name), file);
    assert.deepEqual(await readFile(file), Buffer.from(old));
    assert.equal((await db('verify')).code, 0);
  });

  it('says how it is to be called', async () => {
    for (const [args, words] of [
      [[], /takes one of: status, verify/],
      [['drop'], /takes one of: status, verify/],
      [['status', 'x.db'], /--store/],
      [['prune'], /--days N, --megabytes N/],
      [['prune', '--days', 'ten'], /--days takes a number/],
      [['export', '--format', 'xlsx'], /needs --output/],
      [['restore', 'nothing'], /no backup nothing/],
      [['export', '--store', 'none.db'], /no store .*none\.db yet/],
      [['status', '--store', 'postgres://u:secret@h/x'], /A password does not belong/],
    ] as const) {
      const { code, stderr } = await db(...args);
      assert.equal(code, 2, args.join(' '));
      assert.match(stderr, words);
      assert.ok(!stderr.includes('secret'));
    }
  });
});
