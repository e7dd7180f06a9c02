import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readFile, rename, rm, stat, statfs, writeFile, type FileHandle } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { generate, generatorVersion, nothingWritten, sum, type DataSpec, type Tally } from './generator';
import { layouts } from './layouts';

/** Disk that stays free whatever is asked for. */
const spare = 2 ** 30;
const newline = 0x0a;
const space = 0x20;

/** A log to measure with. */
export interface DataFile {
  readonly path: string;
  readonly bytes: number;
  /** What was written into it; null where nobody counted. */
  readonly tally: Tally | null;
}

/** There is not enough free disk for a file. */
export class NoRoom extends Error {
  override readonly name = 'NoRoom';
}

/** The logs of the bench, kept in the temporary folder of the system from run to run. */
export class DataFiles {
  constructor(readonly folder: string = path.join(os.tmpdir(), 'stacklens-bench')) {}

  /** A log as it was asked for, made where it is not there yet. Throws NoRoom. */
  async log(name: string, spec: DataSpec): Promise<DataFile> {
    const file = this.file(name, spec, 'log');
    const known = await knownTally(`${file}.json`, file);
    if (known) return { path: file, bytes: known.bytes, tally: known };
    await this.makeRoom(spec.size);
    let tally = nothingWritten;
    await whole(file, async (handle) => {
      for (const block of generate(spec)) {
        await handle.appendFile(block.bytes);
        tally = sum(tally, block.tally);
      }
    });
    await writeFile(`${file}.json`, JSON.stringify(tally));
    return { path: file, bytes: tally.bytes, tally };
  }

  /** The same, packed with gzip. */
  async packed({ path: unpacked, bytes, tally }: DataFile): Promise<DataFile> {
    const file = `${unpacked}.gz`;
    if ((await sizeOf(file)) === null) {
      await this.makeRoom(bytes);
      await pipeline(createReadStream(unpacked), createGzip(), createWriteStream(`${file}.part`));
      await rename(`${file}.part`, file);
    }
    return { path: file, bytes, tally };
  }

  /** A log with one line of at least so many bytes among ordinary ones. */
  async longLine(length: number, seed: number): Promise<DataFile> {
    const layout = layouts.filter(({ id }) => id === 'log4j');
    const around = { layouts: layout, density: 0.01, size: 100_000, seed };
    const file = this.file('long-line', { ...around, size: length }, 'log');
    const known = await sizeOf(file);
    if (known !== null) return { path: file, bytes: known, tally: null };
    await this.makeRoom(length);
    await whole(file, async (handle) => {
      for (const block of generate(around)) await handle.appendFile(block.bytes);
      for (const { bytes } of generate({ ...around, size: length, density: 0 })) {
        for (let at = bytes.indexOf(newline); at >= 0; at = bytes.indexOf(newline, at)) bytes[at] = space;
        await handle.appendFile(bytes);
      }
      await handle.appendFile('\n');
      for (const block of generate(around)) await handle.appendFile(block.bytes);
    });
    return { path: file, bytes: (await stat(file)).size, tally: null };
  }

  async empty(): Promise<DataFile> {
    await mkdir(this.folder, { recursive: true });
    const file = path.join(this.folder, 'empty.log');
    await writeFile(file, '');
    return { path: file, bytes: 0, tally: nothingWritten };
  }

  /** A log that grows from size to size, as far as there is room; it is removed in the end. */
  async *growing(spec: Omit<DataSpec, 'size'>, sizes: readonly number[]): AsyncGenerator<DataFile | NoRoom> {
    const largest = Math.max(...sizes);
    const file = this.file('growing', { ...spec, size: largest }, 'log');
    await mkdir(this.folder, { recursive: true });
    const handle = await open(file, 'w');
    try {
      const blocks = generate({ ...spec, size: largest });
      let tally = nothingWritten;
      for (const size of sizes) {
        const lack = await this.lack(size - tally.bytes);
        if (lack) {
          yield lack;
          continue;
        }
        while (tally.bytes < size) {
          const block = blocks.next();
          if (block.done === true) break;
          await handle.appendFile(block.value.bytes);
          tally = sum(tally, block.value.tally);
        }
        yield { path: file, bytes: tally.bytes, tally };
      }
    } finally {
      await handle.close();
      await rm(file, { force: true });
    }
  }

  /** Removes all logs. */
  async clean(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }

  private file(name: string, { size, seed }: DataSpec, ending: string): string {
    return path.join(this.folder, `${name}-${size}-seed${seed}-v${generatorVersion}.${ending}`);
  }

  private async makeRoom(bytes: number): Promise<void> {
    await mkdir(this.folder, { recursive: true });
    const lack = await this.lack(bytes);
    if (lack) throw lack;
  }

  private async lack(bytes: number): Promise<NoRoom | null> {
    const { bavail, bsize } = await statfs(this.folder);
    const free = bavail * bsize;
    return free >= bytes + spare ? null : new NoRoom(`${gigabytes(bytes + spare)} GB must be free in ${this.folder}, ${gigabytes(free)} GB are.`);
  }
}

/** Writes a file that is there under its name only when it is whole. */
async function whole(file: string, write: (handle: FileHandle) => Promise<void>): Promise<void> {
  const handle = await open(`${file}.part`, 'w');
  try {
    await write(handle);
  } finally {
    await handle.close();
  }
  await rename(`${file}.part`, file);
}

/** What was counted when a file was made; null where it must be made anew. */
async function knownTally(noted: string, file: string): Promise<Tally | null> {
  const size = await sizeOf(file);
  if (size === null || (await sizeOf(noted)) === null) return null;
  const tally = JSON.parse(await readFile(noted, 'utf8')) as Tally;
  return tally.bytes === size ? tally : null;
}

async function sizeOf(file: string): Promise<number | null> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

function gigabytes(bytes: number): string {
  return (bytes / 1e9).toFixed(1);
}
