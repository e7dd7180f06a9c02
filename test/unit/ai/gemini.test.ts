import assert from 'node:assert/strict';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { Gemini } from '../../../src/ai/gemini';
import { AiError, type AiTrouble } from '../../../src/ai/provider';

const request = { system: 'be brief', prompt: 'why?', tokens: 3, cut: [] };
const never = new AbortController().signal;

type Answer = (response: http.ServerResponse) => void | Promise<void>;

const part = (text: string, finishReason?: string): string => `data: ${JSON.stringify({ candidates: [{ content: { role: 'model', parts: [{ text }] }, index: 0, ...(finishReason ? { finishReason } : {}) }] })}\r\n\r\n`;
const stream =
  (...parts: readonly string[]): Answer =>
  async (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const each of parts) {
      response.write(each);
      await delay(5);
    }
    response.end();
  };
const failure =
  (code: number, status: string, details: readonly object[] = [], message = status): Answer =>
  (response) => {
    response.writeHead(code, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ error: { code, message, status, details } }));
  };
const retryInfo = (retryDelay: string): object => ({ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay });

/** A server on this machine that speaks as Google's does. */
describe('Gemini', () => {
  let server: http.Server;
  let answers: Answer[];
  let asked: { readonly url: string; readonly key: unknown; readonly body: Record<string, unknown> }[];
  let waited: number[];

  beforeEach(async () => {
    answers = [];
    asked = [];
    waited = [];
    server = http.createServer((message, response) => {
      let body = '';
      message.on('data', (data: Buffer) => (body += data.toString()));
      message.on('end', () => {
        asked.push({ url: message.url ?? '', key: message.headers['x-goog-api-key'], body: JSON.parse(body) as Record<string, unknown> });
        void (answers.shift() ?? failure(500, 'INTERNAL'))(response);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const gemini = (changes: { key?: string; timeout?: number; baseUrl?: string } = {}): Gemini =>
    new Gemini({
      key: 'KEY',
      model: 'gemini-test',
      timeout: 2_000,
      baseUrl: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
      wait: (milliseconds) => {
        waited.push(milliseconds);
        return Promise.resolve();
      },
      ...changes,
    });
  const ask = (signal = never, onText: (text: string) => void = () => undefined, changes: Parameters<typeof gemini>[0] = {}): Promise<string> => gemini(changes).ask(request, { signal, onText });
  const fails = async (trouble: AiTrouble, asking: Promise<string>): Promise<AiError> => {
    try {
      await asking;
    } catch (error) {
      assert.ok(error instanceof AiError, String(error));
      assert.equal(error.trouble, trouble, error.message);
      return error;
    }
    return assert.fail('It answered.');
  };

  it('answers as it comes, and is asked for JSON', async () => {
    answers = [stream(part('{"a":'), part('1}', 'STOP'))];
    const told: string[] = [];
    assert.equal(await ask(never, (text) => told.push(text)), '{"a":1}');
    assert.deepEqual(told, ['{"a":', '{"a":1}']);
    const [{ url, key, body } = assert.fail()] = asked;
    assert.match(url, /models\/gemini-test:streamGenerateContent/);
    assert.doesNotMatch(url, /KEY/);
    assert.equal(key, 'KEY');
    assert.match(JSON.stringify(body), /"responseMimeType":"application\/json"/);
    assert.match(JSON.stringify(body), /be brief.*|why\?/);
  });

  it('is not asked without a key, and says that a key is wrong', async () => {
    await fails('noKey', ask(never, undefined, { key: '' }));
    assert.deepEqual(asked, []);
    answers = [failure(400, 'INVALID_ARGUMENT', [{ reason: 'API_KEY_INVALID' }], 'API key not valid.'), failure(403, 'PERMISSION_DENIED')];
    await fails('badKey', ask());
    await fails('badKey', ask());
  });

  it('waits as long as it is told to where it was asked too often, and no longer than bearable', async () => {
    answers = [failure(429, 'RESOURCE_EXHAUSTED', [retryInfo('7s')]), stream(part('{}', 'STOP'))];
    assert.equal(await ask(), '{}');
    assert.deepEqual(waited, [7_000]);
    answers = [failure(429, 'RESOURCE_EXHAUSTED', [retryInfo('3600s')])];
    assert.equal((await fails('rateLimited', ask())).known.retryAfter, 3_600_000);
    answers = [failure(429, 'RESOURCE_EXHAUSTED', [{ violations: [{ quotaId: 'GenerateRequestsPerDayPerProjectPerModel' }] }])];
    await fails('quota', ask());
  });

  it('tries again where the server is ill, three times in all', async () => {
    answers = [failure(503, 'UNAVAILABLE'), failure(500, 'INTERNAL'), stream(part('{}', 'STOP'))];
    assert.equal(await ask(), '{}');
    assert.deepEqual(waited, [1_000, 2_000]);
    answers = [failure(503, 'UNAVAILABLE'), failure(503, 'UNAVAILABLE'), failure(503, 'UNAVAILABLE'), stream(part('{}', 'STOP'))];
    await fails('unavailable', ask());
  });

  it('keeps what came where the answer breaks off', async () => {
    const broken: Answer = async (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(part('{"cause":"half'));
      await delay(20);
      response.destroy();
    };
    for (const answer of [broken, stream(part('{"cause":"half')), stream(part('{"cause":"half', 'MAX_TOKENS'))]) {
      answers = [answer];
      assert.equal((await fails('cut', ask())).known.partial, '{"cause":"half');
    }
  });

  it('does not wait for ever, neither for the beginning nor for the rest', async () => {
    answers = [() => undefined];
    await fails('timeout', ask(never, undefined, { timeout: 100 }));
    answers = [
      (response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write(part('{"cause'));
      },
    ];
    assert.equal((await fails('cut', ask(never, undefined, { timeout: 100 }))).known.partial, '{"cause');
  });

  it('stops when it is told to', async () => {
    const controller = new AbortController();
    answers = [
      (response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write(part('{"cause'));
      },
    ];
    await assert.rejects(
      ask(controller.signal, () => controller.abort(new Error('enough'))),
      /enough/,
    );
  });

  it('says that it is refused, that nothing came, that somebody else answered, and that nobody is there', async () => {
    answers = [stream(`data: ${JSON.stringify({ promptFeedback: { blockReason: 'SAFETY' } })}\r\n\r\n`)];
    await fails('blocked', ask());
    answers = [stream(part('{"cause'), part('', 'SAFETY'))];
    await fails('blocked', ask());
    answers = [stream(part('', 'STOP'))];
    await fails('noAnswer', ask());
    answers = [
      (response) => {
        response.writeHead(200, { 'content-type': 'text/html' });
        response.end('<html>Sign in</html>');
      },
    ];
    await fails('notJson', ask());
    answers = [failure(404, 'NOT_FOUND')];
    await fails('noModel', ask());
    await fails('network', ask(never, undefined, { baseUrl: 'http://127.0.0.1:9' }));
  });
});
