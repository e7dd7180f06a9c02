import { PbfWriter } from 'pbf';
import { type Field, type Fields, StrictReader } from './protobufReader';

/** Messages in each other that are followed; the same depth as of JSON's values in `serviceLines.ts`. */
export const deepestValue = 32;

const string: Field[1] = (reader) => reader.string();
const message = (fields: () => Fields): Field[1] => (reader, depth) => reader.message(fields(), depth);
const hex: Field[1] = (reader) => Buffer.from(reader.bytes()).toString('hex');

// Field numbers are those of opentelemetry-proto 1.x: common/v1, resource/v1, logs/v1 and collector/logs/v1.
const anyValue: Fields = {
  1: ['stringValue', string],
  2: ['boolValue', (reader) => reader.boolean()],
  3: ['intValue', (reader) => reader.int64()],
  4: ['doubleValue', (reader) => reader.double()],
  5: ['arrayValue', message(() => arrayValue)],
  6: ['kvlistValue', message(() => keyValueList)],
  7: ['bytesValue', (reader) => Buffer.from(reader.bytes()).toString('base64')],
};
const arrayValue: Fields = { 1: ['values', message(() => anyValue), 'repeated'] };
const keyValue: Fields = { 1: ['key', string], 2: ['value', message(() => anyValue)] };
const keyValueList: Fields = { 1: ['values', message(() => keyValue), 'repeated'] };
const attributes: Field = ['attributes', message(() => keyValue), 'repeated'];
const dropped: Field = ['droppedAttributesCount', (reader) => reader.uint32()];
const logRecord: Fields = {
  1: ['timeUnixNano', (reader) => reader.fixed64()],
  2: ['severityNumber', (reader) => reader.int32()],
  3: ['severityText', string],
  5: ['body', message(() => anyValue)],
  6: attributes,
  7: dropped,
  8: ['flags', (reader) => reader.fixed32()],
  9: ['traceId', hex],
  10: ['spanId', hex],
  11: ['observedTimeUnixNano', (reader) => reader.fixed64()],
  12: ['eventName', string],
};
const scope: Fields = { 1: ['name', string], 2: ['version', string], 3: attributes, 4: dropped };
const resource: Fields = { 1: attributes, 2: dropped };
const scopeLogs: Fields = {
  1: ['scope', message(() => scope)],
  2: ['logRecords', (reader, depth) => reader.messageUnlessDeep(logRecord, depth), 'repeated'],
  3: ['schemaUrl', string],
};
const resourceLogs: Fields = { 1: ['resource', message(() => resource)], 2: ['scopeLogs', message(() => scopeLogs), 'repeated'], 3: ['schemaUrl', string] };
const exportLogsServiceRequest: Fields = { 1: ['resourceLogs', message(() => resourceLogs), 'repeated'] };

/**
 * An `ExportLogsServiceRequest` as OTLP's JSON has it; null stands for records whose values lie too deep in each other. Throws
 * ProtobufError where it is none.
 */
export function requestOfProtobuf(bytes: Uint8Array): object {
  // A record lies three messages deep, and a value in it alternates with what holds it.
  return new StrictReader(bytes, 3 + 2 * deepestValue).whole(exportLogsServiceRequest);
}

/** An `ExportLogsServiceResponse`: empty where all was taken. */
export function responseInProtobuf(partial: { readonly rejectedLogRecords: number; readonly errorMessage: string } | null): Uint8Array {
  const writer = new PbfWriter();
  if (partial) {
    writer.writeMessage(1, ({ rejectedLogRecords, errorMessage }, inner) => {
      inner.writeVarintField(1, rejectedLogRecords);
      inner.writeStringField(2, errorMessage);
    }, partial);
  }
  return writer.finish();
}

/** A `google.rpc.Status`, which is how OTLP tells of a failure in Protocol Buffers. */
export function statusInProtobuf(text: string): Uint8Array {
  const writer = new PbfWriter();
  writer.writeStringField(2, text);
  return writer.finish();
}
