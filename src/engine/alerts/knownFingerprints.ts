import type { Store } from '../store/store';

/** Fingerprints that are read at a time. */
const page = 10_000;

/** Those of all that the store has. */
export async function knownFingerprints(store: Store): Promise<Set<string>> {
  const known = new Set<string>();
  const never = new AbortController().signal;
  for (let offset = 0; ; offset += page) {
    const { groups } = await store.tableGroups({ filter: {}, sort: [], offset, limit: page }, never);
    for (const { fingerprint } of groups) known.add(fingerprint);
    if (groups.length < page) return known;
  }
}
