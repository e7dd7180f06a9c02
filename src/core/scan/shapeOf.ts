import { numbersOf } from './numbers';

/** Stand for numbers in a shape; no other digit is in one. */
const decimalMark = '0';
const hexMark = '1';

/**
 * The shape of a line (its bytes as Latin-1, without its line break): each of its numbers is left out but for a mark,
 * those that begin before `fixedLengths` keep their length. The slow, obvious reference for the kernel.
 */
export function shapeOf(line: string, fixedLengths: number): string {
  let shape = '';
  let at = 0;
  for (const { start, end, length, isHex } of numbersOf(line)) {
    shape += line.slice(at, start) + (isHex ? hexMark : decimalMark).repeat(start < fixedLengths ? length : 1);
    at = end;
  }
  return shape + line.slice(at);
}
