import { parseArgs } from 'node:util';

import { explain, failure, success, sum, type Outcome } from '../outcome';
import { Session } from '../session';
import { steps, type Step } from '../steps';

/**
 * Runs every check and test of the project, whatever comes of the ones before, and ends with one line over all of them.
 * `--only unit,integration` runs these steps; `--list` names them.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { only: { type: 'string' }, list: { type: 'boolean', default: false } } });
  if (values.list) {
    for (const step of steps) console.log(`${step.id.padEnd(20)} ${step.title}`);
    return;
  }
  const chosen = choose(values.only?.split(',') ?? []);
  const session = Session.begin();
  const outcomes: Outcome[] = [];
  for (const step of chosen) outcomes.push(await perform(session, step));
  outcomes.push(await cleanUp(session));
  const { passed, failures } = sum(outcomes);
  console.log(`\n${passed} passed, ${failures.length} failed`);
  process.exitCode = failures.length === 0 ? 0 : 1;
}

/** @throws where a name fits no step */
function choose(names: readonly string[]): readonly Step[] {
  if (names.length === 0) return steps;
  const fits = (step: Step, name: string): boolean => step.id === name || step.id.startsWith(`${name}:`);
  const unknown = names.find((name) => !steps.some((step) => fits(step, name)));
  if (unknown !== undefined) throw new Error(`There is no step ${unknown}; --list names them.`);
  return steps.filter((step) => step.id === 'build' || names.some((name) => fits(step, name)));
}

async function perform(session: Session, step: Step): Promise<Outcome> {
  console.log(`\n== ${step.title}`);
  const start = Date.now();
  const outcome = await step.run(session).catch((error: unknown) => failure(step.title, explain(error)));
  report(outcome, start);
  return outcome;
}

/** Ends what the steps started: a test like the others, that nothing outlives the run. */
async function cleanUp(session: Session): Promise<Outcome> {
  console.log('\n== Clean-up');
  const start = Date.now();
  const survivors = await session.end();
  const outcome = survivors.length === 0 ? success : failure('no process outlives the run', survivors.join('\n'));
  report(outcome, start);
  return outcome;
}

function report(outcome: Outcome, start: number): void {
  for (const { title, detail } of outcome.failures) console.log(`FAILED ${title}\n${indent(detail)}`);
  for (const { title, detail } of outcome.flaky) console.log(`FLAKY ${title}: it passed when it was run once more, after\n${indent(detail)}`);
  for (const title of outcome.skipped) console.log(`SKIPPED ${title}`);
  const counts = [`${outcome.passed} passed`, `${outcome.failures.length} failed`];
  if (outcome.skipped.length > 0) counts.push(`${outcome.skipped.length} skipped`);
  console.log(`   ${counts.join(', ')} in ${((Date.now() - start) / 1000).toFixed(1)} s`);
}

function indent(text: string): string {
  return text.trimEnd().replaceAll(/^/gm, '   ');
}

void main();
