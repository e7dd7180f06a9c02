// What is known of shapes, and of the lines that have them.

import { hashOf, hashWith } from './hash';
import { isMark, lengthOfNumber } from './marks';
import { closed, input, text } from './memory';
import { isAsciiLetter, says } from './screen';
import { sketchHash } from './sketch';
import { isWholeTail, split, splitLine, tailEnd } from './split';

/** Numbers that begin within so many bytes of a line keep their length in its shape; not so in the shape of a tail. */
const fixedLengths: usize = 48;

/** A shape: its hash; its id and from where on it is guarded, or `keptFlag` and the numbers that are kept. */
export const slotSize: usize = 16;
const keptFlag: u32 = 0x80000000;
const guardedFlag: u32 = 0x40000000;

/** Is no id: tells that a line is to be looked up whole. As the kind of a head it tells that heads like it do not go with any tail, as the id of a tail the like. */
export const apart: u32 = 0x10000000;

/** What of a line a shape is of. */
export const whole: u32 = 0;
export const head: u32 = 1;
export const tail: u32 = 2;
/** Tells the shapes of heads from those of lines; those of tails are told apart by what kind of head they go with. */
const ofHeads: u64 = 0x5851f42d4c957f2c;
const ofKinds: u64 = 0x2545f4914f6cdd1e;
/** Tells of a shape that is not guarded. */
const noColumn: u32 = 0xffffffff;
/** From here on a column is that of a number, by its place among those of the line. */
const ofNumber: u32 = 0x10000;
/** One of the places of the numbers that are kept, and none. */
const noPlace: u32 = 0xff;
const mostPlaces: u32 = 3;

/** A marked line: its hash, the slot of its shape, and where in it the numbers are that are kept. */
const memoSize: usize = 32;
const memoMask: usize = 0xffff;
const mostMemos: u32 = 0x8000;
export const memosSize: usize = (memoMask + 1) * memoSize;

/** How often shapes have been sighted of late, by a part of their hash: rarely they share a place. */
const sightingsMask: usize = 0xffff;
const mostSightings: u32 = 0x20000;
export const sightingsSize: usize = sightingsMask + 1;

/** Of each kind of heads what their tails may not say to be passed over, in bits (0: they never are), and the id they then have. */
const screened = memory.data(256 * 8, 16);
const mostScreened: u32 = 256;
/** A bit of what tails may not say: such a tail begins with a plain word, too. */
const plainWords: u32 = 0x8000;

/** Of each of 256 notations of times how many bytes are guarded (0: none), and ways in which they may be: the lower bounds of 32 bytes, and the upper ones. */
const ways: u32 = 4;
const boundsSize: usize = 64;
const guards = memory.data(256 * 4 * 64, 16);
const guardLengths = memory.data(256 * 4, 16);
/** Where the notation of a shape's times stands beside the column in which they are. */
const notationBits: u32 = 24;

let table: usize = 0;
let tableMask: usize = 0;
let memos: usize = 0;
let memoCount: u32 = 0;
let sightings: usize = 0;
let sightingsCount: u32 = 0;
/** What all hashes are mixed with: the layout's. Even, as no hash is 0. */
let salt: u64 = 0;

/** `slots`: a power of two. At `at` there are zeros: the slots, and then `memosSize` and `sightingsSize` bytes. */
export function prepareDictionary(at: usize, slots: usize): void {
  table = at;
  tableMask = slots - 1;
  memos = table + slots * slotSize;
  sightings = memos + memosSize;
}

export function forget(): void {
  memory.fill(table, 0, (tableMask + 1) * slotSize);
  memory.fill(screened, 0, mostScreened << 3);
  forgetLines();
}

function forgetLines(): void {
  memory.fill(memos, 0, (memoMask + 1) * memoSize);
  memoCount = 0;
}

/** Where the bounds of a notation's guarded bytes are to be put, way by way: the lower ones and, 32 bytes on, the upper ones. */
export function guard(notation: u32, length: u32): usize {
  store<u32>(guardLengths + (<usize>notation << 2), length);
  return guards + <usize>(notation * ways) * boundsSize;
}

/** From now on lines are looked up among those of this layout. */
export function choose(layout: u32): void {
  salt = (<u64>layout * 0x9e3779b97f4a7c15) & ~1;
}

/** The id of a line (its marked text hashes to this), 0 where its shape is unknown. */
@inline
export function idFor(hash: u64, start: usize, end: usize): u32 {
  const memo = memoOfPart(hash ^ salt, start, end, fixedLengths);
  if (memo == 0) return 0;
  const slot = slotIn(memo, start, end);
  const id = load<u32>(slot, 8);
  return id != 0 && isGuarded(load<u32>(slot, 12), start, end) ? id | guardedFlag : id;
}

/**
 * The id of a line whose head and tail hash to these: that of its tail behind heads of this one's kind. 0 where it is
 * unknown but for `guardedFlag`; `apart` where the head is not known to go with any tail.
 */
@inline
export function idForParts(headHash: u64, tailHash: u64, start: usize, split: usize, end: usize): u32 {
  const memo = memoOfPart(headHash ^ salt ^ ofHeads, start, split, fixedLengths);
  return memo == 0 ? apart : idBehind(slotIn(memo, start, split), tailHash, start, split, end, end);
}

/** The same of a line whose head is known by its sketch. */
export function idForSketch(start: usize, split: usize, tailEnd: usize, end: usize): u32 {
  let slot = slotOf(sketchHash(start, split, tailEnd, end) ^ salt ^ ofHeads);
  if (load<u32>(slot, 8) & keptFlag) slot = slotOf(refinedByText(slot, start, split));
  return load<u64>(slot) == 0 ? apart : idBehind(slot, hashOf(text + split, tailEnd - split), start, split, tailEnd, end);
}

@inline
function idBehind(slot: usize, tailHash: u64, start: usize, split: usize, tailEnd: usize, end: usize): u32 {
  const kind = load<u32>(slot, 8);
  if (kind == 0 || kind >= apart) return apart;
  const id = idOfTail(kind, tailHash ^ saltOf(tail, kind), split, tailEnd, end);
  return id != apart && isGuarded(load<u32>(slot, 12), start, end) ? id | guardedFlag : id;
}

function idOfTail(kind: u32, hash: u64, split: usize, tailEnd: usize, end: usize): u32 {
  let memo = memoOf(hash);
  if (load<u64>(memo) != hash) {
    if (isPassedOver(kind, split, tailEnd, end)) return load<u32>(screened + (<usize>kind << 3), 4);
    memo = remember(hash, split, tailEnd, 0);
  }
  return memo == 0 ? 0 : load<u32>(slotIn(memo, split, tailEnd), 8);
}

/** From now on tails behind heads of a kind that say none of these (in bits) have this id. False where there are too many kinds. */
export function screenTails(kind: u32, unsaid: u32, id: u32): bool {
  if (kind >= mostScreened) return false;
  store<u32>(screened + (<usize>kind << 3), unsaid);
  store<u32>(screened + (<usize>kind << 3), id, 4);
  return true;
}

function isPassedOver(kind: u32, split: usize, tailEnd: usize, end: usize): bool {
  const unsaid = kind < mostScreened ? load<u32>(screened + (<usize>kind << 3)) : 0;
  if (unsaid == 0 || !isWholeTail(end)) return false;
  const first = load<u8>(input + split);
  // What begins with a blank, or what may be one, may go on what is before.
  if (first <= 0x20 || first >= 0x7f) return false;
  return (!(unsaid & plainWords) || beginsWithWord(input + split, input + tailEnd)) && !says(split, tailEnd, unsaid);
}

/** Whether there is a word of 2 to 40 letters, and a blank or nothing behind it. */
function beginsWithWord(from: usize, to: usize): bool {
  let at = from;
  while (at < to && isAsciiLetter(load<u8>(at))) at++;
  return at - from >= 2 && at - from <= 40 && (at == to || load<u8>(at) == 0x20);
}

/** A line of which parts are looked at: `[partStart, partEnd)` of it, but for a sketch, which is of the rest. */
let partStart: usize = 0;
let partEnd: usize = 0;
let lineEnd: usize = 0;
let isSketch: bool = false;

/** Says which part of which line the functions below are about. */
export function take(part: u32, start: usize, end: usize, sketching: bool): void {
  if (part != whole) splitLine(start, end);
  partStart = part == tail ? split : start;
  partEnd = part == head ? split : part == tail ? tailEnd : end;
  lineEnd = end;
  isSketch = part == head && sketching;
}

/** The id that the shape of the part has, or the kind of a head; `kind` is that of a tail's head. */
export function idOfPart(part: u32, kind: u32): u32 {
  return load<u32>(slotOfPart(saltOf(part, kind), fixedIn(part)), 8);
}

/** The numbers that are kept of the part's shape; `noColumn` where there are none. */
export function keptOf(part: u32, kind: u32): u32 {
  const slot = slotOf(plainHash(saltOf(part, kind), fixedIn(part)));
  return load<u32>(slot, 8) & keptFlag ? load<u32>(slot, 12) : noColumn;
}

/** How often the shape of the part has been sighted of late, this time included; 255 stands for more. */
export function sight(part: u32, kind: u32): u32 {
  if (++sightingsCount > mostSightings) {
    memory.fill(sightings, 0, sightingsSize);
    sightingsCount = 0;
  }
  const place = sightings + (<usize>(hashOfPart(saltOf(part, kind), fixedIn(part)) >> 32) & sightingsMask);
  const count = min<u32>(<u32>load<u8>(place) + 1, 255);
  store<u8>(place, <u8>count);
  return count;
}

/** Gives the shape of the part an id, and says of what notation its times are and in which column (`noColumn`: unguarded). */
export function enter(part: u32, kind: u32, id: u32, guarded: u32): void {
  const hash = hashOfPart(saltOf(part, kind), fixedIn(part));
  const slot = slotOf(hash);
  store<u64>(slot, hash);
  store<u32>(slot, id, 8);
  store<u32>(slot, guarded, 12);
}

/** From now on parts of this one's shape are told apart by these numbers too. False where they are already. */
export function keepNumbers(part: u32, kind: u32, numbers: u32): bool {
  const hash = plainHash(saltOf(part, kind), fixedIn(part));
  const slot = slotOf(hash);
  if (load<u32>(slot, 8) & keptFlag) return false;
  store<u64>(slot, hash);
  store<u32>(slot, keptFlag, 8);
  store<u32>(slot, numbers, 12);
  return true;
}

function slotOfPart(mixed: u64, fixed: usize): usize {
  return slotOf(hashOfPart(mixed, fixed));
}

/** The hash of the part's shape, with the text of the numbers that are kept of it. */
function hashOfPart(mixed: u64, fixed: usize): u64 {
  const hash = plainHash(mixed, fixed);
  const slot = slotOf(hash);
  return load<u32>(slot, 8) & keptFlag ? refinedByText(slot, partStart, partEnd) : hash;
}

function plainHash(mixed: u64, fixed: usize): u64 {
  return (isSketch ? sketchHash(partStart, split, tailEnd, lineEnd) : shapeHash(partStart, partEnd, fixed)) ^ mixed;
}

/** What the hashes of a part are mixed with. */
@inline
function saltOf(part: u32, kind: u32): u64 {
  return part == whole ? salt : part == head ? salt ^ ofHeads : salt ^ (ofKinds * (<u64>kind << 1));
}

@inline
function fixedIn(part: u32): usize {
  return part == tail ? 0 : fixedLengths;
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

/** What is remembered of a part that hashes to this (mixed as `saltOf` says); 0 where its shape is unknown. */
@inline
function memoOfPart(hash: u64, start: usize, end: usize, fixed: usize): usize {
  const memo = memoOf(hash);
  return load<u64>(memo) == hash ? memo : remember(hash, start, end, fixed);
}

function remember(hash: u64, start: usize, end: usize, fixed: usize): usize {
  const mixed = hash ^ hashOf(text + start, end - start);
  const slot = slotOf(shapeHash(start, end, fixed) ^ mixed);
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
function shapeHash(start: usize, end: usize, fixed: usize): u64 {
  const free = min(start + fixed, end);
  for (let at: usize = 0; at < fixed; at += 16) v128.store(closed + at, v128.load(text + start + at));
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
  for (let i: usize = 0; i < <usize>mostPlaces; i++) hash = withNumber(hash, load<u32>(memo + (i << 2), 12), start);
  return hash | 1;
}

/** The same of a line that need not be remembered. */
function refinedByText(slot: usize, start: usize, end: usize): u64 {
  const numbers = load<u32>(slot, 12);
  let hash = ~load<u64>(slot);
  for (let i: u32 = 0; i < mostPlaces; i++) {
    const number = (numbers >> (i << 3)) & noPlace;
    hash = withNumber(hash, number == noPlace ? 0 : placeOf(start, end, number), start);
  }
  return hash | 1;
}

@inline
function withNumber(hash: u64, place: u32, start: usize): u64 {
  const at = start + <usize>place - 1;
  return place == 0 ? hash : hashWith(hash, input + at, lengthOfNumber(text + at));
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

/** Whether a line does not keep to the guard of a notation, which looks at it from a column on. */
@inline
function isGuarded(guarded: u32, start: usize, end: usize): bool {
  if (guarded == noColumn) return false;
  const notation = guarded >> notationBits;
  const length = <usize>load<u32>(guardLengths + (<usize>notation << 2));
  if (length == 0) return false;
  const column = guarded & ((1 << notationBits) - 1);
  const place = column < ofNumber ? column + 1 : placeOf(start, end, column - ofNumber);
  const from = start + <usize>place - 1;
  if (place == 0 || from + length > end) return true;
  const a = v128.load(input + from);
  const b = v128.load(input + from, 16);
  let bounds = guards + <usize>(notation * ways) * boundsSize;
  for (let way: u32 = 0; way < ways; way++) {
    const outA = v128.or(i8x16.sub_sat_u(v128.load(bounds), a), i8x16.sub_sat_u(a, v128.load(bounds, 32)));
    const outB = v128.or(i8x16.sub_sat_u(v128.load(bounds, 16), b), i8x16.sub_sat_u(b, v128.load(bounds, 48)));
    if (!v128.any_true(v128.or(outA, outB))) return false;
    bounds += boundsSize;
  }
  return true;
}
