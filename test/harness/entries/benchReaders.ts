import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';

import { handwritten } from '../../bench/words';

const chunkSize = 1024 * 1024;

/** What others do in Node, for `npm run bench`: `read FILE` only reads, `regexes FILE` is the usual loop over lines. */
async function main(): Promise<void> {
  const [kind, file = ''] = process.argv.slice(2);
  console.log(await (kind === 'read' ? bytesOf(file) : hitsOf(file)));
}

async function bytesOf(file: string): Promise<number> {
  const handle = await open(file);
  const buffer = Buffer.allocUnsafe(chunkSize);
  let bytes = 0;
  for (;;) {
    const { bytesRead } = await handle.read(buffer, 0, chunkSize);
    if (bytesRead === 0) break;
    bytes += bytesRead;
  }
  await handle.close();
  return bytes;
}

async function hitsOf(file: string): Promise<number> {
  let hits = 0;
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) if (handwritten.some((regex) => regex.test(line))) hits++;
  return hits;
}

void main();
