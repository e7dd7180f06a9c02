/** A number in a line, as its shape leaves it out: a run of digits, or a hexadecimal that holds letters. */
export interface NumberRun {
  /** Columns `[start, end)`. */
  readonly start: number;
  readonly end: number;
  readonly length: number;
  readonly isHex: boolean;
}

/** Letters and digits, but for x, which parts the words of `0x1f`. */
const word = /[0-9A-WYZa-wyz]+/g;
const hexWord = /^(?=.*\d)(?=.*[a-f])[\da-f]{4,}$/i;

/** The numbers of a line, in order; the same as the scan kernel takes out of it. */
export function numbersOf(text: string): NumberRun[] {
  const runs: NumberRun[] = [];
  const add = (start: number, length: number, isHex: boolean): void => {
    runs.push({ start, end: start + length, length, isHex });
  };
  for (const { 0: found, index } of text.matchAll(word)) {
    if (hexWord.test(found)) add(index, found.length, true);
    else for (const digits of found.matchAll(/\d+/g)) add(index + digits.index, digits[0].length, false);
  }
  return runs;
}
