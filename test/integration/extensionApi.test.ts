import assert from 'node:assert/strict';

import { afterEach, before, describe, it } from 'mocha';
import * as vscode from 'vscode';

import type { StackLensApi, StackLensExports } from '../../api/stacklens';
import { closeAll, extensionId, openLog, orderLog, problems, until, writeFile } from './support';

describe('the API for other extensions', () => {
  let api: StackLensApi;

  before(async () => {
    const extension = vscode.extensions.getExtension<StackLensExports>(extensionId);
    assert.ok(extension);
    api = (await extension.activate()).getApi(1);
  });

  afterEach(closeAll);

  it('has versions, and says which', () => {
    assert.equal(api.version, 1);
    const { exports } = vscode.extensions.getExtension<{ getApi(version: number): unknown }>(extensionId)!;
    assert.throws(() => exports.getApi(2), /version 1 of its API, not 2/);
    assert.ok(Object.isFrozen(api));
  });

  it('analyses a file and tells of its findings and groups', async () => {
    const log = writeFile('api/shop.log', orderLog);
    assert.equal(await api.analysisOf(log), undefined);
    const changed: string[] = [];
    const listener = api.onDidChangeLog((uri) => changed.push(uri.toString()));
    try {
      const analysis = await api.analyze(log);
      assert.deepEqual([analysis.lines, analysis.severities], [6, { critical: 0, high: 3, medium: 1, low: 0 }]);
      assert.deepEqual(changed, [log.toString()]);
    } finally {
      listener.dispose();
    }
    const { findings, total } = await api.findings(log, { minSeverity: 'high', limit: 2 });
    assert.deepEqual([total, findings.map(({ line }) => line)], [3, [2, 4]]);
    assert.deepEqual((await api.findings(log, { lines: { from: 3, to: 3 } })).findings.map(({ severity }) => severity), ['medium']);
    const [group, ...others] = await api.groups(log);
    assert.deepEqual([group!.count, group!.fingerprints, others.length], [3, [findings[0]!.fingerprint], 1]);
    assert.ok(api.logs().some((uri) => uri.toString() === log.toString()));
    assert.equal((await api.analysisOf(log))?.log.toString(), log.toString());
  });

  it('tells of logs that the user opens and edits', async () => {
    const changed = new Set<string>();
    const listener = api.onDidChangeLog((uri) => changed.add(uri.toString()));
    try {
      const { document } = await openLog('api/open.log', orderLog);
      await problems(document.uri, 4);
      await until('the event', () => (changed.has(document.uri.toString()) ? true : undefined));
      assert.equal((await api.findings(document.uri)).total, 4);
    } finally {
      listener.dispose();
    }
  });

  it('analyses text of which nothing is kept', async () => {
    const before = api.logs().length;
    const { findings, severities, lines } = await api.analyzeText(orderLog, { fileName: 'shop.log', limit: 2 });
    assert.deepEqual([lines, severities.high, findings.length], [6, 3, 2]);
    assert.equal(api.logs().length, before);
    assert.equal((await api.analyzeText('')).findings.length, 0);
  });

  it('hands out copies: what others do to them changes nothing of ours', async () => {
    const log = writeFile('api/copied.log', orderLog);
    await api.analyze(log);
    const analysis = await api.analysisOf(log);
    (analysis!.severities as { high: number }).high = 99;
    assert.equal((await api.analysisOf(log))?.severities.high, 3);
  });

  it('refuses what makes no sense, and can be cancelled', async () => {
    const log = writeFile('api/shop.log', orderLog);
    await assert.rejects(api.analyze('shop.log' as unknown as vscode.Uri), /vscode\.Uri/);
    await assert.rejects(api.findings(log, { limit: 0 }), /no whole number from 1/);
    await assert.rejects(api.findings(log, { minSeverity: 'bad' as 'low' }), /minSeverity is one of/);
    await assert.rejects(api.analyze(vscode.Uri.joinPath(log, '..', 'nothing.log')), /nothing\.log/);
    await assert.rejects(api.analyzeText(5 as unknown as string), /analyses texts/);
    const source = new vscode.CancellationTokenSource();
    source.cancel();
    await assert.rejects(api.analyze(log, source.token), vscode.CancellationError);
  });
});
