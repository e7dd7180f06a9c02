import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Source } from '../../../src/engine/api';

/** A folder of a test's own, removed when the test is done. */
export class Scratch {
  private constructor(readonly folder: string) {}

  static async create(): Promise<Scratch> {
    return new Scratch(await mkdtemp(path.join(tmpdir(), 'stacklens-')));
  }

  path(name: string): string {
    return path.join(this.folder, name);
  }

  /** Writes a file and returns its path. */
  async write(name: string, content: string | Uint8Array): Promise<string> {
    const file = this.path(name);
    await writeFile(file, content);
    return file;
  }

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }
}

export function fileSource(file: string): Source {
  return { kind: 'file', uri: pathToFileURL(file).href, path: file };
}
