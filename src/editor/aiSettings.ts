import * as vscode from 'vscode';
import type { AiPolicy } from '../ai/policy';

const section = 'stacklens.ai';

export interface AiSettings {
  readonly enabled: boolean;
  readonly provider: 'gemini' | 'editor';
  readonly model: string;
  /** Empty for Google's own. */
  readonly endpoint: string;
  /** Tokens of a question at most. */
  readonly budget: number;
  /** Milliseconds in which an answer must begin, and go on. */
  readonly timeout: number;
  /** Words of the user's that are not sent. */
  readonly hidden: readonly string[];
  readonly policy: AiPolicy;
}

export function aiSettings(): AiSettings {
  const own = vscode.workspace.getConfiguration(section);
  const enabled = own.get<boolean>('enabled', true) && vscode.workspace.isTrusted;
  return {
    enabled,
    provider: own.get<string>('provider') === 'editor' ? 'editor' : 'gemini',
    model: own.get<string>('model', ''),
    endpoint: own.get<string>('endpoint', '').trim(),
    budget: Math.max(1_000, own.get<number>('tokenBudget', 8_000)),
    timeout: Math.max(1, own.get<number>('timeout', 60)) * 1_000,
    hidden: own.get<readonly unknown[]>('redact', []).filter((each) => typeof each === 'string'),
    policy: { enabled, threshold: Math.min(1, Math.max(0, own.get<number>('confidenceThreshold', 0.6))), automatic: own.get<boolean>('askAutomatically', false) },
  };
}
