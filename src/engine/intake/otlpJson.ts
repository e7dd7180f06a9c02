/** The records of one service, a line of JSON each. */
export interface ServiceLines {
  /** As `ReceivedLogs` takes it. */
  readonly name: string;
  readonly lines: readonly string[];
}

const longestName = 60;

/**
 * The records of an `ExportLogsServiceRequest` in OTLP's JSON, by service; each line is a request with one record, as the
 * format `otlp` reads it. Null where it is no such request.
 */
export function linesOfRequest(request: unknown): ServiceLines[] | null {
  const resources = listIn(request, 'resourceLogs');
  if (resources === null) return null;
  const services = new Map<string, string[]>();
  for (const each of resources) {
    const scopes = listIn(each, 'scopeLogs');
    if (scopes === null) return null;
    const resource = fieldOf(each, 'resource');
    const name = fileNameOf(serviceOf(resource));
    const lines = services.get(name) ?? [];
    services.set(name, lines);
    for (const scopeLogs of scopes) {
      const records = listIn(scopeLogs, 'logRecords');
      if (records === null) return null;
      const scope = fieldOf(scopeLogs, 'scope');
      for (const record of records) lines.push(JSON.stringify({ resourceLogs: [{ resource, scopeLogs: [{ scope, logRecords: [record] }] }] }));
    }
  }
  return [...services].filter(([, lines]) => lines.length > 0).map(([name, lines]) => ({ name, lines }));
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
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
}

/** A list, empty where there is none; null where something else stands there. */
function listIn(value: unknown, key: string): readonly unknown[] | null {
  if (typeof value !== 'object' || value === null) return null;
  const list = fieldOf(value, key) ?? [];
  return Array.isArray(list) ? list : null;
}
