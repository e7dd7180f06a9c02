import { fileURLToPath } from 'node:url';
import type { Store } from '../store/store';
import type { ExportedLog } from './exportRequest';

/** All findings of the newest completed analysis of each log, named as on this machine. */
export async function newestLogs(store: Pick<Store, 'latestAnalyses' | 'history'>): Promise<ExportedLog[]> {
  const logs: ExportedLog[] = [];
  for (const latest of await store.latestAnalyses()) {
    const analysis = latest.status === 'completed' ? latest : (await store.history(latest.uri)).find(({ status }) => status === 'completed');
    if (analysis) logs.push({ analysis, file: fileOf(analysis.uri), only: null });
  }
  return logs;
}

/** A log's path where it is a file of this machine, else its URI. */
export function fileOf(uri: string): string {
  return uri.startsWith('file:///') ? fileURLToPath(uri) : uri;
}
