import assert from 'node:assert/strict';

import { afterEach, before, describe, it } from 'mocha';
import * as vscode from 'vscode';

import { closeAll, extensionId, hoverAt, open, orderLog, problems, until, withSetting, writeFile } from './support';

const scheme = 'stacklens-captured';

/** A program that fails as programs do. */
const failing = ['export function boil() {', "  throw new TypeError('The kettle has no lid');", '}', "console.log('kettle is filled');", 'boil();', ''].join('\n');

function capturedEditor(): vscode.TextEditor | undefined {
  return vscode.window.visibleTextEditors.find(({ document }) => document.uri.scheme === scheme);
}

async function analyzed(command: string): Promise<vscode.TextDocument> {
  await vscode.commands.executeCommand(`stacklens.${command}`);
  return (await until('the document', capturedEditor)).document;
}

/** A terminal with the shell integration that VS Code itself puts into bash. */
async function shell(): Promise<{ readonly terminal: vscode.Terminal; readonly integration: vscode.TerminalShellIntegration }> {
  const terminal = vscode.window.createTerminal({ name: 'kettle', shellPath: '/bin/bash', shellArgs: [], env: { PS1: '$ ' } });
  terminal.show();
  return { terminal, integration: await until('the integration of the shell', () => terminal.shellIntegration) };
}

async function ended(terminal: vscode.Terminal, run: () => void): Promise<number | undefined> {
  return new Promise((resolve) => {
    const listening = vscode.window.onDidEndTerminalShellExecution((event) => {
      if (event.terminal !== terminal) return;
      listening.dispose();
      resolve(event.exitCode);
    });
    run();
  });
}

describe('text that is in no file', () => {
  // Releases that do not start us with the first terminal see what runs after something else has.
  before(() => vscode.extensions.getExtension(extensionId)?.activate());

  afterEach(async () => {
    for (const terminal of vscode.window.terminals) terminal.dispose();
    await closeAll();
  });

  it('is what the last command of a terminal wrote: findings, hovers and frames as of a log', async () => {
    const program = writeFile('captured/kettle.mjs', failing);
    const { terminal, integration } = await shell();
    await ended(terminal, () => integration.executeCommand('echo first'));
    assert.equal(await ended(terminal, () => integration.executeCommand('node', [program.fsPath])), 1);
    const document = await analyzed('analyzeTerminal');
    assert.equal(document.uri.path, '/node.terminal.log');
    const text = document.getText();
    assert.match(text, /kettle is filled/);
    assert.ok(!text.includes('first') && !text.includes('\u001b'), text);
    const [problem] = await until('the problem', () => {
      const found = vscode.languages.getDiagnostics(document.uri);
      return found.length > 0 ? found : undefined;
    });
    assert.ok(problem);
    const { line } = problem.range.start;
    const hover = await hoverAt(document.uri, new vscode.Position(line, 1));
    assert.match(hover.map(({ value }) => value).join('\n'), /kettle\.mjs/);
    const fixes = await vscode.commands.executeCommand<vscode.CodeAction[]>('vscode.executeCodeActionProvider', document.uri, problem.range);
    const source = fixes.find(({ command }) => command?.command === 'stacklens.openFrame');
    assert.deepEqual(source?.command?.arguments?.slice(0, 2), [program.toString(), 1]);
    assert.equal(source.isPreferred, true);
  });

  it('is analysed by itself where a command fails and the user wants that', async () => {
    const program = writeFile('captured/lid.mjs', failing);
    const { terminal, integration } = await shell();
    const isOpen = (): vscode.TextDocument | undefined => vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === scheme && uri.path === '/node lid.mjs.terminal.log');
    const folder = vscode.Uri.joinPath(program, '..').fsPath;
    await ended(terminal, () => integration.executeCommand('cd', [folder]));
    await ended(terminal, () => integration.executeCommand('node', ['lid.mjs']));
    assert.equal(isOpen(), undefined);
    await withSetting('stacklens.analyzeFailedCommands', true, async () => {
      await ended(terminal, () => integration.executeCommand('node', ['lid.mjs']));
      const document = await until('the document', isOpen);
      await problems(document.uri, 1);
      assert.equal(capturedEditor(), undefined);
    });
  });

  it('is what a program that is debugged wrote', async () => {
    const program = writeFile('captured/debugged.mjs', "console.error('2026-11-22 10:00:00,000 ERROR [main] kitchen - The kettle has boiled dry');\n");
    const over = new Promise<void>((resolve) => {
      const listening = vscode.debug.onDidTerminateDebugSession(({ parentSession }) => {
        if (parentSession) return;
        listening.dispose();
        resolve();
      });
    });
    assert.ok(await vscode.debug.startDebugging(vscode.workspace.workspaceFolders?.[0], { type: 'pwa-node', request: 'launch', name: 'Boil', program: program.fsPath, console: 'internalConsole', outputCapture: 'std' }));
    await over;
    const document = await analyzed('analyzeDebug');
    assert.match(document.uri.path, /Boil.*\.debug\.log$/);
    await problems(document.uri, 1);
  });

  it('is a selection', async () => {
    const editor = await open(writeFile('captured/notes.md', `# Notes\n${orderLog}`));
    editor.selection = new vscode.Selection(2, 0, 3, 0);
    const document = await analyzed('analyzeSelection');
    assert.equal(document.uri.path, '/notes.md.selection.log');
    assert.equal(document.getText(), `${orderLog.split('\n')[1] ?? ''}\n`);
    await problems(document.uri, 1);
  });

  it('is the clipboard, and each time what is in it then', async () => {
    await vscode.env.clipboard.writeText(orderLog);
    await problems((await analyzed('analyzeClipboard')).uri, 4);
    await vscode.env.clipboard.writeText(orderLog.split('\n').slice(0, 3).join('\n'));
    await problems((await analyzed('analyzeClipboard')).uri, 2);
  });
});
