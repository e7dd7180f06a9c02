import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, it } from 'mocha';
import type { ModelInUse } from '../../../../src/core/learning';
import { Connection, loadSqlJs } from '../../../../src/engine/store/sqlJs';
import { rows, type Row } from '../../../../src/engine/store/steps';
import { TestStore, analyse, finding, inFolder } from './support';

const model: ModelInUse = {
  version: 'model-0003',
  predict: (template) => ({ category: template.startsWith('disk') ? 'disk-io' : 'general', severity: 'high', confidence: template.length / 100, decidedBy: 'model' }),
};
const found = [
  finding({ line: 1, fingerprint: 'v1:a', template: 'disk <*> failed', severity: 'high' }),
  finding({ line: 2, fingerprint: 'v1:a', template: 'disk <*> failed', severity: 'medium' }),
  finding({ line: 3, fingerprint: 'v1:b', template: 'zub' }),
];

async function predictionsIn(file: string): Promise<readonly Row[]> {
  return new Connection(await loadSqlJs(), await readFile(file)).take(rows('SELECT fingerprint, model_version, category, severity, confidence FROM predictions ORDER BY fingerprint'));
}

describe('predictions', () => {
  it('are kept with the analysis, once for each fingerprint, and go with it', () =>
    inFolder(async (folder) => {
      const file = path.join(folder, 'store.db');
      const { store } = await TestStore.open(file);
      const analysis = await analyse(store, found, { start: { model, modelVersion: model.version } });
      assert.equal(analysis.modelVersion, 'model-0003');
      await store.flush();
      assert.deepEqual(await predictionsIn(file), [
        { fingerprint: 'v1:a', model_version: 'model-0003', category: 'disk-io', severity: 1, confidence: 0.15 },
        { fingerprint: 'v1:b', model_version: 'model-0003', category: 'general', severity: 1, confidence: 0.03 },
      ]);
      await analyse(store, found, { replaces: analysis.id });
      await store.flush();
      assert.deepEqual(await predictionsIn(file), []);
      await store.close();
    }));
});
