import { createHash } from 'node:crypto';
import * as vscode from 'vscode';
import type { AnalysisEngine } from '../engine/client';
import { spanOf } from '../engine/remote/span';
import type { SourceState } from '../shared/backgroundWork';
import type { AnalysisController } from './analysisController';
import { registerCommand } from './command';
import { Disposable } from './disposable';
import { needsLogView } from './logDocuments';
import { showError, showInformation, showWarning } from './notices';
import { withCancellableProgress } from './progress';
import type { RemoteSource, SettingsSource } from './settings';

const setting = 'stacklens.sources';
const notesName = 'stacklens.sources.read';
const spans = ['15m', '1h', '6h', '1d', '7d'] as const;
const usualSpan = '1h';
const usualLimit = 100_000;
/** Milliseconds that an engine may be silent. */
const patience = 60_000;
/** Milliseconds that what was read stays on this machine. */
const longestKept = 30 * 86_400_000;
const schemes = /^(?:loki|elasticsearch|opensearch|clickhouse|postgres|postgresql)(?:\+https?)?:\/\//i;

/** What came of reading a source last; `time` in milliseconds since the epoch. */
interface Noted {
  readonly time: number;
  readonly records: number;
  readonly problem: string | null;
}

interface SourcesContext {
  readonly engine: AnalysisEngine;
  readonly controller: AnalysisController;
  readonly settings: SettingsSource;
  readonly secrets: vscode.SecretStorage;
  /** Of all windows. */
  readonly memory: vscode.Memento;
  /** Of the logs that were read, one of each source. */
  readonly folder: vscode.Uri;
  readonly openLogView: (uri: vscode.Uri) => Promise<unknown>;
  readonly log: vscode.LogOutputChannel;
}

/** Which login is used: one that the user gave for this engine alone, as the settings could name another one. */
interface Login {
  readonly user?: string;
  readonly password?: string;
  readonly token?: string;
}

/** Logs that other engines keep: what the filter of a source lets through is put into a file, and analysed as any log. */
export class RemoteSources extends Disposable {
  private readonly changed = this.register(new vscode.EventEmitter<void>());
  /** Something was read, or could not be. */
  readonly onDidChange = this.changed.event;

  constructor(private readonly context: SourcesContext) {
    super();
    const { log } = context;
    this.register(registerCommand('analyzeSource', log, (name) => this.analyze(typeof name === 'string' ? name : null)));
    this.register(registerCommand('setSourceLogin', log, () => this.setLogin()));
  }

  get states(): SourceState[] {
    const notes = this.notes();
    return this.sources.map(({ name, address }) => {
      const noted = notes[name];
      return { name, address: engineOf(address), last: noted?.time ?? null, records: noted?.records ?? 0, problem: noted?.problem ?? null };
    });
  }

  private get sources(): readonly RemoteSource[] {
    return this.context.settings.current.sources;
  }

  /** By its name, with the time that its setting says; else the user chooses both. */
  private async analyze(name: string | null): Promise<void> {
    this.mustBeTrusted();
    const named = name === null ? undefined : this.sources.find((each) => each.name === name);
    if (name !== null && !named) throw new Error(vscode.l10n.t('There is no source {0}: see the setting {1}.', name, setting));
    const source = named ?? (await this.pick(vscode.l10n.t('Analyze From Source')));
    if (!source) return;
    const since = named ? (source.since ?? usualSpan) : await pickSpan(source);
    if (since === undefined) return;
    const span = spanOf(since);
    if (Number.isNaN(span)) throw new Error(vscode.l10n.t('The source {0} is read since “{1}”, which is no span such as 30m, 2h or 7d.', source.name, since));
    await this.read(source, span);
  }

  private async read(source: RemoteSource, span: number): Promise<void> {
    const { name, address, level = null, words = [], labels = {}, limit = usualLimit } = source;
    const file = this.fileOf(source);
    const now = Date.now();
    try {
      await withCancellableProgress(vscode.l10n.t('Reading {0}', name), async (signal, report) => {
        const request = { address, filter: { from: now - span, to: now, level, words, labels: Object.entries(labels), most: limit }, secrets: await this.loginOf(address), patience, file: file.fsPath };
        const onProgress = (records: number, total: number): void => report(total > 0 ? vscode.l10n.t('{0} of {1} records', records, Math.min(total, limit)) : vscode.l10n.t('{0} records', records));
        const { records, size, hasMore } = await this.context.engine.takeSnapshot(request, { signal, onProgress });
        await this.note(source, { time: now, records, problem: null });
        if (hasMore) void showWarning(vscode.l10n.t('{0} has more than the {1} records that were read, the oldest ones. Choose a shorter time, or a larger limit in the setting {2}.', name, limit, setting));
        if (records === 0) void showInformation(vscode.l10n.t('{0} has no such records in this time.', name));
        else await this.show(file, size, signal);
        if (records > 0) await this.keep(source);
        await this.removeOld(now);
      });
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      await this.note(source, { time: now, records: 0, problem });
      this.context.log.error(problem);
      this.tell(problem, source);
    }
  }

  private async show(file: vscode.Uri, size: number, signal: AbortSignal): Promise<void> {
    const { controller, openLogView } = this.context;
    if (needsLogView(file, size)) {
      await controller.analyzeFile(file, { signal });
      await openLogView(file);
      return;
    }
    await vscode.window.showTextDocument(file, { preview: false });
  }

  /** What was read long ago is not kept on this machine. */
  private async removeOld(now: number): Promise<void> {
    const { folder } = this.context;
    for (const [name] of await vscode.workspace.fs.readDirectory(folder)) {
      const file = vscode.Uri.joinPath(folder, name);
      if ((await vscode.workspace.fs.stat(file)).mtime < now - longestKept) await vscode.workspace.fs.delete(file);
    }
  }

  /** An address that was typed is among the sources from then on. */
  private async keep(source: RemoteSource): Promise<void> {
    if (this.sources.some(({ address }) => address === source.address)) return;
    const configuration = vscode.workspace.getConfiguration();
    const listed = configuration.inspect<RemoteSource[]>(setting)?.globalValue ?? [];
    await configuration.update(setting, [...listed, source], vscode.ConfigurationTarget.Global);
  }

  private tell(problem: string, { address }: RemoteSource): void {
    const setLogin = vscode.l10n.t('Set Login…');
    if (!/login|password/i.test(problem)) {
      showError(problem);
      return;
    }
    void showWarning(problem, setLogin).then((answer) => (answer === setLogin ? this.askLogin(address) : undefined));
  }

  private async pick(title: string): Promise<RemoteSource | undefined> {
    const other = { label: vscode.l10n.t('Another Address…'), source: null };
    const items = [...this.sources.map((source) => ({ label: source.name, description: engineOf(source.address), source })), other];
    const chosen = await vscode.window.showQuickPick(items, { title, placeHolder: vscode.l10n.t('Loki, Elasticsearch, OpenSearch, ClickHouse or a table of PostgreSQL') });
    if (!chosen) return undefined;
    if (chosen.source) return chosen.source;
    const address = await vscode.window.showInputBox({
      title,
      prompt: vscode.l10n.t('Address of the log, without a password'),
      placeHolder: 'loki://logs.example.org/?query={app="shop"}',
      ignoreFocusOut: true,
      validateInput: (text) => (schemes.test(text.trim()) ? null : vscode.l10n.t('It begins with loki://, elasticsearch://, opensearch://, clickhouse:// or postgresql://')),
    });
    return address === undefined ? undefined : { name: engineOf(address.trim()), address: address.trim() };
  }

  private async setLogin(): Promise<void> {
    this.mustBeTrusted();
    const source = await this.pick(vscode.l10n.t('Set Login of Source'));
    if (source) await this.askLogin(source.address);
  }

  private async askLogin(address: string): Promise<void> {
    const engine = engineOf(address);
    const title = vscode.l10n.t('Login for {0}', engine);
    const kept = vscode.l10n.t('It is kept among the secrets of this machine; leave it empty to remove it.');
    const token = { label: vscode.l10n.t('Token or API key') };
    const password = { label: vscode.l10n.t('User and password') };
    const how = /^postgres/i.test(address) ? password : await vscode.window.showQuickPick([token, password], { title });
    if (!how) return;
    const user = how === password && !/^postgres/i.test(address) ? await vscode.window.showInputBox({ title, prompt: vscode.l10n.t('User'), ignoreFocusOut: true }) : '';
    if (user === undefined) return;
    const secret = await vscode.window.showInputBox({ title, prompt: how === token ? `${token.label}. ${kept}` : `${vscode.l10n.t('Password')}. ${kept}`, password: true, ignoreFocusOut: true });
    if (secret === undefined) return;
    const login: Login = how === token ? { token: secret } : { ...(user === '' ? {} : { user }), password: secret };
    const { secrets } = this.context;
    await (secret === '' ? secrets.delete(loginName(address)) : secrets.store(loginName(address), JSON.stringify(login)));
  }

  /** That of this engine, else what the environment says. */
  private async loginOf(address: string): Promise<{ readonly user: string | undefined; readonly password: string | undefined; readonly token: string | undefined }> {
    const kept = await this.context.secrets.get(loginName(address));
    const { STACKLENS_SOURCE_USER, STACKLENS_SOURCE_PASSWORD, STACKLENS_SOURCE_TOKEN } = process.env;
    const { user, password, token } = kept === undefined ? { user: STACKLENS_SOURCE_USER, password: /^postgres/i.test(address) ? undefined : STACKLENS_SOURCE_PASSWORD, token: STACKLENS_SOURCE_TOKEN } : (JSON.parse(kept) as Login);
    return { user: user || undefined, password: password || undefined, token: token || undefined };
  }

  /** The same for as long as the source is called so, so that its analyses are those of one log. */
  private fileOf({ name, address }: RemoteSource): vscode.Uri {
    const readable = name.replace(/[^\w.-]+/g, '-').replace(/^[-.]+|[-.]+$/g, '').slice(0, 60);
    const key = createHash('sha256').update(`${name}\n${engineOf(address)}`).digest('hex').slice(0, 8);
    return vscode.Uri.joinPath(this.context.folder, `${readable || 'source'}-${key}.log`);
  }

  private mustBeTrusted(): void {
    if (!vscode.workspace.isTrusted) throw new Error(vscode.l10n.t('No engine is asked for logs from a workspace that is not trusted.'));
  }

  private notes(): Readonly<Record<string, Noted>> {
    return this.context.memory.get<Readonly<Record<string, Noted>>>(notesName, {});
  }

  private async note({ name }: RemoteSource, noted: Noted): Promise<void> {
    await this.context.memory.update(notesName, { ...this.notes(), [name]: noted });
    this.changed.fire();
  }
}

async function pickSpan({ since }: RemoteSource): Promise<string | undefined> {
  const own = since === undefined ? [] : [{ label: spanLabel(since), description: vscode.l10n.t('as the setting says'), span: since }];
  const items = [...own, ...spans.filter((span) => span !== since).map((span) => ({ label: spanLabel(span), description: '', span }))];
  return (await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Analyze From Source'), placeHolder: vscode.l10n.t('Since when?') }))?.span;
}

function spanLabel(span: string): string {
  const count = Number.parseInt(span, 10);
  if (span.endsWith('m')) return vscode.l10n.t('Last {0} minutes', count);
  if (span.endsWith('h')) return count === 1 ? vscode.l10n.t('Last hour') : vscode.l10n.t('Last {0} hours', count);
  if (span.endsWith('d')) return count === 1 ? vscode.l10n.t('Last day') : vscode.l10n.t('Last {0} days', count);
  return span;
}

/** Kind, host and path of an address, without options and users. */
function engineOf(address: string): string {
  return address.replace(/[?#].*$/s, '').replace(/\/\/[^/@]*@/, '//').replace(/\/+$/, '');
}

/** A login is for one kind of engine on one host. */
function loginName(address: string): string {
  const [, kind = '', host = ''] = /^([a-z]+)(?:\+https?)?:\/\/(?:[^/@]*@)?([^/?#]*)/i.exec(address) ?? [];
  return `stacklens.source.login.${kind.toLowerCase()}.${host.toLowerCase()}`;
}
