import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { GrowingLog, logVariable, readyVariable } from '../growingLog';
import { projectRoot } from '../paths';
import { probe } from '../probe';
import { install, newest, type Installation } from '../releases';
import { Session } from '../session';
import type { Figures } from '../turnMonitor';
import type { HostDelay } from './hostProbe';

const budgetMs = 50;

/**
 * Measures how long the extension host is kept from its work while a log of 10 MB is open and grows, with the extension
 * and without it: VS Code itself takes in the log anew at each change, and that is in both. What the extension's own
 * functions take, and what they call, decides.
 */
async function main(): Promise<void> {
  await Session.with(async (session) => {
    const installation = await install(session, newest);
    console.log(`The extension host of VS Code ${newest.vscode} with a log of 10 MB that grows:`);
    const without = await measure(session, installation, emptyExtension(session));
    print('without the extension', without);
    const withOurs = await measure(session, installation, projectRoot);
    print('with the extension', withOurs);
    if (without.linesGrown === 0 || withOurs.linesGrown === 0) throw new Error('VS Code did not show what was appended.');
    if (withOurs.updates === 0) throw new Error('The extension did not follow the log.');
    if (!judge(withOurs)) process.exitCode = 1;
  });
}

async function measure(session: Session, installation: Installation, extension: string): Promise<HostDelay> {
  const folder = session.temporaryDirectory('workspace');
  const ready = path.join(session.temporaryDirectory('ready'), 'ready');
  const log = new GrowingLog(path.join(folder, 'shop.log'));
  const over = new AbortController();
  const growing = log.growOnceReady(ready, over.signal);
  try {
    const measuring = probe<HostDelay>(session, installation, { name: 'hostProbe', extension, folder, env: { [logVariable]: log.file, [readyVariable]: ready } });
    const [delays] = await Promise.all([measuring, growing]);
    return delays;
  } finally {
    over.abort();
  }
}

function print(title: string, { turns, own, linesGrown, updates }: HostDelay): void {
  const list = ({ p50, p99, max }: Figures): string => `p50 ${p50.toFixed(1)}, p99 ${p99.toFixed(1)}, max ${max.toFixed(1)} ms`;
  console.log(`\n  ${title}: ${linesGrown} lines came, problems were shown anew ${updates} times`);
  console.log(`    late for its timers   ${list(turns.late)}`);
  console.log(`    at work in one turn   ${list(turns.busy)} of processor time`);
  if (own === undefined) return;
  console.log(`    ours without a break  ${own.ms.toFixed(1)} ms`);
  for (const line of own.functions) console.log(`      ${line}`);
}

/** @returns whether ours stays within its budget */
function judge({ own }: HostDelay): boolean {
  const holds = own !== undefined && own.ms < budgetMs;
  const load = (os.loadavg()[0] ?? 0).toFixed(1);
  console.log(`\n  (load of this machine: ${load} on ${os.availableParallelism()} processors; waiting for one makes late)`);
  console.log(`  ${holds ? 'PASS' : 'FAIL'} nothing of ours has the host for ${budgetMs} ms`);
  return holds;
}

/** An extension that does nothing: a window with extension tests wants one. */
function emptyExtension(session: Session): string {
  const folder = session.temporaryDirectory('extension');
  fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ name: 'empty', publisher: 'nobody', version: '1.0.0', engines: { vscode: '^1.100.0' } }));
  return folder;
}

void main();
