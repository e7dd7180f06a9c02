import assert from 'node:assert/strict';

import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';

import { closeAll, problems, withSetting, writeFile } from './support';

describe('Analyze with Rotated Files', () => {
  afterEach(closeAll);

  it('reads a log with its rotated files as one, and lists the problems of each file', async () => {
    await withSetting('stacklens.problems', 'workspace', async () => {
      const older = writeFile('rotated/pump.log.1', '2026-11-21T10:00:00Z INFO up\n2026-11-21T10:00:01Z ERROR the pump failed\njava.lang.IllegalStateException: no water\n');
      const current = writeFile('rotated/pump.log', '\tat com.example.Pump.turn(Pump.java:7)\n2026-11-22T10:00:00Z WARN slow\n');
      await vscode.commands.executeCommand('stacklens.analyzeWithRotated', current, [current]);
      const [failed] = await problems(older, 1);
      assert.equal(failed?.range.start.line, 1);
      const [slow] = await problems(current, 1);
      assert.equal(slow?.range.start.line, 1);
      await vscode.commands.executeCommand('stacklens.clearResults');
    });
  });
});
