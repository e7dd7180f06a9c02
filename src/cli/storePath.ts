import os from 'node:os';
import path from 'node:path';
import { isDatabaseAddress } from '../engine/store/postgres/address';
import { UsageError } from './usage';

/** The store's file, or the address of its database: as named, else `$STACKLENS_STORE`, else the one of the desktop editor. Throws UsageError for any other URL. */
export function storePath(named: string | undefined, environment: NodeJS.ProcessEnv): string {
  const chosen = named ?? (environment.STACKLENS_STORE || undefined);
  if (chosen !== undefined && /^[a-z]+:\/\//i.test(chosen) && !isDatabaseAddress(chosen)) throw new UsageError(`The store ${chosen.split('@').at(-1) ?? ''} is neither a file nor an address such as postgresql://user@host/database.`);
  return chosen ?? path.join(settingsFolder(environment), 'Code', 'User', 'globalStorage', 'stacklens.stacklens-ai', 'stacklens.db');
}

function settingsFolder(environment: NodeJS.ProcessEnv): string {
  if (process.platform === 'win32') return environment.APPDATA ?? path.join(os.homedir(), 'AppData', 'Roaming');
  if (process.platform === 'darwin') return path.join(os.homedir(), 'Library', 'Application Support');
  return environment.XDG_CONFIG_HOME ?? path.join(os.homedir(), '.config');
}
