import type { Anomaly } from '../core/anomaly';
import { againstEarlier, type FoundBefore } from '../core/anomalies/earlier';
import { best } from '../core/anomalies/findAnomalies';
import type { LogWatch } from '../core/anomalies/logWatch';
import { rulesVersion } from '../core/rules/rules';
import type { Store } from './store/store';

/** Earlier analyses of a file that a new one is held against. */
const mostEarlier = 5;

export interface WatchedRun {
  readonly uri: string;
  readonly lines: number;
  /** The analysis that the new one takes the place of; null where there is none. */
  readonly replaces: number | null;
}

/** What was unusual in a log that was read, by itself and beside earlier analyses of it. Throws StoreError. */
export async function anomaliesOf(watch: LogWatch, store: Store, { uri, lines, replaces }: WatchedRun): Promise<Anomaly[]> {
  // Of a log that was edited a part may have been read, in which there is nothing to see: what was known still says most.
  if (watch.sawNothing) return replaces === null ? [] : store.anomalies(replaces);
  const found = watch.finish();
  const known = (await store.history(uri)).filter((run) => run.id !== replaces && run.status === 'completed' && run.rulesVersion === rulesVersion).slice(0, mostEarlier);
  const earlier: FoundBefore[] = [];
  for (const run of known) earlier.push({ lines: run.lines, groups: await store.groups({ analysisId: run.id, minSeverity: 'low', decisions: [] }) });
  const beside = againstEarlier(watch.series(), lines, earlier);
  const told = new Set(beside.map(({ kind, fingerprint }) => `${kind} ${fingerprint ?? ''}`));
  return best([...beside, ...found.filter(({ kind, fingerprint }) => !told.has(`${kind} ${fingerprint ?? ''}`))]);
}
