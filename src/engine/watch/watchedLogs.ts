import { stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Finding } from '../../core/finding';
import { rulesVersion } from '../../core/rules/rules';
import type { Classifier } from '../../ml/classifier';
import { Analyzer, settingsHash } from '../analyzer';
import type { Followed, Reading } from '../api';
import { fileUri } from '../fileUri';
import type { Store } from '../store/store';
import { FileWatch } from '../tail/fileWatch';
import { FollowedLog } from '../tail/followedLog';
import { placeOfContent } from './contentPlace';
import { isEarlierPart } from './earlierPart';
import { NewFindings } from './newFindings';

export interface WatchedLogsOptions {
  /** Names the files that are there now. It is asked again and again. */
  readonly list: () => Promise<readonly string[]>;
  readonly reading: Reading;
  /** Where analyses are kept, and known from when watching begins again. */
  readonly store: Store;
  /** Says what findings are about. */
  readonly classifier: Classifier;
  /** Whether what stands in files at the start, and was not analysed before, is told too. */
  readonly fromStart: boolean;
  /** Told of findings in the order in which they were found; the next ones wait for what it returns. */
  readonly onFindings: (file: string, findings: readonly Finding[]) => Promise<void>;
  /** Told when a file was written to, or is another one. */
  readonly onGrown?: (file: string, grown: Pick<Followed, 'counts' | 'restarted'>) => void;
  /** Told in sentences that name the file. */
  readonly onProblem: (message: string) => void;
  /** Told once, when the files that are there at the start are followed, how many they are. */
  readonly onReady: (files: number) => void;
}

/** Milliseconds between two looks for new files; looking takes at most this share of the time. */
const lookInterval = 500;
const mostShare = 0.1;
/** Milliseconds between two times that findings are told. */
const tellInterval = 100;
/** Logs that are opened at a time, and files that are followed at most. */
const mostOpening = 4;
const mostFollowed = 1000;
/** Files known by what they are that are remembered. */
const mostKnown = 10_000;

interface Watched {
  readonly news: NewFindings;
  readonly log: FollowedLog;
}

/**
 * Watches logs that come and go. What stood in a file when it was first seen is analysed and not told; what is written
 * from then on is told once, also what was written while nobody watched, if the store knows how far the log was read.
 */
export class WatchedLogs {
  private readonly watch = new FileWatch();
  private readonly analyzer: Analyzer;
  private readonly logs = new Map<string, Watched>();
  private readonly opening = new Map<string, Promise<void>>();
  /** What files were when they could not be read. */
  private readonly refused = new Map<string, string>();
  /** Files by device and number: one that is followed and then called otherwise is not another one. */
  private readonly known = new Map<string, string>();
  private old: ReadonlySet<string> | null = null;
  private isReady = false;
  private complainedOfMany = false;
  private telling: Promise<void> = Promise.resolve();

  constructor(private readonly options: WatchedLogsOptions) {
    this.analyzer = new Analyzer({ store: options.store, classifier: options.classifier, now: Date.now, onProgress: () => undefined });
  }

  /** Watches until aborted; then all that was written by then has been told and stored. Rejects where the findings could not be told. */
  async run(signal: AbortSignal): Promise<void> {
    const failed = new AbortController();
    const until = AbortSignal.any([signal, failed.signal]);
    const timer = setInterval(() => {
      this.tell(false).catch((error: unknown) => failed.abort(error));
    }, tellInterval);
    try {
      while (!until.aborted) {
        const start = performance.now();
        const begun = await this.look(until);
        if (!this.isReady && !begun && this.opening.size === 0) {
          this.isReady = true;
          this.options.onReady(this.logs.size);
        }
        const took = performance.now() - start;
        await delay(Math.max(lookInterval, took / mostShare), undefined, { signal: until }).catch(() => undefined);
      }
    } finally {
      clearInterval(timer);
      await Promise.all(this.opening.values());
      while (await this.look(until)) await Promise.all(this.opening.values());
      await Promise.all([...this.logs.values()].map(({ log }) => log.close()));
    }
    await this.tell(true);
  }

  /** Returns whether there are files that were begun with, or have to wait for that. */
  private async look(signal: AbortSignal): Promise<boolean> {
    let files: readonly string[];
    try {
      files = await this.options.list();
    } catch (error) {
      this.options.onProblem(`Files cannot be looked for: ${error instanceof Error ? error.message : String(error)}`);
      return false;
    }
    let begun = false;
    this.old ??= new Set(files);
    const names = new Set(files);
    for (const file of files) {
      const state = await stateOf(file);
      if (state === null) continue;
      if (this.logs.has(file)) {
        this.know(state.key, file);
        continue;
      }
      if (this.opening.has(file)) continue;
      // At the end, what is new is still read; analyses of what stood there are for the next time.
      if (signal.aborted && !this.options.fromStart && this.old.has(file)) continue;
      if (isEarlierPart(file, (current) => names.has(current) || this.logs.has(current)) || this.known.has(state.key)) continue;
      if (this.refused.get(file) === state.stamp) continue;
      begun = true;
      if (this.opening.size >= mostOpening) continue;
      if (this.logs.size >= mostFollowed) {
        if (!this.complainedOfMany) this.options.onProblem(`Only ${String(mostFollowed)} files are watched; ${file} and further ones are passed over.`);
        this.complainedOfMany = true;
        return false;
      }
      this.opening.set(file, this.begin(file, state, signal).finally(() => this.opening.delete(file)));
    }
    return begun;
  }

  private know(key: string, file: string): void {
    this.known.delete(key);
    this.known.set(key, file);
    const [oldest] = this.known.keys();
    if (this.known.size > mostKnown && oldest !== undefined) this.known.delete(oldest);
  }

  /** Never rejects: what is wrong with a file is told. */
  private async begin(file: string, { key, stamp }: FileState, signal: AbortSignal): Promise<void> {
    const news = new NewFindings();
    try {
      const log = await this.open(file, news, signal);
      this.logs.set(file, { news, log });
      this.know(key, file);
    } catch (error) {
      this.refused.set(file, stamp);
      if (!signal.aborted) this.options.onProblem(error instanceof Error ? error.message : String(error));
    }
  }

  private async open(file: string, news: NewFindings, signal: AbortSignal): Promise<FollowedLog> {
    const { reading, store, classifier, fromStart } = this.options;
    const absolute = path.resolve(file);
    const uri = fileUri(absolute);
    const source = { kind: 'file', uri, path: absolute } as const;
    const request = { source, reading, replaces: null, followId: 0, runId: 0 };
    const options = { request, store, classifier, watch: this.watch, now: Date.now, onFollowed: (followed: Followed) => this.take(file, followed, news) };
    const earlier = await store.earlier({ uri, rulesVersion, settingsHash: settingsHash(reading) });
    if (earlier !== null) {
      const heldAs = await placeOfContent(absolute, earlier.identity);
      return heldAs === null ? FollowedLog.open(options, null) : FollowedLog.open({ ...options, heldAs }, earlier.analysis);
    }
    if (fromStart || this.old?.has(file) !== true) return FollowedLog.open(options, null);
    const { analysis } = await this.analyzer.analyze({ source, reading, reuse: true, replaces: null, runId: 0 }, signal);
    return FollowedLog.open(options, analysis);
  }

  private take(file: string, { restarted, added, removed, counts, problem }: Followed, news: NewFindings): void {
    this.options.onGrown?.(file, { counts, restarted });
    if (restarted !== null) news.restart();
    for (const key of removed) news.remove(key);
    const now = performance.now();
    for (const finding of added) news.add(finding, now);
    if (problem !== null) this.options.onProblem(problem);
  }

  /** One burst after the other. */
  private tell(all: boolean): Promise<void> {
    this.telling = this.telling.then(async () => {
      for (const [file, { news }] of this.logs) {
        const findings = news.take(performance.now(), all);
        if (findings.length > 0) await this.options.onFindings(file, findings);
        const passedOver = news.takePassedOver();
        if (passedOver > 0) this.options.onProblem(`${file}: ${String(passedOver)} findings came faster than they were taken and are not told of; they are in the store.`);
      }
    });
    return this.telling;
  }
}

interface FileState {
  /** The same whatever the file is called. */
  readonly key: string;
  readonly stamp: string;
}

/** Null for what is no file, or has gone. */
async function stateOf(file: string): Promise<FileState | null> {
  try {
    const found = await stat(file);
    if (!found.isFile()) return null;
    const { dev, ino, birthtimeMs, size, mtimeMs } = found;
    // Numbers are given to new files again, so when it was made counts as well.
    return { key: `${String(dev)} ${String(ino)} ${String(birthtimeMs)}`, stamp: `${String(ino)} ${String(size)} ${String(mtimeMs)}` };
  } catch {
    // It has gone since it was listed; it is looked for again.
    return null;
  }
}
