import * as vscode from 'vscode';
import { plain } from './notices';

/** Milliseconds: what is done by then shows no progress at all. */
const shortWork = 400;

/** Runs work that may be long: with a notification that can cancel it, unless it is over at once. A cancelled run ends in silence. */
export async function withCancellableProgress(title: string, work: (signal: AbortSignal, report: (message: string) => void) => Promise<void>): Promise<void> {
  const controller = new AbortController();
  const listeners = new Set<(message: string) => void>();
  const done = work(controller.signal, (message) => {
    for (const listener of listeners) listener(message);
  }).catch((error: unknown) => {
    if (!controller.signal.aborted) throw error;
  });
  const early = new Promise<'early'>((resolve) => setTimeout(resolve, shortWork, 'early'));
  if ((await Promise.race([done, early])) !== 'early') return;
  await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title: plain(title), cancellable: true }, (progress, token) => {
    token.onCancellationRequested(() => {
      controller.abort();
    });
    listeners.add((message) => {
      progress.report({ message: plain(message) });
    });
    return done;
  });
}

export function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
