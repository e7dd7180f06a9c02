import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { familyOf, rotatedName, type NamedFile } from '../core/rotation';

/**
 * The files that a rotated log consists of, `file` being one of them or the name of the current one: the oldest first,
 * each in its folder. `file` alone where it has no others.
 */
export async function rotatedFamily(file: string): Promise<string[]> {
  const folder = path.dirname(file);
  const name = path.basename(file);
  const { family } = rotatedName(name);
  // A folder may hold very many files: only those that may belong to it are looked at.
  const names = (await namesIn(folder)).filter((each) => each === name || each === family || mayBelong(each, family, name));
  const files = await Promise.all(names.map((each) => namedFile(folder, each)));
  return familyOf(name, files.flatMap((each) => each ?? [])).map((each) => path.join(folder, each));
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch {
    // What cannot be listed may still be opened; if not, that tells why.
    return [];
  }
}

function mayBelong(each: string, family: string, name: string): boolean {
  const of = rotatedName(each).family;
  return of === family || of === name;
}

/** Null for what is no file, or has gone. */
async function namedFile(folder: string, name: string): Promise<NamedFile | null> {
  try {
    const found = await stat(path.join(folder, name));
    return found.isFile() ? { name, modified: found.mtimeMs } : null;
  } catch {
    // It is rotated at this moment, or a link that leads nowhere.
    return null;
  }
}
