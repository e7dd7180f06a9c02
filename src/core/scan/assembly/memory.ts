// Where all lies that the kernel works on.

/** Bytes whose classes stand in one word of bits. */
export const block: usize = 64;
/** How far before and behind an array the kernel may read, and behind it write. */
const margin: usize = 256;

/** Where the caller puts bytes. */
export let input: usize = 0;
/** Where each line begins, from the input's first byte on, and behind them where the rest begins. */
export let starts: usize = 0;
/** The ids of the lines' shapes. */
export let ids: usize = 0;
/** The input with its numbers marked. */
export let text: usize = 0;
/** A line with its numbers closed up. */
export let closed: usize = 0;

/** Lays out inputs of `capacity` bytes and all that comes of them, and then `more` bytes. Returns where these are, 0 where there is no room. */
export function layOut(capacity: usize, more: usize): usize {
  input = aligned(__heap_base + margin);
  text = aligned(input + capacity + 2 * margin);
  closed = aligned(text + capacity + margin);
  starts = aligned(closed + capacity + margin);
  ids = aligned(starts + (capacity << 2) + margin);
  const rest = aligned(ids + (capacity << 2) + margin);
  const missing = <i32>((rest + more + 0xffff) >> 16) - memory.size();
  return missing > 0 && memory.grow(missing) < 0 ? 0 : rest;
}

export function aligned(address: usize): usize {
  return (address + 63) & ~63;
}

/** Where a line begins. */
@inline
export function startOf(line: u32): usize {
  return <usize>load<u32>(starts + (<usize>line << 2));
}
