import * as vscode from 'vscode';
import type { AnalysisEngine } from '../engine/client';
import type { AnalysisController } from './analysisController';
import { inBackground } from './background';
import { Disposable } from './disposable';
import type { SettingsSource } from './settings';

/** Milliseconds between two looks at what is kept. */
const interval = 86_400_000;

/** Removes what the settings do not let be kept: when the first result of the day is there, and when they change after that. */
export class RetentionKeeper extends Disposable {
  private keptAt = Number.NEGATIVE_INFINITY;
  private applied = '';

  constructor(
    private readonly engine: AnalysisEngine,
    controller: AnalysisController,
    private readonly settings: SettingsSource,
    private readonly log: vscode.LogOutputChannel,
  ) {
    super();
    this.register(controller.onDidChange(() => this.keep()));
    this.register(settings.onDidChange(() => (this.applied === '' ? undefined : this.keep())));
  }

  private keep(): void {
    const { retention } = this.settings.current;
    const wanted = JSON.stringify(retention);
    if (wanted === this.applied && Date.now() - this.keptAt < interval) return;
    this.applied = wanted;
    this.keptAt = Date.now();
    inBackground(this.log, this.prune());
  }

  private async prune(): Promise<void> {
    const removed = await this.engine.prune(this.settings.current.retention);
    if (removed > 0) this.log.info(vscode.l10n.t('{0} analyses were removed from the database, as the retention settings say.', removed));
  }
}
