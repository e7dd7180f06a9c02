import * as vscode from 'vscode';
import type { DashboardHost } from '../shared/dashboardProtocol';
import { englishStrings } from '../shared/dashboardStrings';
import type { Handlers } from '../shared/rpc';
import type { AnalysisRuns } from './analysisRuns';
import { Disposable } from './disposable';
import { PageLines, showPage } from './webviewPage';

const viewType = 'stacklens.dashboard';
/** Milliseconds. */
const tellingPause = 150;

/** The dashboard's editor tab: at most one, made when it is first shown, given back by VS Code after a reload. */
export class DashboardPanel extends Disposable {
  private panel: vscode.WebviewPanel | undefined;
  private lines: PageLines<DashboardHost> | undefined;
  private telling: NodeJS.Timeout | undefined;
  private wanted: number | null = null;
  private readonly handlers: Handlers<DashboardHost>;

  constructor(
    private readonly extensionUri: vscode.Uri,
    handlers: Omit<Handlers<DashboardHost>, 'wantedReport'>,
    private readonly runs: AnalysisRuns,
  ) {
    super();
    this.handlers = {
      ...handlers,
      wantedReport: () => {
        const { wanted } = this;
        this.wanted = null;
        return wanted;
      },
    };
    this.register(runs.onDidChange(() => this.planToTell()));
    this.register(runs.onDidFinish(() => this.notifyChanged()));
  }

  /** Opens the dashboard, or brings it to the front. */
  show(): void {
    if (this.panel) {
      this.panel.reveal();
      return;
    }
    this.adopt(vscode.window.createWebviewPanel(viewType, 'StackLens', vscode.ViewColumn.Active, { enableFindWidget: true }));
  }

  /** Opens the dashboard at the report of an analysis. */
  showReport(analysisId: number): void {
    this.wanted = analysisId;
    this.show();
    // A page that is only being made asks by itself.
    this.lines?.emit('wanted', null);
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

  override dispose(): void {
    clearTimeout(this.telling);
    super.dispose();
    this.panel?.dispose();
  }

  /** Progress comes many times a second: what comes close together is told together. */
  private planToTell(): void {
    this.telling ??= setTimeout(() => {
      this.telling = undefined;
      if (this.panel?.visible) this.lines?.emit('runs', this.runs.runs);
    }, tellingPause);
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
