import type { IncomingMessage } from 'node:http';
import { type Asked, type Ground, sendJson, sendProtobuf } from './answer';
import { bodyOf, mediaTypeOf } from './body';
import { requestOfProtobuf, responseInProtobuf } from './otlp/protobuf';
import { ProtobufError } from './otlp/protobufReader';
import { linesOfRequest } from './otlp/serviceLines';
import { Refusal } from './refusal';

const protobufType = 'application/x-protobuf';

/** Whether failures are to be told in Protocol Buffers. */
export function isProtobuf(request: IncomingMessage): boolean {
  return mediaTypeOf(request) === protobufType;
}

/** `POST /api/v1/logs/NAME` */
export async function receiveLog({ request, response, parts: [name = ''] }: Asked, { logs, mostBytes, counts }: Ground): Promise<void> {
  if (!['text/plain', 'application/x-ndjson'].includes(mediaTypeOf(request))) throw new Refusal(415, 'Logs are taken as text/plain or application/x-ndjson.');
  const body = await bodyOf(request, mostBytes);
  if (body.length > 0) await logs.append(name, body.toString('utf8'));
  counts.bytesReceived += body.length;
  sendJson(response, 200, {});
}

/** `POST /v1/logs`, as OTLP/HTTP describes it */
export async function receiveOtlp({ request, response }: Asked, { logs, mostBytes, counts }: Ground): Promise<void> {
  const inProtobuf = isProtobuf(request);
  if (!inProtobuf && mediaTypeOf(request) !== 'application/json') throw new Refusal(415, `OTLP is taken as ${protobufType} or application/json.`);
  const body = await bodyOf(request, mostBytes);
  const taken = linesOfRequest(inProtobuf ? ofProtobuf(body) : ofJson(body));
  if (taken === null) throw new Refusal(400, 'The body is no ExportLogsServiceRequest.');
  const { services, rejected } = taken;
  await Promise.all(services.map(({ name, lines }) => logs.append(name, lines.join('\n'))));
  counts.bytesReceived += body.length;
  const partial = rejected === 0 ? null : { rejectedLogRecords: rejected, errorMessage: 'Records were left out that are none, or whose values lie too deep in each other.' };
  if (inProtobuf) sendProtobuf(response, 200, responseInProtobuf(partial));
  else sendJson(response, 200, partial === null ? {} : { partialSuccess: { ...partial, rejectedLogRecords: String(rejected) } });
}

function ofProtobuf(body: Buffer): object {
  try {
    return requestOfProtobuf(body);
  } catch (error) {
    throw error instanceof ProtobufError ? new Refusal(400, `The body is no ExportLogsServiceRequest: ${error.message}`) : error;
  }
}

function ofJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new Refusal(400, 'The body is no JSON.');
  }
}
