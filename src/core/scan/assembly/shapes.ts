// The scan kernel: lines and the ids of their shapes. Compiled to WebAssembly by AssemblyScript; `../shapeOf.ts` says in
// plain words what a shape is. A chunk is read in slices, each in three passes, so that none waits for the one before:
// bytes are classified sixteen at a time, numbers are closed up, the lines that have ended are hashed and looked up.

const LF: u8 = 10;
const CR: u8 = 13;
/** Bytes whose classes stand in one word of bits. */
const block: usize = 64;
/** Blocks that are read before their lines are looked up: few enough to stay in the fastest cache. */
const sliceSize: usize = 64 * block;
/** What stands for a number in a shape; no other digit is in one. */
const decimalMark: u8 = 0x30;
const hexMark: u8 = 0x31;
const shortestHex: usize = 4;
/** Numbers that begin within so many bytes of a line keep their length in its shape. */
const fixedLengths: u32 = 48;
/** How far behind an array the kernel may read and write. */
const margin: usize = 256;

const slotSize: usize = 16;
const keptFlag: u32 = 0x80000000;
const guardedFlag: u32 = 0x40000000;
/** What of `places` tells of one number, and none. */
const noPlace: u32 = 0xff;
const mostPlaces: u32 = 3;

/** For each choice of eight bytes the indexes of those that are chosen, packed to the front. */
const packing = memory.data(256 * 8, 16);
/** A block of ones before a block of zeros: from `ones + 64 - n` on, n bytes are kept. */
const ones = memory.data(128 + 16, 16);
const keys = memory.data(8 * 16, 16);
const guardLow = memory.data(32, 16);
const guardHigh = memory.data(32, 16);
/** Of a slice, a bit for each byte: line breaks, letters up to f, all letters (but for x: it parts the words of `0x1f`), what its shapes keep. */
const breaks = memory.data(65 * 8, 16);
const hexes = memory.data(65 * 8, 16);
const lettersAt = memory.data(65 * 8, 16);
const kept = memory.data(65 * 8, 16);
/** Where what is kept of each block stands. */
const packedAt = memory.data(65 * 8, 16);
const literals = memory.data<u8>([0x50, 0x8a, 0x0f, 0x0a, 0x20, 0x1f, 0x86, 0x9a, 0x78]);
const constants = memory.data(9 * 16, 16);
const highPacking = memory.data(256 * 8, 16);

/** Where the caller puts bytes. */
export let input: usize = 0;
/** Where each line begins, from the input's first byte on, and behind them where the rest begins. */
export let starts: usize = 0;
export let ids: usize = 0;
/** The input with its numbers marked, which is then closed up in place. */
let text: usize = 0;
/** Numbers of the input, a bit for each byte. No two of them adjoin. */
let numbers: usize = 0;
/** The hash of each line. */
let hashes: usize = 0;
let table: usize = 0;
let tableMask: usize = 0;
let seed: u64 = 0;
let factor: u64 = 0;
let otherFactor: u64 = 0;
let guardColumn: usize = 0;
/** 0: there is no guard. */
let guardLength: usize = 0;

/** Bytes that were skimmed. */
let size: usize = 0;
/** Whether the byte before the slice belongs to a word. */
let inWord: u64 = 0;
/** Where the hexadecimal ends that goes on in the slice. */
let hexUntil: usize = 0;
/** Where the last word of the blocks so far begins. */
let wordStart: usize = 0;
/** State of `closeUp`: the length of `text`, lines begun, bytes left of a line's first ones, whether a number in these goes on. */
let packed: usize = 0;
let begun: u32 = 0;
let fixedLeft: u32 = 0;
let inNumber: u64 = 0;
let inFixed: u64 = 0;
/** Where the line that has begun stands closed up. */
let lineAt: usize = 0;

/** Lays out the memory: for inputs of `capacity` bytes, `slots` (a power of two) for shapes. Returns false where there is none. */
export function prepare(capacity: usize, slots: u32, seedLow: u32, seedHigh: u32): bool {
  input = aligned(__heap_base);
  text = aligned(input + capacity + margin) + block;
  numbers = aligned(text + capacity + margin);
  starts = aligned(numbers + (capacity >> 3) + margin);
  ids = aligned(starts + (capacity << 2) + margin);
  hashes = aligned(ids + (capacity << 2) + margin);
  table = aligned(hashes + (capacity << 3) + margin);
  tableMask = <usize>slots - 1;
  const end = table + <usize>slots * slotSize;
  const missing = <i32>((end + 0xffff) >> 16) - memory.size();
  if (missing > 0 && memory.grow(missing) < 0) return false;
  prepareTables();
  prepareKeys((<u64>seedHigh << 32) | <u64>seedLow);
  forget();
  return true;
}

function aligned(address: usize): usize {
  return (address + 63) & ~63;
}

function prepareTables(): void {
  for (let choice: u32 = 0; choice < 256; choice++) {
    let to: u32 = 0;
    for (let from: u32 = 0; from < 8; from++) {
      if ((choice >> from) & 1) store<u8>(packing + (choice << 3) + to++, <u8>from);
    }
    while (to < 8) store<u8>(packing + (choice << 3) + to++, 0xff);
    store<u64>(highPacking + (choice << 3), load<u64>(packing + (choice << 3)) | 0x0808080808080808);
  }
  for (let i: usize = 0; i < 9; i++) memory.fill(constants + (i << 4), load<u8>(literals + i), 16);
  memory.fill(ones, 0xff, block);
}

/** Draws all that hashes hang on from the seed. */
function prepareKeys(from: u64): void {
  seed = from;
  for (let i: usize = 0; i < 16; i++) store<u64>(keys + (i << 3), nextRandom());
  factor = nextRandom() | 1;
  otherFactor = nextRandom() | 1;
}

function nextRandom(): u64 {
  seed += 0x9e3779b97f4a7c15;
  let drawn = seed;
  drawn = (drawn ^ (drawn >> 30)) * 0xbf58476d1ce4e5b9;
  drawn = (drawn ^ (drawn >> 27)) * 0x94d049bb133111eb;
  return drawn ^ (drawn >> 31);
}

export function forget(): void {
  memory.fill(table, 0, (tableMask + 1) * slotSize);
  guardLength = 0;
}

/** Where the bounds of the guarded bytes are to be put: the lower ones and, 32 bytes on, the upper ones. */
export function guard(column: usize, length: usize): usize {
  guardColumn = column;
  guardLength = length;
  return guardLow;
}

@inline
function bitsOf(a: v128, b: v128, c: v128, d: v128): u64 {
  return <u64>(<u32>i8x16.bitmask(a) | (<u32>i8x16.bitmask(b) << 16)) | (<u64>(<u32>i8x16.bitmask(c) | (<u32>i8x16.bitmask(d) << 16)) << 32);
}

/** Tells line breaks, digits and letters of the blocks from an offset on apart; a line break stands behind the input. */
function classify(from: usize, to: usize): void {
  // Loaded, they stay in registers; as literals they would be made anew for each block.
  const fromDigits = v128.load(constants);
  const pastDigits = v128.load(constants, 16);
  const highBits = v128.load(constants, 32);
  const feed = v128.load(constants, 48);
  const caseBit = v128.load(constants, 64);
  const fromLetters = v128.load(constants, 80);
  const pastHex = v128.load(constants, 96);
  const pastLetters = v128.load(constants, 112);
  const letterX = v128.load(constants, 128);
  const target = text;
  const source = input;
  const digitsAt = numbers;
  let to8: usize = 0;
  for (let at = from; at < to; at += block) {
    const a = v128.load(source + at);
    const b = v128.load(source + at, 16);
    const c = v128.load(source + at, 32);
    const d = v128.load(source + at, 48);
    const digitsA = i8x16.lt_s(i8x16.add(a, fromDigits), pastDigits);
    const digitsB = i8x16.lt_s(i8x16.add(b, fromDigits), pastDigits);
    const digitsC = i8x16.lt_s(i8x16.add(c, fromDigits), pastDigits);
    const digitsD = i8x16.lt_s(i8x16.add(d, fromDigits), pastDigits);
    store<u64>(digitsAt + (at >> 3), bitsOf(digitsA, digitsB, digitsC, digitsD));
    v128.store(target + at, v128.andnot(a, v128.and(digitsA, highBits)));
    v128.store(target + at, v128.andnot(b, v128.and(digitsB, highBits)), 16);
    v128.store(target + at, v128.andnot(c, v128.and(digitsC, highBits)), 32);
    v128.store(target + at, v128.andnot(d, v128.and(digitsD, highBits)), 48);
    store<u64>(to8, bitsOf(i8x16.eq(a, feed), i8x16.eq(b, feed), i8x16.eq(c, feed), i8x16.eq(d, feed)), breaks);
    const lowerA = v128.or(a, caseBit);
    const lowerB = v128.or(b, caseBit);
    const lowerC = v128.or(c, caseBit);
    const lowerD = v128.or(d, caseBit);
    const placeA = i8x16.add(lowerA, fromLetters);
    const placeB = i8x16.add(lowerB, fromLetters);
    const placeC = i8x16.add(lowerC, fromLetters);
    const placeD = i8x16.add(lowerD, fromLetters);
    store<u64>(to8, bitsOf(i8x16.lt_s(placeA, pastHex), i8x16.lt_s(placeB, pastHex), i8x16.lt_s(placeC, pastHex), i8x16.lt_s(placeD, pastHex)), hexes);
    store<u64>(
      to8,
      bitsOf(
        v128.andnot(i8x16.lt_s(placeA, pastLetters), i8x16.eq(lowerA, letterX)),
        v128.andnot(i8x16.lt_s(placeB, pastLetters), i8x16.eq(lowerB, letterX)),
        v128.andnot(i8x16.lt_s(placeC, pastLetters), i8x16.eq(lowerC, letterX)),
        v128.andnot(i8x16.lt_s(placeD, pastLetters), i8x16.eq(lowerD, letterX)),
      ),
      lettersAt,
    );
    to8 += 8;
  }
}

/** Has each CR that no LF follows end a line too. */
function addLoneReturns(from: usize, to: usize): void {
  const ret = i8x16.splat(CR);
  let breaksAt = breaks;
  for (let at = from; at < to; at += block) {
    const source = input + at;
    const feeds = load<u64>(breaksAt);
    const returns = bitsOf(i8x16.eq(v128.load(source), ret), i8x16.eq(v128.load(source, 16), ret), i8x16.eq(v128.load(source, 32), ret), i8x16.eq(v128.load(source, 48), ret));
    const feedsNext = (feeds >> 1) | ((<u64>(load<u8>(source, 64) == LF)) << 63);
    store<u64>(breaksAt, feeds | (returns & ~feedsNext));
    breaksAt += 8;
  }
}

/** The bits below a place from 0 to 63. */
@inline
function below(place: u64): u64 {
  return ((<u64>1) << place) - 1;
}

/**
 * Finds the hexadecimals among the words of the blocks from an offset on. One is a word of nothing but digits and letters
 * up to f, and these are side by side somewhere in it.
 */
function findHex(from: usize, to: usize): void {
  let wordBefore = inWord;
  let digitBefore: u64 = 0;
  let letterBefore: u64 = 0;
  let open: u64 = 0;
  let start = wordStart;
  let wasMixed: u64 = 0;
  let place: usize = 0;
  for (let at = from; at < to; at += block) {
    const digits = load<u64>(numbers + (at >> 3));
    const hexLetters = load<u64>(place, hexes);
    const words = digits | load<u64>(place, lettersAt);
    place += 8;
    const begins = words & ~((words << 1) | wordBefore);
    const hex = digits | hexLetters;
    const fromStart = hex & ~(hex + ((begins | open) & hex));
    const mixed = fromStart & ((digits & ((hexLetters << 1) | letterBefore)) | (hexLetters & ((digits << 1) | digitBefore)));
    if (mixed | wasMixed) wasMixed = markHex(at, hex, words, begins, mixed | wasMixed, start);
    start = begins ? at + 63 - <usize>clz(begins) : start;
    wordBefore = words >> 63;
    digitBefore = digits >> 63;
    letterBefore = hexLetters >> 63;
    open = fromStart >> 63;
  }
  inWord = wordBefore;
  wordStart = start;
  const goesOnUntil = hexUntil;
  hexUntil = open ? endOfHex(wordStart) : 0;
  if (goesOnUntil > from) {
    mark(from, min(goesOnUntil, to));
    if (goesOnUntil > to) hexUntil = goesOnUntil;
  }
  if (open && hexUntil > 0) mark(wordStart, min(hexUntil, to));
}

/** Marks the hexadecimals that end in a block; `mixed` has bits in all that there may be. Returns 1 where the last one goes on. */
function markHex(at: usize, hex: u64, words: u64, begins: u64, mixed: u64, before: usize): u64 {
  let left = mixed;
  while (left) {
    const place = ctz(left);
    const rest = ~hex >> place;
    if (rest == 0) return 1;
    const end = place + ctz(rest);
    left &= ~(below(end) << 1 | 1);
    if ((words >> end) & 1) continue;
    const own = begins & (below(place) << 1 | 1);
    const from = own ? at + 63 - <usize>clz(own) : before;
    const to = at + <usize>end;
    if (to - from >= shortestHex) mark(from, to);
  }
  return 0;
}

/** Where the hexadecimal ends that begins at an offset, 0 where there is none. */
function endOfHex(from: usize): usize {
  let at = from;
  let hasDigit = false;
  let hasLetter = false;
  while (true) {
    const byte = <u32>load<u8>(input + at);
    const letter = (byte | 0x20) - 0x61;
    if (byte - 0x30 < 10) hasDigit = true;
    else if (letter < 6) hasLetter = true;
    else return hasDigit && hasLetter && at - from >= shortestHex && (letter >= 26 || letter == 0x17) ? at : 0;
    at++;
  }
}

/** Notes that there is a hexadecimal. */
function mark(from: usize, to: usize): void {
  memory.fill(text + from, hexMark, to - from);
  for (let at = from; at < to; ) {
    const end = min((at | 63) + 1, to);
    const place = numbers + ((at >> 6) << 3);
    const bits = (~(<u64>0) >> (64 - (end - at))) << (at & 63);
    store<u64>(place, load<u64>(place) | bits);
    at = end;
  }
}

/** Closes up the numbers of the blocks from an offset on, and notes where lines begin. */
function closeUp(from: usize, to: usize): void {
  let out = text + packed;
  let count = begun;
  let left = fixedLeft;
  let numberBefore = inNumber;
  let fixedBefore = inFixed;
  let place: usize = 0;
  for (let at = from; at < to; at += block) {
    const ends = load<u64>(place, breaks);
    // The first bytes of each line keep their numbers' lengths.
    let fixed = ends << 1;
    fixed |= fixed << 1;
    fixed |= fixed << 2;
    fixed |= fixed << 4;
    fixed |= fixed << 8;
    fixed |= (fixed << 16) | (fixed << 32) | below(left);
    left = <u32>max<i32>(<i32>fixedLengths - <i32>clz(ends), 0);
    // As do the other bytes of a number that begins there.
    const number = load<u64>(numbers + (at >> 3));
    const further = number & ((number << 1) | numberBefore);
    const droppable = further & ~fixed;
    const carried = droppable + (droppable & ((fixed << 1) | fixedBefore));
    const keptBits = ~(droppable & carried);
    numberBefore = number >> 63;
    fixedBefore = (fixed | (droppable & ~carried)) >> 63;
    store<u64>(place, keptBits, kept);
    store<u32>(place, <u32>out, packedAt);

    let bits = ends;
    let startsAt = starts + (<usize>count << 2);
    store<u32>(startsAt, <u32>at + <u32>ctz(bits) + 1, 4);
    bits &= bits - 1;
    store<u32>(startsAt, <u32>at + <u32>ctz(bits) + 1, 8);
    const lines = <u32>popcnt(ends);
    for (let i: u32 = 2; i < lines; i++) {
      bits &= bits - 1;
      startsAt += 4;
      store<u32>(startsAt, <u32>at + <u32>ctz(bits) + 1, 8);
    }
    count += lines;

    const source = text + at;
    out = pack(v128.load(source), load<u8>(place, kept), load<u8>(place, kept + 1), out);
    out = pack(v128.load(source, 16), load<u8>(place, kept + 2), load<u8>(place, kept + 3), out);
    out = pack(v128.load(source, 32), load<u8>(place, kept + 4), load<u8>(place, kept + 5), out);
    out = pack(v128.load(source, 48), load<u8>(place, kept + 6), load<u8>(place, kept + 7), out);
    place += 8;
  }
  packed = out - text;
  begun = count;
  fixedLeft = left;
  inNumber = numberBefore;
  inFixed = fixedBefore;
}

/** Packs sixteen bytes, of which the lower and the higher eight have these ones kept; returns where the next ones go. */
@inline
function pack(bytes: v128, low: u32, high: u32, out: usize): usize {
  const indexes = v128.load64_lane(<usize>high << 3, v128.load64_zero(<usize>low << 3, packing), 1, highPacking);
  const chosen = i8x16.swizzle(bytes, indexes);
  v128.store64_lane(out, chosen, 0);
  const next = out + <usize>popcnt(low);
  v128.store64_lane(next, chosen, 1);
  return next + <usize>popcnt(high);
}

/** Where the text that begins at an offset of the slice's input stands closed up. */
@inline
function packedFrom(at: usize, from: usize): usize {
  const place = ((at - from) >> 6) << 3;
  return <usize>load<u32>(place, packedAt) + <usize>popcnt(load<u64>(place, kept) & below(at & 63));
}

@inline
function sumOfProducts(a: v128, b: v128): v128 {
  return i64x2.add(i64x2.extmul_low_i32x4_u(a, b), i64x2.extmul_high_i32x4_u(a, b));
}

@inline
function sumOf(pair: v128): u64 {
  return <u64>i64x2.extract_lane(pair, 0) + <u64>i64x2.extract_lane(pair, 1);
}

/**
 * A hash of some bytes. Each block comes to two sums of products of its bytes and secret keys, which differ for two blocks
 * but for one chance in 2^64, whoever has chosen them; what these sums are multiplied into afterwards only spreads them.
 */
@inline
function hashOf(from: usize, length: usize): u64 {
  const key0 = v128.load(keys);
  const key1 = v128.load(keys, 16);
  const key2 = v128.load(keys, 32);
  const key3 = v128.load(keys, 48);
  const key4 = v128.load(keys, 64);
  const key5 = v128.load(keys, 80);
  const key6 = v128.load(keys, 96);
  const key7 = v128.load(keys, 112);
  let hash = seed ^ (<u64>length * otherFactor);
  let at = from;
  let left = <isize>length;
  do {
    const mask = ones + block - <usize>min(left, <isize>block);
    const a = v128.and(v128.load(at), v128.load(mask));
    const b = v128.and(v128.load(at, 16), v128.load(mask, 16));
    const c = v128.and(v128.load(at, 32), v128.load(mask, 32));
    const d = v128.and(v128.load(at, 48), v128.load(mask, 48));
    const first = i64x2.add(sumOfProducts(i32x4.add(a, key0), i32x4.add(b, key1)), sumOfProducts(i32x4.add(c, key2), i32x4.add(d, key3)));
    const second = i64x2.add(sumOfProducts(i32x4.add(a, key4), i32x4.add(b, key5)), sumOfProducts(i32x4.add(c, key6), i32x4.add(d, key7)));
    hash = (hash ^ sumOf(first)) * factor;
    hash = ((hash ^ (hash >> 32)) + sumOf(second)) * otherFactor;
    hash ^= hash >> 29;
    at += block;
    left -= block;
  } while (left > 0);
  return spread(hash);
}

@inline
function spread(hash: u64): u64 {
  hash *= factor;
  // 0 is for empty slots.
  return (hash ^ (hash >> 32)) | 1;
}

/** The slot of a hash, or the empty one where it would stand. */
@inline
function slotOf(hash: u64): usize {
  let place = <usize>(hash >> 8) & tableMask;
  while (true) {
    const slot = table + place * slotSize;
    const found = load<u64>(slot);
    if (found == hash || found == 0) return slot;
    place = (place + 1) & tableMask;
  }
}

/** The hash with the text of those numbers of the line that are kept. */
function refined(hash: u64, line: u32, places: u32): u64 {
  let result = hash;
  for (let i: u32 = 0; i < mostPlaces; i++) {
    const place = (places >> (i << 3)) & noPlace;
    if (place != noPlace) result = spread((result * otherFactor) ^ hashOfNumber(line, place));
  }
  return spread(result ^ seed);
}

/** A hash of the text of a number, by its place in the line; 0 where there is none. */
function hashOfNumber(line: u32, place: u32): u64 {
  let at = <usize>load<u32>(starts + (<usize>line << 2));
  const end = <usize>load<u32>(starts + (<usize>line << 2), 4);
  let left = place;
  let before: u64 = 0;
  let first = ~(<u64>0) << (at & 63);
  for (at &= ~63; at < end; at += block) {
    const bits = load<u64>(numbers + (at >> 3)) & first;
    first = ~(<u64>0);
    let begins = bits & ~((bits << 1) | before);
    before = bits >> 63;
    const count = <u32>popcnt(begins);
    if (left >= count) {
      left -= count;
      continue;
    }
    while (left-- > 0) begins &= begins - 1;
    const from = at + <usize>ctz(begins);
    return hashOf(input + from, endOfNumber(from) - from);
  }
  return 0;
}

function endOfNumber(from: usize): usize {
  const rest = ~load<u64>(numbers + ((from >> 6) << 3)) >> (from & 63);
  if (rest) return from + <usize>ctz(rest);
  let at = (from | 63) + 1;
  while (true) {
    if (at >= size) return size;
    const beyond = ~load<u64>(numbers + (at >> 3));
    if (beyond) return min(at + <usize>ctz(beyond), size);
    at += block;
  }
}

/** The slot of a line, with what tells it from others of its shape. */
@inline
function slotOfLine(line: u32, hash: u64): usize {
  const slot = slotOf(hash);
  return load<u32>(slot, 8) & keptFlag ? slotOf(refined(hash, line, load<u32>(slot, 12))) : slot;
}

@inline
function idIn(slot: usize, line: u32): u32 {
  const id = load<u32>(slot, 8) & ~keptFlag;
  return id != 0 && isGuarded(line) ? id | guardedFlag : id;
}

/** Whether a line does not keep to the guard. */
@inline
function isGuarded(line: u32): bool {
  if (guardLength == 0) return false;
  const from = <usize>load<u32>(starts + (<usize>line << 2)) + guardColumn;
  if (from + guardLength > endOfText(line)) return true;
  const a = v128.load(input + from);
  const b = v128.load(input + from, 16);
  const outA = v128.or(i8x16.sub_sat_u(v128.load(guardLow), a), i8x16.sub_sat_u(a, v128.load(guardHigh)));
  const outB = v128.or(i8x16.sub_sat_u(v128.load(guardLow, 16), b), i8x16.sub_sat_u(b, v128.load(guardHigh, 16)));
  return v128.any_true(v128.or(outA, outB));
}

/** Where a line's text ends and its line break begins, at most two bytes too far. */
@inline
function endOfText(line: u32): usize {
  return <usize>load<u32>(starts + (<usize>line << 2), 4);
}

/** Hashes and looks up the lines from one to another, which end in the slice. */
function lookUp(from: u32, to: u32, slice: usize): void {
  let begin = lineAt;
  for (let line = from; line < to; line++) {
    const next = packedFrom(<usize>load<u32>(starts + (<usize>line << 2), 4) - 1, slice) + 1;
    let length = next - 1 - begin;
    length -= <usize>(load<u8>(begin + length - 1) == CR) & <usize>(length != 0);
    const hash = hashOf(begin, length);
    store<u64>(hashes + (<usize>line << 3), hash);
    store<u32>(ids + (<usize>line << 2), idIn(slotOfLine(line, hash), line));
    begin = next;
  }
  lineAt = begin;
}

/** Finds the lines of the input's first bytes and the ids of their shapes; returns how many lines there are. */
export function skim(length: usize, last: bool, loneReturns: bool): u32 {
  size = length;
  const behind = input + length;
  const saved = load<u8>(behind);
  const final = length > 0 ? load<u8>(behind - 1) : LF;
  const isEnded = final == LF || (loneReturns && final == CR);
  // A line feed ends what has no end, and has a return wait for one that may come.
  store<u8>(behind, last && isEnded ? 0 : LF);
  const end = last && !isEnded ? length + 1 : length;
  inWord = 0;
  hexUntil = 0;
  wordStart = 0;
  packed = 0;
  begun = 0;
  fixedLeft = fixedLengths;
  inNumber = 0;
  inFixed = 0;
  store<u32>(starts, 0);
  lineAt = text;
  let done: u32 = 0;
  for (let from: usize = 0; from < end; from += sliceSize) {
    const to = min(from + sliceSize, (end + 63) & ~63);
    classify(from, to);
    if (loneReturns) addLoneReturns(from, to);
    findHex(from, to);
    if (to >= end && (end & 63) != 0) {
      const place = breaks + (((end - from) >> 6) << 3);
      store<u64>(place, load<u64>(place) & below(end & 63));
    }
    closeUp(from, to);
    lookUp(done, begun, from);
    done = begun;
  }
  store<u8>(behind, saved);
  const rest = starts + (<usize>done << 2);
  store<u32>(rest, min(load<u32>(rest), <u32>length));
  return done;
}

/** The id of a line, as `skim` would tell it now. */
export function idOf(line: u32): u32 {
  return idIn(slotOfLine(line, hashAt(line)), line);
}

@inline
function hashAt(line: u32): u64 {
  return load<u64>(hashes + (<usize>line << 3));
}

/** Gives a line's shape an id. */
export function learn(line: u32, id: u32): void {
  const hash = hashAt(line);
  let slot = slotOf(hash);
  if (load<u32>(slot, 8) & keptFlag) {
    const own = refined(hash, line, load<u32>(slot, 12));
    slot = slotOf(own);
    store<u64>(slot, own);
  } else {
    store<u64>(slot, hash);
  }
  store<u32>(slot, id, 8);
}

/** From now on lines of this one's shape are told apart by these numbers too. False where they are already. */
export function keep(line: u32, places: u32): bool {
  const hash = hashAt(line);
  const slot = slotOf(hash);
  if (load<u32>(slot, 8) & keptFlag) return false;
  store<u64>(slot, hash);
  store<u32>(slot, keptFlag, 8);
  store<u32>(slot, places, 12);
  return true;
}
