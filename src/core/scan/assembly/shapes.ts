// The scan kernel: lines and their shapes, found sixteen bytes at a time. Compiled to WebAssembly by AssemblyScript;
// `shapeOf.ts` beside this folder says in plain words what a shape is.

const block: usize = 64;
const LF: u8 = 10;
const CR: u8 = 13;
/** Stands for a hexadecimal number in a shape, as 0 does for a decimal one. */
const hexMark: u8 = 1;
const shortestHex: u32 = 4;
/** A line's shape is held in so many bytes; the rest of a longer one is cut into shapes of its own. */
const slotSize: usize = 16;
const keptFlag: u32 = 0x80000000;
const guardedFlag: u32 = 0x40000000;

/** For each choice of eight bytes the indexes of those that are chosen, packed to the front. */
const packing = memory.data(256 * 8, 16);
/** A block with its numbers marked. */
const marked = memory.data(64 + 16, 16);
/** Where the numbers of the line begin, by block: its address and a bit for each. */
const numberAddress = memory.data(4 * 1024, 16);
const numberBits = memory.data(8 * 1024, 16);
const mostBlocks: u32 = 1024;
const guardLow = memory.data(32, 16);
const guardHigh = memory.data(32, 16);

let input: usize = 0;
let packed: usize = 0;
let starts: usize = 0;
let ids: usize = 0;
let table: usize = 0;
let tableMask: u32 = 0;
let fixedLengths: usize = 0;
let seed: u64 = 0;
let factor: u64 = 0;
let guardColumn: i32 = -1;
let guardLength: u32 = 0;
let blocks: u32 = 0;
/** Where the line that was shaped last goes on: after its line break. */
let after: usize = 0;
/** Whether it has one. */
let isEnded: bool = false;

export function heap(): usize {
  return __heap_base;
}

export function lowGuard(): usize {
  return guardLow;
}

export function highGuard(): usize {
  return guardHigh;
}

/** `tableSlots` is a power of two; the memory is large enough for all, and `input` has a block's room before and after. */
export function prepare(inputAt: usize, packedAt: usize, startsAt: usize, idsAt: usize, tableAt: usize, tableSlots: u32, fixed: u32, seedLow: u32, seedHigh: u32): void {
  input = inputAt;
  packed = packedAt;
  starts = startsAt;
  ids = idsAt;
  table = tableAt;
  tableMask = tableSlots - 1;
  fixedLengths = fixed;
  seed = ((<u64>seedHigh) << 32) | <u64>seedLow;
  factor = (seed * 0x9e3779b97f4a7c15) | 1;
  for (let choice: u32 = 0; choice < 256; choice++) {
    let to: u32 = 0;
    for (let from: u32 = 0; from < 8; from++) {
      if ((choice >> from) & 1) store<u8>(packing + (choice << 3) + to++, <u8>from);
    }
    while (to < 8) store<u8>(packing + (choice << 3) + to++, 0xff);
  }
  forget();
}

export function forget(): void {
  memory.fill(table, 0, (<usize>tableMask + 1) * slotSize);
  guardColumn = -1;
}

/** Guards `length` bytes (at most 32) from a column on; their bounds stand in `lowGuard` and `highGuard`, wide open behind the length. */
export function guard(column: i32, length: u32): void {
  guardColumn = column;
  guardLength = length;
}

@inline
function mask64(a: v128, b: v128, c: v128, d: v128): u64 {
  return (<u64>i8x16.bitmask(a)) | ((<u64>i8x16.bitmask(b)) << 16) | ((<u64>i8x16.bitmask(c)) << 32) | ((<u64>i8x16.bitmask(d)) << 48);
}

@inline
function digitsOf(bytes: v128): v128 {
  return i8x16.lt_u(i8x16.sub(bytes, i8x16.splat(0x30)), i8x16.splat(10));
}

@inline
function hexLettersOf(lower: v128): v128 {
  return i8x16.lt_u(i8x16.sub(lower, i8x16.splat(0x61)), i8x16.splat(6));
}

/** Letters beyond f, but for x: it parts the words of `0x1f`. */
@inline
function otherLettersOf(lower: v128): v128 {
  return v128.andnot(i8x16.lt_u(i8x16.sub(lower, i8x16.splat(0x67)), i8x16.splat(20)), i8x16.eq(lower, i8x16.splat(0x78)));
}

@inline
function below(count: u32): u64 {
  return count >= 64 ? ~(<u64>0) : ((<u64>1) << count) - 1;
}

/**
 * Packs the shape of the line at `start` and returns its length; `after` and `isEnded` then tell where the next one
 * begins. `end` is where the input ends, and a line break stands there.
 */
function shapeLine(start: usize, end: usize, loneReturns: bool): usize {
  let at = start;
  let out = packed;
  blocks = 0;
  for (;;) {
    const a = v128.load(at);
    const b = v128.load(at, 16);
    const c = v128.load(at, 32);
    const d = v128.load(at, 48);
    const feed = i8x16.splat(LF);
    let breaks = mask64(i8x16.eq(a, feed), i8x16.eq(b, feed), i8x16.eq(c, feed), i8x16.eq(d, feed));
    if (loneReturns) {
      const ret = i8x16.splat(CR);
      breaks |= mask64(i8x16.eq(a, ret), i8x16.eq(b, ret), i8x16.eq(c, ret), i8x16.eq(d, ret));
    }
    const digitsA = digitsOf(a);
    const digitsB = digitsOf(b);
    const digitsC = digitsOf(c);
    const digitsD = digitsOf(d);
    let digits = mask64(digitsA, digitsB, digitsC, digitsD);
    const caseBit = i8x16.splat(0x20);
    const lowerA = v128.or(a, caseBit);
    const lowerB = v128.or(b, caseBit);
    const lowerC = v128.or(c, caseBit);
    const lowerD = v128.or(d, caseBit);
    const hex = mask64(hexLettersOf(lowerA), hexLettersOf(lowerB), hexLettersOf(lowerC), hexLettersOf(lowerD));
    const others = mask64(otherLettersOf(lowerA), otherLettersOf(lowerB), otherLettersOf(lowerC), otherLettersOf(lowerD));
    const words = digits | hex | others;
    let size: u32 = 64;
    if (breaks) {
      size = <u32>ctz(breaks);
    } else if (words >> 63) {
      // A word that goes on is left to the next block, if it began in this one.
      const wordStart = 64 - <u32>clz(~words);
      if (wordStart > 0 && wordStart < 64) size = wordStart;
    }
    const valid = below(size);
    digits &= valid;
    const zero = i8x16.splat(0x30);
    v128.store(marked, v128.bitselect(zero, a, digitsA));
    v128.store(marked, v128.bitselect(zero, b, digitsB), 16);
    v128.store(marked, v128.bitselect(zero, c, digitsC), 32);
    v128.store(marked, v128.bitselect(zero, d, digitsD), 48);
    let numbers = digits & ~(digits << 1);
    let dropped = digits & (digits << 1);
    // Hexadecimals are where a digit and a letter up to f stand side by side, in a word of nothing else.
    const hexHere = hex & valid;
    let mixed = (digits & (hexHere << 1)) | (hexHere & (digits << 1));
    while (mixed) {
      const place = <u32>ctz(mixed);
      const wordStart: u32 = place == 0 ? 0 : 64 - <u32>clz(~words & below(place));
      const beyond = (~words | ~valid) >> place;
      const wordEnd = beyond ? place + <u32>ctz(beyond) : 64;
      const word = below(wordEnd) & ~below(wordStart);
      mixed &= ~word;
      if ((others & word) != 0 || wordEnd - wordStart < shortestHex) continue;
      for (let i: u32 = wordStart; i < wordEnd; i++) store<u8>(marked + i, hexMark);
      const first = (<u64>1) << wordStart;
      numbers = (numbers & ~word) | first;
      dropped = (dropped & ~word) | (word & ~first);
    }
    // Numbers near the start keep their length.
    const column = at - start;
    if (column < fixedLengths && dropped) {
      let fixed = below(<u32>(fixedLengths - column));
      // One that begins there keeps all of it.
      const cut = dropped & ~fixed & (fixed + 1);
      if (cut) {
        const run = dropped & ~fixed;
        fixed |= run & ~(run + cut);
      }
      dropped &= ~fixed;
    }
    if (blocks < mostBlocks) {
      store<u32>(numberAddress + (blocks << 2), <u32>at);
      store<u64>(numberBits + (blocks << 3), numbers);
      blocks++;
    }
    const kept = valid & ~dropped;
    if (dropped == 0 && size == 64) {
      memory.copy(out, marked, 64);
      out += 64;
    } else {
      const groups = (size + 7) >> 3;
      for (let group: u32 = 0; group < groups; group++) {
        const choice = <u32>(kept >> (group << 3)) & 0xff;
        const bytes = v128.load64_zero(marked + (group << 3));
        v128.store64_lane(out, i8x16.swizzle(bytes, v128.load64_zero(packing + (choice << 3))), 0);
        out += popcnt(choice);
      }
    }
    at += size;
    if (breaks) break;
  }
  isEnded = at < end;
  after = at + 1;
  if (loneReturns && load<u8>(at) == CR) {
    // The last byte may yet be followed by a line feed.
    if (after == end) isEnded = false;
    else if (load<u8>(after) == LF) after++;
  }
  if (at > start && load<u8>(at - 1) == CR) out--;
  return out - packed;
}

/** A hash of the packed bytes: each step turns what it has multiplied, lest high bits stay among themselves. */
function hashPacked(length: usize): u64 {
  v128.store(packed + length, i64x2.splat(0));
  let even = seed ^ <u64>length;
  let odd = seed + factor;
  const end = packed + length;
  for (let at = packed; at < end; at += 16) {
    even = rotl<u64>((even ^ load<u64>(at)) * factor, 27);
    odd = rotl<u64>((odd ^ load<u64>(at, 8)) * factor, 31);
  }
  return finished(even ^ rotl<u64>(odd, 17));
}

@inline
function finished(hash: u64): u64 {
  hash ^= hash >> 32;
  hash *= factor;
  hash ^= hash >> 29;
  // Nought is for empty slots.
  return hash | 1;
}

/** The slot of a hash, or the empty one where it would stand. */
function slotOf(hash: u64): usize {
  let place = <u32>(hash >> 20) & tableMask;
  let slot = table + (<usize>place) * slotSize;
  for (let found = load<u64>(slot); found != hash && found != 0; found = load<u64>(slot)) {
    place = (place + 1) & tableMask;
    slot = table + (<usize>place) * slotSize;
  }
  return slot;
}

/** The hash with the text of those numbers of the line that are kept (three places, a byte each; 255 is none). */
function refined(hash: u64, places: u32): u64 {
  let result = hash;
  for (let i = 0; i < 3; i++) {
    const wanted = (places >> (i << 3)) & 0xff;
    if (wanted == 0xff) continue;
    result = rotl<u64>(result * factor, 23) ^ textOfNumber(wanted);
  }
  return finished(result * factor);
}

/** A hash of the text of a number, by its place in the line. */
function textOfNumber(wanted: u32): u64 {
  let left = wanted;
  for (let i: u32 = 0; i < blocks; i++) {
    let bits = load<u64>(numberBits + (i << 3));
    const count = <u32>popcnt(bits);
    if (left >= count) {
      left -= count;
      continue;
    }
    while (left-- > 0) bits &= bits - 1;
    let at = <usize>load<u32>(numberAddress + (i << 2)) + <usize>ctz(bits);
    let hash: u64 = seed;
    for (;;) {
      const byte = <u32>load<u8>(at++);
      const isDigit = byte - 0x30 < 10;
      if (!isDigit && (byte | 0x20) - 0x61 >= 6) return hash;
      hash = rotl<u64>((hash ^ <u64>byte) * factor, 29);
    }
  }
  return 0;
}

/** The slot of the line that was shaped last, with what tells it from others of its shape. */
function slotOfShaped(length: usize): usize {
  const hash = hashPacked(length);
  const slot = slotOf(hash);
  return load<u32>(slot, 8) & keptFlag ? slotOf(refined(hash, load<u32>(slot, 12))) : slot;
}

@inline
function isGuarded(start: usize): bool {
  if (guardColumn < 0) return false;
  const from = start + <usize>guardColumn;
  const a = v128.load(from);
  const b = v128.load(from, 16);
  const inA = v128.and(i8x16.ge_u(a, v128.load(guardLow)), i8x16.le_u(a, v128.load(guardHigh)));
  const inB = v128.and(i8x16.ge_u(b, v128.load(guardLow, 16)), i8x16.le_u(b, v128.load(guardHigh, 16)));
  return !i8x16.all_true(v128.and(inA, inB));
}

@inline
function idIn(slot: usize, start: usize): u32 {
  const id = load<u32>(slot, 8) & ~keptFlag;
  return id != 0 && isGuarded(start) ? id | guardedFlag : id;
}

/** Finds the lines of the input's first bytes and the ids of their shapes; returns how many lines there are. */
export function skim(length: u32, last: bool, loneReturns: bool): u32 {
  const end = input + <usize>length;
  store<u8>(end, LF);
  let start = input;
  let count: u32 = 0;
  while (start < end) {
    const size = shapeLine(start, end, loneReturns);
    if (!isEnded && !last) break;
    store<u32>(starts + (<usize>count << 2), <u32>(start - input));
    store<u32>(ids + (<usize>count << 2), idIn(slotOfShaped(size), start));
    count++;
    start = after < end ? after : end;
  }
  store<u32>(starts + (<usize>count << 2), <u32>(start - input));
  return count;
}

@inline
function slotAt(start: u32, length: u32, loneReturns: bool): usize {
  return slotOfShaped(shapeLine(input + <usize>start, input + <usize>length, loneReturns));
}

/** The id of the line that begins at an offset of the input, as `skim` would tell it now. */
export function idAt(start: u32, length: u32, loneReturns: bool): u32 {
  return idIn(slotAt(start, length, loneReturns), input + <usize>start);
}

/** Gives the shape of the line at an offset an id. */
export function learn(start: u32, length: u32, loneReturns: bool, id: u32): void {
  const from = shapeLine(input + <usize>start, input + <usize>length, loneReturns);
  const hash = hashPacked(from);
  let slot = slotOf(hash);
  if (load<u32>(slot, 8) & keptFlag) {
    const own = refined(hash, load<u32>(slot, 12));
    slot = slotOf(own);
    store<u64>(slot, own);
  } else {
    store<u64>(slot, hash);
  }
  store<u32>(slot, id, 8);
}

/** From now on lines of this shape are told apart by these numbers too. False where they are already. */
export function keep(start: u32, length: u32, loneReturns: bool, places: u32): bool {
  const hash = hashPacked(shapeLine(input + <usize>start, input + <usize>length, loneReturns));
  const slot = slotOf(hash);
  if (load<u32>(slot, 8) & keptFlag) return false;
  store<u64>(slot, hash);
  store<u32>(slot, keptFlag, 8);
  store<u32>(slot, places, 12);
  return true;
}
