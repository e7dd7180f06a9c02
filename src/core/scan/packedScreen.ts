import { beyondAscii } from '../rules/literals';
import type { Automaton } from '../rules/screen';

/** A screen as the kernel takes it (`assembly/screen.ts` tells how it is laid out). */
export interface PackedScreen {
  /** A row of the table has a power of two of classes: this is its exponent. */
  readonly rowBits: number;
  readonly states: number;
  readonly entries: number;
  readonly parts: number;
  readonly bytes: Uint8Array;
}

const firstBeyond = beyondAscii.charCodeAt(0);

/** `bitsOf`: what a text says, in bits of 16, that meets the requirement of a place. */
export function packScreen(automaton: Automaton, bitsOf: (place: number) => number): PackedScreen {
  const { classes, next, literalsAt, before, completes } = automaton;
  const rowBits = Math.ceil(Math.log2(classes));
  const states = literalsAt.length;
  const entries = literalsAt.reduce((sum, literals) => sum + literals.length, 0);
  const parts = before.length;
  const tableAt = 256;
  const listsAt = tableAt + ((states << rowBits) << 1);
  const entriesAt = listsAt + ((states + 1) << 2);
  const partsAt = entriesAt + (entries << 2);
  const bytes = new Uint8Array(partsAt + (parts << 2));
  const view = new DataView(bytes.buffer);
  for (let byte = 0; byte < 256; byte++) bytes[byte] = automaton.classOf[Math.min(byte, firstBeyond)] ?? 0;
  let entry = 0;
  for (let state = 0; state < states; state++) {
    for (let each = 0; each < classes; each++) view.setUint16(tableAt + (((state << rowBits) + each) << 1), next[state * classes + each] ?? 0, true);
    view.setUint32(listsAt + (state << 2), entry, true);
    for (const literal of literalsAt[state] ?? []) view.setUint32(entriesAt + (entry++ << 2), entryOf(automaton, literal), true);
  }
  view.setUint32(listsAt + (states << 2), entry, true);
  for (let part = 0; part < parts; part++) {
    const place = completes[part] ?? -1;
    view.setUint32(partsAt + (part << 2), ((before[part] ?? -1) + 1) | ((place < 0 ? 0 : bitsOf(place)) << 16), true);
  }
  return { rowBits, states, entries, parts, bytes };
}

function entryOf({ parts, edges, lengths }: Automaton, literal: number): number {
  return ((parts[literal] ?? 0) | ((edges[literal] ?? 0) << 16) | ((lengths[literal] ?? 0) << 24)) >>> 0;
}
