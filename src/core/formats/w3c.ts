import type { Line, LogRecord } from '../record';
import { readTimestamp } from '../timestamp';
import { cleanText } from './ansi';
import type { FormatContext, FormatSample, LogFormat, RecordReader } from './format';
import type { Head } from './head';
import { levelOfStatus } from './levels';
import { isBlank, OpenRecord } from './openRecord';
import { plainReader } from './plain';

const iis = '#Software: Tank Server 10.0\n#Version: 1.0\n#Date: 2024-03-05 07:08:00\n#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port c-ip sc-status sc-substatus time-taken\n';

const samples: readonly FormatSample[] = [
  { text: `${iis}2024-03-05 07:08:09 192.0.2.9 GET /tank - 443 192.0.2.7 200 0 31`, level: 'info', timestamp: '2024-03-05T07:08:09.000Z', message: '192.0.2.9 GET /tank - 443 192.0.2.7 200 0 31' },
  { text: `${iis}2024-03-05 07:08:09 192.0.2.9 POST /pump id=7 443 192.0.2.7 500 19 3`, level: 'error', timestamp: '2024-03-05T07:08:09.000Z', message: '192.0.2.9 POST /pump id=7 443 192.0.2.7 500 19 3' },
  {
    text: '#Version: 1.0\n#Fields: date time x-edge-location sc-bytes c-ip cs-method cs-uri-stem sc-status\n2024-03-05\t07:08:09\tTNK50-C1\t512\t192.0.2.7\tGET\t/lid\t404',
    level: 'warn',
    timestamp: '2024-03-05T07:08:09.000Z',
    message: 'TNK50-C1\t512\t192.0.2.7\tGET\t/lid\t404',
  },
];

/** Logs whose header names their columns: IIS, CloudFront, Windows Firewall, Exchange, Zeek. */
export const w3c: LogFormat = {
  id: 'w3c',
  title: 'W3C extended log (IIS, CloudFront, Windows Firewall)',
  samples,
  sniff(lines, context) {
    const columns = new Columns(context.year);
    const rows = lines.filter((line) => !columns.readDirective(line) && !isBlank(line));
    if (!columns.known) return 0;
    return rows.length === 0 ? 0.5 : rows.filter((line) => columns.readRow(line) !== null).length / rows.length;
  },
  open: (context) => new W3cReader(context),
};

const directive = /^#[A-Za-z_-]{2,30}(?:: ?|[ \t]|$)/;
const longestHeader = 4000;

/** What the header of a file says of its rows; a server that restarts writes another header. */
class Columns {
  private names: readonly string[] = [];
  private separator: RegExp = / /;
  private zone = 'Z';

  constructor(private readonly year: number) {}

  get known(): boolean {
    return this.names.length > 1;
  }

  /** Takes a line of the header; false where it is none. */
  readDirective(line: string): boolean {
    if (!directive.test(line)) return false;
    const fields = line.length > longestHeader ? null : /^#fields:?[ \t]([\s\S]+)$/i.exec(line);
    if (fields?.[1] !== undefined) {
      this.names = fields[1].trim().toLowerCase().split(/[ \t,]+/);
      this.separator = fields[1].includes(',') ? /,/ : /[ \t]/;
    }
    if (/^#Time Format: Local/i.test(line)) this.zone = '';
    return true;
  }

  /** Null where the line is no row of the columns. */
  readRow(line: string): Head | null {
    if (!this.known) return null;
    const cells = line.split(this.separator, this.names.length + 1);
    if (cells.length < this.names.length) return null;
    const cell = (name: string): string | undefined => cells[this.names.indexOf(name)];
    const [date, time] = [cell('date'), cell('time')];
    const stated = date !== undefined && time !== undefined ? `${date} ${time}${this.zone}` : (cell('date-time') ?? cell('ts') ?? '');
    const timestamp = readTimestamp(stated, 0, this.year);
    if (timestamp === null) return null;
    const status = Number(cell('sc-status') ?? cell('status_code') ?? '');
    const isStatus = status >= 100 && status <= 599;
    const leading = this.names.slice(0, 2).join(' ') === 'date time' ? 2 : ['date-time', 'ts'].includes(this.names[0] ?? '') ? 1 : 0;
    const column = cells.slice(0, leading).reduce((length, text) => length + text.length + 1, 0);
    const said = { timestamp, logger: null, message: line.slice(column).trimEnd(), column };
    return isStatus ? { ...said, level: levelOfStatus(status), httpStatus: status } : { ...said, level: null };
  }
}

class W3cReader implements RecordReader {
  private readonly columns: Columns;
  private readonly plain: RecordReader;

  constructor(context: FormatContext) {
    this.columns = new Columns(context.year);
    this.plain = plainReader(context);
  }

  read(line: Line): readonly LogRecord[] {
    const clean = cleanText(line.text);
    // The header holds the rows together and is no record.
    if (this.columns.readDirective(clean.text) || isBlank(line.text)) return this.plain.end();
    const head = this.columns.readRow(clean.text);
    return head === null ? this.plain.read(line) : [...this.plain.end(), new OpenRecord(w3c.id, line, clean, head).close()];
  }

  end(): readonly LogRecord[] {
    return this.plain.end();
  }
}
