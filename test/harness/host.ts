import { launchBrowser } from './browser';
import type { Installation } from './releases';
import { Server, type ServerOptions } from './server';
import type { Session } from './session';
import { Workbench } from './workbench';

export interface HostRun extends ServerOptions {
  readonly extension: string;
  /** A module with `run()`, called in the extension host. */
  readonly tests: string;
  readonly folder: string;
  readonly timeoutMs: number;
}

/** Runs a module in the extension host of a real VS Code that a browser shows. */
export async function runInHost(session: Session, installation: Installation, run: HostRun): Promise<string> {
  const server = await Server.start(session, installation, run);
  const browser = await launchBrowser(session);
  const log: string[] = [];
  try {
    const code = await new Promise<number>((resolve, reject) => {
      setTimeout(() => reject(new Error(`Not ended after ${run.timeoutMs / 1000} seconds.`)), run.timeoutMs).unref();
      Workbench.open(browser, server, run, { tests: { onLog: (message) => log.push(message), onExit: resolve } }).catch(reject);
    });
    log.push(`The extension host ended with code ${code}.`);
  } catch (error) {
    log.push(String(error));
  } finally {
    await browser.close();
    await server.stop();
  }
  return log.join('\n');
}
