import { open } from 'node:fs/promises';
import type { RecordContext } from '../shared/findingsTable';

export interface RecordContextRequest {
  /** Of the log on disk. */
  readonly path: string;
  /** Where the record begins. */
  readonly byteOffset: number;
  /** 1-based, its first and last line. */
  readonly line: number;
  readonly endLine: number;
}

const linesAround = 5;
/** Lines of a record that are shown, of those that have more. */
const mostLines = 60;
const bytesBefore = 16 * 1024;
const bytesAfter = 64 * 1024;

/** Reads the lines around a record where they stand; null where the log is packed, gone or shorter by now. */
export async function recordContext({ path, byteOffset, line, endLine }: RecordContextRequest): Promise<RecordContext | null> {
  const file = await open(path, 'r').catch(() => null);
  if (!file) return null;
  try {
    const { size } = await file.stat();
    if (byteOffset >= size) return null;
    const read = async (from: number, to: number): Promise<Buffer> => {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(to - from), 0, to - from, from);
      return buffer.subarray(0, bytesRead);
    };
    const encoding = encodingOf(await read(0, 4));
    if (encoding === null) return null;
    const start = Math.max(0, byteOffset - bytesBefore);
    const before = linesOf(await read(start, byteOffset), encoding);
    const after = linesOf(await read(byteOffset, Math.min(size, byteOffset + bytesAfter)), encoding);
    // The last piece before the record is the empty one behind its line break; the first may be the rest of a line.
    before.pop();
    const known = (start === 0 ? before : before.slice(1)).slice(-linesAround);
    const wanted = Math.min(mostLines, endLine - line + 1) + linesAround;
    if (after.length > wanted || after.at(-1) === '') after.length = Math.min(wanted, after.length - Number(after.at(-1) === ''));
    return { first: line - known.length, lines: [...known, ...after] };
  } finally {
    await file.close();
  }
}

/** Null for gzip. */
function encodingOf(head: Buffer): 'utf-8' | 'utf-16le' | 'utf-16be' | null {
  const [first, second] = head;
  if (first === 0x1f && second === 0x8b) return null;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}

function linesOf(bytes: Buffer, encoding: string): string[] {
  return new TextDecoder(encoding).decode(bytes).split(/\r\n|\n/);
}
