export interface WebviewPage {
  readonly title: string;
  /** BCP 47. */
  readonly language: string;
  /** The only origin styles may come from, as `Webview.cspSource` states it. */
  readonly cspSource: string;
  /** Lets this page's one script run, and nothing else. */
  readonly scriptNonce: string;
  /** For the empty style element by which the toolkit learns what the browser can do; it looks for it in a meta element. */
  readonly styleNonce: string;
  readonly script: string;
  readonly style: string;
  /** Every word of it, by its key. */
  readonly strings: Readonly<Record<string, string>>;
}

/** The page of a webview: nothing in it but where to find its script, its style and its words. */
export function webviewHtml(page: WebviewPage): string {
  const policy = `default-src 'none'; script-src 'nonce-${page.scriptNonce}'; style-src ${page.cspSource} 'nonce-${page.styleNonce}';`;
  return `<!DOCTYPE html>
<html lang="${escaped(page.language)}">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${escaped(policy)}">
  <meta property="csp-nonce" content="${escaped(page.styleNonce)}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>${escaped(page.title)}</title>
  <link rel="stylesheet" href="${escaped(page.style)}">
</head>
<body>
  <div id="page"></div>
  <script type="application/json" id="strings">${jsonInHtml(page.strings)}</script>
  <script nonce="${escaped(page.scriptNonce)}" src="${escaped(page.script)}"></script>
</body>
</html>
`;
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;');
}

/** JSON has no use for `<` outside of strings, and there an escape means the same. */
function jsonInHtml(value: unknown): string {
  return JSON.stringify(value).replace(/</g, '\\u003c');
}
