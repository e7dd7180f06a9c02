import * as vscode from 'vscode';
import type { AnalysisEngine } from '../engine/client';
import type { BackgroundWork } from '../shared/backgroundWork';
import type { AnalysisController } from './analysisController';
import { inBackground } from './background';
import { registerCommand } from './command';
import type { DiskLogs } from './diskLogs';
import { Disposable } from './disposable';
import { fileNameOf } from './logDocuments';
import { showInformation, showWarning } from './notices';

const section = 'stacklens.server';
const tokenName = 'server.token';
const runningName = 'stacklens.server.running';
const contextName = 'stacklens.serverRuns';
/** Logs that are followed at a time; who may push names as many as there are services. */
const mostLogs = 500;
const megabyte = 1_000_000;

interface ServerContext {
  readonly engine: AnalysisEngine;
  readonly controller: AnalysisController;
  readonly disk: DiskLogs;
  readonly secrets: vscode.SecretStorage;
  /** Of the workspace. */
  readonly memory: vscode.Memento;
  /** Where what is taken in is kept, one file for each log. */
  readonly folder: vscode.Uri;
  readonly log: vscode.LogOutputChannel;
}

interface Running {
  readonly address: string;
  readonly stop: () => Promise<void>;
}

/**
 * Takes in logs that programs push over HTTP, and shows what is found in them as it comes. It goes on after a reload of
 * the window; a workspace that is not trusted starts none.
 */
export class LogServer extends Disposable {
  private readonly item = this.register(vscode.window.createStatusBarItem('stacklens.server', vscode.StatusBarAlignment.Left, 9));
  private readonly followed = new Map<string, Promise<vscode.Disposable>>();
  private running: Running | undefined;
  private readonly changed = this.register(new vscode.EventEmitter<void>());
  /** It was started or stopped, or takes in another log. */
  readonly onDidChange = this.changed.event;
  private complainedOfMany = false;

  constructor(private readonly context: ServerContext) {
    super();
    const { log } = context;
    this.item.name = vscode.l10n.t('StackLens: server for logs');
    this.item.command = 'stacklens.copyServerAddress';
    for (const [name, run] of [
      ['startServer', () => this.start()],
      ['stopServer', () => this.stop()],
      ['copyServerAddress', () => this.copyAddress()],
      ['copyServerToken', () => this.copyToken()],
      ['showReceivedLogs', () => this.showFolder()],
    ] as const) this.register(registerCommand(name, log, run));
    const resume = (): void => {
      if (vscode.workspace.isTrusted && context.memory.get<boolean>(runningName) === true && !this.running) inBackground(log, this.open());
    };
    this.register(vscode.workspace.onDidGrantWorkspaceTrust(resume));
    resume();
  }

  /** Where it listens and how many logs it took in; null where it does not run. */
  get state(): BackgroundWork['server'] {
    return this.running ? { address: this.running.address, logs: this.followed.size } : null;
  }

  override dispose(): void {
    super.dispose();
    // What was taken in by then is stored as the engine closes.
    this.unfollowAll();
  }

  private async start(): Promise<void> {
    if (!vscode.workspace.isTrusted) throw new Error(vscode.l10n.t('No server is started in a workspace that is not trusted.'));
    if (!this.running) await this.open();
    await this.context.memory.update(runningName, true);
    inBackground(this.context.log, this.tellAddress());
  }

  private async tellAddress(): Promise<void> {
    const [copyAddress, copyToken] = [vscode.l10n.t('Copy Address'), vscode.l10n.t('Copy Token')];
    const chosen = await showInformation(vscode.l10n.t('Logs are taken in at {0}. Programs need the token to push them.', this.running?.address ?? ''), copyAddress, copyToken);
    if (chosen === copyAddress) await this.copyAddress();
    if (chosen === copyToken) await this.copyToken();
  }

  private async stop(): Promise<void> {
    await this.context.memory.update(runningName, undefined);
    const { running } = this;
    this.ended();
    await running?.stop();
  }

  private async open(): Promise<void> {
    const { engine, folder, log } = this.context;
    const own = vscode.workspace.getConfiguration(section);
    const request = { host: own.get<string>('host', '127.0.0.1'), port: own.get<number>('port', 4318), mostBytes: own.get<number>('maxBody', 16) * megabyte, mostPerSecond: own.get<number>('maxRate', 500) };
    const { address, files, stop } = await engine.startIntake(
      { ...request, token: await this.token(), folder: folder.fsPath },
      {
        onReceived: (file) => this.take(file, true),
        onStopped: ({ message }) => {
          log.warn(message);
          this.ended();
          void showWarning(vscode.l10n.t('The server for logs has stopped: {0}', message));
        },
      },
    );
    this.running = { address, stop };
    log.info(`Logs are taken in at ${address}, into ${folder.fsPath}.`);
    // Also what came before and was not looked at: the window may have ended without warning.
    for (const file of files) this.take(file, false);
    this.show();
  }

  /** Follows a log that something was added to. */
  private take(file: string, isNew: boolean): void {
    const { controller, disk, log } = this.context;
    const uri = vscode.Uri.file(file);
    const known = this.followed.get(file);
    // What was cleared comes back when more of it comes.
    if (known && controller.resultOf(uri)) return;
    if (!known && this.followed.size >= mostLogs) {
      if (!this.complainedOfMany) log.warn(`Only ${String(mostLogs)} received logs are followed; ${file} and further ones are kept and not looked at.`);
      this.complainedOfMany = true;
      return;
    }
    const follow = async (): Promise<vscode.Disposable> => {
      (await known)?.dispose();
      return disk.follow(uri, { signal: new AbortController().signal, isNew: isNew && !known, resumes: true });
    };
    const following = follow();
    this.followed.set(file, following);
    following.catch((error: unknown) => {
      log.warn(`${fileNameOf(uri)}: ${error instanceof Error ? error.message : String(error)}`);
      if (this.followed.get(file) === following) this.followed.delete(file);
    });
    if (!known) this.show();
  }

  private ended(): void {
    this.running = undefined;
    this.unfollowAll();
    this.show();
  }

  private unfollowAll(): void {
    for (const following of this.followed.values()) inBackground(this.context.log, following.then((followed) => void followed.dispose()));
    this.followed.clear();
    this.complainedOfMany = false;
  }

  private show(): void {
    const { running } = this;
    void vscode.commands.executeCommand('setContext', contextName, running !== undefined);
    if (running) {
      const { host } = new URL(running.address);
      this.item.text = `$(broadcast) ${host}`;
      const label = vscode.l10n.t('StackLens takes in logs at {0}', running.address);
      this.item.accessibilityInformation = { label };
      const tooltip = new vscode.MarkdownString(undefined, true);
      tooltip.isTrusted = { enabledCommands: ['stacklens.copyServerAddress', 'stacklens.copyServerToken', 'stacklens.showReceivedLogs', 'stacklens.stopServer'] };
      tooltip.appendText(label).appendMarkdown('\n\n').appendText(vscode.l10n.t('Logs received: {0}', this.followed.size));
      const links = [
        [vscode.l10n.t('Copy Address'), 'copyServerAddress'],
        [vscode.l10n.t('Copy Token'), 'copyServerToken'],
        [vscode.l10n.t('Show Files'), 'showReceivedLogs'],
        [vscode.l10n.t('Stop'), 'stopServer'],
      ] as const;
      tooltip.appendMarkdown(`\n\n${links.map(([title, command]) => `[${title}](command:stacklens.${command})`).join(' · ')}`);
      this.item.tooltip = tooltip;
      this.item.show();
    } else this.item.hide();
    this.changed.fire();
  }

  private async copyAddress(): Promise<void> {
    if (!this.running) throw new Error(vscode.l10n.t('No server runs. Start one first.'));
    await vscode.env.clipboard.writeText(this.running.address);
    vscode.window.setStatusBarMessage(vscode.l10n.t('{0} copied', this.running.address), 5000);
  }

  private async copyToken(): Promise<void> {
    await vscode.env.clipboard.writeText(await this.token());
    vscode.window.setStatusBarMessage(vscode.l10n.t('Token copied'), 5000);
  }

  private async showFolder(): Promise<void> {
    await vscode.workspace.fs.createDirectory(this.context.folder);
    await vscode.commands.executeCommand('revealFileInOS', this.context.folder);
  }

  /** The same for as long as nobody removes it from the secrets: programs are told it once. */
  private async token(): Promise<string> {
    const { secrets } = this.context;
    const known = await secrets.get(tokenName);
    if (known !== undefined) return known;
    const { newToken } = await import('../engine/intake/token');
    const token = newToken();
    await secrets.store(tokenName, token);
    return token;
  }
}
