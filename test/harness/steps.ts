import fs from 'node:fs';
import path from 'node:path';

import { runIntegrationTests } from './integration';
import { eventsVariable, retryVariable } from './mocha';
import { runNpm } from './npm';
import { startPostgres } from './postgresServer';
import { failure, readOutcome, success, type Outcome } from './outcome';
import { inProject, projectRoot } from './paths';
import { newest, oldest } from './releases';
import type { Session } from './session';

const timeoutMs = 1_200_000;

export interface Step {
  /** `--only` takes it, or what stands before its colon. */
  readonly id: string;
  readonly title: string;
  /** @throws where something it needs cannot be had; that counts as a failed test */
  readonly run: (session: Session) => Promise<Outcome>;
}

export const steps: readonly Step[] = [
  { id: 'build', title: 'Build', run: build },
  { id: 'types', title: 'Types', run: script('types') },
  { id: 'lint', title: 'Lint', run: script('lint') },
  { id: 'unused', title: 'Unused code', run: script('unused') },
  { id: 'unit', title: 'Unit tests', run: (session) => runTests(session, 'unit') },
  { id: 'postgres', title: 'Store on a PostgreSQL server', run: runOnServer },
  ...[oldest, newest].map((release) => ({
    id: `integration:${release.name}`,
    title: `Extension host of VS Code ${release.vscode}`,
    run: (session: Session) => runIntegrationTests(session, release),
  })),
  { id: 'ui', title: `VS Code ${newest.vscode} in the browser`, run: (session) => runTests(session, 'ui', { [retryVariable]: '1' }) },
  { id: 'vsix', title: `Package, installed into VS Code ${oldest.vscode}`, run: (session) => runTests(session, 'vsix', { [retryVariable]: '1' }) },
];

async function build(session: Session): Promise<Outcome> {
  // What is left of tests that are gone would run as well.
  for (const folder of ['unit', 'integration', 'ui', 'vsix', 'postgres']) fs.rmSync(inProject('out', folder), { recursive: true, force: true });
  for (const target of [[], ['--tests']]) {
    const done = await session.run(process.execPath, ['esbuild.js', ...target], { cwd: projectRoot, timeoutMs });
    if (done.code !== 0) return failure(['esbuild.js', ...target].join(' '), done.transcript);
  }
  return success;
}

/** A script of package.json that counts as one test. */
function script(name: string): Step['run'] {
  return async (session) => {
    const done = await runNpm(session, ['run', '--silent', name], { cwd: projectRoot, timeoutMs });
    return done.code === 0 ? success : failure(`npm run ${name}`, done.transcript);
  };
}

/** Runs the tests of test/FOLDER in a process of their own. */
async function runTests(session: Session, folder: string, env: NodeJS.ProcessEnv = {}): Promise<Outcome> {
  return runFiles(session, testsIn(folder), env);
}

/** Tests of stores, of any backend, that are run on a server too. */
const storeTests = ['store', 'storeQueries', 'removals', 'auditTrail', 'corrections', 'runs', 'table'];

/** Runs the tests of test/postgres, and those of the store that are for all backends, with a server that is started for them. */
async function runOnServer(session: Session): Promise<Outcome> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return { ...success, passed: 0, skipped: ['the store on a PostgreSQL server: there is a server to start on Linux on x64 only'] };
  const server = await startPostgres(session);
  try {
    const shared = storeTests.map((name) => inProject('out', 'unit', 'engine', 'store', `${name}.test.js`));
    return await runFiles(session, [...testsIn('postgres'), ...shared], { STACKLENS_TEST_SERVER: server.url });
  } finally {
    await server.stop();
  }
}

function testsIn(folder: string): string[] {
  const directory = inProject('out', folder);
  const files = fs.existsSync(directory) ? fs.readdirSync(directory, { recursive: true, encoding: 'utf8' }) : [];
  return files.filter((file) => file.endsWith('.test.js')).map((file) => path.join(directory, file));
}

async function runFiles(session: Session, files: readonly string[], env: NodeJS.ProcessEnv): Promise<Outcome> {
  if (files.length === 0) return failure('the tests are built', 'There are none in out/.');
  const events = path.join(session.temporaryDirectory('events'), 'events.ndjson');
  const done = await session.run(process.execPath, ['--enable-source-maps', inProject('out', 'harness', 'mocha.js'), ...files], {
    cwd: projectRoot,
    env: { [eventsVariable]: events, ...env },
    timeoutMs,
  });
  return readOutcome(events, `Exit code ${String(done.code)}.\n${done.transcript}`);
}
