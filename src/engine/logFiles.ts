import { open, stat, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import type { FormatDefinition } from '../core/formats/definition';
import { UserFormats } from './userFormats';

/** What counts as a log in a folder; the second kind only where its head reads as one. */
const logNames = ['**/*.log', '**/*.log.*'];
const doubtfulNames = ['**/*.{out,err,jsonl,ndjson}'];
const passedOver = ['**/node_modules/**', '**/.git/**'];
const headSize = 16 * 1024;

export interface Expanded {
  /** As the user named them, or relative to the folder named; each once. */
  readonly files: readonly string[];
  /** What was named and is not there. */
  readonly missing: readonly string[];
}

/** Turns paths, folders and globs into files; what may be a log is held against these formats and ours. A path that exists is never read as a glob. */
export async function expandPaths(given: readonly string[], formats: readonly FormatDefinition[]): Promise<Expanded> {
  const files = new Map<string, string>();
  const missing: string[] = [];
  for (const each of given) {
    const kind = await kindOf(each);
    const found = kind === 'file' ? [each] : kind === 'folder' ? await logsIn(each, formats) : await globbed(each);
    if (kind === 'none' && found.length === 0) missing.push(each);
    for (const file of found) if (!files.has(path.resolve(file))) files.set(path.resolve(file), file);
  }
  return { files: [...files.values()], missing };
}

async function kindOf(name: string): Promise<'file' | 'folder' | 'none'> {
  try {
    return (await stat(name)).isDirectory() ? 'folder' : 'file';
  } catch (error) {
    // What is there but closed to this user is named again when it is opened, with the reason.
    return error instanceof Error && 'code' in error && error.code === 'ENOENT' ? 'none' : 'file';
  }
}

async function logsIn(folder: string, formats: readonly FormatDefinition[]): Promise<string[]> {
  const { glob } = await import('tinyglobby');
  const options = { cwd: folder, dot: true, ignore: passedOver };
  const [logs, doubtful] = await Promise.all([glob(logNames, options), glob(doubtfulNames, options)]);
  const known = new UserFormats(formats);
  const accepted: string[] = [];
  for (const name of doubtful) if (await headReadsAsLog(path.join(folder, name), known)) accepted.push(name);
  return [...logs, ...accepted].sort().map((name) => path.join(folder, name));
}

async function globbed(pattern: string): Promise<string[]> {
  const { glob } = await import('tinyglobby');
  const found = await glob(pattern.replaceAll('\\', '/'), { dot: true, ignore: passedOver });
  return found.sort();
}

async function headReadsAsLog(file: string, formats: UserFormats): Promise<boolean> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(file, 'r');
    const buffer = Buffer.alloc(headSize);
    const { bytesRead } = await handle.read(buffer, 0, headSize, 0);
    const lines = buffer.toString('utf8', 0, bytesRead).split(/\r?\n/);
    // The last line may be cut.
    return formats.readsAsLog(bytesRead < headSize ? lines : lines.slice(0, -1), path.basename(file));
  } catch {
    // Opened as a log it is named, with the reason.
    return true;
  } finally {
    await handle?.close();
  }
}
