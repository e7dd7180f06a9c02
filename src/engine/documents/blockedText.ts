import { createHash } from 'node:crypto';
import type { FileIdentity } from '../store/store';

/** A piece of a text, and what is known of its UTF-8. */
interface Block {
  readonly text: string;
  readonly bytes: number;
  readonly hash: Buffer;
}

/** What two texts do not share: bytes `[start, ends)` of each. */
export interface Difference {
  readonly start: number;
  readonly endBefore: number;
  readonly endAfter: number;
}

/** UTF-16 units: where more of a text is another, looking for what is the same takes longer than it saves. */
const mostDifferent = 1 << 20;

/** A text in pieces, none of which ends amid a character. What one shares with the text before it is not looked at again. */
export class BlockedText {
  private constructor(private readonly blocks: readonly Block[]) {}

  static of(chunks: readonly string[], before: BlockedText | null): BlockedText {
    const known = before?.blocks ?? [];
    const first = sharedStart(known, chunks);
    const last = sharedEnd(known, chunks, first);
    const after = chunks.length - last;
    return new BlockedText([...known.slice(0, first), ...chunks.slice(first, after).map(blockOf), ...known.slice(known.length - last)]);
  }

  get chunks(): readonly string[] {
    return this.blocks.map(({ text }) => text);
  }

  get identity(): FileIdentity {
    const hash = createHash('sha256');
    for (const block of this.blocks) hash.update(block.hash);
    return { size: bytesOf(this.blocks), modified: null, hash: hash.digest('hex') };
  }

  /** Bytes `[start, end)` of the text. */
  slice(start: number, end: number): Buffer {
    const parts: Buffer[] = [];
    let at = 0;
    for (const { text, bytes } of this.blocks) {
      const [from, to] = [Math.max(start - at, 0), Math.min(end - at, bytes)];
      if (from < to) parts.push(Buffer.from(text, 'utf8').subarray(from, to));
      at += bytes;
      if (at >= end) break;
    }
    return Buffer.concat(parts);
  }

  /** Null where too much is another to say how. */
  differenceFrom(before: BlockedText): Difference | null {
    const { chunks } = this;
    const first = sharedStart(before.blocks, chunks);
    const last = sharedEnd(before.blocks, chunks, first);
    const [old, now] = [before, this].map(({ blocks }) => blocks.slice(first, blocks.length - last).map(({ text }) => text)) as [string[], string[]];
    if (unitsOf(old) > mostDifferent || unitsOf(now) > mostDifferent) return null;
    const [oldText, nowText] = [old.join(''), now.join('')];
    const [start, end] = sharedUnits(oldText, nowText);
    const head = bytesOf(this.blocks.slice(0, first)) + Buffer.byteLength(oldText.slice(0, start));
    const tail = bytesOf(this.blocks.slice(this.blocks.length - last)) + Buffer.byteLength(oldText.slice(oldText.length - end));
    return { start: head, endBefore: bytesOf(before.blocks) - tail, endAfter: bytesOf(this.blocks) - tail };
  }
}

function blockOf(text: string): Block {
  return { text, bytes: Buffer.byteLength(text), hash: createHash('sha256').update(text, 'utf8').digest() };
}

function bytesOf(blocks: readonly Block[]): number {
  return blocks.reduce((sum, { bytes }) => sum + bytes, 0);
}

function unitsOf(texts: readonly string[]): number {
  return texts.reduce((sum, { length }) => sum + length, 0);
}

/** How many pieces at the start are the same; those that were not touched are so without a look at them. */
function sharedStart(blocks: readonly Block[], chunks: readonly string[]): number {
  let count = 0;
  while (count < Math.min(blocks.length, chunks.length) && blocks[count]?.text === chunks[count]) count++;
  return count;
}

/** The same at the end, of what is left behind the first `start`. */
function sharedEnd(blocks: readonly Block[], chunks: readonly string[], start: number): number {
  const most = Math.min(blocks.length, chunks.length) - start;
  let count = 0;
  while (count < most && blocks.at(-1 - count)?.text === chunks.at(-1 - count)) count++;
  return count;
}

/** UTF-16 units at the start and at the end that are the same, whole characters only. */
function sharedUnits(a: string, b: string): readonly [start: number, end: number] {
  const shorter = Math.min(a.length, b.length);
  let start = 0;
  while (start < shorter && a.charCodeAt(start) === b.charCodeAt(start)) start++;
  if (isHighSurrogate(a.charCodeAt(start - 1))) start--;
  let end = 0;
  while (end < shorter - start && a.charCodeAt(a.length - 1 - end) === b.charCodeAt(b.length - 1 - end)) end++;
  if (isLowSurrogate(a.charCodeAt(a.length - end))) end--;
  return [start, end];
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}
