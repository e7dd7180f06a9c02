import type { IncomingMessage, ServerResponse } from 'node:http';
import { toJson } from '../exporters/row';
import type { Store } from '../store/store';
import type { ReceivedLogs } from './receivedLogs';

/** What requests are answered with. */
export interface Ground {
  readonly logs: ReceivedLogs;
  /** Where analyses are kept by now. */
  readonly store: () => Promise<Store>;
  /** Bytes that a body may have, unpacked. */
  readonly mostBytes: number;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly counts: RequestCounts;
}

/** Since the server was started. */
interface RequestCounts {
  answered: number;
  refused: number;
  /** Unpacked bytes of bodies that were kept. */
  bytesReceived: number;
}

/** A request and what its address says. */
export interface Asked {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly query: URLSearchParams;
  /** What the path's pattern catches. */
  readonly parts: readonly string[];
}

/** Answers with 200, or throws a Refusal before it has begun to. */
export type Handler = (asked: Asked, ground: Ground) => Promise<void>;

export function sendJson(response: ServerResponse, status: number, body: object, headers: Readonly<Record<string, string>> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', 'x-content-type-options': 'nosniff', ...headers }).end(toJson(body));
}

export function sendProtobuf(response: ServerResponse, status: number, body: Uint8Array, headers: Readonly<Record<string, string>> = {}): void {
  response.writeHead(status, { 'content-type': 'application/x-protobuf', 'x-content-type-options': 'nosniff', ...headers }).end(body);
}
