import { isDatabaseAddress } from '../engine/store/postgres/address';
import { storePath } from './storePath';

/** Where the models trained for a store are: beside its file; of a database on a server, beside the editor's own store. */
export function modelFolder(named: string | undefined, environment: NodeJS.ProcessEnv): string {
  const store = storePath(named, environment);
  const file = isDatabaseAddress(store) ? storePath(undefined, { ...environment, STACKLENS_STORE: '' }) : store;
  return `${file}.models`;
}
