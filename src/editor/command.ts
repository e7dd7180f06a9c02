import * as vscode from 'vscode';
import { showError } from './notices';

/** Registers `stacklens.NAME`; what goes wrong in it is told, and stands in the output channel. */
export function registerCommand(name: string, log: vscode.LogOutputChannel, run: (...args: unknown[]) => unknown): vscode.Disposable {
  return vscode.commands.registerCommand(`stacklens.${name}`, async (...args: unknown[]) => {
    try {
      await run(...args);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      log.error(`${name}: ${message}`);
      showError(message);
    }
  });
}
