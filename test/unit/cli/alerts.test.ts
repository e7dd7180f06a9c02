import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { Webhook } from '../engine/alerts/standIns';
import { Scratch } from '../engine/support';
import { parseLines, stacklens } from './support';

const cli = path.resolve('dist/cli.js');
const failure = (name: string): string => `2026-11-22T11:00:00Z ERROR load of ${name} failed\n`;

describe('stacklens alerts', function () {
  this.timeout(60_000);
  let scratch: Scratch;
  let webhook: Webhook;

  beforeEach(async () => {
    [scratch, webhook] = [await Scratch.create(), await Webhook.start()];
  });
  afterEach(async () => {
    await webhook.stop();
    await scratch.remove();
  });

  const settings = (more: object = {}): string => JSON.stringify({ consent: true, rules: [{ name: 'ops', channels: ['team'] }], channels: { team: { type: 'webhook', urlFrom: 'TEAM_HOOK', perMinute: 60 } }, ...more }, null, 2);
  const env = (): NodeJS.ProcessEnv => ({ STACKLENS_STORE: scratch.path('store.db'), TEAM_HOOK: webhook.url });
  const run = (...args: readonly string[]): ReturnType<typeof stacklens> => stacklens(args, { cwd: scratch.folder, env: env() });
  const audit = async (): Promise<unknown[]> => parseLines((await run('db', 'audit', '--format', 'ndjson')).stdout).filter(({ action }) => action === 'alerted').map(({ subject, details }) => [subject, (details as { readonly outcome: unknown }).outcome]);

  it('are checked, and tested on request, which the audit trail tells of', async () => {
    await scratch.write('alerts.json', settings());
    const checked = await run('alerts', 'check', 'alerts.json');
    assert.deepEqual([checked.code, checked.stdout], [0, `alerts.json: 1 rule; team to ${new URL(webhook.url).host}\n`]);
    assert.equal(webhook.got.length, 0);
    const tested = await run('alerts', 'test', 'alerts.json');
    assert.deepEqual([tested.code, tested.stdout], [0, `team: delivered to ${new URL(webhook.url).host}\n`]);
    assert.equal((JSON.parse(webhook.got[0]?.body ?? '') as { readonly kind: unknown }).kind, 'test');
    assert.deepEqual(await audit(), [['team', 'delivered']]);
  });

  it('send nothing without consent, a variable, or to a channel that is not there', async () => {
    await scratch.write('silent.json', settings({ consent: false }));
    const silent = await run('alerts', 'test', 'silent.json');
    assert.deepEqual([silent.code, /"consent": true/.test(silent.stderr)], [2, true]);
    const watching = await run('watch', 'app.log', '--alerts', 'silent.json');
    assert.deepEqual([watching.code, /"consent": true/.test(watching.stderr)], [2, true]);
    await scratch.write('alerts.json', settings({ channels: { team: { type: 'webhook', urlFrom: 'NOT_SET' } } }));
    assert.match((await run('alerts', 'check', 'alerts.json')).stderr, /NOT_SET of the channel team is not set/);
    assert.match((await run('alerts', 'test', 'alerts.json', '--channel', 'other')).stderr, /no channel other/);
    await scratch.write('wrong.json', settings({ rules: [] }));
    const wrong = await run('alerts', 'check', 'wrong.json');
    assert.deepEqual([wrong.code, /wrong\.json:3: rules must not be empty/.test(wrong.stderr)], [2, true], wrong.stderr);
    assert.equal(webhook.got.length, 0);
  });

  it('tell of what is written while a log is watched, once', async () => {
    await scratch.write('alerts.json', settings({ rules: [{ name: 'new', firstSeen: true, channels: ['team'] }] }));
    await scratch.write('app.log', failure('order 7'));
    const child = spawn(process.execPath, [cli, 'watch', 'app.log', '--alerts', 'alerts.json'], { cwd: scratch.folder, env: { ...process.env, ...env() }, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (said += text));
    const until = async (isSo: () => boolean): Promise<void> => {
      for (let tries = 0; !isSo(); tries++) {
        assert.ok(tries < 400 && child.exitCode === null, said);
        await delay(50);
      }
    };
    await until(() => said.includes('watching 1 file'));
    await appendFile(scratch.path('app.log'), `${failure('order 9')}2026-11-22T11:00:01Z ERROR connection to 10.1.2.3:5432 refused\n`);
    await until(() => webhook.got.length === 1);
    child.kill('SIGTERM');
    await once(child, 'close');
    assert.equal(child.exitCode, 0, said);
    const told = webhook.got.flatMap(({ body }) => (JSON.parse(body) as { readonly alerts: readonly { readonly message: string; readonly file: string }[] }).alerts);
    assert.deepEqual(told.map(({ file, message }) => [file, message.replace(/\[\[ADDRESS_1\]\]|10\.1\.2\.3/, 'IP')]), [['app.log', 'connection to IP:5432 refused']], 'the other one is like what stood there before');
    assert.deepEqual(await audit(), [['team', 'delivered']]);
  });
});
