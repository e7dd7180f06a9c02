/**
 * How rotated logs are called: `app.log.1`, `app.log.2.gz`, `app.1.log`, `app-2024-01-02.log`, `app.log.2024-01-02`,
 * `app.log-20240102.gz`, `app.2024-01-02.3.log`, `app.log.old` are all earlier parts of `app.log`.
 */

/** A file's name taken apart. */
export interface RotatedName {
  /** The name that the log has while it is written, as far as the name tells: the same for all parts. */
  readonly family: string;
  /** Digits of the date and time in the name, the year first; null where it has none. */
  readonly date: string | null;
  /** Number in the name, beside a date or without one; null where it has none. */
  readonly number: number | null;
  /** Whether the number stands before the extension. */
  readonly isInfix: boolean;
  readonly isPacked: boolean;
}

/** One file of a folder. */
export interface NamedFile {
  readonly name: string;
  /** When it was last changed, in milliseconds since the epoch. */
  readonly modified: number;
}

const packed = /\.(?:gz|xz|zst|bz2|lz4|Z|zip)$/;
const hour = String.raw`(?:[01]\d|2[0-3])`;
// An hour alone behind a full stop is a number.
const time = String.raw`(?:[-_.T ]?${hour}[-_.:h]?[0-5]\d(?:[-_.:m]?[0-5]\d(?:[.,]\d{1,9})?)?Z?|[-_T ]${hour})?`;
const date = String.raw`(?<date>(?:19|20)\d\d(?:(?<between>[-_.]?)(?:0[1-9]|1[0-2])\k<between>(?:0[1-9]|[12]\d|3[01])${time}|[-_](?:0[1-9]|1[0-2])))`;
const extension = String.raw`(?<extension>\.[A-Za-z]\w{0,9})`;

/** In the order in which they are tried. */
const forms: readonly RegExp[] = [
  // app-2024-01-02.log, app.2024-01-02.3.log, app20240102_001.log
  new RegExp(String.raw`^(?<base>.*?)[-_.]?(?<!\d)${date}(?:[-_.](?<number>\d{1,5}))?${extension}$`),
  // app.log.2024-01-02, app.log-20240102, app.log.2024-01-02.3
  new RegExp(String.raw`^(?<base>.+?)[-_.](?<!\d)${date}(?:[-_.](?<number>\d{1,9}))?$`),
  // app.log.1
  /^(?<base>.+)\.(?<number>\d{1,5})$/,
  // app.log.old
  /^(?<base>.+)\.(?<old>old|prev|previous|bak|last)$/,
  // app.1.log
  new RegExp(String.raw`^(?<base>.+)\.(?<number>\d{1,5})${extension}$`),
];
const longestName = 300;

/** Whether a name says that its file is compressed. */
export function isPackedName(name: string): boolean {
  return packed.test(name);
}

export function rotatedName(name: string): RotatedName {
  const isPacked = isPackedName(name);
  const bare = name.replace(packed, '');
  if (name.length <= longestName) {
    for (const form of forms) {
      const found = form.exec(bare)?.groups;
      if (found === undefined) continue;
      const { base = '', date: dated, number, old, extension: end } = found;
      const digits = dated?.replace(/\D/g, '') ?? null;
      const counted = number === undefined ? null : Number(number);
      return { family: base + (end ?? ''), date: digits, number: old === undefined ? counted : 1, isInfix: end !== undefined && digits === null, isPacked };
    }
  }
  return { family: bare, date: null, number: null, isInfix: false, isPacked };
}

interface Part extends RotatedName, NamedFile {}

/**
 * The parts of the log that `name` is one of, among the files of its folder, the oldest first. Names with a date are
 * older than the one without; of numbers, the higher is the older, or the newer beside a date. Where names do not tell,
 * the files' last changes do. Of a part that is there packed and not, the packed one is left out.
 */
export function familyOf(name: string, files: readonly NamedFile[]): string[] {
  const named = rotatedName(name);
  const hasCurrent = files.some((file) => file.name === named.family);
  // `node.1.log` and `node.2.log` are two logs, unless there is a `node.log`.
  const family = named.isInfix && !hasCurrent ? name : named.family;
  const parts = files.flatMap((file): Part[] => {
    if (file.name === family) return [{ ...file, family, date: null, number: null, isInfix: false, isPacked: false }];
    const part = { ...file, ...rotatedName(file.name) };
    return part.family === family && (hasCurrent || !part.isInfix) ? [part] : [];
  });
  const ordered = parts.filter((part) => !(part.isPacked && parts.some((other) => !other.isPacked && isSamePart(part, other)))).sort(orderOf(parts));
  const names = ordered.map((part) => part.name);
  return names.includes(name) ? names : [name];
}

function isSamePart(a: Part, b: Part): boolean {
  return a.date === b.date && a.number === b.number && a.isInfix === b.isInfix;
}

function orderOf(parts: readonly Part[]): (a: Part, b: Part) => number {
  const earlier = parts.filter(({ date, number }) => date !== null || number !== null);
  const isDated = earlier.every((part) => part.date !== null);
  const isNumbered = earlier.every((part) => part.date === null);
  const byChange = (a: Part, b: Part): number => a.modified - b.modified || (a.name < b.name ? -1 : 1);
  const currentLast = (a: Part, b: Part): number => Number(isCurrent(a)) - Number(isCurrent(b));
  if (isDated) return (a, b) => currentLast(a, b) || compareDates(a.date, b.date) || (a.number ?? -1) - (b.number ?? -1) || byChange(a, b);
  const direction = isNumbered && numbersGrow(earlier) ? 1 : -1;
  if (isNumbered) return (a, b) => currentLast(a, b) || direction * ((a.number ?? 0) - (b.number ?? 0)) || byChange(a, b);
  return (a, b) => currentLast(a, b) || byChange(a, b);
}

function isCurrent({ date, number }: Part): boolean {
  return date === null && number === null;
}

/** Dates of different length are compared by what both state. */
function compareDates(a: string | null, b: string | null): number {
  const left = a ?? '';
  const right = b ?? '';
  return left < right ? -1 : Number(left > right);
}

/** Numbers before the extension grow with some loggers and not with others: the files' last changes tell. */
function numbersGrow(parts: readonly Part[]): boolean {
  const inOrder = parts.filter(({ isInfix }) => isInfix).sort((a, b) => (a.number ?? 0) - (b.number ?? 0));
  const [first] = inOrder;
  const last = inOrder.at(-1);
  return inOrder.length === parts.length && first !== undefined && last !== undefined && last.modified > first.modified;
}
