// What is known of shapes, and of the lines that have them.

import { hashOf, hashWith } from './hash';
import { isMark, lengthOfNumber } from './marks';
import { closed, input, text } from './memory';

/** Numbers that begin within so many bytes of a line keep their length in its shape. */
const fixedLengths: usize = 48;

/** A shape: its hash; its id and from where on it is guarded, or `keptFlag` and the numbers that are kept. */
export const slotSize: usize = 16;
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
export const memosSize: usize = (memoMask + 1) * memoSize;

/** The lower bounds of 32 bytes, and the upper ones. */
const guards = memory.data(64, 16);

let table: usize = 0;
let tableMask: usize = 0;
let memos: usize = 0;
let memoCount: u32 = 0;
/** 0: there is no guard. */
let guardLength: usize = 0;

/** `slots`: a power of two. At `at` there are zeros: the slots, and then `memosSize` bytes. */
export function prepareDictionary(at: usize, slots: usize): void {
  table = at;
  tableMask = slots - 1;
  memos = table + slots * slotSize;
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
  return guards;
}

/** The id of a line (its marked text hashes to this), 0 where its shape is unknown. */
@inline
export function idFor(hash: u64, start: usize, end: usize): u32 {
  const memo = memoOfLine(hash, start, end);
  if (memo == 0) return 0;
  const slot = slotIn(memo, start, end);
  const id = load<u32>(slot, 8);
  return id != 0 && isGuarded(load<u32>(slot, 12), start, end) ? id | guardedFlag : id;
}

/** Gives the shape of a line an id and the guard a column to look at it from. */
export function enter(start: usize, end: usize, id: u32, column: u32): void {
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
export function keepNumbers(start: usize, end: usize, numbers: u32): bool {
  const hash = shapeHash(start, end);
  const slot = slotOf(hash);
  if (load<u32>(slot, 8) & keptFlag) return false;
  store<u64>(slot, hash);
  store<u32>(slot, keptFlag, 8);
  store<u32>(slot, numbers, 12);
  return true;
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

/** The hash of a line's shape: of its marked text with the numbers closed up. There is no telling where these are, so nothing branches. */
function shapeHash(start: usize, end: usize): u64 {
  const free = min(start + fixedLengths, end);
  for (let at: usize = 0; at < fixedLengths; at += 16) v128.store(closed + at, v128.load(text + start + at));
  let out = closed + (free - start);
  let before = <u32>(free > start && isMark(load<u8>(text + free - 1)));
  let keepsLength = before;
  for (let at = free; at < end; at++) {
    const byte = load<u8>(text + at);
    const number = <u32>isMark(byte);
    keepsLength &= number;
    store<u8>(out, byte);
    out += 1 - <usize>(number & before & (keepsLength ^ 1));
    before = number;
  }
  return hashOf(closed, out - closed);
}

/** The slot of a remembered line: that of its shape, or of this with the numbers that are kept. */
@inline
function slotIn(memo: usize, start: usize, end: usize): usize {
  const slot = <usize>load<u32>(memo, 8);
  return load<u32>(slot, 8) & keptFlag ? slotOf(refinedIn(memo, slot, start, end)) : slot;
}

/** The hash of a remembered line's shape with the text of the numbers that are kept of it. */
function refinedIn(memo: usize, slot: usize, start: usize, end: usize): u64 {
  // It may not have been kept when the line was remembered.
  if (load<u32>(memo, 12) == 0) placeNumbers(memo, start, end, load<u32>(slot, 12));
  // Its own slot holds what is kept.
  let hash = ~load<u64>(slot);
  for (let i: usize = 0; i < <usize>mostPlaces; i++) {
    const place = <usize>load<u32>(memo + (i << 2), 12);
    if (place == 0) continue;
    const at = start + place - 1;
    hash = hashWith(hash, input + at, lengthOfNumber(text + at));
  }
  return hash | 1;
}

/** Remembers where the numbers are that are kept of a line. */
function placeNumbers(memo: usize, start: usize, end: usize, numbers: u32): void {
  for (let i: u32 = 0; i < mostPlaces; i++) {
    const number = (numbers >> (i << 3)) & noPlace;
    store<u32>(memo + (<usize>i << 2), number == noPlace ? 0 : placeOf(start, end, number), 12);
  }
}

/** Where a number of a line begins, by its place among them, from the line's start; 0 where it is not, else one more. */
function placeOf(start: usize, end: usize, number: u32): u32 {
  let left = number;
  let wasNumber = false;
  for (let at = start; at < end; at++) {
    const isNumber = isMark(load<u8>(text + at));
    if (isNumber && !wasNumber && left-- == 0) return <u32>(at - start) + 1;
    wasNumber = isNumber;
  }
  return 0;
}

/** Whether a line does not keep to the guard, which looks at it from a column on. */
@inline
function isGuarded(column: u32, start: usize, end: usize): bool {
  if (column == noColumn || guardLength == 0) return false;
  const from = start + <usize>column;
  if (from + guardLength > end) return true;
  const a = v128.load(input + from);
  const b = v128.load(input + from, 16);
  const outA = v128.or(i8x16.sub_sat_u(v128.load(guards), a), i8x16.sub_sat_u(a, v128.load(guards, 32)));
  const outB = v128.or(i8x16.sub_sat_u(v128.load(guards, 16), b), i8x16.sub_sat_u(b, v128.load(guards, 48)));
  return v128.any_true(v128.or(outA, outB));
}
