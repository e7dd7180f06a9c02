import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { logVariable } from '../growingLog';
import { projectRoot } from '../paths';
import { probe } from '../probe';
import { install, newest, type Installation } from '../releases';
import { Session } from '../session';
import { SyntheticLog } from '../syntheticLog';
import type { Figures } from '../turnMonitor';
import type { TypingDelay } from './typingProbe';

/** A frame of a screen that shows sixty of them a second. */
const budgetMs = 16;
const logBytes = 10_000_000;
const densities = [5, 40];

/** Measures how long the extension has the extension host for each edit while somebody types into a log of 10 MB, with all that follows from it. */
async function main(): Promise<void> {
  await Session.with(async (session) => {
    const installation = await install(session, newest);
    console.log(`The extension host of VS Code ${newest.vscode} with a log of 10 MB that is typed into:`);
    for (const density of densities) {
      const { turns, longest, ownMs, edits, updates } = await measure(session, installation, density);
      if (updates === 0) throw new Error('The extension did not keep up its problems.');
      const list = ({ p50, p99, max }: Figures): string => `p50 ${p50.toFixed(1)}, p99 ${p99.toFixed(1)}, max ${max.toFixed(1)} ms`;
      console.log(`\n  ${density} of a hundred records tell of problems: ${edits} edits, problems were shown anew ${updates} times`);
      console.log(`    late for its timers   ${list(turns.late)}`);
      console.log(`    at work in one turn   ${list(turns.busy)} of processor time, VS Code's own part with it`);
      console.log(`    ours for each edit    ${(ownMs / edits).toFixed(2)} ms, with what it sets off; at most ${longest.ms.toFixed(1)} ms without a break:`);
      for (const line of longest.functions) console.log(`      ${line}`);
      const holds = ownMs / edits < budgetMs;
      if (!holds) process.exitCode = 1;
      console.log(`    ${holds ? 'PASS' : 'FAIL'} an edit costs the host less than ${budgetMs} ms`);
    }
    const load = (os.loadavg()[0] ?? 0).toFixed(1);
    console.log(`\n  (load of this machine: ${load} on ${os.availableParallelism()} processors; waiting for one makes late)`);
  });
}

async function measure(session: Session, installation: Installation, problemsInHundred: number): Promise<TypingDelay> {
  const folder = session.temporaryDirectory('workspace');
  const log = path.join(folder, 'shop.log');
  fs.writeFileSync(log, new SyntheticLog(2026, problemsInHundred).next(logBytes));
  return probe<TypingDelay>(session, installation, { name: 'typingProbe', extension: projectRoot, folder, env: { [logVariable]: log } });
}

void main();
