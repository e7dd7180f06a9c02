import * as vscode from 'vscode';
import type { DashboardHost } from '../shared/dashboardProtocol';
import { englishStrings } from '../shared/dashboardStrings';
import type { Handlers } from '../shared/rpc';
import { PageLines, showPage } from './webviewPage';

const viewType = 'stacklens.dashboard';

/** The dashboard's editor tab: at most one, made when it is first shown, given back by VS Code after a reload. */
export class DashboardPanel implements vscode.Disposable {
  private panel: vscode.WebviewPanel | undefined;
  private lines: PageLines<DashboardHost> | undefined;

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
    if (this.panel?.visible) this.lines?.emit('changed', null);
  }

  dispose(): void {
    this.panel?.dispose();
  }

  private adopt(panel: vscode.WebviewPanel): void {
    const media = vscode.Uri.joinPath(this.extensionUri, 'media');
    this.panel = panel;
    panel.iconPath = {
      light: vscode.Uri.joinPath(media, 'dashboard-light.svg'),
      dark: vscode.Uri.joinPath(media, 'dashboard-dark.svg'),
    };
    const lines = new PageLines(panel.webview, this.handlers);
    this.lines = lines;
    panel.onDidDispose(() => {
      lines.hangUp();
      if (this.panel !== panel) return;
      this.lines = undefined;
      this.panel = undefined;
    });
    showPage(panel.webview, this.extensionUri, { bundle: 'dashboard', title: 'StackLens', strings: englishStrings });
  }
}
