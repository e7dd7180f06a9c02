import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { after, describe, it } from 'mocha';
import { defaultReading } from '../../../src/cli/reading';
import type { Anomaly } from '../../../src/core/anomaly';
import { Analyzer } from '../../../src/engine/analyzer';
import { openStore } from '../../../src/engine/store/openStore';
import type { Store } from '../../../src/engine/store/store';
import { shippedClassifier } from './shippedClassifier';

const start = Date.UTC(2026, 4, 6, 10);
const folder = mkdtempSync(path.join(tmpdir(), 'stacklens-anomalies-'));
const file = path.join(folder, 'service.log');

/** Six hours of a service, large enough to be skimmed, with a silence of twenty minutes and a heartbeat that stops. */
function service(more: readonly string[] = []): string {
  const lines: string[] = [];
  const say = (second: number, rest: string): void => void lines.push(`${new Date(start + second * 1000).toISOString()} ${rest}`);
  for (let second = 0; second < 21_600; second++) {
    if (second >= 7200 && second < 8400) continue;
    for (let request = 0; request < 2; request++) say(second, `INFO  [http-${String(second % 8)}] api.Server - GET /orders/${String(second * 2 + request)} answered 200 in ${String(10 + (second % 20))} ms`);
    if (second % 10 === 0 && second < 18_000) say(second, 'INFO  [timer] api.Cluster - Heartbeat of node 3 received');
    if (second % 120 === 0) say(second, `ERROR [db-${String(second % 4)}] api.Orders - Connection refused by 10.0.0.${String(second % 9)}:5432`);
  }
  return [...lines, ...more, ''].join('\n');
}

async function analyzed(store: Store, text: string): Promise<Anomaly[]> {
  writeFileSync(file, text);
  const analyzer = new Analyzer({ store, classifier: shippedClassifier(), now: () => Date.now(), onProgress: () => undefined });
  const source = { kind: 'file', uri: pathToFileURL(file).href, path: file } as const;
  const { analysis } = await analyzer.analyze({ source, reading: defaultReading, reuse: false, replaces: null, runId: 1 }, new AbortController().signal);
  return store.anomalies(analysis.id);
}

describe('anomalies of an analysis', () => {
  after(() => rmSync(folder, { recursive: true }));

  it('are found where lines are only counted, and beside earlier analyses', async () => {
    const store = await openStore({ file: null, now: () => Date.now(), onProblem: (message) => assert.fail(message), program: 'editor' });
    const found = await analyzed(store, service());
    const said = found.map(({ kind, evidence }) => `${kind}: ${evidence}`).join('\n');
    assert.match(said, /gap: Nothing was logged for 20 min/);
    assert.match(said, /vanished: “Heartbeat of node <\*> received” came in every/);
    assert.ok(!said.includes('burst'), said);
    assert.ok(!said.includes('never found in'), said);
    const again = await analyzed(store, service([`${new Date(start + 21_600_000).toISOString()} ERROR [main] api.Disk - No space left on device`]));
    assert.ok(again.some(({ kind, evidence }) => kind === 'first-seen' && evidence === '“No space left on device” was never found in the earlier analysis of this file; now it is there 1×.'), JSON.stringify(again));
    await store.close();
  });
});
