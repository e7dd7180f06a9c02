import * as vscode from 'vscode';

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
}

export function aiSettings(): AiSettings {
  const own = vscode.workspace.getConfiguration(section);
  return {
    enabled: own.get<boolean>('enabled', true) && vscode.workspace.isTrusted,
    provider: own.get<string>('provider') === 'editor' ? 'editor' : 'gemini',
    model: own.get<string>('model', ''),
    endpoint: own.get<string>('endpoint', '').trim(),
    budget: Math.max(1_000, own.get<number>('tokenBudget', 8_000)),
    timeout: Math.max(1, own.get<number>('timeout', 60)) * 1_000,
    hidden: own.get<readonly unknown[]>('redact', []).filter((each) => typeof each === 'string'),
  };
}
