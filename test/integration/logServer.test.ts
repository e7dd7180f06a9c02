import assert from 'node:assert/strict';
import { after, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { closeAll, until, withSetting } from './support';

const failure = (name: string): string => `2026-11-22T11:00:00Z ERROR load of ${name} failed\n`;
const copied = async (command: string): Promise<string> => {
  await vscode.commands.executeCommand(`stacklens.${command}`);
  return vscode.env.clipboard.readText();
};
/** Waits until a received log has exactly these problems. */
const shown = async (name: string, ...messages: readonly string[]): Promise<void> => {
  await until(`${messages.join(', ')} in ${name}.log`, () => {
    const [, found] = vscode.languages.getDiagnostics().find(([uri]) => uri.path.endsWith(`/received/${name}.log`)) ?? [];
    return found?.map(({ message }) => message).sort().join() === messages.join() ? found : undefined;
  });
};

describe('the server for logs', () => {
  after(closeAll);

  it('takes in what programs push with its token, and shows what is found as it comes', async () => {
    await withSetting('stacklens.problems', 'workspace', () =>
      withSetting('stacklens.server.port', 0, async () => {
        await vscode.commands.executeCommand('stacklens.startServer');
        const [address, token] = [await copied('copyServerAddress'), await copied('copyServerToken')];
        assert.match(address, /^http:\/\/127\.0\.0\.1:\d+$/);
        assert.match(token, /^[\w-]{32}$/);
        const push = async (name: string, body: string, sent = token): Promise<number> => (await fetch(`${address}/api/v1/logs/${name}`, { method: 'POST', body, headers: { authorization: `Bearer ${sent}`, 'content-type': 'text/plain' } })).status;
        assert.equal(await push('cart', failure('a'), 'guessed'), 401);
        assert.equal(await push('cart', failure('a')), 200);
        await shown('cart', 'load of a failed');
        assert.equal(await push('cart', failure('b')), 200);
        assert.equal(await push('shop', failure('c')), 200);
        await shown('cart', 'load of a failed', 'load of b failed');
        await shown('shop', 'load of c failed');

        await vscode.commands.executeCommand('stacklens.clearResults');
        assert.equal(await push('shop', failure('d')), 200);
        await shown('shop', 'load of c failed', 'load of d failed');

        const { findings } = (await (await fetch(`${address}/api/v1/findings?minSeverity=high`, { headers: { authorization: `Bearer ${token}` } })).json()) as { findings: { message: string }[] };
        assert.ok(findings.some(({ message }) => message === 'load of d failed'));

        await vscode.commands.executeCommand('stacklens.stopServer');
        await assert.rejects(push('cart', failure('e')));
      }),
    );
  });

  it('shows again what it took in before, and keeps its token', async () => {
    await withSetting('stacklens.problems', 'workspace', () =>
      withSetting('stacklens.server.port', 0, async () => {
        const token = await copied('copyServerToken');
        await vscode.commands.executeCommand('stacklens.clearResults');
        await vscode.commands.executeCommand('stacklens.startServer');
        await shown('cart', 'load of a failed', 'load of b failed');
        assert.equal(await copied('copyServerToken'), token);
        await vscode.commands.executeCommand('stacklens.stopServer');
        await vscode.commands.executeCommand('stacklens.clearResults');
      }),
    );
  });
});
