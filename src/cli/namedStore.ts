import type { StoreDatabase } from '../engine/store/database';
import { openDatabase, storeOver } from '../engine/store/openStore';
import { isDatabaseAddress } from '../engine/store/postgres/address';
import type { Store } from '../engine/store/store';
import { complain } from './output';

/** The database of a store that is named by its file or its address. Rejects with a `StoreError` where it cannot be opened. */
export async function openNamedDatabase(name: string): Promise<StoreDatabase> {
  if (!isDatabaseAddress(name)) return openDatabase({ file: name, now: Date.now, onProblem: complain });
  return (await import('../engine/store/postgres/openShared')).openServer({ url: name, password: null });
}

export function storeOn(database: StoreDatabase): Store {
  return storeOver(database, { now: Date.now, program: 'cli' });
}
