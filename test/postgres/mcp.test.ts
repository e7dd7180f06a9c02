import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { describe, it } from 'mocha';
import { Scratch } from '../unit/engine/support';
import { freshDatabase, run } from './support';

describe('stacklens mcp with a database on a server', function () {
  this.timeout(120_000);

  it('keeps analyses there, so that the next one knows of them', async () => {
    const { url } = await freshDatabase();
    const scratch = await Scratch.create();
    const log = path.join(scratch.folder, 'shop.log');
    const call = async (name: string, input: Record<string, unknown>): Promise<Record<string, unknown>> => {
      const client = new Client({ name: 'test', version: '1' });
      await client.connect(new StdioClientTransport({ command: process.execPath, args: [path.resolve('dist/cli.js'), 'mcp', '--store', url, scratch.folder], env: { PATH: process.env.PATH ?? '', STACKLENS_STORE: path.join(scratch.folder, 'unused.db') } }));
      try {
        const { content, isError } = await client.callTool({ name, arguments: input });
        const [part] = content as readonly { readonly text: string }[];
        assert.ok(isError !== true, part?.text);
        return JSON.parse(part?.text ?? '') as Record<string, unknown>;
      } finally {
        await client.close();
      }
    };
    try {
      fs.writeFileSync(log, '2026-11-22T10:00:00Z ERROR [db] Connection refused: db-1:5432\n');
      await call('stacklens_findErrors', { log: 'shop.log' });
      fs.writeFileSync(log, '2026-11-23T10:00:00Z ERROR [orders] Order 17 failed: no stock\n');
      const compared = await call('stacklens_compareRuns', { log: 'shop.log' });
      assert.match(JSON.stringify(compared), /no stock/);
      assert.match(JSON.stringify(compared), /Connection refused/);
      assert.deepEqual(await run(url, 'SELECT count(*)::int AS n FROM stacklens.analyses'), [{ n: 2 }]);
    } finally {
      await scratch.remove();
    }
  });
});
