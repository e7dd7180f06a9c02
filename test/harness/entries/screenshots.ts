import fs from 'node:fs';
import path from 'node:path';

import { launchBrowser } from '../browser';
import { inProject, projectRoot } from '../paths';
import { install, newest } from '../releases';
import { Server, type Settings } from '../server';
import { Session } from '../session';
import { Workbench, type Theme } from '../workbench';

const themes: readonly (readonly [name: string, theme: Theme])[] = [
  ['light', 'Default Light Modern'],
  ['dark', 'Default Dark Modern'],
  ['high-contrast', 'Default High Contrast'],
  ['high-contrast-light', 'Default High Contrast Light'],
];
const pictures = inProject('docs', 'screenshots');
/** The dashboard's tabs, and what is there once they show something. */
const pages = [
  ['overview', 'Overview', '.problems .entry'],
  ['all-errors', 'All Errors', '.all-findings tbody tr'],
  ['history', 'History', '.choosable .entry'],
  ['reports', 'Reports', '.section-report-problems .entry'],
  ['ai-analysis', 'AI Analysis', '.confusion'],
] as const;
/** What VS Code draws after the last answer: decorations, icons, the end of an animation. */
const settleMs = 1_500;
const viewport = { width: 1200, height: 760 };
/** Without what would draw over the things to be seen. */
const uncluttered = {
  'window.autoDetectHighContrast': false,
  'editor.occurrencesHighlight': 'off',
  'editor.minimap.enabled': false,
  'editor.stickyScroll.enabled': false,
};

/** Takes the README's pictures of the running product, in each theme. */
async function main(): Promise<void> {
  fs.mkdirSync(pictures, { recursive: true });
  await Session.with(async (session) => {
    const folder = path.join(session.temporaryDirectory('pictures'), 'samples');
    fs.cpSync(inProject('samples'), folder, { recursive: true });
    const server = await Server.start(session, await install(session, newest), { settings: uncluttered });
    const workbench = await Workbench.open(await launchBrowser(session), server, { folder, extension: projectRoot }, { viewport });
    await workbench.openFile('order-service.log');
    await workbench.squiggles('error').first().waitFor();
    await workbench.runCommand('StackLens: Analyze Workspace Logs');
    // Something more goes wrong: the history has something to tell.
    fs.appendFileSync(path.join(folder, 'logs', 'order-service.log'), fs.readFileSync(path.join(folder, 'logs', 'order-service.log')));
    for (const [name, theme] of themes) {
      writeSettings(folder, { 'workbench.colorTheme': theme });
      await workbench.waitForTheme(theme);
      await take(workbench, name);
      await workbench.runCommand('View: Close All Editors');
    }
  });
}

function writeSettings(folder: string, settings: Settings): void {
  fs.mkdirSync(path.join(folder, '.vscode'), { recursive: true });
  fs.writeFileSync(path.join(folder, '.vscode', 'settings.json'), JSON.stringify(settings));
}

async function take(workbench: Workbench, theme: string): Promise<void> {
  const shoot = async (subject: string): Promise<void> => {
    await workbench.page.waitForTimeout(settleMs);
    await workbench.screenshot(path.join(pictures, `${subject}-${theme}.png`));
    console.log(`${subject}-${theme}.png`);
  };
  await workbench.openFile('order-service.log');
  await workbench.squiggles('error').first().waitFor();
  await shoot('editor');
  await workbench.hover('Order 1006 failed');
  await shoot('hover');
  await workbench.page.keyboard.press('Escape');
  await workbench.showProblems();
  await shoot('problems');
  await workbench.runCommand('StackLens: Analyze Workspace Logs');
  await workbench.runCommand('View: Hide Panel');
  await workbench.runCommand('StackLens: Group by Fingerprint');
  await workbench.sideBarRows().filter({ hasText: 'Critical' }).first().waitFor();
  await shoot('results');
  await workbench.runCommand('View: Close Primary Side Bar');
  await workbench.runCommand('StackLens: Open Dashboard');
  const page = workbench.webview();
  for (const [subject, tab, awaited] of pages) {
    await page.getByRole('tab', { name: tab }).click();
    await page.locator(awaited).first().waitFor();
    if (subject === 'all-errors') await page.locator(awaited).first().press('Enter');
    await shoot(subject);
  }
  await workbench.runCommand('View: Toggle Primary Side Bar Visibility');
}

void main();
