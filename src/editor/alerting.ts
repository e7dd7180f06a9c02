import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { AlertPlan } from '../engine/alerts/alertDesk';
import type { AlertRulesText } from '../engine/api';
import type { AnalysisEngine } from '../engine/client';
import { inBackground } from './background';
import { registerCommand } from './command';
import { Disposable } from './disposable';
import { showInformation, showWarning } from './notices';
import type { SettingsSource } from './settings';

const setting = 'stacklens.alerts';
const consentName = 'stacklens.alerts.consent';
/** Milliseconds of quiet after a change of the file before it is read. */
const quietTime = 300;

interface AlertingContext {
  readonly engine: AnalysisEngine;
  /** What it knew of alerts is gone. */
  readonly onEngineStopped: vscode.Event<void>;
  readonly settings: SettingsSource;
  readonly secrets: vscode.SecretStorage;
  /** Of all windows. */
  readonly memory: vscode.Memento;
  readonly log: vscode.LogOutputChannel;
}

/**
 * Has the engine tell channels of what is found in logs that are followed, as the file says that the setting names: nothing leaves
 * the machine before the user has agreed to where it goes, and nothing in a workspace that is not trusted.
 */
export class Alerting extends Disposable {
  private file: vscode.Uri | null = null;
  private watcher: vscode.Disposable | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly context: AlertingContext) {
    super();
    const { settings, secrets, log } = context;
    this.register(registerCommand('testAlert', log, () => this.test()));
    this.register(registerCommand('setAlertSecret', log, () => this.setSecret()));
    this.register(settings.onDidChange(() => this.turnTo(chosenFile())));
    this.register(secrets.onDidChange(({ key }) => (key.startsWith(keyOf('')) ? this.schedule() : undefined)));
    this.register(context.onEngineStopped(() => this.schedule()));
    this.register({ dispose: () => clearTimeout(this.timer) });
    this.register({ dispose: () => void this.watcher?.dispose() });
    this.turnTo(chosenFile());
  }

  private turnTo(file: vscode.Uri | null): void {
    if (file?.toString() === this.file?.toString()) return;
    this.file = file;
    this.watcher?.dispose();
    this.watcher = undefined;
    if (file) {
      const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(vscode.Uri.joinPath(file, '..'), path.basename(file.fsPath)));
      for (const changes of [watcher.onDidChange, watcher.onDidCreate, watcher.onDidDelete]) changes(() => this.schedule());
      this.watcher = watcher;
    }
    this.schedule();
  }

  private schedule(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => inBackground(this.context.log, this.use()), quietTime);
  }

  /** Rules that cannot be used are told of, and none count then. */
  private async use(): Promise<void> {
    const { engine, log } = this.context;
    try {
      const found = this.file && (await this.read(this.file));
      await engine.useAlerts(found && (await this.agreed(found.plan)) ? found.rules : null);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      log.warn(message);
      void showWarning(message);
      await engine.useAlerts(null);
    }
  }

  private async test(): Promise<void> {
    const file = this.needed();
    const { rules, plan } = await this.read(file);
    const picks = plan.channels.map(({ name, destination }) => ({ label: name, description: destination }));
    const chosen = await vscode.window.showQuickPick(picks, { title: vscode.l10n.t('Send Test Alert'), placeHolder: vscode.l10n.t('By which channel?') });
    if (!chosen || !(await this.agreed(plan))) return;
    const { channel, destination, problem } = await this.context.engine.testAlert(rules, chosen.label);
    if (problem === null) void showInformation(vscode.l10n.t('{0}: a test was delivered to {1}.', channel, destination));
    else throw new Error(vscode.l10n.t('{0} ({1}) could not be told: {2}.', channel, destination, problem));
  }

  private async setSecret(): Promise<void> {
    const { plan } = await this.read(this.needed());
    const variable = await vscode.window.showQuickPick([...plan.variables], { title: vscode.l10n.t('Set Alert Secret'), placeHolder: vscode.l10n.t('Variables that {0} names', path.basename(this.needed().fsPath)) });
    if (variable === undefined) return;
    const value = await vscode.window.showInputBox({ title: variable, prompt: vscode.l10n.t('It is kept among the secrets of this machine; leave it empty to remove it.'), password: true, ignoreFocusOut: true });
    if (value === undefined) return;
    await (value === '' ? this.context.secrets.delete(keyOf(variable)) : this.context.secrets.store(keyOf(variable), value));
  }

  private needed(): vscode.Uri {
    if (!vscode.workspace.isTrusted) throw new Error(vscode.l10n.t('Nobody is alerted from a workspace that is not trusted.'));
    if (!this.file) throw new Error(vscode.l10n.t('There are no alerts yet: name a file of rules in the setting {0}.', setting));
    return this.file;
  }

  private async read(file: vscode.Uri): Promise<{ readonly rules: AlertRulesText; readonly plan: AlertPlan }> {
    const name = file.fsPath;
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
    const plan = await this.context.engine.planAlerts({ text, name });
    const values = await Promise.all(plan.variables.map(async (variable) => [variable, await this.context.secrets.get(keyOf(variable))] as const));
    return { rules: { text, name, secrets: Object.fromEntries(values.flatMap(([variable, value]) => (value === undefined ? [] : [[variable, value]]))) }, plan };
  }

  /** Whether what the channels are told may leave the machine: asked once for each set of places. */
  private async agreed({ channels, consent }: AlertPlan): Promise<boolean> {
    const places = [...new Set(channels.filter(({ isSent }) => isSent).map(({ destination }) => destination))].sort();
    if (places.length === 0 || !consent) return true;
    const { memory } = this.context;
    const known = memory.get<readonly string[]>(consentName, []);
    if (places.every((place) => known.includes(place))) return true;
    const send = vscode.l10n.t('Send');
    const detail = vscode.l10n.t('They tell of problems in the logs that are watched: severity, file name, line and message, with keys, addresses and names replaced by placeholders. This is asked once for each place.');
    if ((await showInformation(vscode.l10n.t('Send alerts to {0}?', places.join(', ')), { modal: true, detail }, send)) !== send) return false;
    await memory.update(consentName, [...new Set([...known, ...places])]);
    // What waited for that.
    this.schedule();
    return true;
  }
}

/** Tells of an alert, with a way to the results. */
export async function showAlert(text: string): Promise<void> {
  const show = vscode.l10n.t('Show Results');
  if ((await showWarning(text, show)) === show) await vscode.commands.executeCommand('stacklens.results.focus');
}

/** Null where there is none to be used. */
function chosenFile(): vscode.Uri | null {
  const name = vscode.workspace.getConfiguration().get<string>(setting, '').trim();
  if (name === '' || !vscode.workspace.isTrusted) return null;
  return vscode.Uri.file(/^~[\\/]/.test(name) ? path.join(os.homedir(), name.slice(2)) : name);
}

function keyOf(variable: string): string {
  return `alert:${variable}`;
}
