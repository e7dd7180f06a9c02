import type * as vscode from 'vscode';

/** Lets work go on that nobody waits for; what goes wrong stands in the output channel. */
export function inBackground(log: vscode.LogOutputChannel, work: Promise<unknown>): void {
  work.catch((error: unknown) => {
    log.warn(error instanceof Error ? error.message : String(error));
  });
}
