import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { Scratch } from '../engine/support';
import { parseLines, stacklens } from './support';

const failure = (name: string): string => `2026-11-22T11:00:00Z ERROR load of ${name} failed\n`;

describe('stacklens serve', function () {
  this.timeout(60_000);
  let scratch: Scratch;
  let child: ChildProcess | undefined;
  let url: string;
  beforeEach(async () => {
    scratch = await Scratch.create();
  });
  afterEach(async () => {
    await stop('SIGKILL');
    await scratch.remove();
  });

  async function start(env: NodeJS.ProcessEnv = { STACKLENS_TOKEN: 'secret' }): Promise<string> {
    child = spawn(process.execPath, [path.resolve('dist/cli.js'), 'serve', '--port', '0', '--max-body', '1', '--store', scratch.path('store.db')], { cwd: scratch.path('.'), env: { ...process.env, STACKLENS_TOKEN: '', ...env }, stdio: ['ignore', 'pipe', 'inherit'] });
    const { stdout } = child;
    assert.ok(stdout);
    const [said] = (await once(stdout.setEncoding('utf8'), 'data')) as [string];
    url = said.split('\n', 1)[0] ?? '';
    return said;
  }
  async function stop(signal: NodeJS.Signals): Promise<number | null> {
    if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
    const closed = once(child, 'close');
    child.kill(signal);
    await closed;
    return child.exitCode;
  }
  const post = (place: string, body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${url}${place}`, { method: 'POST', body, headers: { authorization: 'Bearer secret', 'content-type': 'text/plain', ...headers } });
  const stored = async (): Promise<string[]> => parseLines((await stacklens(['db', 'export', '--store', scratch.path('store.db')], { cwd: scratch.path('.') })).stdout).map(({ message }) => String(message)).sort();

  const otlp = (text: string): string => JSON.stringify({ resourceLogs: [{ resource: { attributes: [{ key: 'service.name', value: { stringValue: 'shop/cart' } }] }, scopeLogs: [{ logRecords: [{ timeUnixNano: '1709622489123000000', severityNumber: 17, body: { stringValue: text } }, { timeUnixNano: '1709622489123000000', severityNumber: 9, body: { stringValue: 'fine' } }] }] }] });

  it('takes text, NDJSON and OTLP, packed or not, and keeps what they tell of', async () => {
    await start();
    const answers = [
      await post('/api/v1/logs/app', failure('a')),
      await post('/api/v1/logs/app', failure('b').trimEnd()),
      await post('/api/v1/logs/json', '{"time":"2026-11-22T11:00:00Z","level":"error","msg":"load of c failed"}\n', { 'content-type': 'application/x-ndjson' }),
      await post('/v1/logs', otlp('load of d failed'), { 'content-type': 'application/json' }),
      await post('/v1/logs', new Uint8Array(gzipSync(otlp('load of e failed'))), { 'content-type': 'application/json; charset=utf-8', 'content-encoding': 'gzip' }),
    ];
    assert.deepEqual(answers.map(({ status }) => status), [200, 200, 200, 200, 200]);
    assert.equal(await stop('SIGTERM'), 0);
    assert.deepEqual(await stored(), ['a', 'b', 'c', 'd', 'e'].map((each) => `load of ${each} failed`));
  });

  it('shows what was pushed while it runs', async () => {
    await start();
    await post('/api/v1/logs/app', failure('a'));
    for (let tries = 0; ; tries++) {
      const { analyses } = (await (await fetch(`${url}/api/v1/analyses`, { headers: { authorization: 'Bearer secret' } })).json()) as { analyses: { severities: { high: number } }[] };
      if (analyses[0]?.severities.high === 1) break;
      assert.ok(tries < 400);
      await delay(50);
    }
  });

  it('loses nothing that it acknowledged when it is killed', async () => {
    await start();
    const names = Array.from({ length: 200 }, (_, index) => `part${String(index)}`);
    const acknowledged: string[] = [];
    const sending = names.map(async (name) => {
      const answer = await post('/api/v1/logs/app', failure(name)).catch(() => null);
      if (answer?.status === 200) acknowledged.push(name);
      if (acknowledged.length === 50) await stop('SIGKILL');
    });
    await Promise.all(sending);
    assert.ok(acknowledged.length >= 50);
    const kept = await readFile(scratch.path('received/app.log'), 'utf8');
    for (const name of acknowledged) assert.ok(kept.includes(` ${name} `), name);
    await appendFile(scratch.path('received/app.log'), '2026-11-22T11:00:00Z INFO cut of');
    await start();
    assert.equal((await post('/api/v1/logs/app', failure('next'))).status, 200);
    acknowledged.push('next');
    await delay(2000);
    assert.equal(await stop('SIGTERM'), 0);
    const found = await stored();
    for (const name of acknowledged) assert.ok(found.includes(`load of ${name} failed`), name);
  });

  it('refuses whom it does not know and what it does not take', async () => {
    await start();
    assert.equal((await fetch(`${url}/api/v1/health`)).status, 200);
    for (const authorization of ['', 'Bearer wrong', 'Basic secret']) assert.equal((await post('/api/v1/logs/app', failure('a'), { authorization })).status, 401);
    assert.equal((await fetch(`${url}/api/v1/analyses`)).status, 401);
    const refused: [string, string, Record<string, string>, number][] = [
      ['/api/v1/logs/..%2fx', 'x', {}, 404],
      ['/api/v1/logs/app', 'x'.repeat(1_000_001), {}, 413],
      ['/api/v1/logs/app', 'x', { 'content-type': 'image/png' }, 415],
      ['/api/v1/logs/app', 'x', { 'content-encoding': 'gzip' }, 400],
      ['/api/v1/logs/app', 'x', { 'content-encoding': 'br' }, 415],
      ['/v1/logs', '{', { 'content-type': 'application/json' }, 400],
      ['/v1/logs', '{"resourceLogs":7}', { 'content-type': 'application/json' }, 400],
      ['/v1/logs', 'x', { 'content-type': 'application/x-protobuf' }, 400],
      ['/v1/logs', 'x', { 'content-type': 'application/xml' }, 415],
      ['/api/v1/analyses', '', {}, 405],
    ];
    for (const [place, body, headers, status] of refused) assert.equal((await post(place, body, headers)).status, status, `${place} ${JSON.stringify(headers)}`);
    const bomb = new Uint8Array(gzipSync(Buffer.alloc(50_000_000)));
    assert.equal((await post('/api/v1/logs/app', bomb, { 'content-encoding': 'gzip' })).status, 413);
  });

  it('makes a token where none is given, and says it once', async () => {
    const [, token] = /^http:\/\/127\.0\.0\.1:\d+\ntoken: (\S{32})\n$/.exec(await start({})) ?? [];
    assert.ok(token);
    assert.equal((await post('/api/v1/logs/app', failure('a'), { authorization: `Bearer ${token}` })).status, 200);
  });
});
