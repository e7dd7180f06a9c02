import assert from 'node:assert/strict';

import { after, describe, it } from 'mocha';
import * as vscode from 'vscode';

import { StandIn } from '../../unit/engine/remote/standIns';
import { closeAll, noProblems, openLog, orderLog, problems, until, writeFile } from '../support';

describe('a folder that is not trusted', () => {
  after(closeAll);

  it('is what this window has', () => {
    assert.equal(vscode.workspace.isTrusted, false);
  });

  it('still shows what is wrong in its logs', async () => {
    const { document } = await openLog('orders.log', orderLog);
    await problems(document.uri, 4);
  });

  it('cannot bring patterns of its own', async () => {
    const pattern = { name: 'Mine', regex: 'accepted', severity: 'high', category: 'business' };
    const changed = new Promise((resolve) => vscode.workspace.onDidChangeConfiguration(resolve));
    writeFile('.vscode/settings.json', JSON.stringify({ 'stacklens.patterns': [pattern], 'editor.tabSize': 3 }));
    await changed;
    await until('the other setting to be taken', () => (vscode.workspace.getConfiguration('editor').get('tabSize') === 3 ? true : undefined));
    assert.deepEqual(vscode.workspace.getConfiguration('stacklens').get('patterns'), []);
    const { document } = await openLog('again.log', orderLog);
    await problems(document.uri, 4);
  });

  it('cannot bring formats of its own', async () => {
    const format = { id: 'pump', title: 'Pump', lines: ['<(?<level>K)> '], levels: { K: 'error' }, samples: [{ text: '<K> off', level: 'error', timestamp: null, message: 'off' }] };
    const file = writeFile('.stacklens/formats/pump.json', JSON.stringify({ ...format, samples: [] }));
    writeFile('.stacklens/formats/valve.json', JSON.stringify(format));
    const { document } = await openLog('pump.log', '<K> off\n<K> off again\n');
    await noProblems(document.uri);
    await noProblems(file);
  });

  it('has no log watched', async () => {
    const log = writeFile('watched.log', orderLog);
    await vscode.workspace.getConfiguration().update('stacklens.problems', 'workspace', vscode.ConfigurationTarget.Global);
    await vscode.workspace.getConfiguration().update('stacklens.watch', ['watched.log'], vscode.ConfigurationTarget.Global);
    await vscode.workspace.getConfiguration().update('stacklens.schedule', [{ paths: ['watched.log'], every: '1m' }], vscode.ConfigurationTarget.Global);
    // Longer than it takes to find a new file.
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    await noProblems(log);
    for (const name of ['problems', 'watch', 'schedule']) await vscode.workspace.getConfiguration().update(`stacklens.${name}`, undefined, vscode.ConfigurationTarget.Global);
  });

  it('asks no engine for logs', async () => {
    const engine = await StandIn.start((_, response) => void response.end('{}'));
    const sources = [{ name: 'shop', address: `loki://${engine.host}/?query={app="shop"}` }];
    await vscode.workspace.getConfiguration().update('stacklens.sources', sources, vscode.ConfigurationTarget.Global);
    await vscode.commands.executeCommand('stacklens.analyzeSource', 'shop');
    await vscode.workspace.getConfiguration().update('stacklens.sources', undefined, vscode.ConfigurationTarget.Global);
    assert.deepEqual(engine.asked, []);
    await engine.stop();
  });

  it('starts no server for logs', async () => {
    await vscode.commands.executeCommand('stacklens.startServer');
    await vscode.env.clipboard.writeText('nothing');
    await vscode.commands.executeCommand('stacklens.copyServerAddress');
    assert.equal(await vscode.env.clipboard.readText(), 'nothing');
  });

  it('keeps its logs from models', async () => {
    writeFile('kept.log', orderLog);
    await assert.rejects(async () => vscode.lm.invokeTool('stacklens_findErrors', { input: { log: 'kept.log' }, toolInvocationToken: undefined }), /not trusted/);
  });
});
