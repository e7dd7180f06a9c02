import { createGunzip } from 'node:zlib';

/** Bytes that are unpacked at a time: what they unpack to is in memory at once, a thousand times as much at most. */
const pieceSize = 16 * 1024;
const unpackedSize = 64 * 1024;

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

/** Unpacks gzip data, of several members too. Throws CompressionError, after what could be unpacked. */
export async function* gunzipped(packed: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  const gunzip = createGunzip({ chunkSize: unpackedSize });
  let unpacked: Buffer[] = [];
  gunzip.on('data', (chunk: Buffer) => unpacked.push(chunk));
  const failed = new Promise<Error>((resolve) => gunzip.on('error', resolve));
  // What stands behind the last member, such as padding, ends it before it is told to.
  const ended = new Promise<void>((resolve) => gunzip.once('end', resolve));
  const written = (piece: Uint8Array): Promise<void> => new Promise((resolve) => gunzip.write(piece, () => resolve()));
  const take = (): Buffer[] => {
    const taken = unpacked;
    unpacked = [];
    return taken;
  };
  let bytesIn = 0;
  let bytesOut = 0;
  try {
    for await (const chunk of packed) {
      for (let start = 0; start < chunk.length; start += pieceSize) {
        const piece = chunk.subarray(start, start + pieceSize);
        bytesIn += piece.length;
        const failure = await Promise.race([failed, ended, written(piece)]);
        for (const part of take()) {
          bytesOut += part.length;
          yield part;
        }
        if (failure) throw damage(failure);
        if (bytesOut > mostUnpacked && bytesOut > bytesIn * mostTimes) throw new CompressionError('its compressed data unpacks to more than any log does, so the rest was left out.');
      }
    }
    gunzip.end();
    const failure = await Promise.race([failed, ended]);
    yield* take();
    if (failure) throw damage(failure);
  } finally {
    gunzip.destroy();
  }
}

function damage(error: Error): CompressionError {
  const cut = 'code' in error && error.code === 'Z_BUF_ERROR';
  return new CompressionError(cut ? 'its compressed data ends too early.' : 'its compressed data is damaged.', { cause: error });
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
