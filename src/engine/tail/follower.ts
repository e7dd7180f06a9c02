import type { Analysis } from '../../core/analysis';
import type { Classifier } from '../../ml/classifier';
import type { Analyzer } from '../analyzer';
import type { AnalyzeResult, Followed, FollowRequest } from '../api';
import type { Store } from '../store/store';
import { FileWatch } from './fileWatch';
import { FollowedLog } from './followedLog';
import { PackedLogError } from './logTail';

/** The logs that are followed. */
export class Follower {
  private readonly watch = new FileWatch();
  private readonly logs = new Map<number, FollowedLog>();

  constructor(
    private readonly now: () => number,
    private readonly onFollowed: (followed: Followed) => void,
  ) {}

  /** Analyses what is there and goes on from its end; a packed log has no more to come. Rejects as `Analyzer.analyze` does. */
  async follow(request: FollowRequest, { analyzer, store, classifier }: { readonly analyzer: Analyzer; readonly store: Store; readonly classifier: Classifier }, signal: AbortSignal): Promise<AnalyzeResult> {
    const { source, reading, replaces, followId, runId } = request;
    const result = await analyzer.analyze({ source, reading, reuse: true, replaces, runId }, signal);
    const { watch, now, onFollowed } = this;
    try {
      this.logs.set(followId, await FollowedLog.open({ request, store, classifier, watch, now, onFollowed }, result.analysis));
    } catch (error) {
      // Nothing is written to it.
      if (!(error instanceof PackedLogError)) throw error;
    }
    if (signal.aborted) {
      await this.unfollow(followId);
      signal.throwIfAborted();
    }
    return result;
  }

  /** Returns the analysis of all that was read; null where the log is not followed. */
  async unfollow(followId: number): Promise<Analysis | null> {
    const log = this.logs.get(followId);
    this.logs.delete(followId);
    return (await log?.close()) ?? null;
  }

  /** Stops following, and stores what was found. */
  async close(): Promise<void> {
    await Promise.all([...this.logs.keys()].map((followId) => this.unfollow(followId)));
  }
}
