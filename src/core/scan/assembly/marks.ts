// Tells line breaks, numbers and all else apart, sixteen bytes at a time.

import { block, input, text } from './memory';

export const LF: u8 = 10;
export const CR: u8 = 13;
/** What stands for each digit of a number in a marked text; no other digit is in one, so none is mistaken for it. */
const decimalMark: u8 = 0x30;
const hexMark: u8 = 0x31;
const shortestHex: usize = 4;
/** Blocks that are marked in one go at most. */
export const mostBlocks: usize = 64;

/** Line breaks of a slice, a bit for each byte. */
export const breaks = memory.data(64 * 8, 16);
/** Blocks of a slice where a digit and a letter up to f are side by side: their offset, a bit for each such place, and for each of those characters. */
const candidates = memory.data(65 * 24, 16);
const candidateSize: usize = 24;
/** What `classify` compares with, sixteen times each. */
const literals = memory.data<u8>([0x50, 0x8a, 0x0f, 0x0a, 0x20, 0x1f, 0x86]);
const constants = memory.data(7 * 16, 16);

/** Whether the byte before the slice is a digit, and whether it is a letter up to f. */
let digitBefore: u64 = 0;
let letterBefore: u64 = 0;
/** Where the slice's candidates end. */
let candidatesEnd: usize = 0;
/** Up to where words were searched for hexadecimals, and where the last of these ends. */
let searched: usize = 0;
let hexUntil: usize = 0;

export function prepareMarks(): void {
  for (let i: usize = 0; i < 7; i++) memory.fill(constants + (i << 4), load<u8>(literals + i), 16);
}

/** To be called before the first slice of an input. */
export function beginMarks(): void {
  digitBefore = 0;
  letterBefore = 0;
  searched = 0;
  hexUntil = 0;
}

/**
 * Marks the numbers of the blocks from an offset on and finds their line breaks. The last block goes on behind `end`,
 * where something stands that belongs to no word.
 */
export function markSlice(from: usize, to: usize, end: usize, loneReturns: bool): void {
  classify(from, to);
  if (loneReturns) addLoneReturns(from, to);
  if (to > end) dropBehind(end, from);
  findHex(from, to);
}

/** Whether a byte of the marked text belongs to a number. */
@inline
export function isMark(byte: u8): bool {
  return (byte & 0xfe) == decimalMark;
}

/** How long the number is that begins there in the marked text. */
export function lengthOfNumber(at: usize): usize {
  let length: usize = 0;
  while (true) {
    const marks = i8x16.eq(v128.and(v128.load(at + length), i8x16.splat(<i8>0xfe)), i8x16.splat(decimalMark));
    const found = <usize>ctz(~<u32>i8x16.bitmask(marks));
    length += found;
    if (found < 16) return length;
  }
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
    candidate += mixed ? candidateSize : 0;
    digitAt = digits >> 63;
    letterAt = letters >> 63;
  }
  digitBefore = digitAt;
  letterBefore = letterAt;
  candidatesEnd = candidate;
}

@inline
function bitsOf(a: v128, b: v128, c: v128, d: v128): u64 {
  return <u64>(<u32>i8x16.bitmask(a) | (<u32>i8x16.bitmask(b) << 16)) | (<u64>(<u32>i8x16.bitmask(c) | (<u32>i8x16.bitmask(d) << 16)) << 32);
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

/** Leaves out what was found behind the end. */
function dropBehind(end: usize, from: usize): void {
  const known = below(end & 63);
  const place = breaks + (((end - from) >> 6) << 3);
  store<u64>(place, load<u64>(place) & known);
  const candidate = candidatesEnd - candidateSize;
  if (candidate >= candidates && <usize>load<u64>(candidate) + block > end) store<u64>(candidate, load<u64>(candidate, 8) & known, 8);
}

/** Finds the hexadecimals of a slice: words of nothing but digits and letters up to f, with both side by side somewhere. */
function findHex(from: usize, to: usize): void {
  // One that goes on from the slice before was marked beyond it, and then overwritten.
  if (hexUntil > from) mark(from, min(hexUntil, to));
  for (let candidate = candidates; candidate < candidatesEnd; candidate += candidateSize) {
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

/** Marks a hexadecimal, or what of it is in a slice. Nothing is read, lest that waits for what was marked just before. */
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

/** The bits below a place from 0 to 63. */
@inline
export function below(place: u64): u64 {
  return ((<u64>1) << place) - 1;
}
