/** What rows are sorted by: a number for each, those that are NaN last either way. */
export interface Order {
  readonly values: ArrayLike<number>;
  readonly descending: boolean;
}

/** Numbers of this many kinds or fewer are sorted by counting them. */
const fewKinds = 65_536;

/** The rows 0 to `count` - 1 in this order: the first order counts most, and what is equal in all stays as it was. */
export function sorted(count: number, orders: readonly Order[]): Uint32Array {
  let rows: Uint32Array = Uint32Array.from({ length: count }, (_, index) => index);
  for (const order of orders.toReversed()) rows = byCounting(rows, order) ?? byDigits(rows, order);
  return rows;
}

/** Null where the values are not few whole numbers from 0 on. */
function byCounting(rows: Uint32Array, { values, descending }: Order): Uint32Array | null {
  const kinds = kindsOf(values);
  if (kinds === null) return null;
  const starts = new Uint32Array(kinds + 1);
  const placeOf = (value: number): number => (descending ? kinds - 1 - value : value);
  for (const row of rows) {
    const place = placeOf(values[row] ?? 0) + 1;
    starts[place] = (starts[place] ?? 0) + 1;
  }
  for (let place = 1; place <= kinds; place++) starts[place] = (starts[place] ?? 0) + (starts[place - 1] ?? 0);
  const found = new Uint32Array(rows.length);
  for (const row of rows) {
    const place = placeOf(values[row] ?? 0);
    const next = starts[place] ?? 0;
    found[next] = row;
    starts[place] = next + 1;
  }
  return found;
}

function kindsOf(values: ArrayLike<number>): number | null {
  let most = -1;
  for (let row = 0; row < values.length; row++) {
    const value = values[row] ?? 0;
    if (!(value >= 0 && value < fewKinds && Number.isInteger(value))) return null;
    if (value > most) most = value;
  }
  return most + 1;
}

/** A radix sort over the bits of the numbers, 16 at a time and the least significant first (Knuth, The Art of Computer Programming, 5.2.5): each pass keeps what is equal as it was. */
function byDigits(rows: Uint32Array, order: Order): Uint32Array {
  const { low, high } = keysOf(rows, order);
  let places: Uint32Array = Uint32Array.from(rows, (_, place) => place);
  for (const words of [low, high]) for (const shift of [0, digitBits]) places = byDigit(places, words, shift);
  return places.map((place) => rows[place] ?? 0);
}

const digitBits = 16;
const digits = 1 << digitBits;

function byDigit(places: Uint32Array, words: Uint32Array, shift: number): Uint32Array {
  const starts = new Uint32Array(digits + 1);
  const digitAt = (place: number): number => ((words[place] ?? 0) >>> shift) & (digits - 1);
  for (const place of places) {
    const after = digitAt(place) + 1;
    starts[after] = (starts[after] ?? 0) + 1;
  }
  const isOne = places.length === 0 || starts[digitAt(places[0] ?? 0) + 1] === places.length;
  if (isOne) return places;
  for (let digit = 1; digit <= digits; digit++) starts[digit] = (starts[digit] ?? 0) + (starts[digit - 1] ?? 0);
  const found = new Uint32Array(places.length);
  for (const place of places) {
    const digit = digitAt(place);
    const next = starts[digit] ?? 0;
    found[next] = place;
    starts[digit] = next + 1;
  }
  return found;
}

/** For each row two words, the higher of which counts first: as whole numbers they are in the order asked for. */
function keysOf(rows: Uint32Array, { values, descending }: Order): { readonly low: Uint32Array; readonly high: Uint32Array } {
  const [low, high] = [new Uint32Array(rows.length), new Uint32Array(rows.length)];
  const bits = new DataView(new ArrayBuffer(8));
  for (let place = 0; place < rows.length; place++) {
    const value = values[rows[place] ?? 0] ?? Number.NaN;
    if (Number.isNaN(value)) {
      low[place] = high[place] = 0xffff_ffff;
      continue;
    }
    // Minus zero, which equals zero, becomes it.
    bits.setFloat64(0, value + 0);
    const top = bits.getUint32(0);
    // Of a negative number all bits are turned round, of others the sign; and all once more where the largest comes first.
    const isNegative = top >>> 31 === 1;
    const turned = isNegative === descending ? 0 : 0xffff_ffff;
    low[place] = bits.getUint32(4) ^ turned;
    high[place] = top ^ turned ^ (isNegative ? 0 : 0x8000_0000);
  }
  return { low, high };
}
