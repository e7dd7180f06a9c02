import assert from 'node:assert/strict';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { describe, it } from 'mocha';
import { CompressionError, gunzipped } from '../../../src/engine/compression';

const pieceSize = 16 * 1024;

/** Packed bytes as a file gives them; counts what was taken, and how often reading began and ended. */
class Pieces implements AsyncIterable<Uint8Array> {
  taken = 0;
  begun = 0;
  ended = 0;

  constructor(
    private readonly bytes: Buffer,
    private readonly failure: Error | null = null,
  ) {}

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    this.begun++;
    try {
      for (let start = 0; start < this.bytes.length; start += pieceSize) {
        await nextTurn();
        const piece = this.bytes.subarray(start, start + pieceSize);
        this.taken += piece.length;
        yield piece;
      }
      if (this.failure) throw this.failure;
    } finally {
      this.ended++;
    }
  }
}

async function unpack(pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<{ text: string; error: unknown }> {
  const parts: Buffer[] = [];
  let error: unknown = null;
  try {
    for await (const part of gunzipped(pieces)) parts.push(part);
  } catch (caught) {
    error = caught;
  }
  return { text: Buffer.concat(parts).toString('latin1'), error };
}

/** Lines that pack no better than those of a log. */
function logText(lines: number): string {
  return Array.from({ length: lines }, (_, index) => `10:${index % 60} pump ${(index * 7919) % 100_003} delivers ${(index * 104_729) % 9_973} l/s\n`).join('');
}

function messageOf(error: unknown): string {
  return error instanceof CompressionError ? error.message : `no CompressionError but ${String(error)}`;
}

describe('gunzipped', () => {
  const text = logText(100_000);
  const packed = gzipSync(text);

  it('unpacks what is larger than its pieces', async () => {
    assert.ok(text.length > 3_000_000 && packed.length > 4 * pieceSize);
    assert.deepEqual(await unpack(new Pieces(packed)), { text, error: null });
    assert.deepEqual(await unpack([packed]), { text, error: null });
  });

  it('unpacks members one after another, whatever their size', async () => {
    const small = Array.from({ length: 5000 }, (_, index) => `line ${index}\n`);
    const members = Buffer.concat([...small.map((line) => gzipSync(line)), gzipSync(''), packed, packed]);
    assert.deepEqual(await unpack(new Pieces(members)), { text: small.join('') + text + text, error: null });
  });

  it('passes over padding behind the last member, however long', async () => {
    const padded = new Pieces(Buffer.concat([packed, Buffer.alloc(4_000_000)]));
    assert.deepEqual(await unpack(padded), { text, error: null });
    assert.ok(padded.taken < 2_000_000, `${padded.taken} bytes were read`);
    assert.equal(padded.ended, 1);
  });

  it('gives all there is before something else that follows', async () => {
    for (const rest of ['something else', 'x'.repeat(100_000)]) {
      const { text: before, error } = await unpack(new Pieces(Buffer.concat([packed, Buffer.from(rest)])));
      assert.equal(before, text);
      assert.equal(messageOf(error), 'its compressed data is damaged.');
    }
  });

  it('gives what stands before damage to the last bytes, each once', async () => {
    for (const place of [0.03, 0.5, 0.97]) {
      const damaged = Buffer.from(packed);
      const at = Math.trunc(packed.length * place);
      damaged.fill(0x55, at, at + 64);
      const { text: before, error } = await unpack(new Pieces(damaged));
      assert.equal(messageOf(error), 'its compressed data is damaged.');
      const sound = text.length * (at / packed.length);
      assert.ok(before.length > sound * 0.9, `${before.length} of some ${sound} bytes`);
      const checked = Math.trunc(sound * 0.9);
      assert.equal(before.slice(0, checked), text.slice(0, checked));
    }
  });

  it('gives all of a member whose checksum is wrong', async () => {
    const damaged = Buffer.from(packed);
    damaged.writeUInt32LE(0, packed.length - 8);
    const { text: whole, error } = await unpack(new Pieces(damaged));
    assert.equal(whole, text);
    assert.equal(messageOf(error), 'its compressed data is damaged.');
  });

  it('gives all of what is cut short', async () => {
    for (const length of [packed.length - 9, Math.trunc(packed.length / 2), 40]) {
      const pieces = new Pieces(packed.subarray(0, length));
      const { text: before, error } = await unpack(pieces);
      assert.equal(messageOf(error), 'its compressed data ends too early.');
      assert.ok(text.startsWith(before));
      assert.ok(before.length > text.length * (length / packed.length) * 0.9 - 300);
      assert.equal(pieces.begun, 1);
    }
  });

  it('hands on the error of what it reads from, after what came before', async () => {
    const failure = new Error('the disk is gone');
    assert.deepEqual(await unpack(new Pieces(packed, failure)), { text, error: failure });
  });

  it('loses nothing where its reader is slow', async () => {
    const slowly = async (pieces: Pieces): Promise<[text: string, error: unknown]> => {
      const parts: Buffer[] = [];
      try {
        for await (const part of gunzipped(pieces)) {
          parts.push(part);
          for (let turn = 0; turn < 300; turn++) await nextTurn();
        }
        return [Buffer.concat(parts).toString('latin1'), null];
      } catch (error) {
        return [Buffer.concat(parts).toString('latin1'), error];
      }
    };
    const [cut, error] = await slowly(new Pieces(Buffer.concat([packed, packed.subarray(0, 20)])));
    assert.equal(cut, text);
    assert.equal(messageOf(error), 'its compressed data ends too early.');
    const failure = new Error('the disk is gone');
    assert.deepEqual(await slowly(new Pieces(packed, failure)), [text, failure]);
    assert.deepEqual(await slowly(new Pieces(Buffer.concat([packed, packed]))), [text + text, null]);
  });

  it('reads and unpacks only a little ahead of its reader', async () => {
    const zeros = gzipSync(Buffer.alloc(64 * 1024 * 1024));
    const pieces = new Pieces(Buffer.concat(Array.from({ length: 20 }, () => zeros)));
    const parts = gunzipped(pieces);
    const first = await parts.next();
    for (let turn = 0; turn < 200; turn++) await nextTurn();
    assert.ok(first.value instanceof Buffer && first.value.length <= 1024 * 1024);
    assert.ok(pieces.taken <= 4 * pieceSize, `${pieces.taken} bytes were read`);
    await parts.return(undefined);
  });

  it('stops reading when its reader stops', async () => {
    const pieces = new Pieces(Buffer.concat([packed, packed, packed]));
    for await (const part of gunzipped(pieces)) {
      assert.ok(part.length > 0);
      break;
    }
    assert.deepEqual([pieces.begun, pieces.ended], [1, 1]);
  });
});
