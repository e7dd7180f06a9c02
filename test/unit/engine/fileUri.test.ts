import assert from 'node:assert/strict';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, it } from 'mocha';
import { fileUri } from '../../../src/engine/fileUri';

describe('fileUri', () => {
  it('writes what is kept of a file as VS Code does', function () {
    if (process.platform === 'win32') this.skip();
    assert.equal(fileUri('/logs/app.log'), 'file:///logs/app.log');
    assert.equal(fileUri(`/a b/[1] (x)!'*/c:d@e+f,g;h=i&j$.log`), 'file:///a%20b/%5B1%5D%20%28x%29%21%27%2A/c%3Ad%40e%2Bf%2Cg%3Bh%3Di%26j%24.log');
    assert.equal(fileUri('/ü/100%/#?~-_.log'), 'file:///%C3%BC/100%25/%23%3F~-_.log');
  });

  it('leads back to the file', () => {
    for (const name of ['app.log', `[1] (x)!'* é 🚰.log`, 'a%2fb#?.log', 'q^`{|}"<>.log']) {
      const file = path.resolve('logs', name);
      assert.equal(fileURLToPath(fileUri(file)), file);
    }
  });
});
