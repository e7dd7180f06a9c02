import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, copyFile, mkdir, rename, rm, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { Scratch } from '../engine/support';
import { parseLines, stacklens } from './support';

const cli = path.resolve('dist/cli.js');
const quiet = (count: number): string => Array.from({ length: count }, (_, index) => `2026-11-22T10:00:${String(index % 60).padStart(2, '0')}Z INFO part ${String(index)} is in place\n`).join('');
const failure = (name: string): string => `2026-11-22T11:00:00Z ERROR load of ${name} failed\n`;

/** A watching process and what it said. */
class Watcher {
  stdout = '';
  stderr = '';
  private constructor(readonly child: ChildProcess) {}

  static start(cwd: string, ...args: readonly string[]): Watcher {
    const child = spawn(process.execPath, [cli, 'watch', ...args, '--format', 'ndjson'], { cwd, env: { ...process.env, STACKLENS_STORE: path.join(cwd, 'store.db') }, stdio: ['ignore', 'pipe', 'pipe'] });
    const watcher = new Watcher(child);
    child.stdout.setEncoding('utf8').on('data', (text: string) => (watcher.stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (watcher.stderr += text));
    return watcher;
  }

  /** What failed, by the findings that were told so far, in their order. */
  get failed(): string[] {
    return parseLines(this.stdout.slice(0, this.stdout.lastIndexOf('\n') + 1)).map(({ message }) => /load of (\S+) failed/.exec(String(message))?.[1] ?? String(message));
  }

  async until(what: string, isSo: () => boolean): Promise<void> {
    for (let tries = 0; !isSo(); tries++) {
      assert.ok(tries < 600 && this.child.exitCode === null, `${what}; it said: ${this.stdout}${this.stderr}`);
      await delay(50);
    }
  }

  hears(...names: readonly string[]): Promise<void> {
    return this.until(`hears of ${names.join(', ')}`, () => names.every((name) => this.failed.includes(name)));
  }

  /** Ends it and returns its exit code. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return this.child.exitCode;
    const closed = once(this.child, 'close');
    this.child.kill(signal);
    await closed;
    return this.child.exitCode;
  }
}

describe('stacklens watch', function () {
  this.timeout(60_000);
  let scratch: Scratch;
  let watchers: Watcher[];

  beforeEach(async () => {
    scratch = await Scratch.create();
    watchers = [];
  });
  afterEach(async () => {
    await Promise.all(watchers.map((watcher) => watcher.stop('SIGKILL')));
    await scratch.remove();
  });

  const start = (...args: readonly string[]): Watcher => {
    const watcher = Watcher.start(scratch.path('.'), ...args);
    watchers.push(watcher);
    return watcher;
  };
  /** Until what is written now is told of, which shows that the file is followed; returns the name that was told. */
  const settled = async (watcher: Watcher, file: string, name: string): Promise<void> => {
    await watcher.until('is ready', () => watcher.stderr.includes('stacklens: watching '));
    await appendFile(file, failure(name));
    await watcher.hears(name);
  };

  it('tells what is written, once, and not what stood there before', async () => {
    const log = scratch.path('app.log');
    await writeFile(log, quiet(50) + failure('old'));
    const watcher = start('app.log');
    await settled(watcher, log, 'one');
    await appendFile(log, failure('two') + quiet(3));
    await watcher.hears('two');
    await appendFile(log, failure('last'));
    assert.equal(await watcher.stop('SIGINT'), 0);
    assert.deepEqual(watcher.failed, ['one', 'two', 'last']);
    const [row] = parseLines(watcher.stdout);
    assert.deepEqual([row?.['file'], row?.['line'], row?.['severity']], ['app.log', 52, 'high']);
    assert.equal(watcher.stderr, 'stacklens: watching 1 file. Interrupt to end (Ctrl+C).\n');
  });

  it('waits for files that are not there yet, and goes on where they vanish and return', async () => {
    await mkdir(scratch.path('logs'));
    const watcher = start('later.log', 'logs');
    await watcher.until('says that it waits', () => watcher.stderr.includes('later.log does not exist yet') && watcher.stderr.includes('watching 0 files'));
    await writeFile(scratch.path('later.log'), quiet(5) + failure('late'));
    await writeFile(scratch.path('logs/new.log'), failure('new'));
    await watcher.hears('late', 'new');
    await rm(scratch.path('later.log'));
    await delay(300);
    await writeFile(scratch.path('later.log'), failure('back'));
    await watcher.hears('back');
    assert.equal(await watcher.stop(), 0);
    assert.deepEqual(watcher.failed.sort(), ['back', 'late', 'new']);
  });

  it('tells nothing twice and nothing too little where logs are rotated, by name or in their place', async () => {
    const log = scratch.path('app.log');
    await writeFile(log, quiet(50));
    const watcher = start('.');
    await settled(watcher, log, 'a');
    await rename(log, scratch.path('app.log.1'));
    await appendFile(scratch.path('app.log.1'), failure('b'));
    await delay(700);
    await writeFile(log, failure('c'));
    await watcher.hears('b', 'c');
    await copyFile(log, scratch.path('app.log.2'));
    await truncate(log, 0);
    await delay(700);
    await appendFile(log, failure('d'));
    await watcher.hears('d');
    assert.equal(await watcher.stop(), 0);
    assert.deepEqual(watcher.failed, ['a', 'b', 'c', 'd']);
  });

  it('tells after a restart what was written meanwhile, also to a file that was rotated', async () => {
    const log = scratch.path('app.log');
    await writeFile(log, quiet(50) + failure('old'));
    const first = start('app.log');
    await settled(first, log, 'one');
    assert.equal(await first.stop(), 0);
    await appendFile(log, quiet(4) + failure('two'));
    await rename(log, scratch.path('app.log.1'));
    await writeFile(log, quiet(2) + failure('three'));
    const second = start('app.log');
    await second.hears('two', 'three');
    assert.equal(await second.stop(), 0);
    assert.deepEqual(second.failed, ['two', 'three']);
    const third = start('app.log');
    await settled(third, log, 'four');
    await third.stop();
    assert.deepEqual(third.failed, ['four']);
  });

  it('loses nothing where it was killed', async () => {
    const log = scratch.path('app.log');
    await writeFile(log, quiet(50));
    const first = start('app.log');
    await settled(first, log, 'one');
    // Stored by now, as one that goes on shows.
    await delay(3000);
    await appendFile(log, failure('two'));
    await first.stop('SIGKILL');
    await appendFile(log, failure('three'));
    const second = start('app.log');
    await second.hears('two', 'three');
    await second.stop();
    assert.deepEqual(second.failed, ['two', 'three']);
  });

  it('tells with --from-start what stands there, and of ignored fingerprints nothing', async () => {
    await writeFile(scratch.path('app.log'), failure('seen') + quiet(3));
    await writeFile(scratch.path('other.log'), '2026-11-22T11:00:00Z FATAL Out of memory\n');
    const watcher = start('app.log', 'other.log', '--from-start', '--in-memory', '--min-severity', 'high');
    await watcher.hears('seen', 'Out of memory');
    await watcher.stop();
    const fingerprint = String(parseLines(watcher.stdout).find(({ file }) => file === 'app.log')?.['fingerprint']);
    await mkdir(scratch.path('.stacklens'));
    await writeFile(scratch.path('.stacklens/ignore'), `${fingerprint}\n`);
    const second = start('app.log', 'other.log', '--from-start', '--in-memory');
    await second.hears('Out of memory');
    await second.stop();
    assert.deepEqual(second.failed, ['Out of memory']);
  });

  it('names what it cannot watch and watches the rest', async () => {
    await writeFile(scratch.path('blob.log'), Buffer.from([0, 1, 2, 3, 0, 255, 254, 0, 9, 0, 0, 7]));
    await writeFile(scratch.path('app.log'), quiet(2));
    const watcher = start('blob.log', 'app.log');
    await settled(watcher, scratch.path('app.log'), 'one');
    assert.match(watcher.stderr, /blob\.log is a binary file/);
    assert.equal(watcher.stderr.split('binary').length, 2, 'told once');
  });

  it('says how it is called', async () => {
    const { code, stderr } = await stacklens(['watch'], { cwd: scratch.path('.') });
    assert.equal(code, 2);
    assert.match(stderr, /Name at least one file, folder or glob to watch\./);
  });
});
