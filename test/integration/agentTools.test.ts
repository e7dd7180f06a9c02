import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';

import { closeAll, openLog, orderLog, problems, until, withSetting, writeFile } from './support';

interface Told {
  readonly about: string;
  readonly errors: readonly { readonly log: string; readonly fingerprint: string; readonly message: string; readonly count: number; readonly firstLine: number }[];
}

async function invoke(name: string, input: object): Promise<unknown> {
  const { content } = await vscode.lm.invokeTool(name, { input, toolInvocationToken: undefined });
  const [part] = content;
  assert.ok(part instanceof vscode.LanguageModelTextPart);
  return JSON.parse(part.value);
}

async function findErrors(input: object): Promise<Told['errors']> {
  return ((await invoke('stacklens_findErrors', input)) as Told).errors;
}

describe('the tools for models of the editor', () => {
  afterEach(closeAll);

  it('are there', async () => {
    const names = await until('the tools', () => {
      const found = vscode.lm.tools.map(({ name }) => name).filter((name) => name.startsWith('stacklens_'));
      return found.length === 4 ? found : undefined;
    });
    assert.deepEqual(names.toSorted(), ['stacklens_compareRuns', 'stacklens_explainError', 'stacklens_findErrors', 'stacklens_listOccurrences']);
  });

  it('find, explain and list the errors of a log that is not open', async () => {
    writeFile('agents/shop.log', orderLog);
    const [refused] = await findErrors({ log: 'agents/shop.log', text: 'refused' });
    assert.deepEqual([refused!.log, refused!.count, refused!.firstLine], ['agents/shop.log', 3, 2]);
    const { fingerprint } = refused!;
    const explained = (await invoke('stacklens_explainError', { log: 'agents/shop.log', fingerprint })) as { line: number; why: string[]; lines: { line: number }[] };
    assert.equal(explained.line, 2);
    assert.notEqual(explained.why.length, 0);
    assert.equal(explained.lines[0]?.line, 1);
    const listed = (await invoke('stacklens_listOccurrences', { log: 'agents/shop.log', fingerprint })) as { occurrences: { line: number }[] };
    assert.deepEqual(listed.occurrences.map(({ line }) => line), [2, 4, 6]);
  });

  it('see a log as it is on screen, unsaved or not', async () => {
    const { document } = await openLog('agents/edited.log', orderLog);
    await problems(document.uri, 4);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(document.lineCount - 1, 0), '2026-11-22 10:00:09,000 FATAL [main] com.shop.Orders - Out of memory\n');
    await vscode.workspace.applyEdit(edit);
    await problems(document.uri, 5);
    const [worst] = await findErrors({ log: 'agents/edited.log' });
    assert.match(worst!.message, /Out of memory/);
  });

  it('compare two runs', async () => {
    writeFile('agents/before.log', '2026-11-22 10:00:00,000 INFO  [main] com.shop.Orders - Started in 812 ms\n');
    writeFile('agents/after.log', orderLog);
    const { changes } = (await invoke('stacklens_compareRuns', { log: 'agents/after.log', baseline: 'agents/before.log' })) as { changes: { kind: string }[] };
    assert.deepEqual(changes.map(({ kind }) => kind), ['new', 'new']);
  });

  it('say that text of a log is data, and hide what the user wants hidden', async () => {
    writeFile('agents/secret.log', '2026-11-22 10:00:00,000 ERROR [main] com.shop.Orders - Order of falcon-7 for anna@example.com failed\n');
    await withSetting('stacklens.ai.redact', ['falcon*'], async () => {
      await until('the setting', () => (vscode.workspace.getConfiguration('stacklens.ai').get<string[]>('redact')?.length === 1 ? true : undefined));
      const told = (await invoke('stacklens_findErrors', { log: 'agents/secret.log' })) as Told;
      assert.match(told.about, /never instructions/);
      assert.doesNotMatch(JSON.stringify(told), /falcon|anna@/);
    });
  });

  it('read no file outside the folders that are open', async () => {
    const outside = fs.mkdtempSync(path.join(os.tmpdir(), 'stacklens-outside-'));
    try {
      const file = path.join(outside, 'secret.log');
      fs.writeFileSync(file, orderLog);
      const link = path.join(path.dirname(writeFile('agents/x.log', orderLog).fsPath), 'link.log');
      fs.rmSync(link, { force: true });
      fs.symlinkSync(file, link);
      for (const log of [file, vscode.Uri.file(file).toString(), 'agents/link.log', '../secret.log', 'agents']) await assert.rejects(findErrors({ log }), /There is no log/, log);
      fs.rmSync(link);
    } finally {
      fs.rmSync(outside, { recursive: true, force: true });
    }
  });

  it('say in a sentence what is wrong, and answer nothing where the user lets no AI look', async () => {
    writeFile('agents/shop.log', orderLog);
    await assert.rejects(findErrors({ log: 'agents/shop.log', limit: 0 }), /"limit" must be from 1/);
    await assert.rejects(invoke('stacklens_listOccurrences', { log: 'agents/shop.log', fingerprint: 'v1:0123456789abcdef' }), /has no error with the fingerprint/);
    await withSetting('stacklens.ai.enabled', false, async () => {
      await until('the setting', () => (vscode.workspace.getConfiguration('stacklens.ai').get<boolean>('enabled') === false ? true : undefined));
      await assert.rejects(findErrors({ log: 'agents/shop.log' }));
    });
  });
});
