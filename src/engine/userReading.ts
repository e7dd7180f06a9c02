import type { PipelineOptions } from '../core/pipeline';
import type { Classifier } from '../ml/classifier';
import type { Reading } from './api';
import { PatternMatcher } from './patterns';
import { UserFormats } from './userFormats';

/** What the pipeline must know of a log. */
export interface LogAbout {
  readonly fileName: string;
  /** What globs of the user's are matched against. */
  readonly path: string;
  /** Milliseconds since the epoch. */
  readonly modified: number;
}

/** What a reading asks of the pipeline over one log, and what watches over the user's part in it. */
export interface UserReading {
  readonly pipeline: Omit<PipelineOptions, 'everyRecord'>;
  readonly matcher: PatternMatcher;
  /** Null where the user has none. Lines are to be prepared by it. */
  readonly formats: UserFormats | null;
}

/** `classifier` says what findings are about; without one the rules do. */
export function userReading({ fileName, path, modified }: LogAbout, reading: Reading, classifier: Classifier | null): UserReading {
  const matcher = new PatternMatcher(reading.patterns, path);
  const formats = reading.formats.length === 0 ? null : new UserFormats(reading.formats);
  const pipeline = {
    fileName,
    modified,
    zone: reading.zone,
    clientErrors: reading.clientErrors,
    ...(classifier === null ? {} : { classify: (...asked: Parameters<Classifier['classify']>) => classifier.classify(...asked) }),
    ...(formats === null ? {} : { formats: formats.set }),
    ...(matcher.isEmpty ? {} : { matchPatterns: (records: Parameters<PatternMatcher['match']>[0]) => matcher.match(records) }),
  };
  return { pipeline, matcher, formats };
}
