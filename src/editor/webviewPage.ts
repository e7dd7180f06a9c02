import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { isPagePost, type PagePost } from '../shared/dashboardProtocol';
import { RpcChannel, type Handlers, type Protocol, type Silent } from '../shared/rpc';
import { webviewHtml } from './webviewHtml';

export interface PageContent {
  /** Name of its script and style in dist/webview. */
  readonly bundle: string;
  readonly title: string;
  /** Its words in English, by their keys. */
  readonly strings: Readonly<Record<string, string>>;
}

/** Lets a webview show one of our pages. */
export function showPage(webview: vscode.Webview, extensionUri: vscode.Uri, { bundle, title, strings }: PageContent): void {
  const folder = vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
  webview.options = { enableScripts: true, localResourceRoots: [folder, vscode.Uri.joinPath(extensionUri, 'media')] };
  webview.html = webviewHtml({
    title,
    language: vscode.env.language,
    cspSource: webview.cspSource,
    scriptNonce: nonce(),
    styleNonce: nonce(),
    script: webview.asWebviewUri(vscode.Uri.joinPath(folder, `${bundle}.js`)).toString(),
    style: webview.asWebviewUri(vscode.Uri.joinPath(folder, `${bundle}.css`)).toString(),
    strings: Object.fromEntries(Object.entries(strings).map(([key, text]) => [key, vscode.l10n.t(text)])),
  });
}

/** The channel to whichever page a webview has: a hidden one is thrown away and made anew, and is another page then. */
export class PageLines<Host extends Protocol> {
  private page: string | undefined;
  private channel: RpcChannel<Host, Silent> | undefined;
  private take: (message: unknown) => void = () => undefined;

  constructor(
    private readonly webview: vscode.Webview,
    private readonly handlers: Handlers<Host>,
  ) {
    webview.onDidReceiveMessage((data: unknown) => {
      if (!isPagePost(data)) return;
      if (data.page !== this.page) this.connect(data.page);
      this.take(data.message);
    });
  }

  /** Tells the page, if there is one. */
  emit<K extends keyof Host['events'] & string>(name: K, payload: Host['events'][K]): void {
    this.channel?.emit(name, payload);
  }

  hangUp(): void {
    this.channel?.close(new Error('The page was closed'));
    this.channel = undefined;
    this.page = undefined;
  }

  private connect(page: string): void {
    this.hangUp();
    this.page = page;
    this.channel = new RpcChannel<Host, Silent>(
      {
        post: (message) => void this.webview.postMessage({ page, message } satisfies PagePost),
        listen: (receive) => {
          this.take = receive;
          return () => (this.take = () => undefined);
        },
      },
      this.handlers,
    );
  }
}

function nonce(): string {
  return randomBytes(16).toString('base64url');
}
