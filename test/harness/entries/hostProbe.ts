import fs from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

import * as vscode from 'vscode';

import { growthMs, logVariable, readyVariable } from '../growingLog';
import { giveAnswer } from '../probeAnswer';
import { longestStretch, Profiling, type Stretch } from '../profile';
import { TurnMonitor, type Turns } from '../turnMonitor';

const pollMs = 100;
const patienceMs = 60_000;
/** Until what opening the log set off has come to rest. */
const restMs = 3_000;

/** What the host's event loop went through while the log grew. */
export interface HostDelay {
  readonly turns: Turns;
  /** The longest time without a break in which the extension had the host; absent where it is not there. */
  readonly own?: Stretch;
  readonly linesGrown: number;
  /** Changes of the log's problems; none where the extension is not there. */
  readonly updates: number;
}

/** Called by VS Code in its extension host. */
export async function run(): Promise<void> {
  const { [logVariable]: log, [readyVariable]: ready } = process.env;
  if (log === undefined || ready === undefined) throw new Error('The bench names no log.');
  const document = await vscode.workspace.openTextDocument(log);
  await vscode.window.showTextDocument(document, { preview: false });
  const extension = vscode.extensions.getExtension('stacklens.stacklens-ai');
  if (extension) await until(() => vscode.languages.getDiagnostics(document.uri).length > 0, 'problems of the log');
  await delay(restMs);

  let updates = 0;
  const counting = vscode.languages.onDidChangeDiagnostics(({ uris }) => {
    if (uris.some((uri) => uri.toString() === document.uri.toString())) updates++;
  });
  const linesBefore = document.lineCount;
  // Profiling takes some time itself: it is on with and without the extension.
  const profiling = await Profiling.start();
  const monitor = new TurnMonitor();
  fs.writeFileSync(ready, '');
  await delay(growthMs);
  const turns = monitor.end();
  const profile = await profiling.stop();
  counting.dispose();

  giveAnswer({
    turns,
    ...(extension ? { own: longestStretch(profile, `${extension.extensionPath}/dist/`) } : {}),
    linesGrown: document.lineCount - linesBefore,
    updates,
  } satisfies HostDelay);
}

async function until(holds: () => boolean, what: string): Promise<void> {
  for (const end = Date.now() + patienceMs; !holds(); ) {
    if (Date.now() > end) throw new Error(`Waited in vain for ${what}.`);
    await delay(pollMs);
  }
}
