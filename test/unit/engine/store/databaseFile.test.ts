import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, stat, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'mocha';
import { migrate, schemaVersion } from '../../../../src/engine/store/schema';
import { Connection, loadSqlJs } from '../../../../src/engine/store/sqlJs';
import { FaultyFiles, TestStore, analyse, entriesOf, findings, inFolder } from './support';

const uri = (name: string): { readonly start: { readonly uri: string } } => ({ start: { uri: `file:///${name}` } });
const page = { minSeverity: 'low', order: 'line', offset: 0, limit: 10_000 } as const;
const withStoreFile = (work: (file: string, folder: string) => Promise<void>): Promise<void> =>
  inFolder((folder) => work(path.join(folder, 'store.db'), folder));

/** A store file with one analysis of `file:///old` with 3,000 findings. */
async function writeStore(file: string): Promise<void> {
  const { store } = await TestStore.open(file);
  await analyse(store, findings(3_000, (line) => ({ message: `message ${line * 7_919}` })), uri('old'));
  await store.close();
}

describe('database file', function () {
  this.timeout(20_000);
  // What a store that closes leaves among the temporary files goes with the tests.
  const usual = process.env.TMPDIR;
  let temporary = '';
  before(async () => {
    temporary = await mkdtemp(path.join(tmpdir(), 'stacklens-store-'));
    process.env.TMPDIR = temporary;
  });
  after(async () => {
    if (usual === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = usual;
    await rm(temporary, { recursive: true });
  });

  it('keeps analyses from one process to the next, in a folder made for it', () =>
    inFolder(async (folder) => {
      const file = path.join(folder, 'not', 'yet', 'store.db');
      const first = await TestStore.open(file);
      const found = findings(9_000);
      const analysis = await analyse(first.store, found);
      await first.store.close();
      const second = await TestStore.open(file);
      assert.deepEqual(await second.store.latestAnalyses(), [analysis]);
      assert.deepEqual((await second.store.findings({ ...page, analysisId: analysis.id })).findings, found);
      await second.store.close();
      assert.deepEqual(await entriesOf(path.dirname(file)), ['store.db']);
      assert.deepEqual([...first.problems, ...second.problems], []);
    }));

  it('saves by itself within two seconds, and writes nothing when nothing changed', async () => {
    await withStoreFile(async (file) => {
      const { store } = await TestStore.open(file);
      await store.flush();
      await assert.rejects(stat(file), { code: 'ENOENT' });
      await analyse(store, findings(2));
      for (let waited = 0; waited < 5_000 && !(await stat(file).catch(() => null)); waited += 50) await new Promise((resolve) => setTimeout(resolve, 50));
      const { mtimeMs } = await stat(file);
      await store.flush();
      await store.close();
      assert.equal((await stat(file)).mtimeMs, mtimeMs);
    });
  });

  it('follows a symbolic link instead of replacing it', () =>
    withStoreFile(async (file, folder) => {
      await mkdir(path.join(folder, 'real'));
      await writeStore(path.join(folder, 'real', 'store.db'));
      await symlink(path.join(folder, 'real', 'store.db'), file);
      const { store } = await TestStore.open(file);
      await analyse(store, findings(1), uri('new'));
      await store.close();
      const real = await TestStore.open(path.join(folder, 'real', 'store.db'));
      assert.deepEqual(await real.uris(), ['file:///new', 'file:///old']);
      await real.store.close();
    }));

  describe('shared by several', () => {
    it('keeps the work of all who write at the same time', () =>
      withStoreFile(async (file) => {
        const windows = await Promise.all([1, 2, 3].map(() => TestStore.open(file)));
        for (const round of [1, 2, 3]) {
          await Promise.all(
            windows.map(async ({ store }, window) => {
              await analyse(store, findings(100), uri(`${window}/${round}`));
              await store.flush();
            }),
          );
        }
        const expected = [0, 1, 2].flatMap((window) => [1, 2, 3].map((round) => `file:///${window}/${round}`));
        for (const window of windows) {
          window.passTime();
          assert.deepEqual(await window.uris(), expected);
          assert.deepEqual(window.problems, []);
          await window.store.close();
        }
        const later = await TestStore.open(file);
        assert.deepEqual(await later.uris(), expected);
        for (const { id } of await later.store.latestAnalyses()) assert.deepEqual((await later.store.findings({ ...page, analysisId: id })).findings, findings(100));
        await later.store.close();
      }));

    it('looks for news at most once a second', () =>
      withStoreFile(async (file) => {
        const frozen = Date.now();
        let now = frozen;
        const reader = await TestStore.open(file, { now: () => now });
        const writer = await TestStore.open(file);
        assert.deepEqual(await reader.uris(), []);
        await analyse(writer.store, findings(1), uri('a'));
        await writer.store.flush();
        now = frozen + 900;
        assert.deepEqual(await reader.uris(), []);
        now = frozen + 1_100;
        assert.deepEqual(await reader.uris(), ['file:///a']);
        await reader.store.close();
        await writer.store.close();
      }));

    it('repeats what is removed and replaced on the work of others, and removes nothing else', () =>
      withStoreFile(async (file) => {
        const a = await TestStore.open(file);
        const [old, first] = [await analyse(a.store, findings(2), uri('old')), await analyse(a.store, findings(2), uri('growing'))];
        await a.store.flush();
        const b = await TestStore.open(file);
        await analyse(b.store, findings(5), uri('of-b'));
        const future = { uri: 'file:///old', startedAt: Date.now() + 60_000 };
        await analyse(b.store, findings(6), { start: future });
        await b.store.flush();
        // a has not seen the work of b, and forgets what it knows of the file.
        await a.store.forget({ uris: ['file:///old'] });
        const second = await analyse(a.store, findings(3), { ...uri('growing'), replaces: first.id });
        const third = await analyse(a.store, findings(4), { ...uri('growing'), replaces: second.id });
        await a.store.flush();
        b.passTime();
        const ids = (await b.store.analyses({ uri: null, offset: 0, limit: 1_000 })).analyses.map(({ id }) => id);
        assert.ok(ids.includes(third.id));
        for (const gone of [old, first, second]) assert.ok(!ids.includes(gone.id));
        assert.deepEqual(await b.uris(), ['file:///growing', 'file:///of-b', 'file:///old']);
        await a.store.close();
        await b.store.close();
      }));

    it('writes everything again where the file was deleted under it', () =>
      withStoreFile(async (file) => {
        const window = await TestStore.open(file);
        await analyse(window.store, findings(1), uri('a'));
        await window.store.flush();
        await rm(file);
        window.passTime();
        assert.deepEqual(await window.uris(), ['file:///a']);
        await analyse(window.store, findings(1), uri('b'));
        await window.store.close();
        const later = await TestStore.open(file);
        assert.deepEqual(await later.uris(), ['file:///a', 'file:///b']);
        await later.store.close();
      }));
  });

  describe('damaged', () => {
    const damages: Readonly<Record<string, (file: string) => Promise<void>>> = {
      'an empty file': (file) => truncate(file, 0),
      'a file cut off in the middle': async (file) => truncate(file, Math.floor((await stat(file)).size / 2)),
      'a file cut off in its header': (file) => truncate(file, 60),
      garbage: (file) => writeFile(file, 'This is no database. '.repeat(1_000)),
      'a file overwritten in places': async (file) => {
        const bytes = await readFile(file);
        for (let at = 1_024; at < bytes.length; at += 1_024) bytes.fill(0xab, at, at + 64);
        await writeFile(file, bytes);
      },
    };
    for (const [name, damage] of Object.entries(damages)) {
      it(`${name} is set aside and told of`, () =>
        withStoreFile(async (file, folder) => {
          await writeStore(file);
          await damage(file);
          const bytes = await readFile(file);
          const window = await TestStore.open(file);
          assert.deepEqual(await window.uris(), []);
          const aside = (await entriesOf(folder)).find((entry) => entry.startsWith('store.db.damaged-')) ?? '';
          assert.deepEqual(await readFile(path.join(folder, aside)), bytes);
          assert.equal(window.problems.length, 1);
          assert.ok(window.problems[0]?.includes(file) && window.problems[0].includes(aside), window.problems[0]);
          await analyse(window.store, findings(1), uri('new'));
          await window.store.close();
          const later = await TestStore.open(file);
          assert.deepEqual(await later.uris(), ['file:///new']);
          await later.store.close();
        }));
    }

    it('under an open window: what the window knows is saved again', () =>
      withStoreFile(async (file, folder) => {
        await writeStore(file);
        const window = await TestStore.open(file);
        await writeFile(file, 'garbage');
        window.passTime();
        assert.deepEqual(await window.uris(), ['file:///old']);
        await window.store.flush();
        assert.equal(window.problems.length, 1);
        await writeFile(file, '');
        await analyse(window.store, findings(1), uri('new'));
        await window.store.close();
        const later = await TestStore.open(file);
        assert.deepEqual(await later.uris(), ['file:///new', 'file:///old']);
        await later.store.close();
        assert.equal((await entriesOf(folder)).length, 3);
      }));

    it('is set aside once by several that find it', () =>
      withStoreFile(async (file, folder) => {
        await writeFile(file, 'garbage');
        const windows = await Promise.all([1, 2, 3].map(() => TestStore.open(file)));
        await Promise.all(windows.map(async ({ store }, index) => analyse(store, findings(1), uri(String(index)))));
        await Promise.all(windows.map(({ store }) => store.close()));
        assert.equal(windows.flatMap(({ problems }) => problems).length, 1);
        assert.equal((await entriesOf(folder)).length, 2);
        const later = await TestStore.open(file);
        assert.deepEqual(await later.uris(), ['file:///0', 'file:///1', 'file:///2']);
        await later.store.close();
      }));

    it('where it cannot be set aside either, work goes on in memory', () =>
      withStoreFile(async (file) => {
        await writeFile(file, 'garbage');
        const faulty = new FaultyFiles();
        faulty.failing.set('create', 'EACCES');
        const window = await TestStore.open(file, { files: faulty.layer });
        assert.match(window.problems.join(), /is damaged and cannot be set aside: permission is denied/);
        await analyse(window.store, findings(1), uri('new'));
        assert.deepEqual(await window.uris(), ['file:///new']);
        await assert.rejects(window.store.flush(), { name: 'StoreError' });
        assert.equal(await readFile(file, 'utf8'), 'garbage');
        faulty.failing.clear();
        await window.store.close();
        const later = await TestStore.open(file);
        assert.deepEqual(await later.uris(), ['file:///new']);
        await later.store.close();
      }));
  });

  describe('not ours to touch', () => {
    const untouched = async (file: string, message: RegExp): Promise<void> => {
      const before = await readFile(file);
      await assert.rejects(TestStore.open(file), (error: Error) => error.name === 'StoreError' && message.test(error.message) && error.message.includes(file));
      assert.deepEqual(await readFile(file), before);
      assert.deepEqual(await entriesOf(path.dirname(file)), ['store.db']);
    };
    const database = async (file: string, prepare: (connection: Connection) => void): Promise<void> => {
      const connection = new Connection(await loadSqlJs(), null);
      prepare(connection);
      await writeFile(file, connection.export());
    };

    it('a store of a later version', () =>
      withStoreFile(async (file) => {
        await database(file, (connection) => {
          migrate(connection);
          connection.execute(`PRAGMA user_version = ${schemaVersion + 1}`);
        });
        await untouched(file, /later version.*Update StackLens AI/);
      }));

    it('a database of another program', () =>
      withStoreFile(async (file) => {
        await database(file, (connection) => connection.execute('CREATE TABLE theirs (x)'));
        await untouched(file, /not a store of StackLens AI/);
      }));

    it('a folder, and a file that may not be read', () =>
      withStoreFile(async (file, folder) => {
        await assert.rejects(TestStore.open(folder), { name: 'StoreError', message: /it is a folder/ });
        await writeStore(file);
        const faulty = new FaultyFiles();
        faulty.failing.set('read', 'EACCES');
        await assert.rejects(TestStore.open(file, { files: faulty.layer }), { name: 'StoreError', message: /permission is denied/ });
      }));

    it('a later version that takes the place of ours while we work', () =>
      withStoreFile(async (file) => {
        const window = await TestStore.open(file);
        await analyse(window.store, findings(1), uri('mine'));
        await window.store.flush();
        await database(file, (connection) => {
          migrate(connection);
          connection.execute(`PRAGMA user_version = ${schemaVersion + 1}`);
        });
        const theirs = await readFile(file);
        await analyse(window.store, findings(1), uri('more'));
        await assert.rejects(window.store.flush(), { name: 'StoreError', message: /later version/ });
        assert.deepEqual(await window.uris(), ['file:///mine', 'file:///more']);
        assert.deepEqual(await readFile(file), theirs);
        await window.store.close();
        assert.match(window.problems.join('\n'), /later version/);
      }));
  });

  describe('that cannot be written', () => {
    for (const [call, code, words] of [
      ['write', 'ENOSPC', 'the disk is full'],
      ['create', 'EACCES', 'permission is denied'],
      ['create', 'EROFS', 'the disk is read-only'],
      ['makeFolder', 'EACCES', 'permission is denied'],
      ['rename', 'EIO', 'the system reports EIO'],
      ['syncFolder', 'EIO', 'the system reports EIO'],
    ] as const) {
      it(`because ${call} fails with ${code}: told once, kept in memory, saved when it works again`, () =>
        withStoreFile(async (file, folder) => {
          await writeStore(file);
          const faulty = new FaultyFiles();
          const window = await TestStore.open(file, { files: faulty.layer });
          faulty.failing.set(call, code);
          await analyse(window.store, findings(1), uri('new'));
          for (const attempt of [1, 2, 3]) {
            await assert.rejects(window.store.flush(), { name: 'StoreError', message: new RegExp(`cannot be written: ${words}`) }, String(attempt));
          }
          assert.equal(window.problems.length, 1);
          assert.ok(window.problems[0]?.includes(file) && !window.problems[0].includes('raw words'));
          assert.deepEqual(await window.uris(), ['file:///new', 'file:///old']);
          const other = await TestStore.open(file);
          assert.ok((await other.uris()).includes('file:///old'));
          await analyse(other.store, findings(1), uri('other'));
          await other.store.close();

          faulty.failing.clear();
          await window.store.flush();
          await window.store.close();
          const later = await TestStore.open(file);
          assert.deepEqual(await later.uris(), ['file:///new', 'file:///old', 'file:///other']);
          await later.store.close();
          assert.deepEqual(await entriesOf(folder), ['store.db']);
        }));
    }

    it('at the end either: all that is known is kept elsewhere, for nobody else to read', () =>
      withStoreFile(async (file) => {
        await writeStore(file);
        const faulty = new FaultyFiles();
        const window = await TestStore.open(file, { files: faulty.layer });
        await analyse(window.store, findings(1), uri('new'));
        faulty.failing.set('rename', 'EROFS');
        await window.store.close();
        const [, copy = ''] = /disk is read-only.*is kept as (.*)\.$/.exec(window.problems.at(-1) ?? '') ?? [];
        if (process.platform !== 'win32') assert.equal((await stat(path.dirname(copy))).mode & 0o077, 0);
        const kept = await TestStore.open(copy);
        assert.deepEqual(await kept.uris(), ['file:///new', 'file:///old']);
        await kept.store.close();
      }));

    it('nor anywhere else: the loss is told', () =>
      withStoreFile(async (file) => {
        const faulty = new FaultyFiles();
        const window = await TestStore.open(file, { files: faulty.layer });
        await analyse(window.store, findings(1));
        faulty.failing.set('write', 'ENOSPC');
        await window.store.close();
        assert.match(window.problems.at(-1) ?? '', /the disk is full.*latest results are lost.*the disk is full/);
      }));
  });
});
