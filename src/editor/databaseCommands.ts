import * as vscode from 'vscode';
import type { AnalysisEngine } from '../engine/client';
import type { Backup } from '../engine/store/backups';
import type { AnalysisController } from './analysisController';
import { showInformation, showWarning } from './notices';
import { megabytes } from './progress';

/** Restoring and compacting the database of analyses. Both keep what was there before as a backup. */
export class DatabaseCommands {
  constructor(
    private readonly engine: AnalysisEngine,
    private readonly controller: AnalysisController,
  ) {}

  /** Asks for a backup and, when that is confirmed, puts it in the place of the database. */
  async restore(): Promise<void> {
    const backups = await this.engine.backups();
    if (backups.length === 0) {
      void showInformation(vscode.l10n.t('There are no backups yet. StackLens makes one a day, and one before it updates, restores or compacts the database.'));
      return;
    }
    const picks = backups.map((backup) => ({ label: timeOf(backup), description: vscode.l10n.t('{0} MB', megabytes(backup.bytes)), detail: occasionOf(backup), backup }));
    const chosen = await vscode.window.showQuickPick(picks, { title: vscode.l10n.t('Restore Database'), placeHolder: vscode.l10n.t('Choose the backup to go back to'), matchOnDetail: true });
    if (!chosen || !(await confirmed(chosen.backup))) return;
    const title = vscode.l10n.t('Restoring the database');
    await withProgress(title, () => this.engine.restoreBackup(chosen.backup.name));
    await this.controller.startOver();
    void showInformation(vscode.l10n.t('The database is as it was on {0}. What it held until now is the newest backup.', timeOf(chosen.backup)));
  }

  async compact(): Promise<void> {
    const { before, after } = await withProgress(vscode.l10n.t('Compacting the database'), () => this.engine.compact());
    void showInformation(vscode.l10n.t('The database takes {0} MB; it took {1} MB. What it was is the newest backup.', megabytes(after), megabytes(before)));
  }
}

async function confirmed(backup: Backup): Promise<boolean> {
  const restore = vscode.l10n.t('Restore');
  const question = vscode.l10n.t('Restore the database as it was on {0}?', timeOf(backup));
  const detail = vscode.l10n.t('This holds for all windows. What the database holds now becomes a backup, from which it can be restored in turn.');
  return (await showWarning(question, { modal: true, detail }, restore)) === restore;
}

function withProgress<T>(title: string, work: () => Promise<T>): Thenable<T> {
  return vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title }, work);
}

/** In the form and the zone of the machine, as file managers show it. */
function timeOf({ takenAt }: Backup): string {
  return new Date(takenAt).toLocaleString(vscode.env.language, { dateStyle: 'medium', timeStyle: 'medium' });
}

function occasionOf({ occasion }: Backup): string {
  switch (occasion) {
    case 'daily':
      return vscode.l10n.t('Backup of the day');
    case 'update':
      return vscode.l10n.t('Before StackLens was updated');
    case 'restore':
      return vscode.l10n.t('Before another backup was restored');
    case 'compact':
      return vscode.l10n.t('Before the database was compacted');
    case 'prune':
      return vscode.l10n.t('Before old analyses were deleted');
    case 'asked':
      return vscode.l10n.t('Made on request');
  }
}
