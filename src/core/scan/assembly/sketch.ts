// The sketch of a line: its shape without what its fields say in words. For lines whose tail, if there is one, is all that is read as text.

import { hashOf } from './hash';
import { isMark } from './marks';
import { closed, text } from './memory';

/** Fewer letters are no word where nothing links them to others, and all are of ASCII. */
const shortestWord: usize = 3;
/** What stands for a word; where a log holds it, it passes for one. */
const wordMark: u8 = 0x01;
const tailMark: u8 = 0x02;

/** Words that stay wherever they are: the first eight letters of each, small. */
const staying = memory.data(512 * 8, 16);
const stayingMask: usize = 511;

/** Notes a word that stays; there is room for some 300. */
export function stay(low: u32, high: u32): void {
  const word = (<u64>high << 32) | <u64>low;
  store<u64>(placeOf(word), word);
}

/** Where a word is among those that stay, or the empty place where it would be. */
@inline
function placeOf(word: u64): usize {
  let place = <usize>((word * 0x9e3779b97f4a7c15) >> 55);
  while (true) {
    const found = load<u64>(staying + (place << 3));
    if (found == word || found == 0) return staying + (place << 3);
    place = (place + 1) & stayingMask;
  }
}

/** The hash of the sketch of a line, of which `[split, tailEnd)` is left out. */
export function sketchHash(start: usize, split: usize, tailEnd: usize, end: usize): u64 {
  let out = sketched(text + start, text + split, closed);
  if (split < end) {
    store<u8>(out++, tailMark);
    out = sketched(text + tailEnd, text + end, out);
  }
  return hashOf(closed, out - closed);
}

function sketched(from: usize, to: usize, target: usize): usize {
  let out = target;
  let at = from;
  /** Where the name or value began that is being read, in the text and in the sketch. */
  let named = at;
  let namedOut = out;
  while (at < to) {
    const byte = load<u8>(at);
    if (isLetter(byte)) {
      const first = at;
      let word: u64 = 0;
      let all: u8 = 0;
      let letter: u8 = byte;
      do {
        if (at - first < 8) word |= <u64>(letter | 0x20) << (<u64>(at - first) << 3);
        all |= letter;
        store<u8>(out + (at - first), letter);
        letter = load<u8>(++at);
      } while (isLetter(letter) && at < to);
      const isLinked = isLink(letter) || (first > from && isLink(load<u8>(first - 1)));
      if ((at - first < shortestWord && !isLinked && all < 0x80) || load<u64>(placeOf(word)) == word) out += at - first;
      else out = closeWord(out, target);
    } else if (isMark(byte)) {
      store<u8>(out++, byte);
      at++;
      while (at < to && isMark(load<u8>(at))) at++;
    } else {
      // A name stays whole.
      if (byte == 0x3d || (byte == 0x22 && load<u8>(at + 1) == 0x3a)) {
        memory.copy(namedOut, named, at - named);
        out = namedOut + (at - named);
      }
      store<u8>(out++, byte);
      at++;
      if (!isLink(byte)) {
        named = at;
        namedOut = out;
      }
    }
  }
  return out;
}

/** Writes the mark of a word; of several that dots, slashes, hyphens or the like link it keeps two. */
@inline
function closeWord(out: usize, target: usize): usize {
  const link = load<u8>(out - 1);
  if (out - target >= 4 && isLink(link) && load<u8>(out - 2) == wordMark && load<u8>(out - 3) == link && load<u8>(out - 4) == wordMark) return out - 1;
  store<u8>(out, wordMark);
  return out + 1;
}

/** What stands between the parts of a name. */
@inline
function isLink(byte: u8): bool {
  return byte - 0x2d < 3 || byte == 0x5f || byte == 0x40;
}

/** A letter, or a byte of one beyond ASCII. */
@inline
function isLetter(byte: u8): bool {
  return (byte | 0x20) - 0x61 < 26 || byte >= 0x80;
}
