const units: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds of a span such as `30s`, `15m`, `2h` or `7d`; NaN where it is none. */
export function spanOf(text: string): number {
  const [, count, unit = ''] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  return count === undefined ? Number.NaN : Number(count) * (units[unit] ?? Number.NaN);
}
