import type { Analysis } from '../../core/analysis';
import type { Classifier } from '../../ml/classifier';
import { rulesVersion } from '../../core/rules/rules';
import { type Analyzer, settingsHash } from '../analyzer';
import type { AnalyzeResult, Followed, FollowRequest } from '../api';
import { PatternMatcher } from '../patterns';
import type { Store } from '../store/store';
import { placeOfContent } from '../watch/contentPlace';
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

  /** Analyses what is there, or what was not read yet where the request `resumes`, and goes on from its end; a packed log has no more to come. Rejects as `Analyzer.analyze` does. */
  async follow(request: FollowRequest, { analyzer, store, classifier }: { readonly analyzer: Analyzer; readonly store: Store; readonly classifier: Classifier }, signal: AbortSignal): Promise<AnalyzeResult> {
    const { source, reading, replaces, followId, runId } = request;
    const { watch, now, onFollowed } = this;
    const options = { request, store, classifier, watch, now, onFollowed };
    const known = request.resumes === true ? await knownPart(request, store, classifier) : null;
    const result = known?.result ?? (await analyzer.analyze({ source, reading, reuse: true, replaces, runId }, signal));
    try {
      // What is counted further is what was found, not what the user has made of it since.
      const asFound = known?.asFound ?? (await earlierOf(request, store))?.analysis;
      this.logs.set(followId, await FollowedLog.open(known ? { ...options, heldAs: known.heldAs } : options, asFound?.id === result.analysis.id ? asFound : result.analysis));
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

interface KnownPart {
  readonly result: AnalyzeResult;
  /** Its analysis without corrections. */
  readonly asFound: Analysis;
  /** What its content is called by now. */
  readonly heldAs: string;
}

/** What is stored of what a log begins with; null where nothing is, or all is to be read again. */
async function knownPart(request: FollowRequest, store: Store, classifier: Classifier): Promise<KnownPart | null> {
  const { source, reading } = request;
  const earlier = await earlierOf(request, store);
  if (earlier?.analysis.modelVersion !== classifier.version) return null;
  const heldAs = await placeOfContent(source.path, earlier.identity);
  const [analysis] = heldAs === null ? [] : await store.analysesById([earlier.analysis.id]);
  if (heldAs === null || !analysis) return null;
  const patternProblems = new PatternMatcher(reading.patterns, source.path).problems;
  return { result: { analysis, reused: true, patternProblems, formatProblems: [] }, asFound: earlier.analysis, heldAs };
}

function earlierOf({ source: { uri }, reading }: FollowRequest, store: Store): ReturnType<Store['earlier']> {
  return store.earlier({ uri, rulesVersion, settingsHash: settingsHash(reading) });
}
