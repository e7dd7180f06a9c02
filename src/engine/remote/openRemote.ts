import { createHash } from 'node:crypto';
import { openStream, type OpenSource, SourceError } from '../sources';
import { type RemoteAddress, remoteAddress } from './address';
import { clickhousePages } from './clickhouse';
import { elasticsearchPages } from './elasticsearch';
import { lokiPages } from './loki';
import { postgresPages } from './postgres';
import type { RemoteFilter, RemotePages, RemoteProgress, RemoteReading, Secrets } from './remoteLog';

export interface RemoteOptions {
  readonly filter: RemoteFilter;
  readonly secrets: Secrets;
  /** Milliseconds that an engine may be silent. */
  readonly patience: number;
  readonly onProgress: (progress: RemoteProgress) => void;
  /** Told where there is more than is read. */
  readonly onLimit: () => void;
}

/**
 * Opens a log that another engine keeps: what the filter lets through comes page by page, each asked for when the one before is
 * done with. Aborted, the query ends on the engine as well. Throws SourceError where the address is none, or the engine does not answer.
 */
export async function openRemote(text: string, options: RemoteOptions, signal: AbortSignal): Promise<OpenSource> {
  const { label } = remoteAddress(text);
  const chunks = remoteChunks(text, options, signal);
  // What is wrong from the start is told before anything begins.
  const first = await chunks.next();
  const hash = createHash('sha256').update(JSON.stringify([text, options.filter])).digest('hex');
  const about = { uri: text, fileName: label, path: label, name: label, identity: { size: 0, modified: null, hash } };
  return openStream(about, from(first, chunks));
}

async function* from(first: IteratorResult<Buffer>, rest: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  try {
    if (first.done === true) return;
    yield first.value;
    yield* rest;
  } finally {
    await rest.return(undefined);
  }
}

/** What the filter lets through of a log that another engine keeps, page by page. Throws as `openRemote` does. */
export async function* remoteChunks(text: string, { filter, secrets, patience, onProgress, onLimit }: RemoteOptions, signal: AbortSignal): AsyncGenerator<Buffer> {
  const address = remoteAddress(text);
  let total: number | null = null;
  let records = 0;
  // One more than is read, to know whether there is more.
  const reading: RemoteReading = {
    filter: { ...filter, most: filter.most + 1 },
    secrets,
    signal,
    patience,
    onTotal: (each) => {
      total = each;
    },
  };
  for await (const page of pagesOf(address, reading)) {
    const taken = page.slice(0, filter.most - records);
    records += taken.length;
    if (taken.length > 0) yield Buffer.from(`${taken.join('\n')}\n`);
    onProgress({ records, total });
    if (taken.length < page.length) {
      onLimit();
      return;
    }
  }
}

function pagesOf(address: RemoteAddress, reading: RemoteReading): RemotePages {
  if (!(reading.filter.from < reading.filter.to)) throw new SourceError(`${address.label} is asked for a time that ends before it begins.`);
  switch (address.kind) {
    case 'loki':
      return lokiPages(address, reading);
    case 'elasticsearch':
      return elasticsearchPages(address, reading);
    case 'clickhouse':
      return clickhousePages(address, reading);
    case 'postgresql':
      return postgresPages(address, reading);
  }
}
