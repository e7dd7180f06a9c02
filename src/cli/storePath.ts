import os from 'node:os';
import path from 'node:path';
import { databaseAddress, isDatabaseAddress } from '../engine/store/postgres/address';
import { StoreError } from '../engine/store/store';
import { UsageError } from './usage';

/**
 * The store's file, or the address of its database: as named, else `$STACKLENS_STORE`, else the one of the desktop editor.
 * Throws UsageError for any other URL, and for an address that cannot be used.
 */
export function storePath(named: string | undefined, environment: NodeJS.ProcessEnv): string {
  const chosen = named ?? (environment.STACKLENS_STORE || undefined);
  if (chosen !== undefined) mustBeUsable(chosen);
  return chosen ?? path.join(settingsFolder(environment), 'Code', 'User', 'globalStorage', 'stacklens.stacklens-ai', 'stacklens.db');
}

function mustBeUsable(store: string): void {
  try {
    if (isDatabaseAddress(store)) databaseAddress(store);
    else if (/^[a-z]+:\/\//i.test(store)) throw new UsageError(`The store ${store.split('@').at(-1) ?? ''} is neither a file nor an address such as postgresql://user@host/database.`);
  } catch (error) {
    throw error instanceof StoreError ? new UsageError(error.message) : error;
  }
}

function settingsFolder(environment: NodeJS.ProcessEnv): string {
  if (process.platform === 'win32') return environment.APPDATA ?? path.join(os.homedir(), 'AppData', 'Roaming');
  if (process.platform === 'darwin') return path.join(os.homedir(), 'Library', 'Application Support');
  return environment.XDG_CONFIG_HOME ?? path.join(os.homedir(), '.config');
}
