import { createRequire } from 'node:module';
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';

import * as vscode from 'vscode';

import { giveAnswer } from '../probeAnswer';

/** Before: until the window has started. After: long enough for what the activation put off to show as well. */
const restMs = 2_000;
const pollMs = 250;
const patienceMs = 40_000;

/** What one activation cost and brought along; times in milliseconds. */
export interface Activation {
  /** VS Code's own figures, whole milliseconds. */
  readonly reported: ReportedTimes;
  /** From asking for it to its end, with VS Code's own share (the extension's stored state is fetched from the window). */
  readonly asked: number;
  /** Modules it loaded, as paths below the extension's folder where they are there. */
  readonly loaded: readonly string[];
  readonly workers: number;
}

interface ReportedTimes {
  readonly loadCode: number;
  readonly callActivate: number;
  readonly finishActivate: number;
}

/** Called by VS Code in its extension host, in a window that shows no log: nothing has woken the extension yet. */
export async function run(): Promise<void> {
  const extension = vscode.extensions.getExtension('stacklens.stacklens-ai');
  if (!extension || extension.isActive) throw new Error(extension ? 'The extension is active already.' : 'The extension is not there.');
  await delay(restMs);
  const workers: unknown[] = [];
  process.on('worker', (worker) => workers.push(worker));
  const { cache } = createRequire(__filename);
  const before = new Set(Object.keys(cache));
  const start = performance.now();
  await extension.activate();
  const asked = performance.now() - start;
  await delay(restMs);
  const others = vscode.extensions.all.filter(({ id }) => id !== extension.id).map(({ extensionPath }) => `${extensionPath}/`);
  const loaded = Object.keys(cache)
    .filter((file) => !before.has(file) && !others.some((other) => file.startsWith(other)))
    .map((file) => file.replace(`${extension.extensionPath}/`, ''));
  giveAnswer({ reported: await reportedTimes(extension.id), asked, loaded, workers: workers.length } satisfies Activation);
}

/** Reads VS Code's own page "Startup Performance", which is filled a while after the start. */
async function reportedTimes(id: string): Promise<ReportedTimes> {
  await vscode.commands.executeCommand('perfview.show');
  for (const end = Date.now() + patienceMs; ; ) {
    const page = vscode.workspace.textDocuments.find((document) => document.uri.scheme === 'perf')?.getText() ?? '';
    const row = page.split('\n').find((line) => line.includes(id)) ?? '';
    const times = row.split('|').map((cell) => cell.trim());
    const [loadCode, callActivate, finishActivate] = times.filter((cell) => /^\d+$/.test(cell)).map(Number);
    if (loadCode !== undefined && callActivate !== undefined && finishActivate !== undefined) return { loadCode, callActivate, finishActivate };
    if (Date.now() > end) throw new Error(`VS Code reports no times of ${id}:\n${page}`);
    await delay(pollMs);
  }
}
