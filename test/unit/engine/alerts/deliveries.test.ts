import assert from 'node:assert/strict';
import { readdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, it } from 'mocha';
import schema from '../../../../schemas/alert.schema.json';
import { checkSchema } from '../../../../src/core/formats/schemaCheck';
import type { Alert } from '../../../../src/engine/alerts/alert';
import { Alerts } from '../../../../src/engine/alerts/alerts';
import { type AlertChannel, type AlertSettings, parseAlertRules } from '../../../../src/engine/alerts/alertRules';
import { at } from '../../../../src/engine/store/columns';
import type { DeliveryNote } from '../../../../src/engine/store/store';
import { thisMachine } from '../../../../src/engine/thisMachine';
import { Scratch } from '../support';
import { findingOf } from './findings';
import { type Answer, MailServer, ok, type Reply, Webhook } from './standIns';

const failing = (status: number, headers: Record<string, string> = {}): Answer => (_, response) => response.writeHead(status, headers).end();

describe('alerts on their way', function () {
  this.timeout(20_000);
  let scratch: Scratch;
  let notes: DeliveryNote[];
  /** How many alerts each notification had. */
  let shown: number[];
  let problems: string[];
  let ahead: number;
  let ends: (() => Promise<void>)[];

  beforeEach(async () => {
    scratch = await Scratch.create();
    [notes, shown, problems, ahead, ends] = [[], [], [], 0, []];
  });
  afterEach(async () => {
    for (const end of ends.reverse()) await end();
    await scratch.remove();
  });

  async function webhook(...answers: Answer[]): Promise<Webhook> {
    const server = await Webhook.start(...answers);
    ends.push(() => server.stop());
    return server;
  }

  async function mailServer(reply?: Reply): Promise<MailServer> {
    const server = await MailServer.start(reply);
    ends.push(() => server.stop());
    return server;
  }

  function open(channel: AlertChannel, more: Partial<AlertSettings> = {}): Promise<Alerts> {
    const settings = { consent: true, rules: [{ name: 'ops', severity: 'low', repeatMinutes: 0, channels: ['team'] }], channels: { team: { perMinute: 60, ...channel } }, ...more };
    return Alerts.open({
      settings: parseAlertRules(JSON.stringify(settings), 'alerts.json'),
      folder: scratch.path('spool'),
      secret: (variable) => ({ TOKEN: 'a-token', USER: 'works', PASSWORD: 'a-password' })[variable],
      notify: (message) => shown.push(message.alerts.length),
      known: [],
      zone: 'UTC',
      now: () => Date.now() + ahead,
      random: () => 1,
      note: (note) => {
        notes.push(note);
        return Promise.resolve();
      },
      onProblem: (problem) => problems.push(problem),
    });
  }

  async function until(isSo: () => boolean, what: string): Promise<void> {
    for (let tries = 0; !isSo(); tries++) {
      assert.ok(tries < 200, `${what}; ${problems.join(' ')}`);
      await delay(25);
    }
  }

  const waiting = async (): Promise<string[]> => (await readdir(scratch.path('spool/channel-team'))).filter((name) => !name.startsWith('.'));

  it('are shown on this machine by a channel of notifications', async () => {
    const alerts = await open({ type: 'notification' });
    await alerts.take('/home/anna/shop.log', [findingOf(), findingOf({ fingerprint: 'v1:b' })]);
    await alerts.close();
    assert.deepEqual(shown, [2]);
    assert.deepEqual(notes, [{ channel: 'team', destination: 'this machine', alerts: 2, outcome: 'delivered' }]);
  });

  it('bring to a webhook what happened, without what is nobody’s business', async () => {
    const server = await webhook();
    const alerts = await open({ type: 'webhook', url: server.url, tokenFrom: 'TOKEN' });
    await alerts.take('/home/anna/shop.log', [findingOf()]);
    await alerts.close();
    const { headers, body } = at(server.got, 0);
    assert.equal(headers.authorization, 'Bearer a-token');
    const told = JSON.parse(body) as { readonly alerts: readonly { readonly message: string }[] };
    const { message, ...others } = at(told.alerts, 0);
    assert.match(message, /^login of \[\[EMAIL_1\]\] at /);
    assert.ok(!body.includes('hunter2') && !body.includes('/home/'), body);
    assert.deepEqual({ ...told, alerts: [others] }, { version: 1, kind: 'findings', program: 'StackLens AI', alerts: [{ rule: 'ops', severity: 'high', category: 'network', fingerprint: 'v1:a', file: 'shop.log', line: 7, time: '2026-11-22T11:00:00.000Z', count: 1 }], more: 0 });
    assert.deepEqual(checkSchema(told, schema), []);
    assert.deepEqual(notes, [{ channel: 'team', destination: new URL(server.url).host, alerts: 1, outcome: 'delivered' }]);
    assert.deepEqual(await waiting(), []);
  });

  it('bring to Slack and to Teams what these show, and no markup of a log', async () => {
    const message = '<!channel> *look* <https://evil.example|here> & so on';
    const slack = await webhook();
    const first = await open({ type: 'webhook', url: slack.url, body: 'slack' });
    await first.take('a.log', [findingOf({ message })]);
    await first.close();
    const { text } = JSON.parse(slack.got[0]?.body ?? '') as { readonly text: string };
    assert.ok(text.includes('&lt;!channel&gt;') && !text.includes('<!channel>'), text);
    const teams = await webhook();
    const second = await open({ type: 'webhook', url: teams.url, body: 'teams' });
    await second.take('a.log', [findingOf({ message })]);
    await second.close();
    const card = JSON.parse(teams.got[0]?.body ?? '') as { readonly attachments: readonly { readonly content: { readonly body: readonly { readonly type: string }[] } }[] };
    assert.deepEqual(card.attachments[0]?.content.body.map(({ type }) => type), ['RichTextBlock', 'RichTextBlock']);
  });

  it('tell of what becomes unusual about a log', async () => {
    const server = await webhook();
    const rules = [{ name: 'unusual', anomalies: ['burst', 'silence'], channels: ['team'] }] as const;
    const alerts = await open({ type: 'webhook', url: server.url }, { rules });
    const severities = { critical: 0, high: 0, medium: 0, low: 0 };
    const levels = { trace: 0, debug: 0, info: 0, warn: 0, error: 0, fatal: 0, none: 0 };
    let lines = 1000;
    for (let seconds = 0; seconds < 600; seconds += 5) {
      ahead += 5_000;
      lines += 3;
      alerts.grown('/home/anna/shop.log', { restarted: null, counts: { format: 'plain', lines, records: lines, severities, levels, notes: [] } });
    }
    await alerts.take('/home/anna/shop.log', Array.from({ length: 12 }, (_, index) => findingOf({ line: lines + index, severity: 'medium', fingerprint: 'v1:lesser' })));
    await alerts.take('/home/anna/shop.log', Array.from({ length: 12 }, (_, index) => findingOf({ line: lines + index })));
    await until(() => server.got.length === 1, 'a burst is told of, where it is as grave as asked');
    for (let step = 0; step < 4; step++) {
      ahead += 25_000;
      await delay(400);
    }
    await until(() => server.got.length === 2, 'silence is told of');
    await alerts.close();
    const told = server.got.map(({ body }) => JSON.parse(body) as { readonly alerts: readonly Alert[] });
    for (const each of told) assert.deepEqual(checkSchema(each, schema), []);
    const [burst, silence] = told.map((each) => at(each.alerts, 0));
    assert.deepEqual([burst?.anomaly, burst?.fingerprint, burst?.severity, burst?.line], ['burst', 'v1:a', 'high', lines + 11]);
    assert.match(burst?.message ?? '', /^“login of \[\[EMAIL_1\]\] at .*” came 12 times within 30 s, where it never did before\.$/);
    assert.deepEqual([silence?.anomaly, silence?.fingerprint, silence?.file, silence?.line], ['silence', null, 'shop.log', lines]);
    assert.match(silence?.message ?? '', /^Nothing has been written for 1 min/);
  });

  it('are tried again, later and later, and when a server says so', async () => {
    const server = await webhook(failing(500), failing(429, { 'retry-after': '120' }), ok);
    const alerts = await open({ type: 'webhook', url: server.url });
    await alerts.take('a.log', [findingOf()]);
    await until(() => server.got.length === 1 && notes.length === 1, 'the first try fails');
    assert.deepEqual([notes[0]?.outcome, notes[0]?.reason], ['failed', 'it answered 500']);
    ahead += 2_000;
    await until(() => server.got.length === 2, 'it is tried again');
    // What it answered is known once the alert waits again.
    for (let tries = 0; !(await waiting()).every((name) => name.endsWith('.json')) && tries < 200; tries++) await delay(25);
    await delay(200);
    ahead += 100_000;
    await delay(600);
    assert.equal(server.got.length, 2, 'the server wants to be left alone');
    ahead += 30_000;
    await until(() => notes.length === 2, 'it is delivered');
    assert.equal(notes[1]?.outcome, 'delivered');
    await alerts.close();
    assert.equal(server.got.length, 3);
  });

  it('do not follow to another address, and name what hangs, breaks or is not there', async () => {
    const other = await webhook();
    const redirecting = await webhook(failing(307, { location: other.url }));
    const broken = await webhook((request) => request.socket.destroy());
    for (const [server, expected] of [[redirecting, /sends on to another address/], [broken, /cannot be reached/]] as const) {
      const alerts = await open({ type: 'webhook', url: server.url });
      await alerts.take('a.log', [findingOf()]);
      await alerts.close();
      assert.match(problems.at(-1) ?? '', expected);
      assert.ok(!problems.join().includes('a-secret-part'), 'the path of a webhook is a secret');
    }
    assert.equal(other.got.length, 0);
    assert.equal((await waiting()).length, 2);
  });

  it('outlive the process, and are sent once', async () => {
    const server = await webhook(failing(503), ok);
    const first = await open({ type: 'webhook', url: server.url });
    await first.take('a.log', [findingOf()]);
    await first.close();
    assert.equal((await waiting()).length, 1);
    // What a killed process had claimed: no process has this number.
    const [name = ''] = await waiting();
    const spool = scratch.path('spool/channel-team');
    await rename(path.join(spool, name), path.join(spool, `${name}.${thisMachine()}-999999999`));
    await writeFile(path.join(spool, '000000000000001-aaaaaaaaaaaa-high.json'), '{"half');
    const second = await open({ type: 'webhook', url: server.url });
    const third = await open({ type: 'webhook', url: server.url });
    await Promise.all([second.close(), third.close()]);
    assert.equal(notes.filter(({ outcome }) => outcome === 'delivered').length, 1);
    assert.deepEqual(await waiting(), []);
  });

  it('come together where there are many, and wait for the end of quiet hours unless they are critical', async () => {
    const server = await webhook();
    const from = new Date(Date.now() - 3_600_000).toISOString().slice(11, 16);
    const to = new Date(Date.now() + 3_600_000).toISOString().slice(11, 16);
    const alerts = await open({ type: 'webhook', url: server.url }, { quietHours: { from, to, zone: 'UTC' } });
    await alerts.take('a.log', Array.from({ length: 14 }, (_, index) => findingOf({ fingerprint: `v1:${String(index)}` })));
    await delay(600);
    assert.equal(server.got.length, 0);
    await alerts.take('a.log', [findingOf({ severity: 'critical', fingerprint: 'v1:grave' })]);
    await until(() => server.got.length === 1, 'what is critical is told');
    ahead += 2 * 3_600_000;
    await until(() => server.got.length === 2, 'the rest is told in the morning');
    const { alerts: shown, more } = JSON.parse(server.got[1]?.body ?? '') as { readonly alerts: readonly unknown[]; readonly more: number };
    assert.deepEqual([shown.length, more], [10, 4]);
    await alerts.close();
  });

  it('come by mail, to whom the server takes it for', async () => {
    const server = await mailServer();
    const mail = { type: 'email', server: '127.0.0.1', port: server.port, security: 'none', from: 'works@example.org', to: ['team@example.org'], userFrom: 'USER', passwordFrom: 'PASSWORD' } as const;
    const alerts = await open(mail);
    await alerts.take('shop.log', [findingOf()]);
    await alerts.close();
    assert.deepEqual(notes.map(({ outcome, destination }) => [outcome, destination]), [['delivered', '127.0.0.1']]);
    assert.match(server.mails[0] ?? '', /^Subject: StackLens AI: high in shop\.log$/m);
    assert.match(server.mails[0] ?? '', /login of \[\[EMAIL_1\]\]/);
  });

  it('wait where a mail server refuses the login, the mail or encryption', async () => {
    for (const [refused, security, expected] of [['AUTH', 'none', /535/], ['RCPT', 'none', /550/], ['STARTTLS', 'starttls', /ETLS/], ['', 'tls', /ESOCKET/]] as const) {
      const server = await mailServer((command) => (command !== refused ? null : command === 'AUTH' ? '535 no' : '550 not here'));
      const alerts = await open({ type: 'email', server: '127.0.0.1', port: server.port, security, from: 'works@example.org', to: ['team@example.org'], userFrom: 'USER', passwordFrom: 'PASSWORD' });
      await alerts.take('shop.log', [findingOf()]);
      await alerts.close();
      assert.equal(server.mails.length, 0);
      assert.match(problems.at(-1) ?? '', expected);
      assert.ok(!problems.join().includes('a-password'));
    }
    assert.equal((await waiting()).length, 4);
  });
});
