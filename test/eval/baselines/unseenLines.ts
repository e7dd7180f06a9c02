import { cleanText } from '../../../src/core/formats/ansi';

const hashes = /\b[0-9a-f]{7,40}\b/g;
const numbers = /\d+/g;

/** Lines of one log (from 1) that, with their numbers and hashes masked, the other never shows. */
export function unseenLines(old: readonly string[], fresh: readonly string[]): ReadonlySet<number> {
  const seen = new Set(old.map(masked));
  return new Set(fresh.flatMap((line, index) => (seen.has(masked(line)) ? [] : index + 1)));
}

function masked(line: string): string {
  return cleanText(line).text.replace(hashes, '#').replace(numbers, '0').trim();
}
