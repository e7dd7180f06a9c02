import * as vscode from 'vscode';
import { aiSettings } from './aiSettings';
import { Disposable } from './disposable';
import { mcpArguments } from './mcpArguments';
import type { SettingsSource } from './settings';
import type { Times } from './times';

/** What we use of the part of VS Code that is newer than the oldest we run in: from 1.101 on it is there. */
interface McpHost {
  readonly lm: {
    registerMcpServerDefinitionProvider?(id: string, provider: { readonly onDidChangeMcpServerDefinitions: vscode.Event<void>; provideMcpServerDefinitions(): object[] }): vscode.Disposable;
  };
  readonly McpStdioServerDefinition?: new (label: string, command: string, args: readonly string[], env: Readonly<Record<string, string>>, version: string) => { cwd?: vscode.Uri };
}

/** Before 1.101 there was a draft of that part, under the same name, which refuses us. */
function isFinal(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 1 || minor >= 101;
}

/** As package.json has it. */
const providerId = 'stacklens.logs';

/** Tells the editor of our MCP server, for agents that take their tools from such. */
export class McpServer extends Disposable {
  private readonly changed = this.register(new vscode.EventEmitter<void>());

  constructor(
    private readonly context: Pick<vscode.ExtensionContext, 'extensionUri' | 'extension'>,
    private readonly settings: SettingsSource,
    private readonly times: Times,
  ) {
    super();
    const { lm, McpStdioServerDefinition: Definition } = vscode as unknown as McpHost;
    if (!lm.registerMcpServerDefinitionProvider || !Definition || !isFinal(vscode.version)) return;
    const tell = (): void => this.changed.fire();
    this.register(settings.onDidChange(tell));
    this.register(vscode.workspace.onDidChangeWorkspaceFolders(tell));
    this.register(vscode.workspace.onDidGrantWorkspaceTrust(tell));
    this.register(lm.registerMcpServerDefinitionProvider(providerId, { onDidChangeMcpServerDefinitions: this.changed.event, provideMcpServerDefinitions: () => this.definitions(Definition) }));
  }

  /** One, or none where there is nothing that it may read. */
  private definitions(Definition: NonNullable<McpHost['McpStdioServerDefinition']>): object[] {
    const { enabled, hidden } = aiSettings();
    const folders = (vscode.workspace.workspaceFolders ?? []).flatMap(({ uri }) => (uri.scheme === 'file' ? [uri] : []));
    const [first] = folders;
    if (!enabled || !first) return [];
    const cli = vscode.Uri.joinPath(this.context.extensionUri, 'dist', 'cli.js').fsPath;
    const args = mcpArguments({ zone: this.times.logZone, clientErrors: this.settings.current.clientErrors, hidden, folders: folders.map(({ fsPath }) => fsPath) });
    const { version } = this.context.extension.packageJSON as { readonly version: string };
    // The editor's own Node runs it, which on the desktop has to be told that it is no editor now.
    const definition = new Definition('StackLens', process.execPath, [cli, ...args], { ELECTRON_RUN_AS_NODE: '1' }, version);
    definition.cwd = first;
    return [definition];
  }
}
