import type { IncomingMessage } from 'node:http';
import { createGunzip } from 'node:zlib';
import { Refusal } from './refusal';

export function mediaTypeOf({ headers }: IncomingMessage): string {
  return (headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

/** The unpacked body. Throws a Refusal where it is too large, packed otherwise than with gzip, or damaged. */
export async function bodyOf(request: IncomingMessage, mostBytes: number): Promise<Buffer> {
  const coding = request.headers['content-encoding'] ?? 'identity';
  if (coding !== 'identity' && coding !== 'gzip') throw new Refusal(415, 'Bodies are taken as they are, or packed with gzip.');
  const chunks: Buffer[] = [];
  let size = 0;
  const stream: AsyncIterable<Buffer> = coding === 'gzip' ? request.pipe(createGunzip()) : request;
  try {
    for await (const chunk of stream) {
      size += chunk.length;
      if (size > mostBytes) throw new Refusal(413, `A body may have ${String(mostBytes)} bytes at most.`);
      chunks.push(chunk);
    }
  } catch (error) {
    throw error instanceof Refusal ? error : new Refusal(400, 'The body cannot be read to its end.');
  }
  return Buffer.concat(chunks);
}
