import { open, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Analysis } from '../../core/analysis';
import type { Finding } from '../../core/finding';
import type { FindingChanges } from '../../core/followingRun';
import type { PipelineSummary } from '../../core/pipeline';
import { rulesVersion } from '../../core/rules/rules';
import type { Classifier } from '../../ml/classifier';
import type { Followed, FollowRequest } from '../api';
import { settingsHash } from '../analyzer';
import { identityOf } from '../sources';
import type { FileIdentity, Store } from '../store/store';
import type { FileWatch } from './fileWatch';
import { findingsOf, resumptionOf } from './resumption';
import { TailAnalysis } from './tailAnalysis';
import type { RestartReason } from './logTail';

/** Milliseconds between two times that what was found is stored, at least; it takes at most this share of the time. */
const storeInterval = 700;
const mostShare = 0.2;
/** Milliseconds from what is found to its being stored, with what comes right behind it. */
const storeDelay = 200;

export interface FollowedLogOptions {
  readonly request: FollowRequest;
  readonly store: Store;
  /** Says what findings are about. */
  readonly classifier: Classifier;
  readonly watch: FileWatch;
  /** What the analysed content is called by now, where it was rotated while nobody followed. */
  readonly heldAs?: string;
  readonly now: () => number;
  readonly onFollowed: (followed: Followed) => void;
}

/** What is known of one content of a log. */
interface Content {
  /** The stored analysis of it; null before there is one. */
  analysis: Analysis | null;
  /** Findings of the stored analysis before this line are settled. */
  storedUpTo: number;
  /** Those that were settled since it was stored. */
  waiting: Finding[];
  summary: PipelineSummary;
  /** Whether nothing has changed since it was stored. */
  isStored: boolean;
}

/** What is at the end of a content when it is stored. */
interface End {
  readonly size: number;
  readonly encoding: string;
  /** Findings that more lines may change, and the first line of which there may be some. */
  readonly unsettled: readonly Finding[];
  readonly openFrom: number;
}

/** A log that is followed: tells what is found in it, and stores that a moment later. */
export class FollowedLog {
  private tail: TailAnalysis | null = null;
  private storing: Promise<void> = Promise.resolve();
  private timer: NodeJS.Timeout | undefined;
  private nextStore = 0;

  private constructor(
    private readonly options: FollowedLogOptions,
    private content: Content,
  ) {}

  /**
   * Goes on behind a stored analysis of the log as it is, or as it began; null reads and tells of all of it. Rejects with
   * SourceError or StoreError.
   */
  static async open(options: FollowedLogOptions, analysis: Analysis | null): Promise<FollowedLog> {
    const { request, store, classifier, watch, now } = options;
    const { path: file } = request.source;
    const { heldAs = file } = options;
    const resumption = analysis && (await resumptionOf(heldAs, analysis, request.reading.lineBreaks, store));
    const log = new FollowedLog(options, { analysis, storedUpTo: 1, waiting: [], summary: analysis ?? nothing, isStored: true });
    log.tail = await TailAnalysis.open(
      { file, reading: request.reading, classifier, resumption, heldAs, watch, now },
      {
        changed: (changes, summary) => log.changed(changes, summary),
        restarted: (reason, end) => log.restarted(reason, end),
        problem: (problem) => log.tell({ problem }),
      },
    );
    log.content.storedUpTo = log.tail.from;
    return log;
  }

  /** Stops, and stores what is not stored yet; returns the analysis that is then stored. */
  async close(): Promise<Analysis | null> {
    await this.tail?.check();
    await this.tail?.close();
    clearTimeout(this.timer);
    await this.store();
    return this.content.analysis;
  }

  private changed({ added, removed, settled }: FindingChanges, summary: PipelineSummary | null): void {
    const { content } = this;
    for (const finding of settled) content.waiting.push(finding);
    const hasGrown = summary !== null && summary.lines !== content.summary.lines;
    const isNews = added.length > 0 || removed.length > 0;
    content.summary = summary ?? content.summary;
    if (!isNews && !hasGrown) return;
    content.isStored = false;
    this.tell({ added, removed });
    this.storeSoon();
  }

  private restarted(restarted: RestartReason, end: Pick<End, 'size' | 'encoding'>): void {
    const { content } = this;
    void this.inTurn(() => this.replaceStored(content, { ...end, unsettled: [], openFrom: Infinity }));
    this.content = { analysis: null, storedUpTo: 1, waiting: [], summary: nothing, isStored: true };
    this.tell({ restarted });
  }

  private storeSoon(): void {
    this.timer ??= setTimeout(() => void this.store(), Math.max(storeDelay, this.nextStore - performance.now()));
  }

  private store(): Promise<void> {
    this.timer = undefined;
    return this.inTurn(async () => {
      const { tail, content } = this;
      if (tail === null) return;
      const { position: size, encoding, unsettled, openFrom } = tail;
      await this.replaceStored(content, { size, encoding, unsettled, openFrom });
    });
  }

  /** One after the other, and not too often. What goes wrong is told. */
  private inTurn(work: () => Promise<void>): Promise<void> {
    this.storing = this.storing.then(async () => {
      const start = performance.now();
      try {
        await work();
      } catch (error) {
        this.tell({ problem: error instanceof Error ? error.message : String(error) });
      }
      const end = performance.now();
      this.nextStore = end + Math.max(storeInterval, (end - start) / mostShare);
    });
    return this.storing;
  }

  /** Stores a content anew in the place of its last analysis: findings that are settled are copied, no byte is read for them again. */
  private async replaceStored(content: Content, { size, encoding, unsettled, openFrom }: End): Promise<void> {
    if (content.isStored) return;
    const { request, store, classifier, now } = this.options;
    const { source, reading } = request;
    const { analysis: earlier, storedUpTo, summary } = content;
    const found = [...content.waiting, ...unsettled];
    content.isStored = true;
    const identity = await identityAt(source.path, size);
    const startedAt = now();
    const writer = store.begin({ uri: source.uri, fileName: path.basename(source.path), startedAt, rulesVersion, modelVersion: classifier.version, model: classifier, identity, settingsHash: settingsHash(reading) });
    try {
      if (earlier !== null) for await (const page of findingsOf(store, earlier.id, { from: 1, to: storedUpTo - 1 })) await writer.add(page);
      await writer.add(found);
    } catch (error) {
      await writer.discard();
      throw error;
    }
    // What was unusual stays so: what was added is looked at when all is analysed again.
    const anomalies = earlier === null ? [] : await store.anomalies(earlier.id);
    const analysis = await writer.complete({ ...summary, size, encoding, duration: now() - startedAt }, earlier?.id ?? null, anomalies);
    content.analysis = analysis;
    content.storedUpTo = openFrom;
    // What has come meanwhile stands behind.
    content.waiting = content.waiting.filter(({ line }) => line >= openFrom);
    if (content === this.content) this.tell({ analysis });
  }

  private tell(news: Partial<Followed>): void {
    const { request, onFollowed } = this.options;
    const { format, lines, records, severities, levels, notes } = this.content.summary;
    const counts = { format, lines, records, severities, levels, notes };
    onFollowed({ followId: request.followId, uri: request.source.uri, restarted: null, added: [], removed: [], counts, analysis: null, problem: null, ...news });
  }
}

const nothing: PipelineSummary = {
  format: 'plain',
  lines: 0,
  records: 0,
  severities: { critical: 0, high: 0, medium: 0, low: 0 },
  levels: { trace: 0, debug: 0, info: 0, warn: 0, error: 0, fatal: 0, none: 0 },
  notes: [],
};

/** What the first `size` bytes of a file are known by; of a file that has gone, little is. */
async function identityAt(file: string, size: number): Promise<FileIdentity> {
  try {
    const { mtimeMs } = await stat(file);
    const handle = await open(file, 'r');
    try {
      return await identityOf(handle, size, mtimeMs);
    } finally {
      await handle.close();
    }
  } catch {
    return { size, modified: null, hash: '' };
  }
}
