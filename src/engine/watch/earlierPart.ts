import path from 'node:path';
import { isPackedName, rotatedName } from '../../core/rotation';

/** Whether nothing is written to a file any more because it is a packed or an earlier part of a log that is there. */
export function isEarlierPart(file: string, isThere: (current: string) => boolean): boolean {
  const name = path.basename(file);
  if (isPackedName(name)) return true;
  const { family } = rotatedName(name);
  return family !== name && isThere(path.join(path.dirname(file), family));
}
