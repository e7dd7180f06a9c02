import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createGunzip } from 'node:zlib';
import { toJson } from '../exporters/row';
import type { Store } from '../store/store';
import { linesOfRequest } from './otlpJson';
import type { ReceivedLogs } from './receivedLogs';

export interface IntakeOptions {
  readonly logs: ReceivedLogs;
  readonly store: Store;
  readonly token: string;
  /** Bytes that a body may have, packed or not. */
  readonly mostBytes: number;
}

/** Requests that are worked on at a time; further ones are to come again. */
const mostAtOnce = 64;
const requestTimeout = 60_000;
const logPath = /^\/api\/v1\/logs\/([A-Za-z0-9_-]{1,60})$/;

/** An answer that is no success. */
class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}

/** Takes logs in over HTTP; what it answers with 200 is on the disk. */
export function intakeServer(options: IntakeOptions): Server {
  const tokenHash = hashOf(options.token);
  let working = 0;
  return createServer({ requestTimeout }, (request, response) => {
    if (working >= mostAtOnce) {
      refuse(response, new Refusal(429, 'Too many requests at once.', { 'retry-after': '1' }));
      return;
    }
    working++;
    answer(request, options, tokenHash)
      .then(
        (body) => send(response, 200, body, {}),
        (error: unknown) => refuse(response, error instanceof Refusal ? error : new Refusal(500, error instanceof Error ? error.message : String(error))),
      )
      .finally(() => working--);
  });
}

async function answer(request: IncomingMessage, { logs, store, mostBytes }: IntakeOptions, tokenHash: Buffer): Promise<object> {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  if (pathname === '/api/v1/health') {
    mustBe(request, 'GET');
    return { status: 'ok' };
  }
  const [, given = ''] = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '') ?? [];
  if (!timingSafeEqual(hashOf(given), tokenHash)) throw new Refusal(401, 'The bearer token is missing or wrong.', { 'www-authenticate': 'Bearer' });
  if (pathname === '/api/v1/analyses') {
    mustBe(request, 'GET');
    return { analyses: await store.latestAnalyses() };
  }
  if (pathname === '/v1/logs') {
    mustBe(request, 'POST');
    if (!isOfType(request, ['application/json'])) throw new Refusal(415, 'OTLP is taken as application/json: set the exporter to http/json.');
    const services = linesOfRequest(parsed(await bodyOf(request, mostBytes)));
    if (services === null) throw new Refusal(400, 'The body is no ExportLogsServiceRequest.');
    await Promise.all(services.map(({ name, lines }) => logs.append(name, lines.join('\n'))));
    return {};
  }
  const [, name] = logPath.exec(pathname) ?? [];
  if (name === undefined) throw new Refusal(404, 'There is nothing here.');
  mustBe(request, 'POST');
  if (!isOfType(request, ['text/plain', 'application/x-ndjson'])) throw new Refusal(415, 'Logs are taken as text/plain or application/x-ndjson.');
  const text = await bodyOf(request, mostBytes);
  if (text !== '') await logs.append(name, text);
  return {};
}

function mustBe(request: IncomingMessage, method: string): void {
  if (request.method !== method) throw new Refusal(405, `Use ${method}.`, { allow: method });
}

function isOfType({ headers }: IncomingMessage, types: readonly string[]): boolean {
  return types.includes((headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal(400, 'The body is no JSON.');
  }
}

/** Throws a Refusal where it is too large, packed otherwise than with gzip, or damaged. */
async function bodyOf(request: IncomingMessage, mostBytes: number): Promise<string> {
  const coding = request.headers['content-encoding'] ?? 'identity';
  if (coding !== 'identity' && coding !== 'gzip') throw new Refusal(415, 'Bodies are taken as they are, or packed with gzip.');
  const chunks: Buffer[] = [];
  let size = 0;
  const stream: AsyncIterable<Buffer> = coding === 'gzip' ? request.pipe(createGunzip()) : request;
  try {
    for await (const chunk of stream) {
      size += chunk.length;
      if (size > mostBytes) throw new Refusal(413, `A body may have ${String(mostBytes)} bytes at most.`);
      chunks.push(chunk);
    }
  } catch (error) {
    throw error instanceof Refusal ? error : new Refusal(400, 'The body cannot be read to its end.');
  }
  return Buffer.concat(chunks).toString('utf8');
}

function refuse(response: ServerResponse, { status, message, headers }: Refusal): void {
  // What is left of the body is not waited for.
  send(response, status, { error: message }, { ...headers, connection: 'close' });
}

function send(response: ServerResponse, status: number, body: object, headers: Readonly<Record<string, string>>): void {
  response.writeHead(status, { 'content-type': 'application/json', 'x-content-type-options': 'nosniff', ...headers }).end(toJson(body));
}

/** Hashes have one length, so comparing them tells nothing of the token. */
function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
