import * as vscode from 'vscode';
import type { AnalysisEngine, ServerChoice } from '../engine/client';
import type { ServerAccess } from '../engine/store/openStore';
import type { AnalysisController } from './analysisController';
import { inBackground } from './background';
import { Disposable } from './disposable';
import { showInformation } from './notices';
import { withCancellableProgress } from './progress';

const section = 'stacklens.database';

/** The database on a server that results are kept in, if the user has set one; its password is among VS Code's secrets. */
export class DatabaseServer extends Disposable implements ServerChoice {
  constructor(
    private readonly secrets: vscode.SecretStorage,
    private readonly log: vscode.LogOutputChannel,
  ) {
    super();
  }

  address(): string {
    return settings().url;
  }

  async access(): Promise<ServerAccess | null> {
    const { url, secondsPerStatement } = settings();
    return url === '' ? null : { url, password: await this.password(url), secondsPerStatement };
  }

  /** Has results be kept where the settings say by now, whenever they change. */
  serve(engine: AnalysisEngine, controller: AnalysisController): void {
    const move = async (): Promise<void> => {
      await engine.useServer();
      await controller.startOver();
    };
    this.register(
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration(section)) inBackground(this.log, move());
      }),
    );
    this.register(
      this.secrets.onDidChange(({ key }) => {
        if (key === keyOf(settings().url)) inBackground(this.log, move());
      }),
    );
  }

  async setPassword(): Promise<void> {
    const { url } = settings();
    if (url === '') {
      void showInformation(vscode.l10n.t('No database on a server is set. Its address belongs into the setting {0}.', `${section}.url`));
      return;
    }
    const password = await vscode.window.showInputBox({
      title: vscode.l10n.t('Set Database Password'),
      prompt: vscode.l10n.t('For {0}. It is kept among the secrets of this machine; leave it empty to remove it.', url),
      password: true,
      ignoreFocusOut: true,
    });
    if (password === undefined) return;
    await (password === '' ? this.secrets.delete(keyOf(url)) : this.secrets.store(keyOf(url), password));
  }

  /** Copies all analyses from this machine to the server, or the other way. */
  async migrate(engine: AnalysisEngine, controller: AnalysisController): Promise<void> {
    const { url } = settings();
    if (url === '') {
      void showInformation(vscode.l10n.t('No database on a server is set. Its address belongs into the setting {0}.', `${section}.url`));
      return;
    }
    const picks = [
      { label: vscode.l10n.t('From this machine to the server'), detail: url, direction: 'toServer' as const },
      { label: vscode.l10n.t('From the server to this machine'), detail: url, direction: 'toFile' as const },
    ];
    const chosen = await vscode.window.showQuickPick(picks, { title: vscode.l10n.t('Migrate Database'), placeHolder: vscode.l10n.t('All analyses are copied; what is there already stays as it is') });
    if (!chosen) return;
    await withCancellableProgress(vscode.l10n.t('Copying analyses'), async (signal, report) => {
      const onProgress = (done: number, total: number): void => report(vscode.l10n.t('{0} of {1}', done, total));
      const { analyses, known } = await engine.copyStore(chosen.direction, { signal, onProgress });
      void showInformation(vscode.l10n.t('Analyses copied: {0}. There already: {1}.', analyses - known, known));
    });
    if (chosen.direction === 'toServer') await controller.startOver();
  }

  private async password(url: string): Promise<string | null> {
    try {
      return (await this.secrets.get(keyOf(url))) ?? null;
    } catch (error) {
      // Without the machine's keyring there may still be PGPASSWORD or a pgpass file.
      this.log.warn(`The password of the database cannot be read from the secrets: ${String(error)}`);
      return null;
    }
  }
}

function settings(): { readonly url: string; readonly secondsPerStatement: number } {
  const own = vscode.workspace.getConfiguration(section);
  return { url: own.get<string>('url', '').trim(), secondsPerStatement: Math.max(1, own.get<number>('statementTimeout', 30)) };
}

function keyOf(url: string): string {
  return `database:${url}`;
}
