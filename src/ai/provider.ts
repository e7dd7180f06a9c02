import type { AiRequest } from './request';

/** What can go wrong between a question and its answer. */
export type AiTrouble = 'noKey' | 'badKey' | 'noModel' | 'rateLimited' | 'quota' | 'unavailable' | 'timeout' | 'network' | 'blocked' | 'cut' | 'noAnswer' | 'notJson' | 'wrongShape';

/** No usable answer came. */
export class AiError extends Error {
  override readonly name = 'AiError';

  constructor(
    readonly trouble: AiTrouble,
    message: string,
    /** What came of the answer before that, and after how many milliseconds it may be tried again, as far as that is known. */
    readonly known: { readonly partial?: string; readonly retryAfter?: number } = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

export interface AskOptions {
  /** What it is aborted with is what `ask` rejects with. */
  readonly signal: AbortSignal;
  /** Told of the answer as it comes: all of it so far. */
  readonly onText: (soFar: string) => void;
}

/** Somebody who answers questions about errors. */
export interface Provider {
  /** `gemini`, `editor`. */
  readonly name: string;
  readonly model: string;
  /** The whole answer. Rejects with an AiError. */
  ask(request: AiRequest, options: AskOptions): Promise<string>;
}
