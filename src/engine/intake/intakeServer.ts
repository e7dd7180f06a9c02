import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Store } from '../store/store';
import { type Ground, type Handler, sendJson, sendProtobuf } from './answer';
import { statusInProtobuf } from './otlp/protobuf';
import { RateLimit } from './rateLimit';
import type { ReceivedLogs } from './receivedLogs';
import { isProtobuf, receiveLog, receiveOtlp } from './receiving';
import { Refusal } from './refusal';
import { tellAnalyses, tellAnalysis, tellExport, tellFinding, tellFindings, tellFindingsOf, tellHealth, tellStatus } from './telling';

export interface IntakeOptions {
  readonly logs: ReceivedLogs;
  /** Where analyses are kept by now. */
  readonly store: () => Promise<Store>;
  readonly token: string;
  /** Bytes that a body may have, packed or not. */
  readonly mostBytes: number;
  /** Requests a second that one address may make for long. */
  readonly mostPerSecond: number;
}

interface Route {
  readonly method: 'GET' | 'POST';
  readonly path: RegExp;
  readonly handler: Handler;
  readonly isOpen?: true;
}

/** Requests that are worked on at a time; further ones are to come again. */
const mostAtOnce = 64;
const requestTimeout = 60_000;

/** All of it is described in schemas/openapi.json. */
const routes: readonly Route[] = [
  { method: 'POST', path: /^\/v1\/logs$/, handler: receiveOtlp },
  { method: 'POST', path: /^\/api\/v1\/logs\/([A-Za-z0-9_-]{1,60})$/, handler: receiveLog },
  { method: 'GET', path: /^\/api\/v1\/health$/, handler: tellHealth, isOpen: true },
  { method: 'GET', path: /^\/api\/v1\/status$/, handler: tellStatus },
  { method: 'GET', path: /^\/api\/v1\/analyses$/, handler: tellAnalyses },
  { method: 'GET', path: /^\/api\/v1\/analyses\/(\d{1,15})$/, handler: tellAnalysis },
  { method: 'GET', path: /^\/api\/v1\/analyses\/(\d{1,15})\/findings$/, handler: tellFindingsOf },
  { method: 'GET', path: /^\/api\/v1\/findings$/, handler: tellFindings },
  { method: 'GET', path: /^\/api\/v1\/findings\/((\d{1,15})-(\d{1,15})-[0-9a-f]{12})$/, handler: tellFinding },
  { method: 'GET', path: /^\/api\/v1\/export$/, handler: tellExport },
];

/** Takes logs in over HTTP and tells what is found in them; what it answers with 200 is on the disk. */
export function intakeServer({ logs, store, token, mostBytes, mostPerSecond }: IntakeOptions): Server {
  const tokenHash = hashOf(token);
  const limit = new RateLimit(mostPerSecond, () => performance.now());
  const ground: Ground = { logs, store, mostBytes, startedAt: Date.now(), counts: { answered: 0, refused: 0, bytesReceived: 0 } };
  let working = 0;
  return createServer({ requestTimeout }, (request, response) => {
    working++;
    (working > mostAtOnce ? Promise.reject(new Refusal(429, 'Too many requests at once.', { 'retry-after': '1' })) : answer(request, response, { ground, tokenHash, limit }))
      .then(
        () => ground.counts.answered++,
        (error: unknown) => {
          ground.counts.refused++;
          refuse(request, response, error instanceof Refusal ? error : new Refusal(500, error instanceof Error ? error.message : String(error)));
        },
      )
      .finally(() => working--);
  });
}

interface Gate {
  readonly ground: Ground;
  readonly tokenHash: Buffer;
  readonly limit: RateLimit;
}

async function answer(request: IncomingMessage, response: ServerResponse, { ground, tokenHash, limit }: Gate): Promise<void> {
  const seconds = limit.take(request.socket.remoteAddress ?? '');
  if (seconds > 0) throw new Refusal(429, 'Too many requests. Come again later.', { 'retry-after': String(seconds) });
  const address = request.url ?? '/';
  if (!URL.canParse(address, 'http://localhost')) throw new Refusal(400, 'The address cannot be read.');
  const { pathname, searchParams: query } = new URL(address, 'http://localhost');
  const there = routes.filter(({ path }) => path.test(pathname));
  if (!there.some(({ isOpen }) => isOpen) && !timingSafeEqual(hashOf(tokenIn(request)), tokenHash)) throw new Refusal(401, 'The bearer token is missing or wrong.', { 'www-authenticate': 'Bearer' });
  if (there.length === 0) throw new Refusal(404, 'There is nothing here.');
  const route = there.find(({ method }) => method === request.method);
  const allowed = there.map(({ method }) => method).join(', ');
  if (!route) throw new Refusal(405, `Use ${allowed}.`, { allow: allowed });
  const [, ...parts] = route.path.exec(pathname) ?? [];
  await route.handler({ request, response, query, parts }, ground);
}

function tokenIn({ headers }: IncomingMessage): string {
  const [, given = ''] = /^Bearer (\S+)$/i.exec(headers.authorization ?? '') ?? [];
  return given;
}

function refuse(request: IncomingMessage, response: ServerResponse, { status, message, headers }: Refusal): void {
  // Half an export is not to be taken for a whole one.
  if (response.headersSent) {
    response.destroy();
    return;
  }
  // What is left of the body is not waited for.
  const all = { ...headers, connection: 'close' };
  if (isProtobuf(request)) sendProtobuf(response, status, statusInProtobuf(message), all);
  else sendJson(response, status, { error: message }, all);
}

/** Hashes have one length, so comparing them tells nothing of the token. */
function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
