import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { Certificate } from '../certificates';

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: string;
  readonly headers: IncomingMessage['headers'];
}

type Answer = (asked: Asked, response: ServerResponse) => void | Promise<void>;

/** A server on this machine that answers as it is told, and remembers what it was asked. */
export class StandIn {
  readonly asked: Asked[] = [];
  private readonly server: Server;

  private constructor(answer: Answer, certificate: Certificate | null) {
    const listener = (request: IncomingMessage, response: ServerResponse): void => void this.take(request, response, answer);
    this.server = certificate === null ? createServer(listener) : createTlsServer(certificate, listener);
  }

  static async start(answer: Answer, certificate: Certificate | null = null): Promise<StandIn> {
    const standIn = new StandIn(answer, certificate);
    standIn.server.listen(0, '127.0.0.1');
    await once(standIn.server, 'listening');
    return standIn;
  }

  get host(): string {
    const address = this.server.address();
    return `127.0.0.1:${String(typeof address === 'object' && address !== null ? address.port : 0)}`;
  }

  async stop(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }

  async until(isSo: (asked: Asked) => boolean): Promise<Asked> {
    for (;;) {
      const found = this.asked.find(isSo);
      if (found) return found;
      await delay(20);
    }
  }

  private async take(request: IncomingMessage, response: ServerResponse, answer: Answer): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const url = new URL(request.url ?? '/', 'http://localhost');
    const asked = { method: request.method ?? '', path: url.pathname, query: url.searchParams, body: Buffer.concat(chunks).toString('utf8'), headers: request.headers };
    this.asked.push(asked);
    await answer(asked, response);
  }
}

export interface Entry {
  /** Nanoseconds since the epoch. */
  readonly time: bigint;
  readonly labels: Readonly<Record<string, string>>;
  readonly line: string;
}

function json(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** Entries as Loki hands them out: `start` inclusive, `end` exclusive, the oldest first, by stream. */
export function loki(entries: readonly Entry[]): Answer {
  return ({ query }, response) => {
    const start = BigInt(query.get('start') ?? 0);
    const end = BigInt(query.get('end') ?? 0);
    const streams = new Map<string, [string, string][]>();
    const chosen = entries.filter(({ time }) => time >= start && time < end).sort((a, b) => Number(a.time - b.time)).slice(0, Number(query.get('limit')));
    for (const { time, labels, line } of chosen) {
      const key = JSON.stringify(labels);
      streams.set(key, [...(streams.get(key) ?? []), [String(time), line]]);
    }
    json(response, { status: 'success', data: { resultType: 'streams', result: [...streams].map(([key, values]) => ({ stream: JSON.parse(key) as unknown, values })), stats: { summary: { bytesProcessedPerSecond: 1 } } } });
  };
}

/** Documents as Elasticsearch hands them out by its scroll API. */
export function elasticsearch(documents: readonly object[], more: Readonly<Record<string, unknown>> = {}): Answer {
  return ({ method, path, body }, response) => {
    if (method === 'DELETE') {
      json(response, { succeeded: true, num_freed: 1 });
      return;
    }
    const asked = JSON.parse(body) as { size?: number; scroll_id?: string };
    const [, from = '0', size = ''] = /^at-(\d+)-(\d+)$/.exec(asked.scroll_id ?? '') ?? [];
    const count = path === '/_search/scroll' ? Number(size) : (asked.size ?? 10);
    const next = Number(from) + count;
    const hits = documents.slice(Number(from), next).map((source, index) => ({ _index: 'logs', _id: String(Number(from) + index), _score: null, _source: source, sort: [index] }));
    json(response, { _scroll_id: `at-${String(next)}-${String(count)}`, took: 1, timed_out: false, _shards: { total: 1, successful: 1, skipped: 0, failed: 0 }, hits: { total: { value: documents.length, relation: 'eq' }, max_score: null, hits }, ...more });
  };
}

/** Rows as ClickHouse hands them out as `JSONEachRow`. */
export function clickhouse(rows: readonly object[]): Answer {
  return async ({ body }, response) => {
    if (body.startsWith('KILL')) {
      response.end();
      return;
    }
    response.writeHead(200, { 'content-type': 'application/x-ndjson; charset=UTF-8', 'x-clickhouse-format': 'JSONEachRow' });
    // Whoever asked may leave before the end.
    await pipeline(Readable.from(rows.map((row) => `${JSON.stringify(row)}\n`)), response).catch(() => undefined);
  };
}
