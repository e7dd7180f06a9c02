import { randomUUID } from 'node:crypto';
import type { RemoteAddress } from './address';
import { HttpEngine, longestReason, memberOf } from './httpEngine';
import { levelNames, type RemotePages, type RemoteReading } from './remoteLog';
import { columnsOf, lineOfRow } from './rows';

/** Rows of a table of ClickHouse, over its HTTP interface: one query, whose rows come as they are taken. */
export async function* clickhousePages(address: RemoteAddress, { filter, signal, secrets, patience }: RemoteReading): RemotePages {
  const { label, base, path, options } = address;
  const { user, password, token } = secrets;
  const headers = { ...(user === undefined ? {} : { 'x-clickhouse-user': user }), ...(password === undefined ? {} : { 'x-clickhouse-key': password }), ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) };
  const engine = new HttpEngine({ label, base, signal, patience, headers });
  const columns = columnsOf(address);
  const time = quoted(columns.time);
  const message = quoted(columns.message);
  const level = columns.level === null ? null : quoted(columns.level);
  // Values are parameters, which the engine reads as such and never as SQL.
  const parameters = new URLSearchParams({ param_from: String(filter.from / 1000), param_to: String(filter.to / 1000), param_most: String(filter.most) });
  const conditions = [`${time} >= toDateTime64({from:String}, 3)`, `${time} < toDateTime64({to:String}, 3)`];
  if (filter.level !== null && level !== null) {
    conditions.push(`lower(toString(${level})) IN {levels:Array(String)}`);
    parameters.set('param_levels', `[${levelNames(filter.level).map((name) => `'${name}'`).join(',')}]`);
  }
  if (filter.words.length > 0) conditions.push(`(${filter.words.map((word, index) => {
    parameters.set(`param_word${String(index)}`, escaped(word));
    return `positionCaseInsensitiveUTF8(${message}, {word${String(index)}:String}) > 0`;
  }).join(' OR ')})`);
  filter.labels.forEach(([name, value], index) => {
    parameters.set(`param_label${String(index)}`, escaped(value));
    conditions.push(`toString(${quoted(name)}) = {label${String(index)}:String}`);
  });
  const database = options.get('database');
  const queryId = randomUUID();
  parameters.set('query_id', queryId);
  // The engine ends a query by itself, too, when it notices that nobody reads it any more.
  parameters.set('cancel_http_readonly_queries_on_client_close', '1');
  parameters.set('date_time_output_format', 'iso');
  if (database !== undefined) parameters.set('database', database);
  const body = `SELECT ${time} AS time, ${level === null ? 'NULL' : `toString(${level})`} AS level, toString(${message}) AS message FROM ${path.split('.').map(quoted).join('.')} WHERE ${conditions.join(' AND ')} ORDER BY ${time} LIMIT {most:UInt64} FORMAT JSONEachRow`;
  let isDone = false;
  try {
    for await (const lines of engine.lines({ method: 'POST', path: `/?${String(parameters)}`, body })) {
      const rows: string[] = [];
      for (const line of lines) {
        const row = rowOf(line);
        // What goes wrong when rows have been sent already stands where the next would. Those before it count.
        if (row === null) {
          if (rows.length > 0) yield rows;
          throw problemIn(line, engine);
        }
        rows.push(row);
      }
      if (rows.length > 0) yield rows;
    }
    isDone = true;
  } finally {
    if (!isDone) await engine.part({ method: 'POST', path: `/?${String(new URLSearchParams({ param_id: queryId }))}`, body: 'KILL QUERY WHERE query_id = {id:String} ASYNC' });
  }
}

/** Null where that is no row of ours. */
function rowOf(line: string): string | null {
  let row: unknown;
  try {
    row = JSON.parse(line);
  } catch {
    return null;
  }
  const message = memberOf(row, 'message');
  return typeof message === 'string' ? lineOfRow(String(memberOf(row, 'time')), memberOf(row, 'level'), message) : null;
}

function problemIn(line: string, engine: HttpEngine): Error {
  const [told] = /DB::Exception:.*/.exec(line) ?? [];
  return engine.problem(told === undefined ? 'does not answer as ClickHouse does. Check the address.' : `broke off: ${told.slice(0, longestReason)}`);
}

function quoted(name: string): string {
  return `\`${name.replace(/[\\`]/g, '\\$&')}\``;
}

/** Parameters are read with the escapes of a file of tab-separated values. */
function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\t', '\\t').replaceAll('\n', '\\n').replaceAll('\r', '\\r');
}
