import type * as vscode from 'vscode';
import { type Allowance, type Spent, aiPart, spend } from '../ai/policy';
import { isProblem } from '../core/finding';
import { aiSettings } from './aiSettings';
import type { AiSuggestions } from './aiSuggestions';
import type { AnalysisController } from './analysisController';
import { inBackground } from './background';
import { Disposable } from './disposable';

const spentName = 'stacklens.ai.spent';
/** Milliseconds of quiet before somebody is asked: a log that is being written changes often. */
const quietTime = 2_000;
const allowance: Allowance = { span: 3_600_000, questions: 10, tokens: 100_000 };

/** Asks an AI about open logs' problems that we are not sure of, where the user wants that and has agreed in this workspace: one at a time, each fingerprint once, and only so many an hour. */
export class AutomaticQuestions extends Disposable {
  private readonly tried = new Set<string>();
  private readonly ended = new AbortController();
  private timer: NodeJS.Timeout | undefined;
  private running = false;

  constructor(
    private readonly controller: AnalysisController,
    private readonly ai: AiSuggestions,
    /** Of all windows. */
    private readonly memory: vscode.Memento,
    private readonly log: vscode.LogOutputChannel,
  ) {
    super();
    this.register(controller.onDidChange(() => this.schedule()));
    this.register(ai.onDidConsent(() => this.schedule()));
    this.register({ dispose: () => this.ended.abort() });
    this.register({ dispose: () => clearTimeout(this.timer) });
  }

  private schedule(): void {
    clearTimeout(this.timer);
    if (!aiSettings().policy.automatic) return;
    this.timer = setTimeout(() => inBackground(this.log, this.askAll()), quietTime);
  }

  private async askAll(): Promise<void> {
    if (this.running) return;
    this.running = true;
    try {
      while (!this.ended.signal.aborted && (await this.askNext()));
    } finally {
      this.running = false;
    }
  }

  /** The worst that nobody was asked about; false where there is none, or no more may be asked. */
  private async askNext(): Promise<boolean> {
    for (const { uri, groups } of this.controller.allResults()) {
      if (!this.controller.isOpen(uri)) continue;
      const { policy } = aiSettings();
      const next = groups.find(({ fingerprint, severity, confidence }) => isProblem(severity) && aiPart(confidence, policy) === 'automatic' && !this.tried.has(fingerprint));
      if (!next) continue;
      const outcome = await this.ai.askQuietly(uri, next.lastLine, { signal: this.ended.signal, may: (tokens) => this.may(tokens) });
      if (outcome === 'notAllowed') return false;
      // What failed is not tried again by itself: it may cost each time.
      this.tried.add(next.fingerprint);
      return true;
    }
    return false;
  }

  private may(tokens: number): boolean {
    const after = spend(this.memory.get<readonly Spent[]>(spentName, []), tokens, Date.now(), allowance);
    if (!after) this.log.info('No AI is asked by itself for a while: the allowance of this hour is used up.');
    else inBackground(this.log, Promise.resolve(this.memory.update(spentName, after)));
    return after !== null;
  }
}
