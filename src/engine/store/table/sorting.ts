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
  for (const order of orders.toReversed()) rows = byCounting(rows, order) ?? byComparing(rows, order);
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

function byComparing(rows: Uint32Array, { values, descending }: Order): Uint32Array {
  const keys = Float64Array.from(rows, (row) => values[row] ?? Number.NaN);
  const places = Uint32Array.from(rows, (_, place) => place);
  places.sort((a, b) => {
    const [left, right] = [keys[a] ?? Number.NaN, keys[b] ?? Number.NaN];
    if (left === right) return a - b;
    if (Number.isNaN(left) || Number.isNaN(right)) return Number(Number.isNaN(left)) - Number(Number.isNaN(right)) || a - b;
    return descending ? right - left : left - right;
  });
  return places.map((place) => rows[place] ?? 0);
}
