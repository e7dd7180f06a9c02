import * as vscode from 'vscode';
import type { TrainingReport } from '../core/learning';
import type { AnalysisEngine } from '../engine/client';
import { Disposable } from './disposable';
import { showInformation } from './notices';
import { withCancellableProgress } from './progress';

/** Training the local model with what the user has corrected, and going back to an earlier one. */
export class ModelCommands extends Disposable {
  private readonly changed = this.register(new vscode.EventEmitter<void>());
  /** Another model is in use, or one was trained. */
  readonly onDidChange = this.changed.event;
  private report: TrainingReport | null = null;

  constructor(private readonly engine: AnalysisEngine) {
    super();
  }

  /** What the last training in this window came to; null before the first. */
  get lastReport(): TrainingReport | null {
    return this.report;
  }

  /** Trains a model, and installs it where it is better, or where the user insists. */
  async retrain(force = false): Promise<void> {
    await withCancellableProgress(vscode.l10n.t('Training the model with your corrections'), async (signal, report) => {
      this.report = await this.engine.retrain(force, { signal, onProgress: (done) => report(vscode.l10n.t('{0} %', Math.round(done * 100))) });
    });
    this.changed.fire();
    if (this.report) await this.tell(this.report);
  }

  /** Goes back to the model before the one in use. */
  async rollBack(): Promise<void> {
    const version = await this.engine.rollBackModel();
    this.changed.fire();
    void showInformation(version === null ? vscode.l10n.t('The model that comes with StackLens is in use: there is none before it.') : vscode.l10n.t('{0} is in use now.', modelName(version)));
  }

  /** Where nothing was installed the user may insist. */
  private async tell({ outcome, version, data, comparison }: TrainingReport): Promise<void> {
    if (outcome === 'installed') {
      const score = comparison?.strong.new?.macroF1;
      const text = score === undefined ? vscode.l10n.t('{0} is in use now.', modelName(version)) : vscode.l10n.t('{0} is in use now: macro-F1 {1} on your corrections, {2} before.', modelName(version), score.toFixed(2), (comparison?.strong.present?.macroF1 ?? 0).toFixed(2));
      void showInformation(text);
      return;
    }
    const insist = outcome === 'tooLittle' ? vscode.l10n.t('Train Anyway') : vscode.l10n.t('Install Anyway');
    const text =
      outcome === 'tooLittle'
        ? vscode.l10n.t('There is too little to learn from. {0}', data.missing ?? '')
        : vscode.l10n.t('The new model is not better on your corrections, and was not installed: macro-F1 {0}, the present one {1}.', (comparison?.strong.new?.macroF1 ?? 0).toFixed(2), (comparison?.strong.present?.macroF1 ?? 0).toFixed(2));
    if ((await showInformation(text, insist)) === insist) await this.retrain(true);
  }
}

function modelName(version: string): string {
  return version === 'shipped' ? vscode.l10n.t('The model that comes with StackLens') : vscode.l10n.t('Model {0}', version.replace(/^model-0*/, ''));
}
