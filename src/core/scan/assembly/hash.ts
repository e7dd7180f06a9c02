// Hashes of bytes that whoever wrote them cannot foresee.

import { block } from './memory';

/** A block of ones before a block of zeros: from `ones + 64 - n` on, n bytes are kept. */
const ones = memory.data(128 + 16, 16);
const keys = memory.data(8 * 16, 16);

let seed: u64 = 0;
let factor: u64 = 0;
let otherFactor: u64 = 0;

/** Draws from a seed all that hashes hang on. */
export function prepareKeys(from: u64): void {
  memory.fill(ones, 0xff, block);
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

/**
 * A hash of some bytes. Each block comes to two sums of products with secret keys, of 32 bits each and of 16: those of two
 * blocks are alike by one chance in 2^48 at most, whoever has chosen them. What these are multiplied into only spreads them.
 */
@inline
export function hashOf(from: usize, length: usize): u64 {
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

/** A hash of a hash and of some bytes. */
export function hashWith(hash: u64, from: usize, length: usize): u64 {
  const both = ((hash * otherFactor) ^ hashOf(from, length)) * factor;
  return (both ^ (both >> 32)) | 1;
}
