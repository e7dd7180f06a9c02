import assert from 'node:assert/strict';
import { mkdir, rm } from 'node:fs/promises';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { Scratch } from '../engine/support';
import { mixedLog, parseLines, stacklens, type Ended } from './support';

describe('stacklens feedback', function () {
  // Each test starts several processes, on machines that may be busy.
  this.timeout(60_000);
  let scratch: Scratch;
  const run = (...args: readonly string[]): Promise<Ended> => stacklens(args, { cwd: scratch.folder, env: { STACKLENS_STORE: scratch.path('stacklens.db') } });
  const stored = async (): Promise<readonly Record<string, unknown>[]> => parseLines((await run('db', 'export')).stdout);

  beforeEach(async () => {
    scratch = await Scratch.create();
    await scratch.write('app.log', mixedLog);
    assert.equal((await run('scan', 'app.log', '--save')).code, 0);
  });
  afterEach(() => scratch.remove());

  it('relabels, ignores and takes back, in all that is stored, and the trail tells of it', async () => {
    const before = await stored();
    const fingerprint = String(before[0]?.['fingerprint']);
    const others = before.filter((each) => each['fingerprint'] !== fingerprint);

    assert.match((await run('feedback', 'relabel', fingerprint, '--severity', 'low', '--category', 'business')).stdout, /^[1-9]\d* findings changed\.\n$/);
    const relabelled = (await stored()).filter((each) => each['fingerprint'] === fingerprint);
    assert.deepEqual(new Set(relabelled.map(({ severity, category }) => `${String(severity)} ${String(category)}`)), new Set(['low business']));
    const [told] = parseLines((await run('feedback', 'list')).stdout);
    assert.deepEqual(told, { fingerprint, template: before[0]?.['template'], ignored: false, severity: 'low', category: 'business' });

    await run('feedback', 'ignore', fingerprint);
    assert.deepEqual(await stored(), others);
    await run('feedback', 'undo', fingerprint);
    assert.deepEqual(await stored(), before);
    assert.equal((await run('feedback')).stdout, '');
    const trail = parseLines((await run('db', 'audit')).stdout);
    assert.equal(trail.filter(({ action, subject }) => action === 'corrected' && subject === fingerprint).length, 3);
  });

  it('counts in a scan where that is asked for, and what .stacklens/ignore names always does', async () => {
    const [first, second] = [...new Set((await stored()).map((each) => String(each['fingerprint'])))];
    const scanned = async (...args: readonly string[]): Promise<Map<unknown, unknown>> => new Map(parseLines((await run('scan', 'app.log', '--format', 'ndjson', ...args)).stdout).map((each) => [each['fingerprint'], each['severity']]));
    await run('feedback', 'relabel', first ?? '', '--severity', 'low');
    assert.notEqual((await scanned()).get(first), 'low');
    assert.equal((await scanned('--corrected')).get(first), 'low');
    await mkdir(scratch.path('.stacklens'));
    await scratch.write('.stacklens/ignore', `# not ours\n${second ?? ''} # of another team\nnonsense\n`);
    assert.ok(!(await scanned()).has(second));
    const { stderr } = await run('scan', 'app.log', '--stats');
    assert.match(stderr, /ignore:3 is no fingerprint/);
    const counts = (text: string): number => Object.values((JSON.parse(text.split('\n').find((line) => line.startsWith('{')) ?? '{}') as { findings: Record<string, number> }).findings).reduce((sum, count) => sum + count, 0);
    await rm(scratch.path('.stacklens/ignore'));
    assert.ok(counts(stderr) < counts((await run('scan', 'app.log', '--stats')).stderr));
  });

  it('says how it is called', async () => {
    for (const args of [['relabel', 'v1:a'], ['ignore'], ['ignore', 'v1:a', '--severity', 'low'], ['relabel', 'v1:a', '--severity', 'awful'], ['forget']]) {
      assert.equal((await run('feedback', ...args)).code, 2, args.join(' '));
    }
  });
});
