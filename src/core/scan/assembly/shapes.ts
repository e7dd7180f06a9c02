// The scan kernel: lines and the ids of their shapes. Compiled to WebAssembly by AssemblyScript; `../shapeOf.ts` says in
// plain words what a shape is. Bytes are classified sixteen at a time and their numbers marked, still as long as they
// were; then each line is looked up by a hash of that. What it comes to is remembered: as few of a log's lines are
// unlike all before but for the figures of their numbers, the numbers of few need be closed up to find their shape.

const LF: u8 = 10;
const CR: u8 = 13;
/** Bytes whose classes stand in one word of bits. */
const block: usize = 64;
/** Bytes that are classified before their lines are looked up: few enough to stay in the fastest cache. */
const sliceSize: usize = 64 * block;
/** What stands for each digit of a number in a marked text; no other digit is in one, so none is mistaken for it. */
const decimalMark: u8 = 0x30;
const hexMark: u8 = 0x31;
const shortestHex: usize = 4;
/** Numbers that begin within so many bytes of a line keep their length in its shape. */
const fixedLengths: usize = 48;
/** How far before and behind an array the kernel may read, and behind it write. */
const margin: usize = 256;

/** A shape: its hash; its id and from where on it is guarded, or `keptFlag` and the numbers that are kept. */
const slotSize: usize = 16;
const keptFlag: u32 = 0x80000000;
const guardedFlag: u32 = 0x40000000;
/** Tells of a shape that is not guarded. */
const noColumn: u32 = 0xffffffff;
/** One of the places of the numbers that are kept, and none. */
const noPlace: u32 = 0xff;
const mostPlaces: u32 = 3;

/** A marked line: its hash, the slot of its shape, and where in it the numbers are that are kept. */
const memoSize: usize = 32;
const memoMask: usize = 0xffff;
const mostMemos: u32 = 0x8000;

/** A block of ones before a block of zeros: from `ones + 64 - n` on, n bytes are kept. */
const ones = memory.data(128 + 16, 16);
const keys = memory.data(8 * 16, 16);
const guardLow = memory.data(32, 16);
const guardHigh = memory.data(32, 16);
/** Line breaks of a slice, a bit for each byte. */
const breaks = memory.data(64 * 8, 16);
/** Blocks of a slice where a digit and a letter up to f are side by side: their offset, a bit for each such place, and for each of those characters. */
const candidates = memory.data(65 * 24, 16);
/** Lines of a slice: their hash and where their text ends. */
const hashes = memory.data(4096 * 16, 16);
const literals = memory.data<u8>([0x50, 0x8a, 0x0f, 0x0a, 0x20, 0x1f, 0x86]);
const constants = memory.data(7 * 16, 16);

/** Where the caller puts bytes. */
export let input: usize = 0;
/** Where each line begins, from the input's first byte on, and behind them where the rest begins. */
export let starts: usize = 0;
export let ids: usize = 0;
/** The input with its numbers marked. */
let text: usize = 0;
/** A line with its numbers closed up. */
let closed: usize = 0;
let table: usize = 0;
let tableMask: usize = 0;
let memos: usize = 0;
let memoCount: u32 = 0;
let seed: u64 = 0;
let factor: u64 = 0;
let otherFactor: u64 = 0;
/** 0: there is no guard. */
let guardLength: usize = 0;

/** Whether the byte before the slice is a digit, and whether it is a letter up to f. */
let digitBefore: u64 = 0;
let letterBefore: u64 = 0;
/** Where the slice's candidates end. */
let candidatesEnd: usize = 0;
/** Up to where words were searched for hexadecimals, and where the last of these ends. */
let searched: usize = 0;
let hexUntil: usize = 0;

/** Lays out the memory: for inputs of `capacity` bytes, `slots` (a power of two) for shapes. Returns false where there is none. */
export function prepare(capacity: usize, slots: u32, seedLow: u32, seedHigh: u32): bool {
  input = aligned(__heap_base + margin);
  text = aligned(input + capacity + 2 * margin);
  closed = aligned(text + capacity + margin);
  starts = aligned(closed + capacity + margin);
  ids = aligned(starts + (capacity << 2) + margin);
  table = aligned(ids + (capacity << 2) + margin);
  tableMask = <usize>slots - 1;
  memos = table + <usize>slots * slotSize;
  const end = memos + (memoMask + 1) * memoSize;
  const missing = <i32>((end + 0xffff) >> 16) - memory.size();
  if (missing > 0 && memory.grow(missing) < 0) return false;
  memory.fill(ones, 0xff, block);
  for (let i: usize = 0; i < 7; i++) memory.fill(constants + (i << 4), load<u8>(literals + i), 16);
  prepareKeys((<u64>seedHigh << 32) | <u64>seedLow);
  forget();
  return true;
}

function aligned(address: usize): usize {
  return (address + 63) & ~63;
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
  forgetLines();
}

function forgetLines(): void {
  memory.fill(memos, 0, (memoMask + 1) * memoSize);
  memoCount = 0;
}

/** Where the bounds of the guarded bytes are to be put: the lower ones and, 32 bytes on, the upper ones. */
export function guard(length: usize): usize {
  guardLength = length;
  return guardLow;
}

@inline
function bitsOf(a: v128, b: v128, c: v128, d: v128): u64 {
  return <u64>(<u32>i8x16.bitmask(a) | (<u32>i8x16.bitmask(b) << 16)) | (<u64>(<u32>i8x16.bitmask(c) | (<u32>i8x16.bitmask(d) << 16)) << 32);
}

/** The bits below a place from 0 to 63. */
@inline
function below(place: u64): u64 {
  return ((<u64>1) << place) - 1;
}

/** Finds the line breaks of the blocks from an offset on, marks their digits, and notes where hexadecimals may be. */
function classify(from: usize, to: usize): void {
  // Loaded, they stay in registers; as literals they would be made anew for each block.
  const fromDigits = v128.load(constants);
  const pastDigits = v128.load(constants, 16);
  const figure = v128.load(constants, 32);
  const feed = v128.load(constants, 48);
  const caseBit = v128.load(constants, 64);
  const fromLetters = v128.load(constants, 80);
  const pastHex = v128.load(constants, 96);
  const source = input;
  const target = text;
  let digitAt = digitBefore;
  let letterAt = letterBefore;
  let candidate = candidates;
  let breaksAt = breaks;
  for (let at = from; at < to; at += block) {
    const a = v128.load(source + at);
    const b = v128.load(source + at, 16);
    const c = v128.load(source + at, 32);
    const d = v128.load(source + at, 48);
    const digitsA = i8x16.lt_s(i8x16.add(a, fromDigits), pastDigits);
    const digitsB = i8x16.lt_s(i8x16.add(b, fromDigits), pastDigits);
    const digitsC = i8x16.lt_s(i8x16.add(c, fromDigits), pastDigits);
    const digitsD = i8x16.lt_s(i8x16.add(d, fromDigits), pastDigits);
    v128.store(target + at, v128.andnot(a, v128.and(digitsA, figure)));
    v128.store(target + at, v128.andnot(b, v128.and(digitsB, figure)), 16);
    v128.store(target + at, v128.andnot(c, v128.and(digitsC, figure)), 32);
    v128.store(target + at, v128.andnot(d, v128.and(digitsD, figure)), 48);
    store<u64>(breaksAt, bitsOf(i8x16.eq(a, feed), i8x16.eq(b, feed), i8x16.eq(c, feed), i8x16.eq(d, feed)));
    breaksAt += 8;
    const hexA = i8x16.lt_s(i8x16.add(v128.or(a, caseBit), fromLetters), pastHex);
    const hexB = i8x16.lt_s(i8x16.add(v128.or(b, caseBit), fromLetters), pastHex);
    const hexC = i8x16.lt_s(i8x16.add(v128.or(c, caseBit), fromLetters), pastHex);
    const hexD = i8x16.lt_s(i8x16.add(v128.or(d, caseBit), fromLetters), pastHex);
    const digits = bitsOf(digitsA, digitsB, digitsC, digitsD);
    const letters = bitsOf(hexA, hexB, hexC, hexD);
    const mixed = (digits & ((letters << 1) | letterAt)) | (letters & ((digits << 1) | digitAt));
    store<u64>(candidate, at);
    store<u64>(candidate, mixed, 8);
    store<u64>(candidate, digits | letters, 16);
    candidate += mixed ? 24 : 0;
    digitAt = digits >> 63;
    letterAt = letters >> 63;
  }
  digitBefore = digitAt;
  letterBefore = letterAt;
  candidatesEnd = candidate;
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

/** Finds the hexadecimals of a slice: words of nothing but digits and letters up to f, with both side by side somewhere. */
function findHex(from: usize, to: usize): void {
  // One that goes on from the slice before was marked beyond it, and then overwritten.
  if (hexUntil > from) mark(from, min(hexUntil, to));
  for (let candidate = candidates; candidate < candidatesEnd; candidate += 24) {
    const at = <usize>load<u64>(candidate);
    const others = ~load<u64>(candidate, 16);
    let mixed = searched < at + block ? load<u64>(candidate, 8) : 0;
    if (searched > at) mixed &= ~below(searched - at);
    while (mixed) {
      const place = ctz(mixed);
      const before = others & below(place);
      const behind = others >> place;
      const start = before ? at + 64 - <usize>clz(before) : startOfHex(at);
      const end = place + ctz(behind);
      searched = behind ? at + <usize>end : endOfHex(at + block);
      mixed = behind ? mixed & ~below(end) : 0;
      if (searched - start < shortestHex || isOtherLetter(start - 1) || isOtherLetter(searched)) continue;
      hexUntil = searched;
      mark(start, searched);
    }
  }
}

function startOfHex(at: usize): usize {
  while (at > 0 && isHex(at - 1)) at--;
  return at;
}

function endOfHex(at: usize): usize {
  while (isHex(at)) at++;
  return at;
}

@inline
function isHex(at: usize): bool {
  const byte = <u32>load<u8>(input + at);
  return byte - 0x30 < 10 || (byte | 0x20) - 0x61 < 6;
}

/** Whether there is a letter beyond f other than x, which parts the words of `0x1f`. */
@inline
function isOtherLetter(at: usize): bool {
  const letter = (<u32>load<u8>(input + at) | 0x20) - 0x67;
  return letter < 20 && letter != 0x11;
}

/** Marks a hexadecimal, or what of it is in a slice; nothing is read, lest it waits for what was marked just before. */
function mark(from: usize, to: usize): void {
  const end = text + to;
  let at = text + from;
  if (to - from >= 8) {
    for (; at + 8 < end; at += 8) store<u64>(at, 0x3131313131313131);
    store<u64>(end - 8, 0x3131313131313131);
  } else if (to - from >= 4) {
    store<u32>(at, 0x31313131);
    store<u32>(end - 4, 0x31313131);
  } else {
    for (; at < end; at++) store<u8>(at, hexMark);
  }
}

/** Notes where lines begin behind the line breaks of a slice; `line` is the last that has begun. Returns that of now. */
function findLines(from: usize, to: usize, line: u32): u32 {
  let startsAt = starts + (<usize>line << 2);
  let breaksAt = breaks;
  for (let at = from; at < to; at += block) {
    let bits = load<u64>(breaksAt);
    breaksAt += 8;
    const count = <usize>popcnt(bits);
    // Most blocks have no more, and what is written without need is overwritten.
    store<u32>(startsAt, <u32>at + <u32>ctz(bits) + 1, 4);
    bits &= bits - 1;
    store<u32>(startsAt, <u32>at + <u32>ctz(bits) + 1, 8);
    for (let i: usize = 2; i < count; i++) {
      bits &= bits - 1;
      store<u32>(startsAt + (i << 2), <u32>at + <u32>ctz(bits) + 1, 4);
    }
    startsAt += count << 2;
  }
  return <u32>((startsAt - starts) >> 2);
}

/**
 * A hash of some bytes. Each block comes to two sums of products with secret keys, of 32 bits each and of 16: those of two
 * blocks are alike by one chance in 2^48 at most, whoever has chosen them. What these are multiplied into only spreads them.
 */
@inline
function hashOf(from: usize, length: usize): u64 {
  let hash = seed ^ (<u64>length * otherFactor);
  let at = from;
  let left = <isize>length;
  do {
    const mask = ones + block - <usize>min(left, <isize>block);
    const a = v128.and(v128.load(at), v128.load(mask));
    const b = v128.and(v128.load(at, 16), v128.load(mask, 16));
    const c = v128.and(v128.load(at, 32), v128.load(mask, 32));
    const d = v128.and(v128.load(at, 48), v128.load(mask, 48));
    const wideA = i32x4.add(a, v128.load(keys));
    const wideB = i32x4.add(b, v128.load(keys, 16));
    const wideC = i32x4.add(c, v128.load(keys, 32));
    const wideD = i32x4.add(d, v128.load(keys, 48));
    const low = i64x2.add(i64x2.extmul_low_i32x4_u(wideA, wideB), i64x2.extmul_low_i32x4_u(wideC, wideD));
    const high = i64x2.add(i64x2.extmul_high_i32x4_u(wideA, wideB), i64x2.extmul_high_i32x4_u(wideC, wideD));
    const wide = i64x2.add(low, high);
    const early = i32x4.add(i32x4.dot_i16x8_s(a, v128.load(keys, 64)), i32x4.dot_i16x8_s(b, v128.load(keys, 80)));
    const late = i32x4.add(i32x4.dot_i16x8_s(c, v128.load(keys, 96)), i32x4.dot_i16x8_s(d, v128.load(keys, 112)));
    const narrow = i32x4.add(early, late);
    const sums = i64x2.add(v128.shuffle<u64>(wide, narrow, 0, 2), v128.shuffle<u64>(wide, narrow, 1, 3));
    const own = <u64>i64x2.extract_lane(sums, 0) * factor;
    hash = (hash ^ ((own ^ (own >> 32)) + <u64>i64x2.extract_lane(sums, 1))) * otherFactor;
    hash ^= hash >> 32;
    at += block;
    left -= block;
  } while (left > 0);
  // 0 is for empty slots.
  return hash | 1;
}

@inline
function spread(hash: u64): u64 {
  hash *= factor;
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

/** What is remembered of a marked line, or the empty place where it would stand. */
@inline
function memoOf(hash: u64): usize {
  let place = <usize>(hash >> 8) & memoMask;
  while (true) {
    const memo = memos + place * memoSize;
    const found = load<u64>(memo);
    if (found == hash || found == 0) return memo;
    place = (place + 1) & memoMask;
  }
}

/** Where a line's text begins and ends. */
@inline
function startOf(line: u32): usize {
  return <usize>load<u32>(starts + (<usize>line << 2));
}

@inline
function endOf(line: u32, start: usize): usize {
  let end = startOf(line + 1);
  end -= <usize>(load<u8>(text + end - 1) == LF);
  return end - (<usize>(load<u8>(text + end - 1) == CR) & <usize>(end > start));
}

/** The hash of the shape of some text. */
function shapeHash(start: usize, end: usize): u64 {
  let out = closed;
  let wasNumber: bool = false;
  let keepsLength: bool = false;
  for (let at = start; at < end; at++) {
    const byte = load<u8>(text + at);
    const isNumber = (byte & 0xfe) == decimalMark;
    keepsLength = wasNumber ? keepsLength : at - start < fixedLengths;
    store<u8>(out, byte);
    out += <usize>(!isNumber || !wasNumber || keepsLength);
    wasNumber = isNumber;
  }
  return hashOf(closed, out - closed);
}

/** Where a number of a line begins, by its place among them, from the line's start; 0 where it is not, else one more. */
function placeOf(start: usize, end: usize, number: u32): u32 {
  let left = number;
  let wasMark = false;
  for (let at = start; at < end; at++) {
    const isMark = (load<u8>(text + at) & 0xfe) == decimalMark;
    if (isMark && !wasMark && left-- == 0) return <u32>(at - start) + 1;
    wasMark = isMark;
  }
  return 0;
}

/** Remembers where the numbers are that are kept of a line. */
function placeNumbers(memo: usize, start: usize, end: usize, numbers: u32): void {
  for (let i: u32 = 0; i < mostPlaces; i++) {
    const number = (numbers >> (i << 3)) & noPlace;
    store<u32>(memo + (<usize>i << 2), number == noPlace ? 0 : placeOf(start, end, number), 12);
  }
}

/** The hash of a shape with the text of the numbers that are kept of it. */
function refined(hash: u64, memo: usize, start: usize): u64 {
  let result = hash;
  for (let i: usize = 0; i < <usize>mostPlaces; i++) {
    const place = <usize>load<u32>(memo + (i << 2), 12);
    if (place != 0) result = spread((result * otherFactor) ^ hashOfNumber(start + place - 1));
  }
  return spread(result ^ seed);
}

function hashOfNumber(at: usize): u64 {
  let length: usize = 0;
  while (true) {
    const marks = i8x16.eq(v128.and(v128.load(text + at + length), i8x16.splat(<i8>0xfe)), i8x16.splat(decimalMark));
    const found = <usize>ctz(~<u32>i8x16.bitmask(marks));
    length += found;
    if (found < 16) return hashOf(input + at, length);
  }
}

/** What is remembered of a line that hashes to this; 0 where its shape is unknown. */
@inline
function memoOfLine(hash: u64, start: usize, end: usize): usize {
  const memo = memoOf(hash);
  return load<u64>(memo) == hash ? memo : remember(hash, start, end);
}

function remember(hash: u64, start: usize, end: usize): usize {
  const slot = slotOf(shapeHash(start, end));
  if (load<u64>(slot) == 0) return 0;
  if (memoCount == mostMemos) forgetLines();
  memoCount++;
  const memo = memoOf(hash);
  store<u64>(memo, hash);
  store<u32>(memo, <u32>slot, 8);
  store<u32>(memo, 0, 12);
  return memo;
}

/** The hash of what tells a line whose shape is known from others. */
@inline
function slotIn(memo: usize, start: usize, end: usize): usize {
  const slot = <usize>load<u32>(memo, 8);
  return load<u32>(slot, 8) & keptFlag ? slotOf(refinedIn(memo, slot, start, end)) : slot;
}

function refinedIn(memo: usize, slot: usize, start: usize, end: usize): u64 {
  // It may not have been kept when the line was remembered.
  if (load<u32>(memo, 12) == 0) placeNumbers(memo, start, end, load<u32>(slot, 12));
  return refined(load<u64>(slot), memo, start);
}

/** The id of a line that hashes to this, 0 where its shape is unknown. */
@inline
function idFor(hash: u64, start: usize, end: usize): u32 {
  const memo = memoOfLine(hash, start, end);
  if (memo == 0) return 0;
  const slot = slotIn(memo, start, end);
  const id = load<u32>(slot, 8);
  return id != 0 && isGuarded(load<u32>(slot, 12), start, end) ? id | guardedFlag : id;
}

/** Whether a line does not keep to the guard, which looks at it from a column on. */
@inline
function isGuarded(column: u32, start: usize, end: usize): bool {
  if (column == noColumn || guardLength == 0) return false;
  const from = start + <usize>column;
  if (from + guardLength > end) return true;
  const a = v128.load(input + from);
  const b = v128.load(input + from, 16);
  const outA = v128.or(i8x16.sub_sat_u(v128.load(guardLow), a), i8x16.sub_sat_u(a, v128.load(guardHigh)));
  const outB = v128.or(i8x16.sub_sat_u(v128.load(guardLow, 16), b), i8x16.sub_sat_u(b, v128.load(guardHigh, 16)));
  return v128.any_true(v128.or(outA, outB));
}

/** Finds the ids of the lines from one to another. First all are hashed: no line then waits for what another one's hash leads to. */
function lookUp(from: u32, to: u32): void {
  let hashAt = hashes;
  for (let line = from; line < to; line++) {
    const start = startOf(line);
    let end = startOf(line + 1) - 1;
    end -= <usize>(load<u8>(text + end - 1) == CR) & <usize>(end > start);
    store<u64>(hashAt, hashOf(text + start, end - start));
    store<u64>(hashAt, <u64>end, 8);
    hashAt += 16;
  }
  hashAt = hashes;
  for (let line = from; line < to; line++) {
    store<u32>(ids + (<usize>line << 2), idFor(load<u64>(hashAt), startOf(line), <usize>load<u64>(hashAt, 8)));
    hashAt += 16;
  }
}

/** Finds the lines of the input's first bytes and the ids of their shapes; returns how many lines there are. */
export function skim(length: usize, last: bool, loneReturns: bool): u32 {
  const behind = input + length;
  const saved = load<u8>(behind);
  const final = length > 0 ? load<u8>(behind - 1) : LF;
  const isEnded = final == LF || (loneReturns && final == CR);
  // A line feed ends what has no end, and has a return wait for one that may come.
  store<u8>(behind, last && isEnded ? 0 : LF);
  const end = last && !isEnded ? length + 1 : length;
  digitBefore = 0;
  letterBefore = 0;
  searched = 0;
  hexUntil = 0;
  store<u32>(starts, 0);
  let line: u32 = 0;
  for (let from: usize = 0; from < end; from += sliceSize) {
    const to = min(from + sliceSize, aligned(end));
    classify(from, to);
    if (loneReturns) addLoneReturns(from, to);
    if (to > end) {
      const place = breaks + (((end - from) >> 6) << 3);
      store<u64>(place, load<u64>(place) & below(end & 63));
    }
    findHex(from, to);
    const next = findLines(from, to, line);
    lookUp(line, next);
    line = next;
  }
  store<u8>(behind, saved);
  const rest = starts + (<usize>line << 2);
  store<u32>(rest, min(load<u32>(rest), <u32>length));
  return line;
}

/** The id of a line, as `skim` would tell it now. */
export function idOf(line: u32): u32 {
  const start = startOf(line);
  const end = endOf(line, start);
  return idFor(hashOf(text + start, end - start), start, end);
}

/** Gives a line's shape an id and the guard a column to look at it from. */
export function learn(line: u32, id: u32, column: u32): void {
  const start = startOf(line);
  const end = endOf(line, start);
  let hash = shapeHash(start, end);
  let slot = slotOf(hash);
  if (load<u32>(slot, 8) & keptFlag) {
    hash = refinedIn(memoOfLine(hashOf(text + start, end - start), start, end), slot, start, end);
    slot = slotOf(hash);
  }
  store<u64>(slot, hash);
  store<u32>(slot, id, 8);
  store<u32>(slot, column, 12);
}

/** From now on lines of this one's shape are told apart by these numbers too. False where they are already. */
export function keep(line: u32, numbers: u32): bool {
  const start = startOf(line);
  const hash = shapeHash(start, endOf(line, start));
  const slot = slotOf(hash);
  if (load<u32>(slot, 8) & keptFlag) return false;
  store<u64>(slot, hash);
  store<u32>(slot, keptFlag, 8);
  store<u32>(slot, numbers, 12);
  return true;
}
