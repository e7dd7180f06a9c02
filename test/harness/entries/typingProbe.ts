import { setTimeout as delay } from 'node:timers/promises';

import * as vscode from 'vscode';

import { logVariable } from '../growingLog';
import { giveAnswer } from '../probeAnswer';
import { longestStretch, Profiling, timeIn, type Stretch } from '../profile';
import { TurnMonitor, type Turns } from '../turnMonitor';

const pollMs = 100;
const patienceMs = 60_000;
/** Until what opening the log, or the first edit, set off has come to rest. */
const restMs = 4_000;
/** Somebody who types fast, and rests so long now and then that problems are shown anew. */
const bursts = 12;
const lettersPerBurst = 15;
const betweenLettersMs = 45;
const betweenBurstsMs = 900;

/** What the host's event loop went through while somebody typed into a log. */
export interface TypingDelay {
  readonly turns: Turns;
  /** The longest time without a break in which the extension had the host. */
  readonly longest: Stretch;
  /** Milliseconds in which the extension had the host, in all. */
  readonly ownMs: number;
  readonly edits: number;
  /** Changes of the log's problems. */
  readonly updates: number;
}

/** Called by VS Code in its extension host. */
export async function run(): Promise<void> {
  const { [logVariable]: log } = process.env;
  if (log === undefined) throw new Error('The bench names no log.');
  const document = await vscode.workspace.openTextDocument(log);
  const editor = await vscode.window.showTextDocument(document, { preview: false });
  const extension = vscode.extensions.getExtension('stacklens.stacklens-ai');
  if (extension === undefined) throw new Error('The extension is not there.');
  await until(() => vscode.languages.getDiagnostics(document.uri).length > 0, 'problems of the log');
  await delay(restMs);
  const place = new vscode.Position(Math.floor(document.lineCount / 2), 0);
  const type = (text: string): Thenable<boolean> => editor.edit((builder) => builder.insert(place, text), { undoStopBefore: false, undoStopAfter: false });
  // The first edit hands over the whole text, in slices: it is watched too.
  let updates = 0;
  let edits = 0;
  const counting = vscode.languages.onDidChangeDiagnostics(({ uris }) => {
    if (uris.some((uri) => uri.toString() === document.uri.toString())) updates++;
  });
  // Profiling takes some time itself: it is on with and without the extension.
  const profiling = await Profiling.start();
  const monitor = new TurnMonitor();
  for (let burst = 0; burst < bursts; burst++) {
    for (let letter = 0; letter < lettersPerBurst; letter++) {
      await type(letter === 0 ? '\n' : 'x');
      edits++;
      await delay(betweenLettersMs);
    }
    await delay(betweenBurstsMs);
  }
  const turns = monitor.end();
  const profile = await profiling.stop();
  counting.dispose();
  const files = `${extension.extensionPath}/dist/`;
  giveAnswer({ turns, longest: longestStretch(profile, files), ownMs: timeIn(profile, files), edits, updates } satisfies TypingDelay);
}

async function until(holds: () => boolean, what: string): Promise<void> {
  for (const end = Date.now() + patienceMs; !holds(); ) {
    if (Date.now() > end) throw new Error(`Waited in vain for ${what}.`);
    await delay(pollMs);
  }
}
