import type { Random } from './random';

/**
 * What stands before a value that differs from line to line, so that a block of a log can be written anew without
 * making its text again; `compile` takes the marks out.
 */
export const marks = { digits: '\x01', hex: '\x02', time: '\x03' } as const;

const stations = ['Aabach', 'Birkental', 'Eichgraben', 'Fuchsloch', 'Grüntal', 'Hohenried', 'Kaltbrunn', 'Lindenhof', 'Mühlau', 'Oberwiesen', 'Quellhalde', 'Rotmoos', 'Seefeld', 'Tannwald', 'Unterbach', 'Weiher'];
const users = ['a.berger', 'c.dupont', 'e.fischer', 'g.huber', 'i.jansen', 'k.lang', 'm.novak', 'o.peters', 'q.rossi', 's.thoma', 'svc-billing', 'svc-portal', 'svc-telemetry'];
const hosts = ['scada', 'historian', 'gateway', 'broker', 'portal', 'archive', 'dosing', 'meter'];
const materials = ['chlorine', 'lime', 'ozone', 'phosphate', 'carbon'];
const resources = ['stations', 'meters', 'valves', 'samples', 'alarms', 'invoices', 'shifts', 'tanks', 'pumps', 'forecasts'];
const folders = ['/var/lib/waterworks/archive', '/srv/telemetry/inbox', '/opt/waterworks/reports', '/var/spool/dosing', '/home/operator/exports'];
const endings = ['csv', 'json', 'parquet', 'xml', 'tmp'];
const letters = 'abcdefghijklmnopqrstuvwxyz';

/** The made-up water works whose programs write our logs: names and values, the varying ones marked. */
export class World {
  constructor(readonly random: Random) {}

  /** A number of so many digits. */
  number(digits: number): string {
    let text = marks.digits + String(this.random.between(1, 9));
    while (text.length <= digits) text += String(this.random.below(10));
    return text;
  }

  /** A number of at most so many digits: small ones are as frequent as large ones. */
  count(mostDigits: number): string {
    return this.number(this.random.between(1, mostDigits));
  }

  hex(digits: number): string {
    let text: string = marks.hex;
    while (text.length <= digits) text += this.random.below(16).toString(16);
    return text;
  }

  uuid(): string {
    return [8, 4, 4, 4, 12].map((digits) => this.hex(digits)).join('-');
  }

  /** A name of letters only, new each time: no two lines with one are alike. */
  word(length: number): string {
    return Array.from({ length }, () => letters[this.random.below(letters.length)]!).join('');
  }

  station(): string {
    return this.random.pick(stations);
  }

  user(): string {
    return this.random.pick(users);
  }

  host(): string {
    return `${this.random.pick(hosts)}-${this.random.between(1, 12)}.works.example`;
  }

  address(): string {
    return `10.${this.random.between(0, 255)}.${this.number(2)}.${this.number(2)}`;
  }

  port(): string {
    return `${this.random.pick([502, 1883, 4840, 5432, 8080, 9092])}`;
  }

  material(): string {
    return this.random.pick(materials);
  }

  resource(): string {
    return this.random.pick(resources);
  }

  file(): string {
    return `${this.random.pick(folders)}/${this.random.pick(resources)}-${this.number(8)}.${this.random.pick(endings)}`;
  }

  /** A path with a query at times. */
  route(): string {
    const path = `/api/v2/${this.resource()}/${this.count(6)}`;
    return this.random.below(4) === 0 ? `${path}/readings?from=${this.number(10)}&limit=${this.random.pick([50, 100, 500])}` : path;
  }

  /** The 64-bit name of a stored segment. */
  segment(): string {
    return `seg_${this.random.below(2) === 0 ? '-' : ''}${this.number(this.random.between(17, 19))}`;
  }
}
