// Tells whether a text holds what a screen asks for (`../../rules/screen.ts` says in plain words how), as bytes.

import { input } from './memory';

/** Set in the number of a state in which literals end. */
const told: u32 = 0x8000;
const edgeBefore: u32 = 1;
const edgeBehind: u32 = 2;
const edgeOfText: u32 = 4;
const edgeOfLetters: u32 = 8;

/** The class of each byte, and behind them, state by state, where a byte of each class leads. */
let classes: usize = 0;
let table: usize = 0;
let rowBits: usize = 0;
/** Of each state the first of its entries, and behind the last state's the end of all. */
let lists: usize = 0;
/** Literals that end in the states: the part of each, its edges and its length. */
let entries: usize = 0;
/** Of each part the one that must come before (0 for none, else one more) and what a text says that has it, too. */
let parts: usize = 0;
/** The text in which each part was found last, by its number. */
let found: usize = 0;
let texts: u32 = 0;
let partCount: usize = 0;

export function screenSize(states: usize, rowBits: usize, entries: usize, parts: usize): usize {
  return 256 + ((states << rowBits) << 1) + ((states + 1 + entries + 2 * parts) << 2);
}

/** Says where the screen is to be put, and how large it is. */
export function placeScreen(at: usize, states: usize, bits: usize, entryCount: usize, count: usize): void {
  classes = at;
  rowBits = bits;
  table = at + 256;
  lists = table + ((states << bits) << 1);
  entries = lists + ((states + 1) << 2);
  parts = entries + (entryCount << 2);
  found = parts + (count << 2);
  partCount = count;
}

/** Whether the input's bytes from one to another say one of these (in bits). */
export function says(from: usize, to: usize, wanted: u32): bool {
  if (++texts == 0) {
    memory.fill(found, 0, partCount << 2);
    texts = 1;
  }
  let state: usize = 0;
  for (let at = from; at < to; at++) {
    const byte = load<u8>(input + at);
    // A character beyond ASCII counts by its first byte.
    if ((byte & 0xc0) == 0x80 && at > from && load<u8>(input + at - 1) >= 0x80) continue;
    const next = <u32>load<u16>(table + (((state << rowBits) + <usize>load<u8>(classes + byte)) << 1));
    state = <usize>(next & (told - 1));
    if (next & told && tells(state, from, at + 1, to, wanted)) return true;
  }
  return false;
}

/** Notes the literals that end in a state, to which the text has led before a byte; whether one of them tells what is wanted. */
function tells(state: usize, from: usize, end: usize, to: usize, wanted: u32): bool {
  const last = entries + (<usize>load<u32>(lists + (state << 2), 4) << 2);
  for (let at = entries + (<usize>load<u32>(lists + (state << 2)) << 2); at < last; at += 4) {
    const entry = load<u32>(at);
    const place = <usize>(entry & 0xffff) << 2;
    const part = load<u32>(parts + place);
    const earlier = <usize>(part & 0xffff);
    if (earlier != 0 && load<u32>(found + ((earlier - 1) << 2)) != texts) continue;
    if (!hasEdges((entry >> 16) & 0xff, from, end - <usize>(entry >> 24), end, to)) continue;
    store<u32>(found + place, texts);
    if ((part >> 16) & wanted) return true;
  }
  return false;
}

@inline
function hasEdges(edges: u32, from: usize, start: usize, end: usize, to: usize): bool {
  if (edges == 0) return true;
  const isFirst = start == from;
  const isLast = end == to;
  if (edges & edgeOfLetters) return (isFirst || !isAsciiLetter(load<u8>(input + start - 1))) && (isLast || !isAsciiLetter(load<u8>(input + end)));
  if (edges & edgeOfText && !isFirst) return false;
  if (edges & edgeBefore && isOfWord(load<u8>(input + start)) == (!isFirst && isOfWord(load<u8>(input + start - 1)))) return false;
  return !(edges & edgeBehind) || isOfWord(load<u8>(input + end - 1)) != (!isLast && isOfWord(load<u8>(input + end)));
}

@inline
function isOfWord(byte: u8): bool {
  return isAsciiLetter(byte) || <u8>(byte - 0x30) < 10 || byte == 0x5f;
}

@inline
export function isAsciiLetter(byte: u8): bool {
  return <u8>((byte | 0x20) - 0x61) < 26;
}
