import type { Browser, BrowserContext, FrameLocator, Locator, Page } from 'playwright-core';

import type { Server, WindowOptions } from './server';

const readyTimeoutMs = 60_000;
const timeoutMs = 15_000;
/** How long a list of the palette is waited for before it is opened anew. */
const listTimeoutMs = 2_500;
const pollMs = 100;

/** Of the page, in which functions handed to `evaluateAll` run. */
declare function getComputedStyle(element: unknown, pseudoElement: string): { readonly content: string };

export type Theme = 'Default Light Modern' | 'Default Dark Modern' | 'Default High Contrast' | 'Default High Contrast Light';

/** The class each theme gives the workbench. */
const themeClasses: Readonly<Record<Theme, string>> = {
  'Default Light Modern': 'vs',
  'Default Dark Modern': 'vs-dark',
  'Default High Contrast': 'hc-black',
  'Default High Contrast Light': 'hc-light',
};

/** Functions the workbench calls in a page where extension tests run. */
export interface TestCallbacks {
  readonly onLog: (message: string) => void;
  readonly onExit: (code: number) => void;
}

export interface PageOptions {
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly tests?: TestCallbacks;
  /** Code of the language of the window: of what extensions show, as the workbench itself has no translations here. */
  readonly language?: string;
}

/** A VS Code window in the browser, driven as a user drives it. */
export class Workbench {
  /** Addresses of other machines that the window asked for; every such request was refused. */
  readonly foreignRequests: string[] = [];
  /** What the page reported as errors, extensions' included. */
  readonly consoleErrors: string[] = [];

  private constructor(
    readonly page: Page,
    private readonly context: BrowserContext,
  ) {}

  /** Opens a window and waits until it is ready to be used; one that runs extension tests is not waited for. */
  static async open(browser: Browser, server: Server, window: WindowOptions, options: PageOptions = {}): Promise<Workbench> {
    const context = await browser.newContext({ viewport: options.viewport ?? { width: 1400, height: 900 } });
    // Below the time a test has, so that its message says what was waited for.
    context.setDefaultTimeout(timeoutMs);
    const page = await context.newPage();
    const workbench = new Workbench(page, context);
    page.on('console', (message) => {
      if (message.type() === 'error') workbench.consoleErrors.push(message.text());
    });
    await context.route(
      (url) => /^https?:$/.test(url.protocol) && url.hostname !== '127.0.0.1',
      (route) => {
        workbench.foreignRequests.push(route.request().url());
        return route.abort();
      },
    );
    // What the script of a language pack sets.
    if (options.language !== undefined) await context.addInitScript(`globalThis._VSCODE_NLS_LANGUAGE = ${JSON.stringify(options.language)};`);
    if (options.tests !== undefined) await workbench.#exposeTests(options.tests);
    await page.goto(server.address(window), { timeout: readyTimeoutMs });
    if (options.tests === undefined) await workbench.#ready(window.folder !== undefined);
    return workbench;
  }

  /** Runs a command by its title, as the palette shows it ("Category: Title"). */
  async runCommand(title: string): Promise<void> {
    await this.#pick('F1', `>${title}`, title);
  }

  /** Runs a command that asks for something in the palette, picks the answer that shows this text, one after the other where there are several, and types what is asked for then. */
  async runCommandAsking(title: string, answers: string | readonly string[], text?: string): Promise<void> {
    await this.#pick('F1', `>${title}`, title, async (palette) => {
      for (const answer of [answers].flat()) await palette.locator('.monaco-list-row', { hasText: answer }).click({ timeout: listTimeoutMs });
      if (text !== undefined) await this.#type(palette, text);
    });
  }

  /** Runs a command that asks for a text, and types it. */
  async runCommandTyping(title: string, text: string): Promise<void> {
    await this.#pick('F1', `>${title}`, title, (palette) => this.#type(palette, text));
  }

  /** Opens a file of the folder by its name. */
  async openFile(name: string): Promise<void> {
    await this.#pick('Control+p', name, name);
    await this.tab(name).waitFor();
    await this.page.locator('.editor-instance .view-line').first().waitFor();
  }

  /** Chooses an entry of the explorer's menu for a file. A menu that opens while extensions are still being loaded lacks theirs: then it is opened again. */
  async chooseInExplorer(file: string, entry: string): Promise<void> {
    const item = this.page.getByRole('menuitem', { name: entry });
    for (const end = Date.now() + timeoutMs; ; ) {
      await this.page.locator('.explorer-folders-view .monaco-list-row', { hasText: file }).click({ button: 'right' });
      try {
        await item.waitFor({ timeout: listTimeoutMs });
        break;
      } catch (error) {
        if (Date.now() > end) throw error;
        await this.page.keyboard.press('Escape');
      }
    }
    // What is under the pointer takes no click while the menu still comes up.
    for (const end = Date.now() + timeoutMs; !(await item.evaluate((element: { matches(selector: string): boolean }) => element.matches(':focus'))); ) {
      if (Date.now() > end) throw new Error(`The menu does not come to "${entry}"`);
      await this.page.keyboard.press('ArrowDown');
    }
    await this.page.keyboard.press('Enter');
  }

  tab(name: string): Locator {
    return this.page.locator('.tab', { hasText: name });
  }

  /** Types text at the end of the active editor. */
  async appendText(text: string): Promise<void> {
    await this.page.locator('.editor-instance .view-lines').first().click();
    await this.page.keyboard.press('Control+End');
    await this.page.keyboard.insertText(text);
  }

  /** Opens the Problems panel. */
  async showProblems(): Promise<Locator> {
    await this.runCommand('Problems: Focus on Problems View');
    return this.problems();
  }

  /** Rows of the Problems panel. */
  problems(): Locator {
    return this.page.locator('.markers-panel .monaco-list-row');
  }

  /** Each row's whole text, severity, source and place. */
  async problemLabels(): Promise<string[]> {
    const labels = (await this.problems().all()).map((row) => row.getAttribute('aria-label'));
    return (await Promise.all(labels)).map((label) => label ?? '');
  }

  squiggles(severity: 'error' | 'warning' | 'info'): Locator {
    return this.page.locator(`.editor-instance .squiggly-${severity}`);
  }

  /** What stands at the end of the line that shows this text, put there by a decoration: drawn by a style, it is no text of the page. */
  async noteBeside(text: string): Promise<string> {
    const line = this.page.locator('.editor-instance .view-line', { hasText: text }).first();
    await line.waitFor();
    for (const end = Date.now() + timeoutMs; ; ) {
      const notes = await line.locator('span').evaluateAll((spans: readonly unknown[]) => spans.map((span) => getComputedStyle(span, '::after').content));
      // Of a line that is being drawn anew there is no style.
      const note = notes.find((content) => content !== '' && content !== 'none' && content !== 'normal');
      if (note !== undefined) return note;
      if (Date.now() > end) throw new Error(`There is no note beside "${text}"`);
      await this.page.waitForTimeout(pollMs);
    }
  }

  /** Rests the pointer on the first place in the editor that shows this text; the hover that comes up. */
  async hover(text: string): Promise<Locator> {
    const hover = this.page.locator('.monaco-hover:not(.hidden) .monaco-hover-content', { hasText: /\S/ }).first();
    const spot = this.page.locator('.editor-instance .view-line', { hasText: text }).first().getByText(text).last();
    // The first movement over a page that has just been laid out may be lost.
    for (const end = Date.now() + timeoutMs; ; ) {
      await this.page.mouse.move(0, 0);
      await spot.hover();
      try {
        await hover.waitFor({ timeout: listTimeoutMs });
        return hover;
      } catch (error) {
        if (Date.now() > end) throw error;
      }
    }
  }

  /** The inside of the webview that is shown. */
  webview(): FrameLocator {
    return this.page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
  }

  /** Items of the status bar that show this text. */
  statusBarItem(text: string | RegExp): Locator {
    return this.page.locator('.part.statusbar .statusbar-item', { hasText: text });
  }

  /** Rows of the views in the side bar. */
  sideBarRows(): Locator {
    return this.page.locator('.part.sidebar .monaco-list-row');
  }

  /** Shows a view container by the title of its icon in the activity bar. A click hides one that something else has just shown: then it is clicked again. */
  async showContainer(title: string): Promise<void> {
    const icon = `.action-label[aria-label^="${title}"]`;
    const shown = this.page.locator(`.part.activitybar .action-item.checked:has(${icon})`);
    for (const end = Date.now() + timeoutMs; ; ) {
      // Its badge lies over it, and takes the click for it.
      await this.page.locator(`.part.activitybar ${icon}`).click({ force: true });
      try {
        await shown.waitFor({ timeout: listTimeoutMs });
        await this.page.locator('.part.sidebar').waitFor({ timeout: listTimeoutMs });
        return;
      } catch (error) {
        if (Date.now() > end) throw error;
      }
    }
  }

  notifications(): Locator {
    return this.page.locator('.notification-list-item-message');
  }

  /** Waits until the window has the look of a theme set as `workbench.colorTheme`. */
  async waitForTheme(theme: Theme): Promise<void> {
    await this.page.locator(`.monaco-workbench.${themeClasses[theme]}`).waitFor();
  }

  async screenshot(file: string): Promise<void> {
    await this.page.screenshot({ path: file });
  }

  async close(): Promise<void> {
    await this.context.close();
  }

  /** Picks a row of the palette. Its list is made when it opens and misses what comes a moment later: then it is opened again. */
  async #pick(key: string, typed: string, label: string, answer?: (palette: Locator) => Promise<void>): Promise<void> {
    const palette = this.page.locator('.quick-input-widget:visible');
    for (const end = Date.now() + timeoutMs; ; ) {
      await this.page.keyboard.press(key);
      try {
        await palette.locator('input.input').fill(typed, { timeout: listTimeoutMs });
        await palette.locator('.monaco-list-row', { hasText: label }).first().waitFor({ timeout: listTimeoutMs });
        await this.page.keyboard.press('Enter');
        await answer?.(palette);
        await palette.waitFor({ state: 'hidden', timeout: listTimeoutMs });
        return;
      } catch (error) {
        if (Date.now() > end) throw new Error(`The palette does not offer "${label}"`, { cause: error });
        await this.page.keyboard.press('Escape');
      }
    }
  }

  async #type(palette: Locator, text: string): Promise<void> {
    await palette.locator('.quick-input-message', { hasText: 'Enter' }).waitFor({ timeout: listTimeoutMs });
    await palette.locator('input.input').fill(text, { timeout: listTimeoutMs });
    await this.page.keyboard.press('Enter');
  }

  async #ready(hasFolder: boolean): Promise<void> {
    await this.page.locator('.part.statusbar .statusbar-item').first().waitFor({ timeout: readyTimeoutMs });
    if (hasFolder) await this.page.locator('.explorer-folders-view .monaco-list-row').first().waitFor({ timeout: readyTimeoutMs });
  }

  async #exposeTests(callbacks: TestCallbacks): Promise<void> {
    await this.page.exposeFunction('codeAutomationLog', (_type: string, values: unknown[]) => callbacks.onLog(values.map(String).join(' ')));
    await this.page.exposeFunction('codeAutomationExit', (code: number) => callbacks.onExit(code));
  }
}
