import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

import type { ChildProcess } from 'node:child_process';

import type { Installation } from './releases';
import type { Session } from './session';

const startTimeoutMs = 30_000;

export type Settings = Readonly<Record<string, unknown>>;

export interface ServerOptions {
  /** Asks whether a folder is trusted; off for tests, where nobody answers. */
  readonly workspaceTrust?: boolean;
  /** Only who knows the token gets in; off for tests. */
  readonly token?: boolean;
  readonly settings?: Settings;
  readonly env?: Readonly<NodeJS.ProcessEnv>;
}

/** What a window shows and runs. All paths are absolute. */
export interface WindowOptions {
  readonly folder?: string;
  /** The extension under development; absent, the window has the installed ones only. */
  readonly extension?: string;
  /** A module with `run()`, called in the extension host. */
  readonly tests?: string;
  readonly file?: string;
}

const defaultSettings: Settings = {
  'workbench.startupEditor': 'none',
  'telemetry.telemetryLevel': 'off',
  'extensions.ignoreRecommendations': true,
  'update.mode': 'none',
  'chat.disableAIFeatures': true,
  'chat.commandCenter.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
};

/** VS Code's own server with its workbench and Node extension host, on a free port of this machine. */
export class Server {
  private constructor(
    private readonly session: Session,
    private readonly installation: Installation,
    private readonly process: ChildProcess,
    /** Its settings, extensions and state; new for each server. */
    readonly dataDirectory: string,
    private readonly port: number,
    private readonly token: string | undefined,
  ) {}

  /** @throws with what the server printed, where it does not come up within half a minute */
  static async start(session: Session, installation: Installation, options: ServerOptions = {}, dataDirectory = session.temporaryDirectory('server')): Promise<Server> {
    const token = options.token === true ? randomUUID() : undefined;
    // Before it starts: what is written while it comes up may be missed by its first window.
    writeSettings(dataDirectory, options.settings ?? {});
    const child = session.spawn(
      installation.node,
      [
        ...serverArguments(installation, dataDirectory),
        ...['--host', '127.0.0.1', '--port', '0', '--disable-telemetry', '--disable-update-check', '--disable-getting-started-override'],
        // Without it the newest releases pass over the extension that the address names.
        '--enable-smoke-test-driver',
        ...tokenArguments(dataDirectory, token),
        ...(options.workspaceTrust === true ? [] : ['--disable-workspace-trust']),
      ],
      { stdio: ['ignore', 'pipe', 'pipe'], env: { ...galleryOff, ...options.env } },
    );
    return new Server(session, installation, child, dataDirectory, await listeningPort(child), token);
  }

  /**
   * Installs an extension as `code --install-extension` does.
   * @throws with what VS Code says where it refuses
   */
  static async installExtension(session: Session, installation: Installation, dataDirectory: string, vsix: string): Promise<void> {
    const done = await session.run(installation.node, [...serverArguments(installation, dataDirectory), '--install-extension', vsix], { env: galleryOff });
    if (done.code !== 0 || !done.transcript.includes('was successfully installed')) throw new Error(`VS Code did not install ${vsix}:\n${done.transcript}`);
  }

  /** The address that opens a window. */
  address(window: WindowOptions): string {
    const remote = (file: string): string => `vscode-remote://127.0.0.1:${this.port}${file}`;
    const payload = [
      ['skipWelcome', 'true'],
      ['skipReleaseNotes', 'true'],
      ...(window.extension === undefined ? [] : [['extensionDevelopmentPath', remote(window.extension)]]),
      ...(window.tests === undefined ? [] : [['extensionTestsPath', remote(window.tests)]]),
      ...(window.file === undefined ? [] : [['openFile', remote(window.file)]]),
    ];
    const query = new URLSearchParams({
      ...(this.token === undefined ? {} : { tkn: this.token }),
      ...(window.folder === undefined ? {} : { folder: window.folder }),
      payload: JSON.stringify(payload),
    });
    return `http://127.0.0.1:${this.port}/?${query.toString()}`;
  }

  get vscodeVersion(): string {
    return this.installation.release.vscode;
  }

  /** Resolves when the server ends by itself. */
  async ended(): Promise<void> {
    await new Promise((resolve) => this.process.once('exit', resolve));
  }

  async stop(): Promise<void> {
    await this.session.stop(this.process);
  }
}

/** Stops every call to an extension gallery. */
const galleryOff = { EXTENSIONS_GALLERY: '{}' };

function serverArguments(installation: Installation, dataDirectory: string): string[] {
  return [installation.serverMain, '--accept-server-license-terms', '--server-data-dir', dataDirectory];
}

function tokenArguments(dataDirectory: string, token: string | undefined): string[] {
  if (token === undefined) return ['--without-connection-token'];
  // A file, so that the list of processes does not show it.
  const file = path.join(dataDirectory, 'connection-token');
  fs.writeFileSync(file, token, { mode: 0o600 });
  return ['--connection-token-file', file];
}

async function listeningPort(server: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let printed = '';
    const fail = (why: string): void => {
      clearTimeout(timer);
      reject(new Error(`The VS Code server ${why}:\n${printed}`));
    };
    const timer = setTimeout(() => fail(`did not listen within ${startTimeoutMs / 1000} seconds`), startTimeoutMs);
    const read = (text: string): void => {
      printed += text;
      const port = /Extension host agent listening on (\d+)/.exec(printed)?.[1];
      if (port === undefined) return;
      clearTimeout(timer);
      resolve(Number(port));
    };
    // Both stay open to the end: a full pipe would stop the server.
    for (const stream of [server.stdout, server.stderr]) stream?.setEncoding('utf8').on('data', read);
    server.once('error', (error) => fail(`could not be started (${error.message})`));
    server.once('exit', (code) => fail(`ended with code ${String(code)}`));
  });
}

/** The user's settings. */
function writeSettings(dataDirectory: string, settings: Settings): void {
  const file = path.join(dataDirectory, 'data', 'User', 'settings.json');
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, JSON.stringify({ ...defaultSettings, ...settings }));
}
