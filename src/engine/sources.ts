import { createHash } from 'node:crypto';
import { open, stat as fileStat, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Line } from '../core/record';
import { LineSplitter } from '../core/scan/lineSplitter';
import type { LineBreaks, Source } from './api';
import { adviceFor, CompressionError, gunzipped, isGzip } from './compression';
import { decoders, detectEncoding, endsLinesWithCarriageReturns, type Detected } from './encodings';
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
  /** Why reading ended before the end of the log, in a sentence that names it; null where it did not. */
  readonly damage: string | null;
  /** Throws SourceError where nothing can be read, the signal's reason where it is aborted. */
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
      const bytes = new MemoryBytes(source.chunks.map((chunk) => Buffer.from(chunk, 'utf8')));
      const about = { uri: source.uri, fileName: source.fileName, path: pathOf(source.uri) ?? source.fileName };
      return new LogSource({ ...about, identity: bytes.identity(), name: source.fileName }, bytes, { encoding: 'utf-8', skip: 0, carriageReturns: false, packed: false });
    }
    case 'bytes': {
      const whole = Buffer.from(source.bytes.buffer, source.bytes.byteOffset, source.bytes.byteLength);
      const bytes = new MemoryBytes([whole]);
      const about = { uri: source.uri, fileName: source.fileName, path: pathOf(source.uri) ?? source.fileName };
      const notation = await notationOf(whole.subarray(0, headSize), whole.length < headSize, source.fileName);
      return new LogSource({ ...about, identity: bytes.identity(), name: source.fileName }, bytes, notation);
    }
  }
}

async function openFile(uri: string, file: string): Promise<OpenSource> {
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
    const notation = await notationOf(head, head.length < headSize, file);
    return new LogSource({ uri, fileName: path.basename(file), path: file, identity, name: file }, new FileBytes(handle, stat.size), notation);
  } catch (error) {
    await handle?.close();
    throw asSourceError(error, file);
  }
}

/** How the bytes of a log say its text. */
interface Notation extends Detected {
  /** Whether its lines end with a CR alone. */
  readonly carriageReturns: boolean;
  /** Whether it is packed with gzip. */
  readonly packed: boolean;
}

/** Throws SourceError where the head is that of no text. */
async function notationOf(head: Buffer, whole: boolean, name: string): Promise<Notation> {
  const packed = isGzip(head);
  const text = packed ? await firstUnpacked(head) : head;
  const advice = adviceFor(text);
  if (advice !== null) throw new SourceError(`${name} ${advice}`);
  const detected = detectEncoding(text, whole && !packed);
  if (!detected) throw new SourceError(`${name} is a binary file, so it was passed over.`);
  return { ...detected, packed, carriageReturns: endsLinesWithCarriageReturns(text) };
}

/** What the first bytes of packed data unpack to. Throws CompressionError where that is nothing. */
async function firstUnpacked(head: Buffer): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  try {
    for await (const part of gunzipped([head])) {
      parts.push(part);
      length += part.length;
      if (length >= headSize) break;
    }
  } catch (error) {
    // A head ends before its data does.
    if (!(error instanceof CompressionError) || length === 0) throw error;
  }
  return Buffer.concat(parts).subarray(0, headSize);
}

/** Where bytes come from. */
interface Bytes {
  /** Bytes handed out so far. */
  readonly position: number;
  /** All bytes, from the first. */
  chunks(): AsyncGenerator<Buffer>;
  close(): Promise<void>;
}

class FileBytes implements Bytes {
  position = 0;

  constructor(
    private readonly handle: FileHandle,
    private readonly size: number,
  ) {}

  /** Reads what the file held when it was opened: one that grows meanwhile is read again by who watches it. */
  async *chunks(): AsyncGenerator<Buffer> {
    for (let position = 0; position < this.size; ) {
      const chunk = await readAt(this.handle, position, Math.min(chunkSize, this.size - position));
      if (chunk.length === 0) return;
      position += chunk.length;
      this.position = Math.max(this.position, position);
      yield chunk;
    }
  }

  close(): Promise<void> {
    return this.handle.close();
  }
}

class MemoryBytes implements Bytes {
  position = 0;

  constructor(private readonly pieces: readonly Buffer[]) {}

  identity(): FileIdentity {
    const hash = createHash('sha256');
    for (const piece of this.pieces) hash.update(piece);
    return { size: this.pieces.reduce((sum, piece) => sum + piece.length, 0), modified: null, hash: hash.digest('hex') };
  }

  async *chunks(): AsyncGenerator<Buffer> {
    let position = 0;
    for (const piece of this.pieces) {
      for (let start = 0; start < piece.length; start += chunkSize) {
        const chunk = piece.subarray(start, start + chunkSize);
        position += chunk.length;
        this.position = Math.max(this.position, position);
        yield chunk;
        // Nothing here waits for a disk: without a turn of the loop a request to cancel would not arrive.
        await nextTurn();
      }
    }
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

interface About extends Pick<OpenSource, 'uri' | 'fileName' | 'path' | 'identity'> {
  /** As messages call it. */
  readonly name: string;
}

class LogSource implements OpenSource {
  readonly uri: string;
  readonly fileName: string;
  readonly path: string;
  readonly identity: FileIdentity;
  readonly encoding: string;
  damage: string | null = null;
  private readonly name: string;

  constructor(
    { uri, fileName, path, identity, name }: About,
    private readonly bytes: Bytes,
    private readonly notation: Notation,
  ) {
    this.uri = uri;
    this.fileName = fileName;
    this.path = path;
    this.identity = identity;
    this.name = name;
    this.encoding = notation.packed ? `${notation.encoding} (gzip)` : notation.encoding;
  }

  get position(): number {
    return this.bytes.position;
  }

  async *lines(lineBreaks: LineBreaks, signal: AbortSignal): AsyncGenerator<readonly Line[]> {
    const { encoding, skip, carriageReturns } = this.notation;
    const splitter = new LineSplitter({ encoding, decode: decoders[encoding], loneCarriageReturns: lineBreaks === 'editor' || carriageReturns, firstOffset: skip });
    let toSkip = skip;
    let odd: Buffer = Buffer.alloc(0);
    for await (const chunk of this.readable(signal)) {
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
    signal.throwIfAborted();
    yield splitter.end();
  }

  close(): Promise<void> {
    return this.bytes.close();
  }

  /** The unpacked bytes up to where they are damaged. */
  private async *readable(signal: AbortSignal): AsyncGenerator<Buffer> {
    // Asked for anew where damage is to be read up to.
    const raw = { [Symbol.asyncIterator]: () => this.bytes.chunks() };
    let any = false;
    try {
      for await (const chunk of this.notation.packed ? gunzipped(raw) : raw) {
        any = true;
        yield chunk;
      }
    } catch (error) {
      if (signal.aborted) throw error;
      if (!any) throw asSourceError(error, this.name);
      this.damage = `${this.name} cannot be read to its end: ${reasonOf(error)}`;
    }
  }
}

async function readAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length);
  const { bytesRead } = await handle.read(buffer, 0, length, position);
  return buffer.subarray(0, bytesRead);
}

/** The path in a URI; null where it cannot be read from it. */
function pathOf(uri: string): string | null {
  try {
    return uri.startsWith('file:') ? fileURLToPath(uri) : decodeURIComponent(new URL(uri).pathname);
  } catch {
    return null;
  }
}

function asSourceError(error: unknown, name: string): SourceError {
  return error instanceof SourceError ? error : new SourceError(`${name} cannot be read: ${reasonOf(error)}`);
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const reasons: Readonly<Record<string, string>> = {
    ENOENT: 'it does not exist (any more). Check the path.',
    EACCES: 'this user may not read it. Change its permissions or run as another user.',
    EPERM: 'this user may not read it. Change its permissions or run as another user.',
    EISDIR: 'it is a folder.',
    EIO: 'the disk reports an error.',
  };
  return reasons[code] ?? (error instanceof Error ? error.message : String(error));
}
