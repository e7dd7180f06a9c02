// The scan kernel: lines and the ids of their shapes. Compiled to WebAssembly by AssemblyScript; `../shapeOf.ts` says in
// plain words what a shape is. The numbers of a slice are marked, still as long as they were; then each of its lines is
// looked up by a hash of that. What it comes to is remembered: as few of a log's lines are unlike all before but for the
// figures of their numbers, the numbers of few need be closed up to find their shape.

import { apart, choose, enter, forget, guard, idFor, idForParts, idForSketch, idOfPart as idOfTaken, keepNumbers, keptOf as keptOfTaken, memosSize, prepareDictionary, screenTails, sight as sightTaken, sightingsSize, slotSize, take } from './dictionary';
import { hashOf, prepareKeys } from './hash';
import { beginMarks, breaks, CR, LF, markSlice, mostBlocks, prepareMarks } from './marks';
import { aligned, block, ids, input, layOut, startOf, starts, text } from './memory';
import { placeScreen, screenSize } from './screen';
import { stay } from './sketch';
import { split, splitAt as splitLinesAt, splitLine, splits, tailEnd } from './split';

export { choose, forget, guard, ids, input, screenTails, starts, stay };

/** Bytes that are marked before their lines are looked up: few enough to stay in the fastest cache. */
const sliceSize: usize = mostBlocks * block;
/** Lines of a slice: their hash and where their text ends, or the hashes of their heads and tails and where these end. */
const hashSize: usize = 24;
const hashes = memory.data(64 * 64 * 24, 16);
/** Whether heads are known by their sketch. */
let sketching: bool = false;

/**
 * For inputs of `capacity` bytes, `slots` (a power of two) for shapes, and a screen of such a size; to be called once.
 * Returns where the screen is to be put, 0 where there is no room.
 */
export function prepare(capacity: usize, slots: u32, states: usize, rowBits: usize, entries: usize, parts: usize): usize {
  const known = <usize>slots * slotSize + memosSize + sightingsSize;
  const rest = layOut(capacity, known + screenSize(states, rowBits, entries, parts));
  if (rest == 0) return 0;
  prepareMarks();
  prepareDictionary(rest, slots);
  placeScreen(rest + known, states, rowBits, entries, parts);
  return rest + known;
}

/** Two random numbers, lest a log be written to have one line pass for another; to be told before the first line. */
export function seed(low: u32, high: u32): void {
  prepareKeys((<u64>high << 32) | <u64>low);
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
  beginMarks();
  store<u32>(starts, 0);
  let line: u32 = 0;
  for (let from: usize = 0; from < end; from += sliceSize) {
    const to = min(from + sliceSize, aligned(end));
    markSlice(from, to, end, loneReturns);
    const next = findLines(from, to, line);
    lookUp(line, next);
    line = next;
  }
  store<u8>(behind, saved);
  const rest = starts + (<usize>line << 2);
  store<u32>(rest, min(load<u32>(rest), <u32>length));
  return line;
}

/** Finds the ids of the lines from one on again, as what is known has changed. */
export function lookAgain(from: u32, to: u32): void {
  for (let line = from; line < to; line++) store<u32>(ids + (<usize>line << 2), idOf(line));
}

/** The id of a line, as `skim` would tell it now. */
export function idOf(line: u32): u32 {
  const start = startOf(line);
  const end = endOf(line);
  return idOfLine(start, end);
}

/**
 * How lines are split from now on: their heads have so many words, then come the first bytes of two delimiters that are
 * found, of 16 at most, which are to be put where this returns; the character `quote` ends tails where it is not 0. Heads
 * are known by their sketch or their shape.
 */
export function splitAt(has: bool, words: u32, first: u32, second: u32, quote: u32, bySketch: bool): usize {
  sketching = bySketch;
  return splitLinesAt(has, words, first, second, quote);
}

/** Where the tail of a line begins, from its start on; -1 where it is not split. */
export function splitOfLine(line: u32): i32 {
  if (!splits()) return -1;
  const start = startOf(line);
  const end = endOf(line);
  splitLine(start, end);
  return sketching || split < end ? <i32>(split - start) : -1;
}

/** The id that the shape of a part has; `kind` is that of a tail's head. */
export function idOfPart(line: u32, part: u32, kind: u32): u32 {
  take(part, startOf(line), endOf(line), sketching);
  return idOfTaken(part, kind);
}

/** The numbers that are kept of a part's shape, a byte each; -1 where there are none. */
export function keptOf(line: u32, part: u32, kind: u32): i32 {
  take(part, startOf(line), endOf(line), sketching);
  return <i32>keptOfTaken(part, kind);
}

/** How often the shape of a part has been sighted of late, this time included; 255 stands for more. */
export function sight(line: u32, part: u32, kind: u32): u32 {
  take(part, startOf(line), endOf(line), sketching);
  return sightTaken(part, kind);
}

/** Gives the shape of a part an id, and says where it is guarded. */
export function learn(line: u32, part: u32, kind: u32, id: u32, guarded: u32): void {
  take(part, startOf(line), endOf(line), sketching);
  enter(part, kind, id, guarded);
}

/** From now on parts of this one's shape are told apart by these numbers too. False where they are already. */
export function keep(line: u32, part: u32, kind: u32, numbers: u32): bool {
  take(part, startOf(line), endOf(line), sketching);
  return keepNumbers(part, kind, numbers);
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

/** Finds the ids of the lines from one to another. First all are hashed: no line then waits for what another one's hash leads to. */
function lookUp(from: u32, to: u32): void {
  if (splits()) {
    if (sketching) lookAgain(from, to);
    else lookUpParts(from, to);
    return;
  }
  let hashAt = hashes;
  for (let line = from; line < to; line++) {
    const start = startOf(line);
    const end = endBefore(startOf(line + 1), start);
    store<u64>(hashAt, hashOf(text + start, end - start));
    store<u64>(hashAt, <u64>end, 8);
    hashAt += hashSize;
  }
  hashAt = hashes;
  for (let line = from; line < to; line++) {
    store<u32>(ids + (<usize>line << 2), idFor(load<u64>(hashAt), startOf(line), <usize>load<u64>(hashAt, 8)));
    hashAt += hashSize;
  }
}

function lookUpParts(from: u32, to: u32): void {
  let hashAt = hashes;
  for (let line = from; line < to; line++) {
    const start = startOf(line);
    const end = endBefore(startOf(line + 1), start);
    splitLine(start, end);
    store<u64>(hashAt, hashOf(text + start, split - start));
    store<u64>(hashAt, hashOf(text + split, end - split), 8);
    store<u32>(hashAt, <u32>split, 16);
    store<u32>(hashAt, <u32>end, 20);
    hashAt += hashSize;
  }
  hashAt = hashes;
  for (let line = from; line < to; line++) {
    const start = startOf(line);
    const tailStart = <usize>load<u32>(hashAt, 16);
    const end = <usize>load<u32>(hashAt, 20);
    let id = tailStart < end ? idForParts(load<u64>(hashAt), load<u64>(hashAt, 8), start, tailStart, end) : apart;
    if (id == apart) id = idFor(hashOf(text + start, end - start), start, end);
    store<u32>(ids + (<usize>line << 2), id);
    hashAt += hashSize;
  }
}

function idOfLine(start: usize, end: usize): u32 {
  if (splits()) {
    splitLine(start, end);
    const id = sketching
      ? idForSketch(start, split, tailEnd, end)
      : split < end
        ? idForParts(hashOf(text + start, split - start), hashOf(text + split, end - split), start, split, end)
        : apart;
    if (id != apart) return id;
  }
  return idFor(hashOf(text + start, end - start), start, end);
}

/** Where the text of a line ends that has a line break, the next one beginning there. */
@inline
function endBefore(next: usize, start: usize): usize {
  const end = next - 1;
  return end - (<usize>(load<u8>(text + end - 1) == CR) & <usize>(end > start));
}

/** Where a line's text ends; the last one need not have a line break. */
function endOf(line: u32): usize {
  let end = startOf(line + 1);
  end -= <usize>(load<u8>(text + end - 1) == LF);
  return end - (<usize>(load<u8>(text + end - 1) == CR) & <usize>(end > startOf(line)));
}
