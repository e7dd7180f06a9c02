import { createHash } from 'node:crypto';
import { open, stat as fileStat, type FileHandle } from 'node:fs/promises';
import { readSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Line } from '../core/record';
import type { LineBreaks, Source } from './api';
import { adviceFor, CompressionError, gunzipped, isGzip } from './compression';
import { detectEncoding, endsLinesWithCarriageReturns } from './encodings';
import { LineReader, type Notation } from './lineReader';
import type { FileIdentity } from './store/store';

/** A log that cannot be read; the message names the file, the reason and what to do. */
export class SourceError extends Error {
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
  readonly notation: Notation;
  /** Its unpacked bytes, behind a byte order mark; to be asked for once, in the place of `lines`. Errors are those of `lines`. */
  bytes(signal: AbortSignal): ByteReader;
  /** Throws SourceError where nothing can be read, the signal's reason where it is aborted. */
  lines(lineBreaks: LineBreaks, signal: AbortSignal): AsyncGenerator<readonly Line[]>;
  close(): Promise<void>;
}

/** Hands out bytes piece by piece. */
interface ByteReader {
  /** Puts the next bytes at the start of `target` and returns how many; 0 at the end. */
  read(target: Uint8Array): number | Promise<number>;
}

const chunkSize = 256 * 1024;
/** Bytes that show how a log is written. */
export const headSize = 64 * 1024;

/** Opens a log; throws SourceError where it cannot be read or is no text. */
export async function openSource(source: Source): Promise<OpenSource> {
  switch (source.kind) {
    case 'file':
      return openFile(source.uri, source.path);
    case 'text':
      return openText(source, identityOfAll(source.chunks));
    case 'bytes': {
      const whole = Buffer.from(source.bytes.buffer, source.bytes.byteOffset, source.bytes.byteLength);
      const notation = await notationOf(whole.subarray(0, headSize), whole.length < headSize, source.fileName);
      return new LogSource({ ...aboutMemory(source), identity: identityOfAll([whole]) }, new MemoryBytes([whole]), notation);
    }
  }
}

/** Opens a text whose identity is known. */
export function openText(source: Extract<Source, { kind: 'text' }>, identity: FileIdentity): OpenSource {
  return new LogSource({ ...aboutMemory(source), identity }, new MemoryBytes(source.chunks), { encoding: 'utf-8', skip: 0, carriageReturns: false, packed: false });
}

/** Opens what comes from elsewhere, piece by piece, in UTF-8; closing it ends that. */
export function openStream(about: About, chunks: AsyncGenerator<Buffer>): OpenSource {
  return new LogSource(about, new StreamBytes(chunks), { encoding: 'utf-8', skip: 0, carriageReturns: false, packed: false });
}

function aboutMemory({ uri, fileName }: Pick<Source & { readonly fileName: string }, 'uri' | 'fileName'>): Omit<About, 'identity'> {
  return { uri, fileName, path: pathOf(uri) ?? fileName, name: fileName };
}

function identityOfAll(pieces: readonly (string | Buffer)[]): FileIdentity {
  const hash = createHash('sha256');
  for (const piece of pieces) hash.update(piece);
  return { size: pieces.reduce((sum, piece) => sum + Buffer.byteLength(piece), 0), modified: null, hash: hash.digest('hex') };
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
    const identity = await identityOf(handle, stat.size, stat.mtimeMs);
    const notation = await notationOf(head, head.length < headSize, file);
    return new LogSource({ uri, fileName: path.basename(file), path: file, identity, name: file }, new FileBytes(handle, stat.size), notation);
  } catch (error) {
    await handle?.close();
    throw asSourceError(error, file);
  }
}

/** How a log that begins so is read; `whole` where that is all of it. Throws SourceError where it is no text. */
export async function notationOf(head: Buffer, whole: boolean, name: string): Promise<Notation> {
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
  /** Reads on from `position` without a wait, where that can be done: the next bytes to the start of `target`; 0 at the end. */
  readNow?(target: Uint8Array): number;
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

  readNow(target: Uint8Array): number {
    const wanted = Math.min(target.length, this.size - this.position);
    const count = wanted > 0 ? readSync(this.handle.fd, target, 0, wanted, this.position) : 0;
    this.position += count;
    return count;
  }

  close(): Promise<void> {
    return this.handle.close();
  }
}

class MemoryBytes implements Bytes {
  position = 0;

  constructor(private readonly pieces: readonly (string | Buffer)[]) {}

  async *chunks(): AsyncGenerator<Buffer> {
    let position = 0;
    for (const each of this.pieces) {
      const piece = typeof each === 'string' ? Buffer.from(each, 'utf8') : each;
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

class StreamBytes implements Bytes {
  position = 0;

  constructor(private readonly pieces: AsyncGenerator<Buffer>) {}

  async *chunks(): AsyncGenerator<Buffer> {
    for await (const piece of this.pieces) {
      this.position += piece.length;
      yield piece;
    }
  }

  async close(): Promise<void> {
    await this.pieces.return(undefined);
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
    private readonly content: Bytes,
    readonly notation: Notation,
  ) {
    this.uri = uri;
    this.fileName = fileName;
    this.path = path;
    this.identity = identity;
    this.name = name;
    this.encoding = notation.packed ? `${notation.encoding} (gzip)` : notation.encoding;
  }

  get position(): number {
    return this.content.position;
  }

  bytes(signal: AbortSignal): ByteReader {
    const { packed, skip } = this.notation;
    const { content } = this;
    if (packed || content.readNow === undefined) return new ChunkReader(this.readable(signal), skip);
    if (skip > 0) content.readNow(new Uint8Array(skip));
    return { read: (target) => this.readNow(target) };
  }

  private readNow(target: Uint8Array): number {
    try {
      return this.content.readNow?.(target) ?? 0;
    } catch (error) {
      if (this.position === 0) throw asSourceError(error, this.name);
      this.tellDamage(error);
      return 0;
    }
  }

  async *lines(lineBreaks: LineBreaks, signal: AbortSignal): AsyncGenerator<readonly Line[]> {
    const reader = new LineReader(this.notation, lineBreaks);
    for await (const chunk of this.readable(signal)) {
      signal.throwIfAborted();
      yield reader.take(chunk);
    }
    signal.throwIfAborted();
    yield reader.end();
  }

  close(): Promise<void> {
    return this.content.close();
  }

  /** The unpacked bytes up to where they are damaged. */
  private async *readable(signal: AbortSignal): AsyncGenerator<Buffer> {
    // Asked for anew where damage is to be read up to.
    const raw = { [Symbol.asyncIterator]: () => this.content.chunks() };
    let any = false;
    try {
      for await (const chunk of this.notation.packed ? gunzipped(raw) : raw) {
        any = true;
        yield chunk;
      }
    } catch (error) {
      if (signal.aborted) throw error;
      if (!any) throw asSourceError(error, this.name);
      this.tellDamage(error);
    }
  }

  private tellDamage(error: unknown): void {
    this.damage = `${this.name} cannot be read to its end: ${reasonOf(error)}`;
  }
}

/** Reads on in chunks of any size, from behind the first `skip` bytes. */
class ChunkReader implements ByteReader {
  private rest: Uint8Array = new Uint8Array(0);

  constructor(
    private readonly chunks: AsyncGenerator<Uint8Array>,
    private skip: number,
  ) {}

  async read(target: Uint8Array): Promise<number> {
    while (this.rest.length === 0) {
      const step = await this.chunks.next();
      if (step.done === true) return 0;
      this.rest = step.value.subarray(this.skip);
      this.skip = Math.max(0, this.skip - step.value.length);
    }
    const part = this.rest.subarray(0, target.length);
    target.set(part);
    this.rest = this.rest.subarray(part.length);
    return part.length;
  }
}

/** The identity of an open file's first `size` bytes, last changed at `modified` (milliseconds since the epoch). */
export async function identityOf(handle: FileHandle, size: number, modified: number): Promise<FileIdentity> {
  const head = await readAt(handle, 0, Math.min(headSize, size));
  const tail = await readAt(handle, Math.max(0, size - headSize), Math.min(headSize, size));
  return { size, modified: Math.trunc(modified), hash: createHash('sha256').update(head).update(tail).digest('hex') };
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

/** An error of the system in words that name the log and say what to do. */
export function asSourceError(error: unknown, name: string): SourceError {
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
