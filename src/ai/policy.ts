/** How a question comes about: only when the user looks for it, offered where the finding is shown, or without being told to. */
export type AiPart = 'onDemand' | 'offered' | 'automatic';

export interface AiPolicy {
  readonly enabled: boolean;
  /** From 0 to 1: rules, model and knowledge answer alone where they are at least as sure. */
  readonly threshold: number;
  /** Whether the user wants an AI to be asked without being told to each time. */
  readonly automatic: boolean;
}

/** What an AI has to do with a finding that our own are so sure of, from 0 to 1. */
export function aiPart(confidence: number, { enabled, threshold, automatic }: AiPolicy): AiPart {
  if (!enabled || confidence >= threshold) return 'onDemand';
  return automatic ? 'automatic' : 'offered';
}

/** A question that was asked without being told to. */
export interface Spent {
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly tokens: number;
}

export interface Allowance {
  /** Milliseconds that the bounds count for. */
  readonly span: number;
  readonly questions: number;
  readonly tokens: number;
}

/** What counts of earlier questions, with one more of so many tokens; null where that is more than is allowed. A clock that was set back frees nothing. */
export function spend(earlier: readonly Spent[], tokens: number, now: number, allowance: Allowance): readonly Spent[] | null {
  const counting = earlier.filter(({ time }) => time > now - allowance.span);
  const sum = counting.reduce((total, each) => total + each.tokens, tokens);
  return counting.length >= allowance.questions || sum > allowance.tokens ? null : [...counting, { time: now, tokens }];
}
