import { errorCode } from './fileLayer';
import { StoreError } from './store';

/** The error in words for the user; a `StoreError` is that already. */
export function plainly(file: string, what: 'read' | 'written', error: unknown): StoreError {
  return error instanceof StoreError ? error : new StoreError(`The store ${file} cannot be ${what}: ${reason(error)}.`, { cause: error });
}

/** Why the system refused, as the end of a sentence. */
export function reason(error: unknown): string {
  const code = errorCode(error);
  switch (code ?? '') {
    case 'ENOSPC':
    case 'EDQUOT':
      return 'the disk is full';
    case 'EACCES':
    case 'EPERM':
      return 'permission is denied';
    case 'EROFS':
      return 'the disk is read-only';
    case 'EISDIR':
      return 'it is a folder';
    case 'ENOTDIR':
    case 'EEXIST':
      return 'a part of its path is a file and not a folder';
    case 'EMFILE':
    case 'ENFILE':
      return 'too many files are open';
    default:
      return code ? `the system reports ${code}` : 'memory ran out or the file changed meanwhile';
  }
}
