import { open } from 'node:fs/promises';
import { isPackedName } from '../../core/rotation';
import { rotatedFamily } from '../rotation';
import { identityOf } from '../sources';
import type { FileIdentity } from '../store/store';

/**
 * The file that begins with what was known by this identity: the log itself, or what it was rotated to since. Null
 * where no file does, or only one that is packed by now.
 */
export async function placeOfContent(file: string, identity: FileIdentity): Promise<string | null> {
  const rotated = (await rotatedFamily(file)).filter((each) => each !== file && !isPackedName(each));
  for (const candidate of [file, ...rotated.reverse()]) if (await beginsWith(candidate, identity)) return candidate;
  return null;
}

async function beginsWith(file: string, { size, hash }: FileIdentity): Promise<boolean> {
  try {
    const handle = await open(file, 'r');
    try {
      return (await handle.stat()).size >= size && (await identityOf(handle, size, 0)).hash === hash;
    } finally {
      await handle.close();
    }
  } catch {
    // It has gone at this moment, or may not be read: what reads the log tells of that.
    return false;
  }
}
