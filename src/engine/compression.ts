import { createGunzip, type Gunzip } from 'node:zlib';

/** Unpacked at a time: zlib copies its window at each start, and pieces of 64 kB cost it a third of its speed. */
const unpackedSize = 1024 * 1024;
/** Pieces unpacked ahead of their reader. */
const mostAhead = 3;
/** Packed bytes at a time where damage is near: zlib keeps back what it unpacked of a damaged piece. As many as a checksum has: a wrong one costs no text. */
const carefulSize = 4;

/** Beyond these no log unpacks: what does was made to fill memory and disks. */
const mostUnpacked = 2 ** 30;
const mostTimes = 500;

/** Compressed data that is damaged, cut short or made to do harm. What was unpacked before has been handed out. */
export class CompressionError extends Error {
  override readonly name = 'CompressionError';
}

export function isGzip(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b;
}

/** Packed bytes in pieces. Where they are damaged, they are read a second time, if they can be. */
type Packed = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/**
 * Unpacks gzip data, of several members too, ahead of its reader. Throws CompressionError after all that could be
 * unpacked, and errors of `packed` as they are.
 */
export async function* gunzipped(packed: Packed): AsyncGenerator<Buffer> {
  const gunzip = createGunzip({ chunkSize: unpackedSize });
  let bytesOut = 0;
  try {
    for await (const part of unpacked(packed, gunzip)) {
      bytesOut += part.length;
      if (bytesOut > mostUnpacked && bytesOut > gunzip.bytesWritten * mostTimes) throw new CompressionError('its compressed data unpacks to more than any log does, so the rest was left out.');
      yield part;
    }
  } catch (error) {
    const code = zlibCode(error);
    if (code === null) throw error;
    if (code === 'Z_BUF_ERROR') throw new CompressionError('its compressed data ends too early.', { cause: error });
    // What zlib took in before the damaged piece it has given back.
    yield* upToDamage(packed, gunzip.bytesWritten, bytesOut);
    throw new CompressionError('its compressed data is damaged.', { cause: error });
  }
}

/** Throws what `packed` or zlib throws, after what was unpacked before. */
async function* unpacked(packed: Packed, gunzip: Gunzip): AsyncGenerator<Buffer> {
  const ready: Buffer[] = [];
  const outcome: { over: boolean; error: Error | null } = { over: false, error: null };
  let wake = (): void => undefined;
  const end = (error: Error | null): void => {
    outcome.over = true;
    outcome.error = error;
    wake();
  };
  gunzip.on('data', (part: Buffer) => {
    ready.push(part);
    if (ready.length >= mostAhead) gunzip.pause();
    wake();
  });
  gunzip.on('error', end);
  // What stands behind the last member, such as padding, ends it before it is told to.
  gunzip.once('end', () => end(null));
  const fed = feed(packed, gunzip).catch((error: unknown) => end(error instanceof Error ? error : new Error(String(error))));
  try {
    for (;;) {
      const part = ready.shift();
      if (part !== undefined) {
        if (gunzip.isPaused()) gunzip.resume();
        yield part;
      } else if (outcome.over) {
        break;
      } else {
        await new Promise<void>((resolve) => (wake = resolve));
      }
    }
    if (outcome.error !== null) throw outcome.error;
  } finally {
    gunzip.destroy();
    await fed;
  }
}

/** Hands over all packed bytes, or as many as are wanted, one piece ahead: zlib has a thread of its own and should not wait. */
async function feed(packed: Packed, gunzip: Gunzip): Promise<void> {
  let before = Promise.resolve();
  try {
    for await (const piece of packed) {
      if (gunzip.destroyed) return;
      const written = unlessClosed(gunzip, (done) => gunzip.write(piece, done));
      await before;
      before = written;
    }
  } finally {
    // Where data ends too early, the stream drops what nobody has taken by then.
    await before;
    while (gunzip.readableLength > 0 && !gunzip.destroyed) await unlessClosed(gunzip, (done) => gunzip.once('data', done));
  }
  gunzip.end();
}

/** Waits for something, or until nobody wants it any more. */
function unlessClosed(gunzip: Gunzip, start: (done: () => void) => void): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      gunzip.off('close', done);
      resolve();
    };
    gunzip.once('close', done);
    start(done);
  });
}

/** Unpacks once more, in small pieces behind `sound` packed bytes; hands out what follows the first `known` unpacked ones. */
async function* upToDamage(packed: Packed, sound: number, known: number): AsyncGenerator<Buffer> {
  let toSkip = known;
  try {
    for await (const part of unpacked(inSmallPieces(packed, sound), createGunzip({ chunkSize: unpackedSize }))) {
      if (part.length > toSkip) yield part.subarray(toSkip);
      toSkip = Math.max(0, toSkip - part.length);
    }
  } catch (error) {
    // The same damage again.
    if (zlibCode(error) === null) throw error;
  }
}

async function* inSmallPieces(packed: Packed, sound: number): AsyncGenerator<Uint8Array> {
  let position = 0;
  for await (const piece of packed) {
    const whole = Math.min(piece.length, Math.max(0, sound - position));
    if (whole > 0) yield piece.subarray(0, whole);
    for (let start = whole; start < piece.length; start += carefulSize) yield piece.subarray(start, start + carefulSize);
    position += piece.length;
  }
}

/** Zlib's name for an error; null for an error of another kind. */
function zlibCode(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('Z_') ? error.code : null;
}

interface Kind {
  /** Where the magic bytes stand; at the start where absent. */
  readonly at?: number;
  readonly magic: readonly number[];
  /** What it is, and what to do with it. */
  readonly advice: string;
}

const kinds: readonly Kind[] = [
  { magic: [0x28, 0xb5, 0x2f, 0xfd], advice: 'is compressed with Zstandard. Unpack it first: zstd -d' },
  { magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00], advice: 'is compressed with xz. Unpack it first: xz -dk' },
  { magic: [0x42, 0x5a, 0x68], advice: 'is compressed with bzip2. Unpack it first: bunzip2 -k' },
  { magic: [0x04, 0x22, 0x4d, 0x18], advice: 'is compressed with LZ4. Unpack it first: lz4 -d' },
  { magic: [0x1f, 0x9d], advice: 'is compressed with compress. Unpack it first: uncompress' },
  { magic: [0x50, 0x4b, 0x03, 0x04], advice: 'is a ZIP archive. Unpack it first: unzip' },
  { magic: [0x50, 0x4b, 0x05, 0x06], advice: 'is an empty ZIP archive.' },
  { magic: [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], advice: 'is a 7-Zip archive. Unpack it first: 7z x' },
  { magic: [0x52, 0x61, 0x72, 0x21, 0x1a, 0x07], advice: 'is a RAR archive. Unpack it first: unrar x' },
  { at: 257, magic: [0x75, 0x73, 0x74, 0x61, 0x72], advice: 'is a tar archive. Unpack it first: tar -xf' },
  // ElfFile, LPKSHHRH: logs in a form of their own.
  { magic: [0x45, 0x6c, 0x66, 0x46, 0x69, 0x6c, 0x65, 0x00], advice: 'is a Windows event log. Write it as text first: wevtutil qe FILE /lf:true /f:text' },
  { magic: [0x4c, 0x50, 0x4b, 0x53, 0x48, 0x48, 0x52, 0x48], advice: 'is a journal of systemd. Write it as text first: journalctl --file FILE -o json' },
];

/** What a file is that is no text but holds some, and how to get at it; null for what is neither. */
export function adviceFor(head: Uint8Array): string | null {
  return kinds.find(({ at = 0, magic }) => magic.every((byte, index) => head[at + index] === byte))?.advice ?? null;
}
