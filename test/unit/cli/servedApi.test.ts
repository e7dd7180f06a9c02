import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { after, before, describe, it } from 'mocha';
import { Scratch } from '../engine/support';
import { encodedRequest } from '../engine/intake/otlp/encoder';
import { faultsOf, type Schema } from '../jsonSchema';
import { mixedLog, parseLines } from './support';

interface Operation {
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, { readonly schema: Schema }>> }>>;
}
interface Api {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}
interface Told {
  readonly id: string;
  readonly line: number;
  readonly fingerprint: string;
  readonly severity: string;
}

describe('the HTTP API', function () {
  this.timeout(60_000);
  let scratch: Scratch;
  let child: ChildProcess;
  let url: string;
  let api: Api;
  /** What was asked of what the file describes. */
  const asked = new Set<string>();

  before(async () => {
    api = JSON.parse((await readFile('schemas/openapi.json', 'utf8')).replaceAll('#/components/schemas/', '#/definitions/')) as Api;
    scratch = await Scratch.create();
    url = await start();
    const bodies: [string, string | Uint8Array<ArrayBuffer>, string][] = [
      ['/api/v1/logs/app', mixedLog, 'text/plain'],
      ['/v1/logs', new Uint8Array(encodedRequest({ resourceLogs: [{ resource: { attributes: [{ key: 'service.name', value: { stringValue: 'shop' } }] }, scopeLogs: [{ logRecords: [{ timeUnixNano: '1709622489123000000', severityNumber: 17, body: { stringValue: 'load of d failed' } }] }] }] })), 'application/x-protobuf'],
    ];
    for (const [place, body, type] of bodies) assert.equal((await ask(place, { method: 'POST', body, headers: { 'content-type': type } })).status, 200);
    for (let tries = 0; ((await (await ask('/api/v1/findings')).json()) as { total: number }).total < 5; tries++) {
      assert.ok(tries < 400);
      await delay(50);
    }
  });
  after(async () => {
    child.kill('SIGKILL');
    await scratch.remove();
  });

  async function start(...args: readonly string[]): Promise<string> {
    child = spawn(process.execPath, [path.resolve('dist/cli.js'), 'serve', '--port', '0', '--store', scratch.path('store.db'), ...args], { cwd: scratch.path('.'), env: { ...process.env, STACKLENS_TOKEN: 'secret' }, stdio: ['ignore', 'pipe', 'inherit'] });
    assert.ok(child.stdout);
    const [said] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string];
    return said.split('\n', 1)[0] ?? '';
  }

  /** Asks, and holds the answer against the description. */
  async function ask(place: string, init: Omit<RequestInit, 'headers'> & { readonly headers?: Readonly<Record<string, string>> } = {}): Promise<Response> {
    const response = await fetch(`${url}${place}`, { ...init, headers: { authorization: 'Bearer secret', ...init.headers } });
    const [bare = ''] = place.split('?');
    const method = (init.method ?? 'GET').toLowerCase();
    const [template, operations] = Object.entries(api.paths).find(([each]) => new RegExp(`^${each.replace(/\{\w+\}/g, '[^/]+')}$`).test(bare)) ?? [];
    const operation = operations?.[method];
    if (!template || !operation) {
      assert.ok([404, 405].includes(response.status), place);
      return response;
    }
    asked.add(`${method} ${template}`);
    const described = operation.responses[String(response.status)];
    assert.ok(described, `${method} ${template} answers ${String(response.status)}, which is not described`);
    const type = (response.headers.get('content-type') ?? '').split(';')[0] ?? '';
    const content = described.content?.[type];
    if (type === 'application/x-protobuf' && response.status !== 200) return response;
    assert.ok(content, `${method} ${template} answers ${type}, which is not described`);
    if (type === 'application/json' && content.schema.$ref !== undefined) assert.deepEqual(faultsOf(await response.clone().json(), content.schema, { definitions: api.components.schemas }), [], place);
    return response;
  }
  const json = async <T>(place: string): Promise<T> => (await (await ask(place)).json()) as T;

  it('tells findings page by page, by id, by fingerprint and by severity', async () => {
    const { findings, total } = await json<{ findings: Told[]; total: number }>('/api/v1/findings');
    assert.equal(findings.length, total);
    const [worst] = findings;
    assert.ok(worst);
    assert.equal(worst.severity, 'critical');
    const paged: Told[] = [];
    for (let offset = 0; offset < total; offset += 2) paged.push(...(await json<{ findings: Told[] }>(`/api/v1/findings?limit=2&offset=${String(offset)}`)).findings);
    assert.deepEqual(paged, findings);
    for (const each of findings) assert.deepEqual(await json(`/api/v1/findings/${each.id}`), each);
    assert.deepEqual((await json<{ findings: Told[] }>(`/api/v1/findings?fingerprint=${encodeURIComponent(worst.fingerprint)}`)).findings, [worst]);
    assert.ok((await json<{ findings: Told[] }>('/api/v1/findings?minSeverity=high')).findings.every(({ severity }) => ['critical', 'high'].includes(severity)));
  });

  it('tells analyses, and the findings of one', async () => {
    const { analyses, total } = await json<{ analyses: { id: number; fileName: string }[]; total: number }>('/api/v1/analyses');
    assert.deepEqual(analyses.map(({ fileName }) => fileName).sort(), ['app.log', 'shop.log']);
    assert.equal(total, 2);
    const app = analyses.find(({ fileName }) => fileName === 'app.log');
    assert.deepEqual(await json(`/api/v1/analyses/${String(app?.id)}`), app);
    const { findings } = await json<{ findings: Told[] }>(`/api/v1/analyses/${String(app?.id)}/findings`);
    assert.deepEqual(findings.map(({ line }) => line), [2, 5, 6, 7]);
    const chosen = await json<{ findings: Told[]; total: number }>(`/api/v1/analyses/${String(app?.id)}/findings?fingerprint=${encodeURIComponent(findings[1]?.fingerprint ?? '')}`);
    assert.deepEqual([chosen.findings, chosen.total], [[findings[1]], 1]);
    assert.equal((await json<{ analyses: unknown[] }>('/api/v1/analyses?offset=1')).analyses.length, 1);
  });

  it('tells its health without a token, and what it has done', async () => {
    assert.equal((await ask('/api/v1/health', { headers: { authorization: '' } })).status, 200);
    const status = await json<{ bytesReceived: number; stored: { files: number; findings: number } }>('/api/v1/status');
    assert.ok(status.bytesReceived > mixedLog.length);
    assert.deepEqual(status.stored, { files: 2, analyses: 2, findings: 5 });
  });

  it('exports in every format', async () => {
    for (const format of ['csv', 'xlsx', 'json', 'ndjson', 'sarif', 'html', 'md']) {
      const answer = await ask(`/api/v1/export?format=${format}`);
      assert.equal(answer.status, 200, format);
      assert.ok((await answer.arrayBuffer()).byteLength > 0, format);
    }
    assert.equal(parseLines(await (await ask('/api/v1/export?minSeverity=critical')).text()).length, 1);
    const [first] = (await json<{ analyses: { id: number }[] }>('/api/v1/analyses')).analyses;
    assert.ok(parseLines(await (await ask(`/api/v1/export?analysis=${String(first?.id)}`)).text()).length < 5);
  });

  it('answers OTLP in kind', async () => {
    const post = (body: Uint8Array<ArrayBuffer>): Promise<Response> => ask('/v1/logs', { method: 'POST', body, headers: { 'content-type': 'application/x-protobuf' } });
    const taken = await post(new Uint8Array());
    assert.deepEqual([taken.status, taken.headers.get('content-type'), (await taken.arrayBuffer()).byteLength], [200, 'application/x-protobuf', 0]);
    const refused = await post(new Uint8Array([10, 200]));
    assert.deepEqual([refused.status, refused.headers.get('content-type')], [400, 'application/x-protobuf']);
    assert.match(await refused.text(), /ExportLogsServiceRequest/);
    const partial = await ask('/v1/logs', { method: 'POST', body: '{"resourceLogs":[{"scopeLogs":[{"logRecords":[7]}]}]}', headers: { 'content-type': 'application/json' } });
    assert.equal(((await partial.json()) as { partialSuccess: { rejectedLogRecords: string } }).partialSuccess.rejectedLogRecords, '1');
  });

  it('refuses what it does not know', async () => {
    const refused: [string, number][] = [
      ['/api/v1/findings?limit=1001', 400],
      ['/api/v1/findings?offset=-1', 400],
      ['/api/v1/findings?minSeverity=bad', 400],
      ['/api/v1/export?format=exe', 400],
      ['/api/v1/export?analysis=999', 404],
      ['/api/v1/analyses/999', 404],
      ['/api/v1/analyses/999/findings', 404],
      ['/api/v1/findings/1-1-000000000000', 404],
      ['/api/v2/findings', 404],
    ];
    for (const [place, status] of refused) assert.equal((await ask(place)).status, status, place);
    assert.equal((await ask('/api/v1/status', { headers: { authorization: 'Bearer wrong' } })).status, 401);
    assert.equal((await ask('/api/v1/health', { method: 'DELETE' })).status, 405);
  });

  it('describes all that it answers', () => {
    const described = Object.entries(api.paths).flatMap(([place, operations]) => Object.keys(operations).map((method) => `${method} ${place}`));
    assert.deepEqual([...asked].sort(), described.sort());
  });

  it('bids those wait who ask too often', async () => {
    child.kill('SIGTERM');
    await once(child, 'close');
    url = await start('--max-rate', '1');
    const answers = await Promise.all(Array.from({ length: 6 }, () => ask('/api/v1/health')));
    const late = answers.filter(({ status }) => status === 429);
    assert.ok(late.length >= 1 && late.length <= 4);
    for (const each of late) assert.match(each.headers.get('retry-after') ?? '', /^[1-9]\d*$/);
  });
});
