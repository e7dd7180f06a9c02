import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { complain, messageOf } from './output';

interface OwnFile {
  readonly name: string;
  readonly text: string;
}

/** What users keep in `.stacklens/PLACE` of the current folder, by name. What cannot be read is told of and left out. */
export async function ownFiles(place: string, extension: string): Promise<readonly OwnFile[]> {
  const folder = path.join('.stacklens', place);
  const files: OwnFile[] = [];
  for (const entry of await entriesOf(folder, extension)) {
    const name = path.join(folder, entry);
    try {
      files.push({ name, text: await readFile(name, 'utf8') });
    } catch (error) {
      complain(`${name} cannot be read and is left out: ${messageOf(error)}.`);
    }
  }
  return files;
}

async function entriesOf(folder: string, extension: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).filter((name) => name.endsWith(extension)).sort();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))) complain(`${folder} cannot be read: ${messageOf(error)}.`);
    return [];
  }
}
