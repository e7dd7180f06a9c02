import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { MailServer, Webhook } from '../engine/alerts/standIns';
import { authority, certificate, type CertificateKind } from '../engine/certificates';
import { loki, StandIn } from '../engine/remote/standIns';
import { Scratch } from '../engine/support';
import { mixedLog, parseLines, stacklens } from './support';

const wrongs: readonly (readonly [CertificateKind, RegExp])[] = [
  ['otherHost', /its certificate is for another host/],
  ['expired', /its certificate has expired/],
  ['unknown', /its certificate is from an authority that is not known here/],
];

describe('a server that has to prove who it is', function () {
  this.timeout(60_000);
  let scratch: Scratch;
  let ends: (() => Promise<void>)[];
  beforeEach(async () => {
    [scratch, ends] = [await Scratch.create(), []];
  });
  afterEach(async () => {
    for (const end of ends.reverse()) await end();
    await scratch.remove();
  });

  const started = async <T extends { stop(): Promise<void> }>(starting: Promise<T>): Promise<T> => {
    const server = await starting;
    ends.push(() => server.stop());
    return server;
  };
  const run = (args: readonly string[], env: NodeJS.ProcessEnv = { NODE_EXTRA_CA_CERTS: authority }): ReturnType<typeof stacklens> => stacklens(args, { cwd: scratch.folder, env: { STACKLENS_STORE: scratch.path('store.db'), PASSWORD: 'a-password', TOKEN: 'a-token', ...env } });
  const rules = (channels: object): string => JSON.stringify({ consent: true, rules: [{ name: 'ops', channels: Object.keys(channels) }], channels });

  it('is sent alerts where it does, and neither a message nor a login where it does not', async () => {
    const channels: Record<string, object> = {};
    const received: (() => number)[] = [];
    for (const kind of ['right', ...wrongs.map(([each]) => each)] as const) {
      const webhook = await started(Webhook.startWith(certificate(kind)));
      channels[`${kind} hook`] = { type: 'webhook', url: webhook.url, tokenFrom: 'TOKEN' };
      received.push(() => webhook.got.length);
      for (const how of ['tls', 'starttls'] as const) {
        const commands: string[] = [];
        const server = await started(
          MailServer.start(
            (command) => {
              commands.push(command);
              return null;
            },
            { how, certificate: certificate(kind) },
          ),
        );
        channels[`${kind} ${how}`] = { type: 'email', server: '127.0.0.1', port: server.port, security: how, from: 'works@example.org', to: ['team@example.org'], userFrom: 'TOKEN', passwordFrom: 'PASSWORD' };
        received.push(() => server.mails.length + commands.filter((each) => each === 'AUTH').length);
      }
    }
    await scratch.write('alerts.json', rules(channels));
    const { code, stdout, stderr } = await run(['alerts', 'test', 'alerts.json']);
    assert.equal(code, 1);
    assert.deepEqual(stdout.trim().split('\n').map((line) => line.replace(/ to .*/, '')), ['right hook: delivered', 'right tls: delivered', 'right starttls: delivered']);
    const told = stderr.trim().split('\n');
    assert.equal(told.length, 9, stderr);
    for (const [index, [kind, expected]] of wrongs.entries()) for (const line of told.slice(3 * index, 3 * index + 3)) assert.match(line, new RegExp(`^stacklens: ${kind} .* could not be told: ${expected.source}`));
    assert.deepEqual(received.map((count) => count()), [1, 2, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
  });

  it('is asked for its logs where it does, and shown no login where it does not', async () => {
    const noon = Date.parse('2026-11-22T12:00:00Z');
    const entries = mixedLog.trimEnd().split('\n').map((line, index) => ({ time: BigInt(noon + index) * 1_000_000n, labels: { app: 'shop' }, line }));
    const scan = async (kind: CertificateKind, env?: NodeJS.ProcessEnv): Promise<{ readonly findings: number; readonly stderr: string; readonly asked: number }> => {
      const standIn = await started(StandIn.start(loki(entries), certificate(kind)));
      const { stdout, stderr } = await run(['scan', `loki+https://${standIn.host}/?query={app="shop"}`, '--since', '2026-11-22', '--until', '2026-11-23', '--format', 'ndjson'], env);
      return { findings: parseLines(stdout).length, stderr, asked: standIn.asked.length };
    };
    assert.deepEqual(await scan('right'), { findings: 4, stderr: '', asked: 1 });
    for (const [kind, expected] of wrongs) {
      const { findings, stderr, asked } = await scan(kind);
      assert.deepEqual([findings, asked], [0, 0], kind);
      assert.match(stderr, new RegExp(`^stacklens: loki:.* does not prove who it is: ${expected.source}.*\\n$`));
    }
    assert.match((await scan('right', { NODE_EXTRA_CA_CERTS: '' })).stderr, /not known here; NODE_EXTRA_CA_CERTS can name/);
  });
});
