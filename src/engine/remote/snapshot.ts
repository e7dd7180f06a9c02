import { mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { RemoteFilter, RemoteProgress, Secrets } from './remoteLog';
import { remoteChunks } from './openRemote';

export interface SnapshotRequest {
  /** Such as `loki://host/?query={app="shop"}`. */
  readonly address: string;
  readonly filter: RemoteFilter;
  readonly secrets: Secrets;
  /** Milliseconds that the engine may be silent. */
  readonly patience: number;
  /** Where the records are put, in the place of earlier ones. */
  readonly file: string;
}

export interface Snapshot {
  readonly records: number;
  /** Bytes of the file. */
  readonly size: number;
  /** Whether the engine has more than was to be read at most. */
  readonly hasMore: boolean;
}

/**
 * Puts what the filter lets through of a log that another engine keeps into a file, page by page; what stood there stays until all has
 * come. Rejects with SourceError, or the system's error.
 */
export async function takeSnapshot({ address, filter, secrets, patience, file }: SnapshotRequest, onProgress: (progress: RemoteProgress) => void, signal: AbortSignal): Promise<Snapshot> {
  const unfinished = `${file}.${String(process.pid)}.part`;
  let [records, size, hasMore] = [0, 0, false];
  const chunks = remoteChunks(address, {
    filter,
    secrets,
    patience,
    onProgress: (progress) => {
      records = progress.records;
      onProgress(progress);
    },
    onLimit: () => {
      hasMore = true;
    },
  }, signal);
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const handle = await open(unfinished, 'w', 0o600);
  try {
    for await (const chunk of chunks) {
      await handle.appendFile(chunk);
      size += chunk.length;
    }
    signal.throwIfAborted();
    await handle.close();
    await rename(unfinished, file);
    return { records, size, hasMore };
  } catch (error) {
    await handle.close();
    await rm(unfinished, { force: true });
    throw error;
  }
}
