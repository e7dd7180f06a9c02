import * as vscode from 'vscode';
import type { Analysis } from '../core/analysis';
import type { AnalysisEngine } from '../engine/client';
import { countsLabel } from './labels';
import { fileNameOf } from './logDocuments';
import { showInformation } from './notices';
import type { Times } from './times';

type BaselinePick = vscode.QuickPickItem & { readonly baseline?: Analysis; readonly asksForCommit?: true };

/** What we use of the Git extension of the editor. */
interface GitExtension {
  getAPI(version: 1): { readonly repositories: readonly Repository[] };
}

interface Repository {
  readonly rootUri: vscode.Uri;
  log(options: { readonly maxEntries: number }): Promise<readonly { readonly hash: string; readonly message: string; readonly commitDate?: Date }[]>;
}

const mostCommits = 50;

/** Shows what a log's analysis has that a baseline has not: the last run without problems, one that is chosen, that at a commit, or another log. */
export class NewSince {
  constructor(
    private readonly engine: AnalysisEngine,
    private readonly times: Times,
    private readonly showChanges: (older: Analysis, newer: Analysis) => Promise<void>,
  ) {}

  async show(log: vscode.Uri | undefined): Promise<void> {
    if (!log) {
      void showInformation(vscode.l10n.t('Open a log that has been analysed, or choose one in the StackLens view.'));
      return;
    }
    const completed = (await this.engine.history(log.toString())).filter(({ status }) => status === 'completed');
    const [now, ...earlier] = completed;
    if (!now) {
      void showInformation(vscode.l10n.t('{0} has not been analysed yet.', fileNameOf(log)));
      return;
    }
    const others = (await this.engine.latestAnalyses()).filter(({ id, status, uri }) => id !== now.id && status === 'completed' && uri !== now.uri);
    const picks = this.picks(earlier, others);
    if (picks.length === 0) {
      void showInformation(vscode.l10n.t('There is nothing yet to compare {0} with: analyse it again later, or another log.', fileNameOf(log)));
      return;
    }
    const chosen = await vscode.window.showQuickPick(picks, { title: vscode.l10n.t('New in {0} Since…', fileNameOf(log)), placeHolder: vscode.l10n.t('Choose the baseline'), matchOnDescription: true, matchOnDetail: true });
    const baseline = chosen?.asksForCommit ? await this.atCommit(log, earlier) : chosen?.baseline;
    if (baseline) await this.showChanges(baseline, now);
  }

  private picks(earlier: readonly Analysis[], others: readonly Analysis[]): BaselinePick[] {
    const green = earlier.find(({ severities: { critical, high, medium } }) => critical + high + medium === 0);
    const pick = (label: string, baseline: Analysis, detail?: string): BaselinePick => ({ label, description: `${this.timeOf(baseline)} · ${countsLabel(baseline.severities)}`, ...(detail === undefined ? {} : { detail }), baseline });
    const separator = (label: string): BaselinePick => ({ label, kind: vscode.QuickPickItemKind.Separator });
    return [
      ...(green ? [pick(vscode.l10n.t('Last analysis without problems'), green)] : []),
      ...(earlier.length > 0 ? [{ label: vscode.l10n.t('A git commit…'), description: vscode.l10n.t('the last analysis before it'), asksForCommit: true } as const] : []),
      ...(earlier.length > 0 ? [separator(vscode.l10n.t('Earlier analyses')), ...earlier.map((each) => pick(this.timeOf(each), each))] : []),
      ...(others.length > 0 ? [separator(vscode.l10n.t('Other logs')), ...others.map((each) => pick(each.fileName, each, vscode.Uri.parse(each.uri, true).fsPath))] : []),
    ];
  }

  /** The last analysis before a commit that is asked for. */
  private async atCommit(log: vscode.Uri, earlier: readonly Analysis[]): Promise<Analysis | undefined> {
    const git = vscode.extensions.getExtension<GitExtension>('vscode.git');
    const repositories = git ? (git.isActive ? git.exports : await git.activate()).getAPI(1).repositories : [];
    const repository = repositories.find(({ rootUri }) => log.path.startsWith(`${rootUri.path}/`)) ?? repositories[0];
    if (!repository) {
      void showInformation(vscode.l10n.t('There is no git repository in this window.'));
      return undefined;
    }
    const commits = await repository.log({ maxEntries: mostCommits });
    const picks = commits.flatMap(({ hash, message, commitDate }) => {
      const baseline = commitDate && earlier.find(({ startedAt }) => startedAt <= commitDate.getTime());
      return baseline ? [{ label: `${hash.slice(0, 8)}  ${message.split('\n', 1)[0] ?? ''}`, description: vscode.l10n.t('analysis of {0}', this.timeOf(baseline)), baseline }] : [];
    });
    if (picks.length === 0) {
      void showInformation(vscode.l10n.t('No analysis of {0} is older than the latest {1} commits.', fileNameOf(log), mostCommits));
      return undefined;
    }
    return (await vscode.window.showQuickPick(picks, { title: vscode.l10n.t('New Since a Commit'), matchOnDescription: true }))?.baseline;
  }

  private timeOf({ startedAt }: Analysis): string {
    return this.times.label(Math.floor(startedAt / 1000) * 1000, undefined);
  }
}
