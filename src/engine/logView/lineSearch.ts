import type { BlockLines } from './blockLines';

/** Tells which lines of a block match: their indexes, rising. */
export interface LineSearch {
  linesOf(lines: BlockLines): readonly number[];
}

/** What a user asked for that cannot be done, in a sentence for them. */
export class ViewError extends Error {
  override readonly name = 'ViewError';
}
