import fs from 'node:fs';

interface Failure {
  readonly title: string;
  /** What went wrong: a stack, or what a command printed. */
  readonly detail: string;
}

/** What came of some tests. */
export interface Outcome {
  readonly passed: number;
  readonly failures: readonly Failure[];
  /** Titles of tests that said themselves that they cannot run here. */
  readonly skipped: readonly string[];
  /** Tests that failed at first and passed when they were run once more. */
  readonly flaky: readonly Failure[];
}

/** What a test run tells while it goes on, one JSON object a line. */
export type TestEvent =
  | { readonly kind: 'passed' | 'skipped'; readonly title: string }
  | { readonly kind: 'failed' | 'retried'; readonly title: string; readonly detail: string }
  | { readonly kind: 'ended' };

export const success: Outcome = { passed: 1, failures: [], skipped: [], flaky: [] };

export function failure(title: string, detail: string): Outcome {
  return { passed: 0, failures: [{ title, detail }], skipped: [], flaky: [] };
}

/** An error with its causes, the outermost first. */
export function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? (error.stack ?? error.message) : `${error.message}\n${explain(error.cause)}`;
}

export function sum(outcomes: readonly Outcome[]): Outcome {
  return {
    passed: outcomes.reduce((total, outcome) => total + outcome.passed, 0),
    failures: outcomes.flatMap((outcome) => outcome.failures),
    skipped: outcomes.flatMap((outcome) => outcome.skipped),
    flaky: outcomes.flatMap((outcome) => outcome.flaky),
  };
}

/**
 * The outcome a file of test events tells of. A run that did not come to its end is a failure of its own, as is one
 * without any test.
 * @param ending how the process that ran the tests ended, for the message
 */
export function readOutcome(file: string, ending: string): Outcome {
  const lines = fs.existsSync(file) ? fs.readFileSync(file, 'utf8').trim().split('\n').filter(Boolean) : [];
  const events = lines.map((line) => JSON.parse(line) as TestEvent);
  const titles = (kind: 'passed' | 'skipped'): string[] => events.flatMap((event) => (event.kind === kind ? [event.title] : []));
  const failuresOf = (kind: 'failed' | 'retried'): Failure[] => events.flatMap((event) => (event.kind === kind ? [{ title: event.title, detail: event.detail }] : []));
  const failures = failuresOf('failed');
  if (!events.some((event) => event.kind === 'ended')) {
    failures.push({ title: 'the tests run to their end', detail: `They stopped after ${events.length} tests.\n${ending}` });
  } else if (events.length === 1) {
    failures.push({ title: 'there are tests', detail: `None was found.\n${ending}` });
  }
  const passed = titles('passed');
  return { passed: passed.length, failures, skipped: titles('skipped'), flaky: failuresOf('retried').filter(({ title }) => passed.includes(title)) };
}
