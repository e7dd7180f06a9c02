import * as vscode from 'vscode';

/** Runs work that a token of VS Code can cancel; it then rejects with a CancellationError. */
export async function cancellable<T>(token: vscode.CancellationToken | undefined, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  if (token?.isCancellationRequested === true) throw new vscode.CancellationError();
  const cancelled = new AbortController();
  const listener = token?.onCancellationRequested(() => cancelled.abort());
  try {
    return await work(cancelled.signal);
  } catch (error) {
    throw cancelled.signal.aborted ? new vscode.CancellationError() : error;
  } finally {
    listener?.dispose();
  }
}
