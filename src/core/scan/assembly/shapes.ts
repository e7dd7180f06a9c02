// The scan kernel: lines and the ids of their shapes. Compiled to WebAssembly by AssemblyScript; `../shapeOf.ts` says in
// plain words what a shape is. The numbers of a slice are marked, still as long as they were; then each of its lines is
// looked up by a hash of that. What it comes to is remembered: as few of a log's lines are unlike all before but for the
// figures of their numbers, the numbers of few need be closed up to find their shape.

import { enter, forget, guard, idFor, keepNumbers, memosSize, prepareDictionary, slotSize } from './dictionary';
import { hashOf, prepareKeys } from './hash';
import { beginMarks, breaks, CR, LF, markSlice, mostBlocks, prepareMarks } from './marks';
import { aligned, block, ids, input, layOut, startOf, starts, text } from './memory';

export { forget, guard, ids, input, starts };

/** Bytes that are marked before their lines are looked up: few enough to stay in the fastest cache. */
const sliceSize: usize = mostBlocks * block;
/** Lines of a slice: their hash and where their text ends. */
const hashes = memory.data(64 * 64 * 16, 16);

/** For inputs of `capacity` bytes and `slots` (a power of two) for shapes; to be called once. Returns false where there is no room. */
export function prepare(capacity: usize, slots: u32, seedLow: u32, seedHigh: u32): bool {
  const rest = layOut(capacity, <usize>slots * slotSize + memosSize);
  if (rest == 0) return false;
  prepareMarks();
  prepareDictionary(rest, slots);
  prepareKeys((<u64>seedHigh << 32) | <u64>seedLow);
  return true;
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

/** The id of a line, as `skim` would tell it now. */
export function idOf(line: u32): u32 {
  const start = startOf(line);
  const end = endOf(line);
  return idFor(hashOf(text + start, end - start), start, end);
}

/** Gives a line's shape an id and the guard a column to look at it from. */
export function learn(line: u32, id: u32, column: u32): void {
  enter(startOf(line), endOf(line), id, column);
}

/** From now on lines of this one's shape are told apart by these numbers too. False where they are already. */
export function keep(line: u32, numbers: u32): bool {
  return keepNumbers(startOf(line), endOf(line), numbers);
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

/** Where a line's text ends; the last one need not have a line break. */
function endOf(line: u32): usize {
  let end = startOf(line + 1);
  end -= <usize>(load<u8>(text + end - 1) == LF);
  return end - (<usize>(load<u8>(text + end - 1) == CR) & <usize>(end > startOf(line)));
}
