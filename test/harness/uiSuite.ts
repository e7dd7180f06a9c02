import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';

import { after, afterEach, before } from 'mocha';
import type { Browser } from 'playwright-core';

import { launchBrowser } from './browser';
import { inProject, projectRoot } from './paths';
import { install, newest, type Installation, type Release } from './releases';
import { Server, type Settings, type WindowOptions } from './server';
import { Session } from './session';
import { Workbench, type PageOptions } from './workbench';

const setUpTimeoutMs = 180_000;

export interface UiSuiteOptions {
  /** Contents by name of the files in the window's folder; large ones are made when they are needed. */
  readonly files: Readonly<Record<string, string | (() => string)>>;
  readonly settings?: Settings | (() => Settings);
  readonly release?: Release;
  /** Asks whether the folder is trusted. */
  readonly workspaceTrust?: boolean;
  /** Makes the package to install; absent, the extension runs from the project. */
  readonly vsix?: (session: Session) => Promise<string>;
}

interface Running {
  readonly session: Session;
  readonly installation: Installation;
  readonly server: Server;
  readonly browser: Browser;
  readonly window: WindowOptions & { readonly folder: string };
  readonly workbench: Workbench;
}

/** A VS Code of its own, shown by a browser of its own, for the tests of one `describe`. A failed test leaves a picture in out/failures. */
export class UiSuite {
  #running: Running | undefined;

  /** Call it inside `describe`: it adds the hooks that open and close everything. */
  static use(options: UiSuiteOptions): UiSuite {
    const suite = new UiSuite();
    before(async function () {
      this.timeout(setUpTimeoutMs);
      await suite.#open(options);
    });
    afterEach(async function () {
      if (this.currentTest?.state === 'failed') await suite.#takePicture(this.currentTest.fullTitle());
    });
    after(async function () {
      this.timeout(setUpTimeoutMs);
      const survivors = (await suite.#running?.session.end()) ?? [];
      assert.deepEqual(survivors, [], 'processes outlived the suite');
    });
    return suite;
  }

  get workbench(): Workbench {
    return this.#opened().workbench;
  }

  /** Another window onto the same server. */
  async openAnother(page: PageOptions = {}): Promise<Workbench> {
    const { browser, server, window } = this.#opened();
    return Workbench.open(browser, server, window, page);
  }

  get server(): Server {
    return this.#opened().server;
  }

  /** The path of a file in the window's folder. */
  path(name: string): string {
    return path.join(this.#opened().window.folder, name);
  }

  async #open(options: UiSuiteOptions): Promise<void> {
    const session = Session.begin();
    const installation = await install(session, options.release ?? newest);
    const folder = session.temporaryDirectory('workspace');
    for (const [name, content] of Object.entries(options.files)) {
      fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      fs.writeFileSync(path.join(folder, name), typeof content === 'string' ? content : content());
    }
    const dataDirectory = session.temporaryDirectory('server');
    if (options.vsix !== undefined) await Server.installExtension(session, installation, dataDirectory, await options.vsix(session));
    const server = await Server.start(session, installation, { ...(options.workspaceTrust === undefined ? {} : { workspaceTrust: options.workspaceTrust }), settings: (typeof options.settings === 'function' ? options.settings() : options.settings) ?? {} }, dataDirectory);
    const browser = await launchBrowser(session);
    const window = { folder, ...(options.vsix === undefined ? { extension: projectRoot } : {}) };
    this.#running = { session, installation, server, browser, window, workbench: await Workbench.open(browser, server, window) };
  }

  async #takePicture(title: string): Promise<void> {
    const directory = inProject('out', 'failures');
    fs.mkdirSync(directory, { recursive: true });
    await this.#running?.workbench.screenshot(path.join(directory, `${title.replaceAll(/\W+/g, '-')}.png`));
  }

  #opened(): Running {
    assert.ok(this.#running, 'the window is open in tests and hooks only');
    return this.#running;
  }
}
