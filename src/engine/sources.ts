import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat as fileStat, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createGunzip } from 'node:zlib';
import type { Line } from '../core/record';
import { LineSplitter, type Decode, type Encoding } from '../core/scan/lineSplitter';
import type { LineBreaks, Source } from './api';
import type { FileIdentity } from './store/store';

/** A log that cannot be read; the message names the file, the reason and what to do. */
class SourceError extends Error {
  override readonly name = 'SourceError';
}

/** A log that is ready to be read, once. */
export interface OpenSource {
  readonly uri: string;
  readonly fileName: string;
  /** What globs of the user's are matched against. */
  readonly path: string;
  readonly identity: FileIdentity;
  readonly encoding: string;
  /** Bytes of `identity.size` read so far. */
  readonly position: number;
  /** Throws SourceError where reading fails midway, the signal's reason where it is aborted. */
  lines(lineBreaks: LineBreaks, signal: AbortSignal): AsyncGenerator<readonly Line[]>;
  close(): Promise<void>;
}

const chunkSize = 256 * 1024;
const headSize = 64 * 1024;

/** Opens a log; throws SourceError where it cannot be read or is no text. */
export async function openSource(source: Source): Promise<OpenSource> {
  switch (source.kind) {
    case 'file':
      return openFile(source.uri, source.path);
    case 'text': {
      const chunks = source.chunks.map((chunk) => Buffer.from(chunk, 'utf8'));
      return new MemorySource(source.uri, source.fileName, chunks, 'utf-8');
    }
    case 'bytes': {
      const bytes = Buffer.from(source.bytes.buffer, source.bytes.byteOffset, source.bytes.byteLength);
      return new MemorySource(source.uri, source.fileName, [bytes], null);
    }
  }
}

interface Detected {
  readonly encoding: Encoding;
  /** Bytes of the byte order mark. */
  readonly skip: number;
}

/** So many NULs in a row are a hole, as copytruncate leaves it; scattered NULs are what programs are made of. */
const holeLength = 32;

/** Guesses the encoding from a file's first bytes (`whole`: from all of them); null where they are no text. */
export function detectEncoding(head: Buffer, whole: boolean): Detected | null {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: 'utf-8', skip: 3 };
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: 'utf-16le', skip: 2 };
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: 'utf-16be', skip: 2 };
  const { even, odd, scattered, control } = countOddities(head);
  const half = head.length / 2;
  if (odd > half * 0.4 && even < half * 0.05) return { encoding: 'utf-16le', skip: 0 };
  if (even > half * 0.4 && odd < half * 0.05) return { encoding: 'utf-16be', skip: 0 };
  if (control > head.length * 0.02 || scattered > head.length * 0.01) return null;
  return { encoding: isUtf8(head, whole) ? 'utf-8' : 'latin1', skip: 0 };
}

/** Counts NULs at even and at odd places, those outside holes, and other control characters. */
function countOddities(head: Buffer): { readonly even: number; readonly odd: number; readonly scattered: number; readonly control: number } {
  let even = 0;
  let odd = 0;
  let scattered = 0;
  let control = 0;
  let run = 0;
  for (let i = 0; i <= head.length; i++) {
    const byte = head[i];
    if (byte === 0) {
      run++;
      if (i % 2 === 0) even++;
      else odd++;
      continue;
    }
    if (run < holeLength) scattered += run;
    run = 0;
    // Bells, backspaces and escapes stand in the logs of terminals.
    if (byte !== undefined && (byte < 7 || (byte > 13 && byte < 32 && byte !== 27))) control++;
  }
  return { even, odd, scattered, control };
}

/** Whether it reads as UTF-8, a stray byte here and there aside: most of what is not ASCII is valid. */
function isUtf8(head: Buffer, whole: boolean): boolean {
  // A head may end within a character.
  const text = new TextDecoder().decode(head, { stream: !whole });
  let invalid = 0;
  let valid = 0;
  for (const character of text) {
    if (character === '\ufffd') invalid++;
    else if (character > '\x7f') valid++;
  }
  return invalid <= valid;
}

const decoders: Readonly<Record<Encoding, Decode>> = {
  'utf-8': (bytes, start, end) => asBuffer(bytes).toString('utf8', start, end),
  latin1: (bytes, start, end) => asBuffer(bytes).toString('latin1', start, end),
  'utf-16le': (bytes, start, end) => asBuffer(bytes).toString('utf16le', start, end),
  'utf-16be': (bytes, start, end) => {
    const even = end - ((end - start) % 2);
    return Buffer.from(bytes.subarray(start, even)).swap16().toString('utf16le');
  },
};

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

async function* split(chunks: AsyncIterable<Buffer>, detected: Detected, lineBreaks: LineBreaks, signal: AbortSignal): AsyncGenerator<readonly Line[]> {
  const { encoding, skip } = detected;
  const splitter = new LineSplitter({ encoding, decode: decoders[encoding], loneCarriageReturns: lineBreaks === 'editor', firstOffset: skip });
  let toSkip = skip;
  let odd: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    signal.throwIfAborted();
    let bytes = toSkip > 0 ? chunk.subarray(toSkip) : chunk;
    toSkip = Math.max(0, toSkip - chunk.length);
    if (encoding.startsWith('utf-16')) {
      if (odd.length > 0) bytes = Buffer.concat([odd, bytes]);
      const even = bytes.length - (bytes.length % 2);
      odd = bytes.subarray(even);
      bytes = bytes.subarray(0, even);
    }
    yield splitter.push(bytes);
  }
  yield splitter.end();
}

function detectHead(bytes: Buffer): Detected | null {
  return detectEncoding(bytes.subarray(0, headSize), bytes.length < headSize);
}

/** The path in a URI; null where it cannot be read from it. */
function pathOf(uri: string): string | null {
  try {
    return uri.startsWith('file:') ? fileURLToPath(uri) : decodeURIComponent(new URL(uri).pathname);
  } catch {
    return null;
  }
}

class MemorySource implements OpenSource {
  readonly identity: FileIdentity;
  readonly encoding: string;
  readonly path: string;
  position = 0;
  private readonly detected: Detected;

  constructor(
    readonly uri: string,
    readonly fileName: string,
    private readonly chunks: readonly Buffer[],
    encoding: Encoding | null,
  ) {
    const detected = encoding ? { encoding, skip: 0 } : detectHead(chunks[0] ?? Buffer.alloc(0));
    if (!detected) throw notText(fileName);
    this.detected = detected;
    this.encoding = detected.encoding;
    this.path = pathOf(uri) ?? fileName;
    const hash = createHash('sha256');
    for (const chunk of chunks) hash.update(chunk);
    this.identity = { size: chunks.reduce((sum, chunk) => sum + chunk.length, 0), modified: null, hash: hash.digest('hex') };
  }

  lines(lineBreaks: LineBreaks, signal: AbortSignal): AsyncGenerator<readonly Line[]> {
    return split(this.read(), this.detected, lineBreaks, signal);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  private async *read(): AsyncGenerator<Buffer> {
    for (const chunk of this.chunks) {
      for (let start = 0; start < chunk.length; start += chunkSize) {
        const piece = chunk.subarray(start, start + chunkSize);
        this.position += piece.length;
        yield piece;
        // Nothing here waits for a disk: without a turn of the loop a request to cancel would not arrive.
        await nextTurn();
      }
    }
  }
}

async function openFile(uri: string, file: string): Promise<OpenSource> {
  const fileName = path.basename(file);
  let handle: FileHandle | undefined;
  try {
    // Asked before it is opened: opening a pipe would wait for its writer.
    const kind = await fileStat(file);
    if (kind.isDirectory()) throw new SourceError(`${file} is a folder. Name the files in it, or analyze the folder.`);
    if (!kind.isFile()) throw new SourceError(`${file} is no file but a pipe or a device. Write what comes out of it to a file first.`);
    handle = await open(file, 'r');
    const stat = await handle.stat();
    const head = await readAt(handle, 0, headSize);
    const tail = await readAt(handle, Math.max(0, stat.size - headSize), headSize);
    const hash = createHash('sha256').update(head).update(tail).digest('hex');
    const identity = { size: stat.size, modified: Math.trunc(stat.mtimeMs), hash };
    const zipped = head[0] === 0x1f && head[1] === 0x8b;
    const detected = zipped ? detectEncoding(await firstUnzipped(file), false) : detectHead(head);
    if (!detected) throw notText(file);
    return new FileSource(uri, fileName, file, identity, detected, zipped, handle);
  } catch (error) {
    await handle?.close();
    throw asSourceError(error, file);
  }
}

class FileSource implements OpenSource {
  readonly encoding: string;
  position = 0;

  constructor(
    readonly uri: string,
    readonly fileName: string,
    readonly path: string,
    readonly identity: FileIdentity,
    private readonly detected: Detected,
    private readonly zipped: boolean,
    private readonly handle: FileHandle,
  ) {
    this.encoding = zipped ? `${detected.encoding} (gzip)` : detected.encoding;
  }

  async *lines(lineBreaks: LineBreaks, signal: AbortSignal): AsyncGenerator<readonly Line[]> {
    try {
      yield* split(this.zipped ? this.unzip() : this.read(), this.detected, lineBreaks, signal);
    } catch (error) {
      if (signal.aborted) throw error;
      throw asSourceError(error, this.path);
    }
  }

  close(): Promise<void> {
    return this.handle.close();
  }

  /** Reads what the file held when it was opened: one that grows meanwhile is read again by who watches it. */
  private async *read(): AsyncGenerator<Buffer> {
    while (this.position < this.identity.size) {
      const chunk = await readAt(this.handle, this.position, Math.min(chunkSize, this.identity.size - this.position));
      if (chunk.length === 0) return;
      this.position += chunk.length;
      yield chunk;
    }
  }

  private async *unzip(): AsyncGenerator<Buffer> {
    const raw = createReadStream(this.path, { highWaterMark: chunkSize });
    const unzipped = raw.pipe(createGunzip({ chunkSize }));
    raw.on('error', (error) => unzipped.destroy(error));
    try {
      for await (const chunk of unzipped) {
        this.position = raw.bytesRead;
        yield chunk as Buffer;
      }
    } finally {
      raw.destroy();
      unzipped.destroy();
    }
  }
}

async function firstUnzipped(file: string): Promise<Buffer> {
  const raw = createReadStream(file, { end: headSize - 1 });
  const unzipped = raw.pipe(createGunzip());
  raw.on('error', (error) => unzipped.destroy(error));
  try {
    for await (const chunk of unzipped) return (chunk as Buffer).subarray(0, headSize);
    return Buffer.alloc(0);
  } finally {
    raw.destroy();
    unzipped.destroy();
  }
}

async function readAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length);
  const { bytesRead } = await handle.read(buffer, 0, length, position);
  return buffer.subarray(0, bytesRead);
}

function notText(file: string): SourceError {
  return new SourceError(`${file} is a binary file, so it was passed over.`);
}

function asSourceError(error: unknown, file: string): SourceError {
  if (error instanceof SourceError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const reasons: Readonly<Record<string, string>> = {
    ENOENT: 'it does not exist (any more). Check the path.',
    EACCES: 'this user may not read it. Change its permissions or run as another user.',
    EPERM: 'this user may not read it. Change its permissions or run as another user.',
    EISDIR: 'it is a folder.',
    EIO: 'the disk reports an error.',
    Z_DATA_ERROR: 'its compressed data is damaged.',
    Z_BUF_ERROR: 'its compressed data ends too early.',
  };
  return new SourceError(`${file} cannot be read: ${reasons[code] ?? (error instanceof Error ? error.message : String(error))}`);
}
