import { projectRoot } from '../paths';
import { probe } from '../probe';
import { install, newest, oldest, type Release } from '../releases';
import { Session } from '../session';
import type { Activation } from './activationProbe';

const starts = 5;
const budgetMs = 30;
/** All that may be loaded: no worker, store or parser. */
const allowed = ['dist/extension.js'];

/** Measures what activating the extension costs and loads in a real extension host, each time in a fresh VS Code. */
async function main(): Promise<void> {
  await Session.with(async (session) => {
    for (const release of [oldest, newest]) {
      const activations = await measure(session, release);
      if (!report(release, activations)) process.exitCode = 1;
    }
  });
}

async function measure(session: Session, release: Release): Promise<Activation[]> {
  const installation = await install(session, release);
  const activations: Activation[] = [];
  for (let start = 0; start < starts; start++) {
    activations.push(await probe<Activation>(session, installation, { name: 'activationProbe', extension: projectRoot, folder: session.temporaryDirectory('workspace') }));
  }
  return activations;
}

/** @returns whether all that must hold does */
function report(release: Release, activations: readonly Activation[]): boolean {
  const figures = (of: (activation: Activation) => number): string => {
    const sorted = activations.map(of).sort((a, b) => a - b);
    return `median ${median(sorted).toFixed(0).padStart(3)} ms, max ${(sorted.at(-1) ?? NaN).toFixed(0).padStart(3)} ms`;
  };
  const cost = ({ reported }: Activation): number => reported.loadCode + reported.callActivate + reported.finishActivate;
  const loaded = [...new Set(activations.flatMap((activation) => activation.loaded))];
  console.log(`\nVS Code ${release.vscode}, ${activations.length} fresh starts, times as VS Code reports them`);
  console.log(`  load code        ${figures(({ reported }) => reported.loadCode)}`);
  console.log(`  call activate    ${figures(({ reported }) => reported.callActivate)}`);
  console.log(`  finish activate  ${figures(({ reported }) => reported.finishActivate)}`);
  console.log(`  together         ${figures(cost)}`);
  console.log(`  asked to ready   ${figures(({ asked }) => asked)} (with VS Code's own share)`);
  console.log(`  modules loaded   ${loaded.join(', ')}`);
  const checks: readonly (readonly [holds: boolean, what: string])[] = [
    [median(activations.map(cost)) < budgetMs, `activation costs under ${budgetMs} ms (median)`],
    [loaded.every((file) => allowed.includes(file)), `nothing but ${allowed.join(', ')} is loaded`],
    [activations.every(({ workers }) => workers === 0), 'no worker thread is started'],
  ];
  for (const [holds, what] of checks) console.log(`  ${holds ? 'PASS' : 'FAIL'} ${what}`);
  return checks.every(([holds]) => holds);
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

void main();
