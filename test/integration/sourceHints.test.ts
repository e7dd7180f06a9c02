import assert from 'node:assert/strict';

import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';

import { closeAll, open, openLog, problems, problemsOf, until, writeFile } from './support';

async function edit(uri: vscode.Uri, make: (change: vscode.WorkspaceEdit) => void): Promise<void> {
  const change = new vscode.WorkspaceEdit();
  make(change);
  assert.ok(await vscode.workspace.applyEdit(change), uri.path);
}

describe('the source of a problem', () => {
  afterEach(closeAll);

  it('says at the line that logged it how often that is in the log, with the way back', async () => {
    const { document: log } = await openLog('kettle.log', ['2026-11-22 10:00:00,000 ERROR [main] kitchen - The kettle 4 has boiled dry', '2026-11-22 10:00:09,000 ERROR [main] kitchen - The kettle 7 has boiled dry', ''].join('\n'));
    await problems(log.uri, 2);
    const { document: source } = await openLog('kettle.ts', ['export function boil(kettle: number): void {', '  console.error(`The kettle ${kettle} has boiled dry`);', '}', ''].join('\n'));
    const hint = await until('a hint', () => problemsOf(source.uri)[0]);
    assert.equal(hint.range.start.line, 1);
    assert.equal(hint.severity, vscode.DiagnosticSeverity.Hint);
    assert.match(hint.message, /×2 in kettle\.log, last 2026-11-22 10:00:09/);
    const [back] = hint.relatedInformation ?? [];
    assert.deepEqual([back?.location.uri.path, back?.location.range.start.line], [log.uri.path, 1]);
  });

  it('stays with the line that failed while the source is edited, and goes with it', async () => {
    const lines = ['export function pour(): void {', "  throw new Error('no lid');", '}', ''];
    const { document: source } = await openLog('pour.ts', lines.join('\n'));
    const { document: log } = await openLog('pour.log', ['2020-11-22 10:00:00,000 ERROR [main] kitchen - Pouring failed', 'Error: no lid', `    at pour (${source.uri.fsPath}:2:9)`, ''].join('\n'));
    await problems(log.uri, 1);
    await open(source.uri);
    const hintOn = (line: number): Promise<true> => until(`the hint on line ${String(line + 1)}`, () => (problemsOf(source.uri)[0]?.range.start.line === line ? true : undefined));
    await hintOn(1);
    await edit(source.uri, (change) => change.insert(source.uri, new vscode.Position(0, 0), '// Two lines\n// more.\n'));
    await hintOn(3);
    await source.save();
    await hintOn(3);
    await edit(source.uri, (change) => change.insert(source.uri, new vscode.Position(3, 2), 'check();\n  '));
    await hintOn(4);
    await edit(source.uri, (change) => change.delete(source.uri, new vscode.Range(4, 0, 5, 0)));
    await until('no hint', () => (problemsOf(source.uri).length === 0 ? true : undefined));
    await source.save();
  });

  it('keeps what failed in it when the log is closed', async () => {
    const { document: source } = await openLog('stir.ts', ['export function stir(): void {', "  throw new Error('no spoon');", '}', ''].join('\n'));
    const { document: log } = await openLog('stir.log', ['2020-11-22 10:00:00,000 ERROR [main] kitchen - Stirring failed', 'Error: no spoon', `    at stir (${source.uri.fsPath}:2:9)`, ''].join('\n'));
    await problems(log.uri, 1);
    await closeAll();
    await open(source.uri);
    const hint = await until('a hint', () => problemsOf(source.uri)[0]);
    assert.equal(hint.range.start.line, 1);
  });

  it('is offered, not guessed, where several files may be meant', async () => {
    const files = ['tea', 'coffee'].map((folder) => writeFile(`ambiguous/${folder}/stove.ts`, "export const brew = (): never => {\n  throw new Error('no water');\n};\n"));
    const { document: log } = await openLog('stove.log', ['2026-11-22 10:00:00,000 ERROR [main] kitchen - Brewing failed', 'Error: no water', '    at brew (/srv/app/stove.ts:2:9)', ''].join('\n'));
    const [problem] = await problems(log.uri, 1);
    assert.ok(problem);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>('vscode.executeCodeActionProvider', log.uri, problem.range, vscode.CodeActionKind.QuickFix.value);
    assert.ok(actions.every(({ command, isPreferred }) => command?.command !== 'stacklens.openFrame' && isPreferred !== true));
    const [offered = []] = actions.find(({ command }) => command?.command === 'stacklens.chooseSource')?.command?.arguments as { uri: string; line: number }[][] | undefined ?? [];
    assert.deepEqual(offered.map(({ uri, line }) => [uri, line]).sort(), files.map((uri) => [uri.toString(), 1]).sort());
    for (const file of files) {
      await open(file);
      assert.deepEqual(problemsOf(file), []);
    }
  });
});
