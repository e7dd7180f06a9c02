import fs from 'node:fs';
import path from 'node:path';
import type { Frame } from 'playwright-core';

import { openStore } from '../../../src/engine/store/openStore';
import { fillStore } from '../../bench/manyAnalyses';
import { frameOf } from '../axe';
import { launchBrowser } from '../browser';
import { projectRoot } from '../paths';
import { install, newest } from '../releases';
import { Server } from '../server';
import { Session } from '../session';
import { Workbench } from '../workbench';

const size = { analyses: 1_000, findings: 1_000, kinds: 20 };
/** Milliseconds from the click until the first page of the table is drawn. */
const firstPageBudget = 150;
const runs = 9;

/** Measures the dashboard of a real VS Code whose store has a million findings: what a user waits for, and memory. */
async function main(): Promise<void> {
  await Session.with(async (session) => {
    const server = await Server.start(session, await install(session, newest));
    const storage = path.join(server.dataDirectory, 'data', 'User', 'globalStorage', 'stacklens.stacklens-ai');
    fs.mkdirSync(storage, { recursive: true });
    const store = await openStore({ file: path.join(storage, 'stacklens.db'), onProblem: fail, now: () => Date.now(), program: 'cli' });
    await fillStore(store, size);
    await store.close();
    console.log(`The dashboard of VS Code ${newest.vscode} over ${size.analyses * size.findings} findings of ${size.analyses} analyses:`);
    const folder = session.temporaryDirectory('workspace');
    fs.writeFileSync(path.join(folder, 'README.md'), '');
    const workbench = await Workbench.open(await launchBrowser(session), server, { folder, extension: projectRoot });
    await workbench.runCommand('StackLens: Open Dashboard');
    await workbench.webview().locator('.figure').first().waitFor();
    const frame = await frameOf(workbench.webview());
    const painted = await frame.evaluate(`performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN`);
    console.log(`  first paint of the page ${Number(painted).toFixed(0)} ms after it began to load`);
    report('All Errors, the first time', [await afterClick(frame, "[role=tab]:nth-child(2)", '.all-findings tbody tr')]);
    const again: number[] = [];
    for (let run = 0; run < runs; run++) {
      await workbench.webview().getByRole('tab', { name: 'Reports' }).click();
      await workbench.webview().locator('.section-report-problems').waitFor();
      again.push(await afterClick(frame, "[role=tab]:nth-child(2)", '.all-findings tbody tr'));
    }
    if (!report('All Errors, again', again, firstPageBudget)) process.exitCode = 1;
    const pages: number[] = [];
    for (let run = 0; run < runs; run++) pages.push(await afterClick(frame, '.pager vscode-button:last-of-type', '.pager'));
    report('the next page', pages);
    report('sorted by message, the first time', [await afterClick(frame, '.all-findings th.cell-message button', '.pager')]);
    report('grouped by fingerprint, the first time', [await afterClick(frame, '.errors > header .toggle', '.all-groups tbody tr')]);
    const heap = Number(await frame.evaluate('performance.memory.usedJSHeapSize'));
    console.log(`  memory: the page ${(heap / 1e6).toFixed(0)} MB, the extension host with the store ${(hostMemory() / 1e6).toFixed(0)} MB`);
  });
}

/** Milliseconds from a click until an element is there whose table is not busy, and drawn. */
function afterClick(frame: Frame, clicked: string, awaited: string): Promise<number> {
  return frame.evaluate(
    `(async (clicked, awaited) => {
      const drawn = () => new Promise((resolve) => requestAnimationFrame(() => resolve()));
      const shown = () => document.querySelector(awaited);
      const started = performance.now();
      document.querySelector(clicked).click();
      do await drawn();
      while (!shown()?.isConnected || document.querySelector('[aria-busy=true]'));
      return performance.now() - started;
    })(${JSON.stringify(clicked)}, ${JSON.stringify(awaited)})`,
  );
}

/** @returns whether it keeps to the budget */
function report(what: string, times: readonly number[], budget?: number): boolean {
  const middle = times.toSorted((a, b) => a - b)[times.length >> 1] ?? Number.NaN;
  const holds = budget === undefined || middle < budget;
  console.log(`  ${budget === undefined ? '    ' : holds ? 'PASS' : 'FAIL'} ${what.padEnd(36)} ${middle.toFixed(0).padStart(6)} ms${times.length > 1 ? ` (median of ${times.length}${budget === undefined ? '' : `; budget ${budget} ms`})` : ''}`);
  return holds;
}

/** Bytes that the extension host of a window has in memory, which its engine's worker is part of. */
function hostMemory(): number {
  const hosts = fs.readdirSync('/proc').flatMap((pid) => {
    try {
      const isHost = /^\d+$/.test(pid) && fs.readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes('--type=extensionHost');
      return isHost ? [Number(/^VmRSS:\s+(\d+) kB/m.exec(fs.readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1] ?? 0) * 1024] : [];
    } catch (error) {
      // It has ended meanwhile.
      if ((error as NodeJS.ErrnoException).code === 'ENOENT' || (error as NodeJS.ErrnoException).code === 'ESRCH') return [];
      throw error;
    }
  });
  return Math.max(0, ...hosts);
}

function fail(message: string): void {
  throw new Error(message);
}

void main();
