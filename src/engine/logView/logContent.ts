import type { Reading, Source } from '../api';
import { headSize, notationOf, openSource, SourceError } from '../sources';
import type { Notation } from '../lineReader';
import { LineBlocks } from './lineBlocks';
import { LineBreaks } from './lineBreaks';
import { LineIndex } from './lineIndex';
import { FileBytes, MemoryBytes, type LogBytes } from './logBytes';
import { LogTimes } from './logTimes';
import { PageLines } from './pageLines';
import { UnpackedBytes } from './unpackedBytes';

/** A log that is open for reading by offset. */
export interface OpenLog {
  /** As messages call it. */
  readonly name: string;
  readonly fileName: string;
  readonly encoding: string;
  readonly bytes: LogBytes;
  readonly notation: Notation;
}

/** Opens a log. Rejects with a SourceError where it cannot be read or is no text. */
export async function openLog(source: Source): Promise<OpenLog> {
  const opened = await openSource(source);
  await opened.close();
  const { notation, fileName, encoding } = opened;
  const name = source.kind === 'file' ? source.path : fileName;
  return { name, fileName, encoding, notation, bytes: await bytesOf(source, notation, name) };
}

async function bytesOf(source: Source, { packed }: Notation, name: string): Promise<LogBytes> {
  if (packed) return UnpackedBytes.open(source, name);
  switch (source.kind) {
    case 'file':
      return FileBytes.open(source.path);
    case 'text':
      return new MemoryBytes(Buffer.concat(source.chunks.map((chunk) => Buffer.from(chunk, 'utf8'))));
    case 'bytes':
      return new MemoryBytes(Buffer.from(source.bytes.buffer, source.bytes.byteOffset, source.bytes.byteLength));
  }
}

/** How what is in a log now is read. Rejects with a SourceError where it is no text. */
export async function notationNow({ bytes, notation, name }: OpenLog): Promise<Notation> {
  if (notation.packed) return notation;
  const head = Buffer.alloc(headSize);
  const length = await bytes.read(head, 0);
  const now = await notationOf(head.subarray(0, length), length < headSize, name);
  if (now.packed) throw new SourceError(`${name} has been packed since it was opened. Open it again.`);
  return now;
}

/** One content of a log, and what is known of it: appended bytes belong to it, other bytes in its place do not. */
export class LogContent {
  readonly generation: number;
  readonly breaks: LineBreaks;
  readonly blocks: LineBlocks;
  readonly index: LineIndex;
  readonly times: LogTimes;
  readonly lines: PageLines;

  /** `now`: milliseconds since the epoch, the last change of what has no date of its own. */
  constructor({ bytes, fileName }: OpenLog, notation: Notation, reading: Reading, now: number) {
    this.generation = bytes.generation;
    this.breaks = new LineBreaks({ encoding: notation.encoding, loneCarriageReturns: reading.lineBreaks === 'editor' || notation.carriageReturns });
    this.blocks = new LineBlocks(bytes, this.breaks, notation.skip);
    this.index = new LineIndex(bytes, this.blocks);
    this.times = new LogTimes(bytes, this.blocks, { fileName, modified: bytes.modified ?? now }, reading);
    this.lines = new PageLines(this.blocks);
  }
}
