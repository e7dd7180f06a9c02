import type { SqlValue, Statement } from '../steps';

/** A statement as PostgreSQL takes it. */
export interface ServerStatement {
  readonly text: string;
  readonly values: (string | number | Buffer | null)[];
}

/** Rows that are inserted by one statement: more of them would not fit, or wait for each other too long. */
const mostRows = 500;
const mostBytes = 4_000_000;
/** PostgreSQL numbers parameters with 16 bits. */
const mostValues = 60_000;
const insertion = /^(?<before>\s*INSERT INTO .*?\bVALUES )(?<set>\(.*\))(?<after> ON CONFLICT DO NOTHING)?\s*$/s;

/** What a statement is for a server: one for each set of parameters, but rows that are inserted go together. */
export function* serverStatements({ sql, sets }: Statement): Generator<ServerStatement> {
  const { before, set, after = '' } = (sets.length > 1 ? insertion.exec(sql)?.groups : undefined) ?? {};
  if (before === undefined || set === undefined) {
    const text = numbered(sql, 0);
    for (const each of sets) yield { text, values: each.map(valueOf) };
    return;
  }
  for (const part of batches(sets)) {
    const width = part[0]?.length ?? 0;
    const rows = part.map((_, index) => numbered(set, index * width));
    yield { text: `${before}${rows.join(', ')}${after}`, values: part.flatMap((each) => each.map(valueOf)) };
  }
}

function* batches(sets: readonly (readonly SqlValue[])[]): Generator<(readonly SqlValue[])[]> {
  let batch: (readonly SqlValue[])[] = [];
  let bytes = 0;
  for (const set of sets) {
    const size = set.reduce<number>((sum, value) => sum + (value instanceof Uint8Array || typeof value === 'string' ? value.length : 8), 0);
    if (batch.length > 0 && (batch.length === mostRows || bytes + size > mostBytes || (batch.length + 1) * set.length > mostValues)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(set);
    bytes += size;
  }
  yield batch;
}

/** `?` becomes `$1` and so on, `?2` becomes `$2`; both only stand for parameters in our statements. */
function numbered(sql: string, before: number): string {
  let count = before;
  return sql.replace(/\?(\d*)/g, (_, place: string) => `$${String(place === '' ? ++count : before + Number(place))}`);
}

/** PostgreSQL has no NUL in its texts: another character escapes it, and itself. */
const escape = '\uf8ff';

function valueOf(value: SqlValue): string | number | Buffer | null {
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  return typeof value === 'string' ? value.replace(/[\0\uf8ff]/g, (character) => escape + (character === '\0' ? '0' : '1')) : value;
}

function textFromServer(value: string): string {
  return value.includes(escape) ? value.replace(/\uf8ff([01])/g, (_, kind: string) => (kind === '0' ? '\0' : escape)) : value;
}

/** PostgreSQL's types of numbers (`oid` in its catalogue) that come as text, and are numbers to us; `boolean` is 0 or 1. */
export function parserOf(oid: number): (value: string) => unknown {
  if ([20, 21, 23, 26, 700, 701, 1700].includes(oid)) return Number;
  if (oid === 16) return (value) => Number(value === 't');
  if (oid === 17) return (value) => Buffer.from(value.slice(2), 'hex');
  return textFromServer;
}

