// Finds where the head of a line ends, which says when, where and how grave, and its tail begins, which says what.

import { text } from './memory';

const mostBytes: usize = 16;
/** What stands before the tail, and what does where that is not in a line: of `mostBytes` each. */
const delimiters = memory.data(32, 16);
let firstLength: usize = 0;
let secondLength: usize = 0;
/** Heads have so many words; behind them, if it has bytes, comes the delimiter. */
let words: u32 = 0;
/** The character that ends the tail, if a backslash is not before it; 0 where the line ends it. */
let quote: u8 = 0;
let enabled: bool = false;

/** Where a line's tail begins and where it ends; both where the line does where it has none. */
export let split: usize = 0;
export let tailEnd: usize = 0;

/** How lines are split from now on; returns where the delimiters are to be put. */
export function splitAt(has: bool, count: u32, first: u32, second: u32, end: u32): usize {
  enabled = has;
  words = count;
  firstLength = min<usize>(first, mostBytes);
  secondLength = min<usize>(second, mostBytes);
  quote = <u8>end;
  return delimiters;
}

/** Whether the tail that was found last is whole: where a quotation mark ends tails, with one behind it. */
@inline
export function isWholeTail(end: usize): bool {
  return split < tailEnd && (quote == 0 || tailEnd < end);
}

@inline
export function splits(): bool {
  return enabled;
}

/** Sets `split` and `tailEnd` for a line. */
@inline
export function splitLine(start: usize, end: usize): void {
  const from = words == 0 ? start : behindWords(start, end);
  if (firstLength == 0) split = words == 0 ? end : from;
  else split = behind(delimiters, firstLength, from, end);
  if (split == end && secondLength != 0) split = behind(delimiters + mostBytes, secondLength, from, end);
  tailEnd = quote == 0 || split == end ? end : quoteFrom(split, end);
}

function behindWords(start: usize, end: usize): usize {
  let at = start;
  for (let left = words; left > 0; left--) {
    while (at < end && load<u8>(text + at) != 0x20) at++;
    while (at < end && load<u8>(text + at) == 0x20) at++;
  }
  return at;
}

/** Where a delimiter ends that is found first; `end` where it is not found. */
function behind(delimiter: usize, length: usize, from: usize, end: usize): usize {
  const last = length - 1;
  const a = i8x16.splat(load<u8>(delimiter));
  const b = i8x16.splat(load<u8>(delimiter + last));
  for (let at = from; at < end; at += 16) {
    const found = v128.and(i8x16.eq(v128.load(text + at), a), i8x16.eq(v128.load(text + at + last), b));
    for (let bits = <u32>i8x16.bitmask(found); bits != 0; bits &= bits - 1) {
      const place = at + ctz(bits);
      if (place + length <= end && memory.compare(text + place, delimiter, length) == 0) return place + length;
    }
  }
  return end;
}

/** Where the first quotation mark is that no backslash makes a part of the text; `end` where there is none. */
function quoteFrom(from: usize, end: usize): usize {
  const a = i8x16.splat(quote);
  const b = i8x16.splat(0x5c);
  for (let at = from; at < end; at += 16) {
    const bytes = v128.load(text + at);
    const found = <u32>i8x16.bitmask(v128.or(i8x16.eq(bytes, a), i8x16.eq(bytes, b)));
    if (found == 0) continue;
    const place = at + ctz(found);
    if (place >= end) return end;
    if (load<u8>(text + place) == quote) return place;
    // What an escape stands for is read as such, and not as it is written here.
    return end;
  }
  return end;
}
