import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { closeAll, problems, problemsOf, until, withSetting, writeFile } from './support';

const failure = (name: string): string => `2026-11-22T11:00:00Z ERROR load of ${name} failed\n`;

describe('logs that are watched', () => {
  let outside: string;
  before(() => (outside = fs.mkdtempSync(path.join(os.tmpdir(), 'watched-'))));
  after(async () => {
    fs.rmSync(outside, { recursive: true });
    await vscode.commands.executeCommand('stacklens.clearResults');
    await closeAll();
  });

  it('are analyzed unopened, in the workspace and elsewhere, with what is written to them', async () => {
    const inside = writeFile('watched/a.log', failure('a'));
    const other = vscode.Uri.file(path.join(outside, 'b.log'));
    await withSetting('stacklens.problems', 'workspace', () =>
      withSetting('stacklens.watch', ['watched/*.log', outside], async () => {
        await problems(inside, 1);
        fs.writeFileSync(other.fsPath, failure('b'));
        await problems(other, 1);
        fs.appendFileSync(other.fsPath, failure('c'));
        fs.appendFileSync(inside.fsPath, failure('d'));
        await problems(other, 2);
        await problems(inside, 2);
        // Rotated: the log goes on in a new file.
        fs.renameSync(other.fsPath, `${other.fsPath}.1`);
        fs.writeFileSync(other.fsPath, failure('e'));
        await until('what is in the new file', () => (problemsOf(other).some(({ message }) => message === 'load of e failed') ? true : undefined));
        assert.deepEqual(problemsOf(vscode.Uri.file(`${other.fsPath}.1`)), []);
      }),
    );
  });

  it('are those that are chosen, until that is taken back', async () => {
    const inside = writeFile('chosen/c.log', failure('a'));
    const other = vscode.Uri.file(path.join(outside, 'chosen.log'));
    fs.writeFileSync(other.fsPath, failure('b'));
    const listed = (): unknown => {
      const { globalValue, workspaceValue } = vscode.workspace.getConfiguration('stacklens').inspect('watch') ?? {};
      return [globalValue, workspaceValue];
    };
    await withSetting('stacklens.problems', 'workspace', async () => {
      await vscode.commands.executeCommand('stacklens.watchLog', inside, [inside, other]);
      assert.deepEqual(listed(), [[other.fsPath], ['chosen/c.log']]);
      for (const log of [inside, other]) await problems(log, 1);
      fs.appendFileSync(inside.fsPath, failure('c'));
      await problems(inside, 2);
      await vscode.commands.executeCommand('stacklens.unwatchLog', inside, [inside, other]);
      assert.deepEqual(listed(), [undefined, undefined]);
    });
  });

  it('are not any more when the setting is taken back', async () => {
    await withSetting('stacklens.problems', 'workspace', async () => {
      const late = writeFile('watched/late.log', failure('f'));
      await new Promise((resolve) => setTimeout(resolve, 3_000));
      assert.deepEqual(problemsOf(late), []);
    });
  });
});

describe('logs on a schedule', () => {
  after(() => vscode.commands.executeCommand('stacklens.clearResults'));

  it('are analyzed when it is due, and when that is asked for', async () => {
    const log = writeFile('scheduled/a.log', failure('a'));
    await withSetting('stacklens.problems', 'workspace', () =>
      withSetting('stacklens.schedule', [{ paths: ['scheduled'], every: '1h' }, { paths: ['scheduled'], cron: 'never' }], async () => {
        await problems(log, 1);
        fs.appendFileSync(log.fsPath, failure('b'));
        await vscode.commands.executeCommand('stacklens.runSchedule');
        await problems(log, 2);
      }),
    );
  });
});
