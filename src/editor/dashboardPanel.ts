import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { isPagePost, type DashboardHost, type PagePost } from '../shared/dashboardProtocol';
import { englishStrings, type DashboardStrings } from '../shared/dashboardStrings';
import { RpcChannel, type Handlers, type Silent } from '../shared/rpc';
import { dashboardHtml } from './dashboardHtml';

const viewType = 'stacklens.dashboard';

/** The dashboard's editor tab: at most one, made when it is first shown, given back by VS Code after a reload. */
export class DashboardPanel implements vscode.Disposable {
  private panel: vscode.WebviewPanel | undefined;
  private line: PageLine | undefined;

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly handlers: Handlers<DashboardHost>,
  ) {}

  /** Opens the dashboard, or brings it to the front. */
  show(): void {
    if (this.panel) {
      this.panel.reveal();
      return;
    }
    this.adopt(vscode.window.createWebviewPanel(viewType, 'StackLens', vscode.ViewColumn.Active, { enableFindWidget: true }));
  }

  /** Takes the dashboard over that was open before the window was reloaded (activation event `onWebviewPanel:stacklens.dashboard`). */
  restoreAfterReload(): vscode.Disposable {
    return vscode.window.registerWebviewPanelSerializer(viewType, {
      deserializeWebviewPanel: (panel) => {
        this.panel?.dispose();
        this.adopt(panel);
        return Promise.resolve();
      },
    });
  }

  /** Tells an open dashboard to ask again; a hidden one asks anyway when it is shown. */
  notifyChanged(): void {
    if (this.panel?.visible) this.line?.channel.emit('changed', null);
  }

  dispose(): void {
    this.panel?.dispose();
  }

  private adopt(panel: vscode.WebviewPanel): void {
    const bundle = vscode.Uri.joinPath(this.extensionUri, 'dist', 'webview');
    const media = vscode.Uri.joinPath(this.extensionUri, 'media');
    const { webview } = panel;
    this.panel = panel;
    panel.iconPath = {
      light: vscode.Uri.joinPath(media, 'dashboard-light.svg'),
      dark: vscode.Uri.joinPath(media, 'dashboard-dark.svg'),
    };
    webview.options = { enableScripts: true, localResourceRoots: [bundle, media] };
    webview.onDidReceiveMessage((data: unknown) => {
      if (isPagePost(data)) this.lineTo(data.page, webview).receive(data.message);
    });
    panel.onDidDispose(() => {
      if (this.panel !== panel) return;
      this.hangUp();
      this.panel = undefined;
    });
    webview.html = dashboardHtml({
      language: vscode.env.language,
      cspSource: webview.cspSource,
      scriptNonce: nonce(),
      styleNonce: nonce(),
      script: webview.asWebviewUri(vscode.Uri.joinPath(bundle, 'dashboard.js')).toString(),
      style: webview.asWebviewUri(vscode.Uri.joinPath(bundle, 'dashboard.css')).toString(),
      strings: translated(),
    });
  }

  /** The line to this page; that to an earlier page of the panel is closed. */
  private lineTo(page: string, webview: vscode.Webview): PageLine {
    if (this.line?.page !== page) {
      this.hangUp();
      this.line = new PageLine(page, webview, this.handlers);
    }
    return this.line;
  }

  private hangUp(): void {
    this.line?.channel.close(new Error('The dashboard was closed'));
    this.line = undefined;
  }
}

/** The channel to one page's life. */
class PageLine {
  readonly channel: RpcChannel<DashboardHost, Silent>;
  private take: (message: unknown) => void = () => undefined;

  constructor(
    readonly page: string,
    webview: vscode.Webview,
    handlers: Handlers<DashboardHost>,
  ) {
    this.channel = new RpcChannel(
      {
        post: (message) => void webview.postMessage({ page, message } satisfies PagePost),
        listen: (receive) => {
          this.take = receive;
          return () => (this.take = () => undefined);
        },
      },
      handlers,
    );
  }

  receive(message: unknown): void {
    this.take(message);
  }
}

function nonce(): string {
  return randomBytes(16).toString('base64url');
}

function translated(): DashboardStrings {
  const entries = Object.entries(englishStrings).map(([key, text]) => [key, vscode.l10n.t(text)] as const);
  return Object.fromEntries(entries) as Record<keyof DashboardStrings, string>;
}
