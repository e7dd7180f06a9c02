import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliDecompress } from 'node:zlib';

import { chromium, type Browser } from 'playwright-core';

import type { Session } from './session';
import { provideTool } from './toolDirectory';

interface BrowserProgram {
  readonly executable: string;
  readonly env: Readonly<NodeJS.ProcessEnv>;
}

const names = ['chromium', 'google-chrome', 'google-chrome-stable', 'chromium-browser'];

/**
 * A headless Chromium: `$CHROME`, else one that is installed, else the one inside the npm package `@sparticuz/chromium`
 * (Linux on x64). It reaches this machine and nothing else.
 * @throws where none can be had
 */
export async function launchBrowser(session: Session): Promise<Browser> {
  const { executable, env } = await findBrowser(session);
  const browser = await chromium.launch({
    executablePath: executable,
    env: defined(session.environment({ ...env, HOME: session.directory })),
    args: [
      ...['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
    ],
    // The session ends it.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
  session.onEnd(() => browser.close());
  return browser;
}

async function findBrowser(session: Session): Promise<BrowserProgram> {
  const named = process.env['CHROME'];
  const executable = named ?? (process.env['PATH'] ?? '').split(path.delimiter).flatMap((folder) => names.map((name) => path.join(folder, name))).find((file) => fs.existsSync(file));
  if (executable !== undefined) return { executable, env: {} };
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error('No browser: install Chromium or Chrome, or name one in $CHROME (the one from npm is for Linux on x64).');
  }
  return bundledBrowser(session);
}

async function bundledBrowser(session: Session): Promise<BrowserProgram> {
  const main = createRequire(__filename).resolve('@sparticuz/chromium');
  const packed = path.resolve(path.dirname(main), '..', '..', 'bin');
  const directory = await provideTool(session, 'chromium-143.0.4', async (target) => {
    for (const name of ['al2023', 'fonts', 'swiftshader']) {
      execFileSync('tar', ['-x', '-C', target], { input: await unpack(path.join(packed, `${name}.tar.br`)) });
    }
    fs.writeFileSync(path.join(target, 'chromium'), await unpack(path.join(packed, 'chromium.br')), { mode: 0o755 });
  });
  // With no font at all the renderer crashes; the package's own configuration looks in folders it does not have here.
  const fontConfiguration = session.temporaryDirectory('fonts');
  const folders = [path.join(directory, 'fonts'), '/usr/share/fonts'].map((folder) => `<dir>${folder}</dir>`).join('');
  fs.writeFileSync(path.join(fontConfiguration, 'fonts.conf'), `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>${folders}<cachedir>${fontConfiguration}</cachedir></fontconfig>`);
  const libraries = [path.join(directory, 'lib'), process.env['LD_LIBRARY_PATH']].filter(Boolean).join(':');
  return { executable: path.join(directory, 'chromium'), env: { LD_LIBRARY_PATH: libraries, FONTCONFIG_PATH: fontConfiguration } };
}

async function unpack(file: string): Promise<Buffer> {
  return promisify(brotliDecompress)(await fs.promises.readFile(file));
}

function defined(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
