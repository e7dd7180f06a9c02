import fs from 'node:fs';
import path from 'node:path';

import { runTests } from '@vscode/test-electron';

import { runInHost } from './host';
import { eventsVariable, retryVariable, suiteVariable } from './mocha';
import { readOutcome, sum, type Outcome } from './outcome';
import { inProject, projectRoot } from './paths';
import { install, type Release } from './releases';
import type { Session } from './session';

const tests = inProject('out', 'integration', 'index.js');
const timeoutMs = 180_000;

/** A folder below test/integration and the window its tests want; the tests of one folder share a window. */
interface Suite {
  readonly folder: string;
  /** Whether the window's folder is trusted. */
  readonly trusted: boolean;
}

const suites: readonly Suite[] = [
  { folder: '.', trusted: true },
  { folder: 'restricted', trusted: false },
];

/** Runs every integration test in the extension host of a release, each suite in a window of its own. */
export async function runIntegrationTests(session: Session, release: Release): Promise<Outcome> {
  const desktop = process.env['STACKLENS_VSCODE'] === 'desktop';
  const outcomes: Outcome[] = [];
  for (const suite of suites) {
    const events = path.join(session.temporaryDirectory('events'), 'events.ndjson');
    const run = desktop ? runOnDesktop : runOnServer;
    outcomes.push(readOutcome(events, await run(session, release, suite, { [eventsVariable]: events, [suiteVariable]: suite.folder, [retryVariable]: '1' })));
  }
  return sum(outcomes);
}

/** A folder for the tests to put logs into. */
function workspace(session: Session): string {
  const folder = session.temporaryDirectory('workspace');
  fs.writeFileSync(path.join(folder, 'notes.txt'), 'The tests write their logs into this folder.\n');
  return folder;
}

async function runOnServer(session: Session, release: Release, suite: Suite, env: NodeJS.ProcessEnv): Promise<string> {
  return runInHost(session, await install(session, release), {
    extension: projectRoot,
    tests,
    folder: workspace(session),
    workspaceTrust: !suite.trusted,
    settings: suite.trusted ? {} : { 'security.workspace.trust.startupPrompt': 'never' },
    env,
    timeoutMs,
  });
}

/** Drives the desktop VS Code that `$VSCODE_EXECUTABLE` names, else a download of the release. */
async function runOnDesktop(session: Session, release: Release, suite: Suite, env: NodeJS.ProcessEnv): Promise<string> {
  const executable = process.env['VSCODE_EXECUTABLE'];
  const profile = session.temporaryDirectory('profile');
  if (!suite.trusted) {
    const settings = path.join(profile, 'User', 'settings.json');
    fs.mkdirSync(path.dirname(settings), { recursive: true });
    fs.writeFileSync(settings, '{ "security.workspace.trust.startupPrompt": "never" }');
  }
  try {
    const code = await runTests({
      ...(executable === undefined ? { version: release.desktop } : { vscodeExecutablePath: executable }),
      extensionDevelopmentPath: projectRoot,
      extensionTestsPath: tests,
      launchArgs: [
        workspace(session),
        `--user-data-dir=${profile}`,
        '--disable-extensions',
        ...(suite.trusted ? ['--disable-workspace-trust'] : []),
        // Chromium refuses its sandbox to root.
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ],
      extensionTestsEnv: session.environment(env),
    });
    return `VS Code ended with code ${code}.`;
  } catch (error) {
    return String(error);
  }
}
