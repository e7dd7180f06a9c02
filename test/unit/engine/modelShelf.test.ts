import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { ModelShelf } from '../../../src/engine/modelShelf';
import { readShippedModel } from '../../../src/ml/shipped';

describe('the shelf of models', () => {
  let folder: string;
  let shelf: ModelShelf;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'shelf-'));
    shelf = new ModelShelf(path.join(folder, 'models'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('has the shipped model, and nothing to roll back to', async () => {
    assert.equal((await shelf.current()).version, 'shipped');
    assert.equal(await shelf.rollBack(), null);
  });

  it('installs versions, and goes back one by one', async () => {
    assert.equal(await shelf.install(readShippedModel()), 'model-0001');
    assert.equal(await shelf.install(readShippedModel()), 'model-0002');
    assert.equal((await shelf.current()).version, 'model-0002');
    assert.equal(await shelf.rollBack(), 'model-0001');
    assert.equal(await shelf.rollBack(), 'shipped');
    assert.deepEqual((await shelf.list()).map(({ version, isCurrent }) => [version, isCurrent]), [['shipped', true], ['model-0001', false], ['model-0002', false]]);
    assert.equal(await shelf.install(readShippedModel()), 'model-0003');
    assert.ok((await readdir(path.join(folder, 'models'))).every((name) => /^(model-\d{4}\.json|current\.txt)$/.test(name)));
  });

  it('falls back to the shipped one where the installed one is damaged or gone, and says so', async () => {
    const version = await shelf.install(readShippedModel());
    const file = path.join(folder, 'models', `${version}.json`);
    await writeFile(file, '{"stacklensModel":2,"checksum":"0","body":"{}"}');
    const fallen = await shelf.current();
    assert.equal(fallen.version, 'shipped');
    assert.match(fallen.problem ?? '', /model-0001 cannot be used.*damaged/);
    assert.match((await shelf.list())[1]?.problem ?? '', /damaged/);
    await rm(file);
    assert.match((await shelf.current()).problem ?? '', /cannot be used/);
  });
});
