import { deepestValue } from './protobuf';

/** The records of one service, a line of JSON each. */
interface ServiceLines {
  /** As `ReceivedLogs` takes it. */
  readonly name: string;
  readonly lines: readonly string[];
}

/** What a request brought. */
export interface TakenRequest {
  readonly services: readonly ServiceLines[];
  /** Records that are none, or whose values lie too deep in each other. */
  readonly rejected: number;
}

const longestName = 60;

/**
 * The records of an `ExportLogsServiceRequest` in OTLP's JSON, by service; each line is a request with one record, as the
 * format `otlp` reads it. Null where it is no such request.
 */
export function linesOfRequest(request: unknown): TakenRequest | null {
  const resources = listIn(request, 'resourceLogs');
  if (resources === null) return null;
  const services = new Map<string, string[]>();
  let rejected = 0;
  for (const each of resources) {
    const scopes = listIn(each, 'scopeLogs');
    if (scopes === null) return null;
    const resource = shallow(fieldOf(each, 'resource'));
    const name = fileNameOf(serviceOf(resource));
    const lines = services.get(name) ?? [];
    services.set(name, lines);
    for (const scopeLogs of scopes) {
      const records = listIn(scopeLogs, 'logRecords');
      if (records === null) return null;
      const scope = shallow(fieldOf(scopeLogs, 'scope'));
      for (const record of records) {
        if (isObject(record) && shallow(record) !== undefined) lines.push(JSON.stringify({ resourceLogs: [{ resource, scopeLogs: [{ scope, logRecords: [record] }] }] }));
        else rejected++;
      }
    }
  }
  return { services: [...services].filter(([, lines]) => lines.length > 0).map(([name, lines]) => ({ name, lines })), rejected };
}

/** The value, or undefined where its parts lie deeper in each other than what writes JSON can follow. */
function shallow(value: unknown): unknown {
  // A value of OTLP's takes up to five levels of JSON: {"kvlistValue":{"values":[{"key":…,"value":{…}}]}}.
  return isWithin(value, 5 * deepestValue) ? value : undefined;
}

function isWithin(value: unknown, depth: number): boolean {
  return !isObject(value) || (depth > 0 && Object.values(value).every((part) => isWithin(part, depth - 1)));
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** Names that say the same on disk are one log. */
function fileNameOf(service: string): string {
  const name = service.replace(/[^A-Za-z0-9_-]/g, '-').slice(0, longestName);
  return name === '' ? 'unknown-service' : name;
}

function serviceOf(resource: unknown): string {
  for (const attribute of listIn(resource, 'attributes') ?? []) {
    const value = fieldOf(fieldOf(attribute, 'value'), 'stringValue');
    if (fieldOf(attribute, 'key') === 'service.name' && typeof value === 'string') return value;
  }
  return '';
}

function fieldOf(value: unknown, key: string): unknown {
  return isObject(value) && Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
}

/** A list, empty where there is none; null where something else stands there. */
function listIn(value: unknown, key: string): readonly unknown[] | null {
  if (!isObject(value)) return null;
  const list = fieldOf(value, key) ?? [];
  return Array.isArray(list) ? list : null;
}
