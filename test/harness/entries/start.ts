import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

import { inProject, projectRoot } from '../paths';
import { install, newest } from '../releases';
import { Server } from '../server';
import { Session } from '../session';

const folder = inProject('samples');
const log = inProject('samples', 'logs', 'order-service.log');

/**
 * Opens VS Code on the samples with the extension on: the desktop one where `code` is installed, else (or with
 * `--browser`) a server of this machine whose address is printed. Ctrl+C ends the server.
 */
async function main(): Promise<void> {
  const desktop = process.argv.includes('--browser') ? undefined : findDesktop();
  if (desktop === undefined) {
    await Session.with(serve);
    return;
  }
  console.log(`Opening ${desktop} on ${folder}`);
  spawn(desktop, ['--new-window', `--extensionDevelopmentPath=${projectRoot}`, folder, log], { stdio: 'inherit', shell: process.platform === 'win32' });
}

function findDesktop(): string | undefined {
  if (process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY']) return undefined;
  const name = process.platform === 'win32' ? 'code.cmd' : 'code';
  return (process.env['PATH'] ?? '')
    .split(path.delimiter)
    .map((directory) => path.join(directory, name))
    .find((file) => fs.existsSync(file));
}

async function serve(session: Session): Promise<void> {
  console.log(`Preparing VS Code ${newest.vscode} (only the first time takes a moment)…`);
  const server = await Server.start(session, await install(session, newest), { token: true, workspaceTrust: true });
  console.log(`\nOpen this address in a browser; Ctrl+C ends VS Code.\n\n  ${server.address({ folder, extension: projectRoot, file: log })}\n`);
  await server.ended();
  console.error('VS Code has ended.');
  process.exitCode = 1;
}

void main();
