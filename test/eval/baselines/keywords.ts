import type { Level } from '../../../src/core/record';

const words: readonly (readonly [RegExp, Level])[] = [
  [/fatal|critical|panic/i, 'fatal'],
  [/error|fail|exception/i, 'error'],
  [/warn/i, 'warn'],
];

/** What a first script does: looks for a few words anywhere in the line. Longer lists do worse. */
export function keywordLevel(line: string): Level | null {
  return words.find(([word]) => word.test(line))?.[1] ?? null;
}
