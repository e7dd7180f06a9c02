import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { Correction } from '../../../src/core/corrections';
import type { Category } from '../../../src/core/finding';
import { ModelShelf } from '../../../src/engine/modelShelf';
import { retrain } from '../../../src/engine/training';

/** What a house calls its own troubles: no model can know it before. */
const places = ['north', 'south', 'east', 'west', 'upper', 'lower', 'inner', 'outer'];
const corrections = places.flatMap((place, at) => [
  correction(`a${String(at)}`, `flumox of the ${place} gantry went sideways`, 'disk-io'),
  correction(`b${String(at)}`, `quibbler at ${place} desk declined the parcel slip`, 'permission'),
]);

function correction(fingerprint: string, template: string, category: Category | null): Correction {
  return { member: { fingerprint, template }, ignored: false, severity: 'high', category };
}

describe('retraining', function () {
  this.timeout(180_000);
  let folder: string;
  let shelf: ModelShelf;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'training-'));
    shelf = new ModelShelf(folder);
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const options = (said: readonly Correction[], more: { force?: boolean; dryRun?: boolean; onProgress?: (done: number) => void } = {}) => ({
    store: { corrections: () => Promise.resolve([...said]), latestAnalyses: () => Promise.resolve([]), groups: () => Promise.resolve([]), noteModel: () => Promise.resolve() },
    shelf, now: () => 5, force: false, dryRun: false, onProgress: () => undefined, ...more,
  });

  it('learns what the user says, installs what is better, and does not learn the same again', async () => {
    const told: number[] = [];
    const report = await retrain(options(corrections, { onProgress: (done) => told.push(done) }), new AbortController().signal);
    assert.equal(report.outcome, 'installed');
    const { strong } = report.comparison ?? assert.fail();
    assert.ok((strong.new?.macroF1 ?? 0) > 0.9);
    assert.ok((strong.present?.macroF1 ?? 1) < 0.7);
    for (const who of ['rules', 'bayes', 'majority'] as const) assert.equal(strong[who]?.count, corrections.length);
    assert.ok(told.length > 50 && told.every((done, at) => done >= (told[at - 1] ?? 0) && done <= 1));
    assert.equal((await shelf.current()).model.card.examples.strong, corrections.length);
    const again = await retrain(options(corrections), new AbortController().signal);
    assert.equal(again.outcome, 'tooLittle');
    assert.match(again.data.missing ?? '', /known to the present model/);
  });

  it('says what is missing; corrections of the severity alone do not count', async () => {
    const report = await retrain(options([...corrections.slice(0, 3), correction('c', 'only graver', null)]), new AbortController().signal);
    assert.equal(report.outcome, 'tooLittle');
    assert.match(report.data.missing ?? '', /^3 of 10 .* 7 more/);
    assert.equal((await shelf.current()).version, 'shipped');
  });

  it('can be cancelled, and leaves nothing', async () => {
    const cancel = new AbortController();
    const stopped = retrain(options(corrections, { onProgress: () => cancel.abort(new Error('Enough.')) }), cancel.signal);
    await assert.rejects(stopped, /Enough/);
    assert.equal((await shelf.list()).length, 1);
  });
});
