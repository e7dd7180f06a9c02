import { mkdir, open, readdir, type FileHandle } from 'node:fs/promises';
import path from 'node:path';

const LF = 10;

interface Waiting {
  readonly text: string;
  readonly done: (error: Error | null) => void;
}

/** Logs that were pushed to us, a file each in one folder. */
export class ReceivedLogs {
  private readonly waiting = new Map<string, Waiting[]>();

  constructor(
    readonly folder: string,
    /** Told after a log, by its path, has got lines. */
    private readonly onReceived: (file: string) => void = () => undefined,
  ) {}

  /**
   * Adds whole lines to a log; `name` consists of letters, digits, `.`, `_` and `-`. They are on the disk when it resolves:
   * what comes meanwhile is written, and synced, in one go. Rejects with the system's error.
   */
  append(name: string, text: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const entry: Waiting = {
        text: text.endsWith('\n') ? text : `${text}\n`,
        done: (error) => {
          if (error) reject(error);
          else resolve();
        },
      };
      const others = this.waiting.get(name);
      if (others) {
        others.push(entry);
        return;
      }
      this.waiting.set(name, [entry]);
      void this.writeAll(name);
    });
  }

  /** Never rejects: who waits is told what went wrong. */
  private async writeAll(name: string): Promise<void> {
    for (let batch = this.waiting.get(name) ?? []; batch.length > 0; batch = this.waiting.get(name) ?? []) {
      this.waiting.set(name, []);
      const error = await this.write(name, batch.map(({ text }) => text).join('')).then(() => null, asError);
      for (const { done } of batch) done(error);
    }
    this.waiting.delete(name);
  }

  private async write(name: string, text: string): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const file = path.join(this.folder, `${name}.log`);
    const handle = await open(file, 'a+', 0o600);
    try {
      // What was cut off when a process was killed, or the disk was full, is not to run into the next line.
      await handle.appendFile((await endsInLine(handle)) ? `\n${text}` : text);
      await handle.datasync();
    } finally {
      await handle.close();
    }
    this.onReceived(file);
  }

  /** Paths of the logs that were received, now or earlier, in the order of their names. */
  async list(): Promise<readonly string[]> {
    try {
      return (await readdir(this.folder)).filter((each) => each.endsWith('.log')).sort().map((each) => path.join(this.folder, each));
    } catch (error) {
      // Nothing was received yet.
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
      throw error;
    }
  }
}

async function endsInLine(handle: FileHandle): Promise<boolean> {
  const { size } = await handle.stat();
  if (size === 0) return false;
  const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer[0] !== LF;
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
