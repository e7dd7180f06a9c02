import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Overview } from '../../../src/shared/dashboardProtocol';
import { englishStrings } from '../../../src/shared/dashboardStrings';
import { OverviewController, type OverviewHost, type OverviewState } from '../../../webview-ui/overviewController';

const nothing: Overview = { files: 0, completed: 0, problems: 0, critical: 0, analyses: [], topGroups: [] };
const some: Overview = { ...nothing, files: 2 };

/** A controller whose host and clock the test holds in its hands. */
class Bench {
  readonly states: OverviewState[] = [];
  readonly tasks: (() => void)[] = [];
  readonly answers: { resolve: (value: Overview) => void; reject: (error: Error) => void }[] = [];
  readonly controller: OverviewController;

  constructor(remembered: Overview | null = null, host: Partial<OverviewHost> = {}) {
    this.controller = new OverviewController(
      {
        overview: () => new Promise((resolve, reject) => this.answers.push({ resolve, reject })),
        openLog: () => Promise.resolve(),
        exportFindings: () => Promise.resolve(),
        analyzeWorkspace: () => Promise.resolve(),
        ...host,
      },
      englishStrings,
      (state) => this.states.push(state),
      (task) => this.tasks.push(task),
      remembered,
    );
    this.controller.start();
  }

  get last(): OverviewState | undefined {
    return this.states.at(-1);
  }

  async answer(answer: Overview | Error): Promise<void> {
    const asked = this.answers.shift();
    if (answer instanceof Error) asked?.reject(answer);
    else asked?.resolve(answer);
    await new Promise(setImmediate);
  }

  runTasks(): void {
    for (const task of this.tasks.splice(0)) task();
  }
}

describe('OverviewController', () => {
  it('asks at once and shows what an earlier page knew until the answer comes', async () => {
    const bench = new Bench(nothing);
    assert.equal(bench.last?.overview, nothing);
    await bench.answer(some);
    assert.equal(bench.last.overview, some);
  });

  it('gathers many changes into one question', async () => {
    const bench = new Bench();
    await bench.answer(some);
    for (let i = 0; i < 100; i++) bench.controller.changed();
    assert.equal(bench.tasks.length, 1);
    bench.runTasks();
    assert.equal(bench.answers.length, 1);
  });

  it('asks once more, and only once, when changes come while it is asking', async () => {
    const bench = new Bench();
    bench.controller.changed();
    bench.controller.changed();
    assert.equal(bench.tasks.length, 0);
    await bench.answer(nothing);
    assert.equal(bench.tasks.length, 1);
    bench.runTasks();
    await bench.answer(some);
    assert.equal(bench.last?.overview, some);
    assert.equal(bench.tasks.length, 0);
  });

  it('keeps what it knew when a question fails, and is well again after an answer', async () => {
    const bench = new Bench(some);
    await bench.answer(new Error('disk full'));
    assert.deepEqual(bench.last, { overview: some, analyzing: false, trouble: 'The dashboard could not be updated: disk full' });
    bench.controller.retry();
    await bench.answer(nothing);
    assert.deepEqual(bench.last, { overview: nothing, analyzing: false, trouble: null });
  });

  it('states the bare reason where there is nothing else to show', async () => {
    const bench = new Bench();
    await bench.answer(new Error('disk full'));
    assert.equal(bench.last?.trouble, 'disk full');
  });

  it('tries again what failed, not something else', async () => {
    const opened: unknown[] = [];
    const openLog = (uri: string, line: number | null): Promise<unknown> => {
      opened.push([uri, line]);
      return opened.length === 1 ? Promise.reject(new Error('gone')) : Promise.resolve();
    };
    const bench = new Bench(some, { openLog });
    await bench.controller.openLog('file:///a.log', 3);
    assert.equal(bench.last?.trouble, 'The log could not be opened: gone');
    await bench.answer(some);
    assert.equal(bench.last.trouble, 'The log could not be opened: gone', 'an answer to an earlier question settles nothing');
    bench.controller.retry();
    await new Promise(setImmediate);
    assert.deepEqual(opened, [['file:///a.log', 3], ['file:///a.log', 3]]);
    assert.equal(bench.last.trouble, null);
  });

  it('starts one analysis of the workspace at a time', async () => {
    let started = 0;
    let finish: () => void = () => undefined;
    const analyzeWorkspace = (): Promise<unknown> => {
      started++;
      return new Promise<void>((resolve) => (finish = resolve));
    };
    const bench = new Bench(some, { analyzeWorkspace });
    const first = bench.controller.analyzeWorkspace();
    await bench.controller.analyzeWorkspace();
    assert.equal(started, 1);
    assert.equal(bench.last?.analyzing, true);
    finish();
    await first;
    assert.equal(bench.last.analyzing, false);
  });
});
