import fs from 'node:fs';
import path from 'node:path';

import { runInHost } from './host';
import { inProject } from './paths';
import { answerVariable } from './probeAnswer';
import type { Installation } from './releases';
import type { Session } from './session';

const timeoutMs = 120_000;

export interface ProbeOptions {
  /** Its bundle in out/harness, without `.js`. */
  readonly name: string;
  /** The folder of the extension under development. */
  readonly extension: string;
  /** The window's folder. */
  readonly folder: string;
  readonly env?: Readonly<NodeJS.ProcessEnv>;
}

/**
 * Runs a probe in the extension host of a VS Code of its own.
 * @returns what it gave to `giveAnswer`
 * @throws with what the host printed, where it gave nothing
 */
export async function probe<Answer>(session: Session, installation: Installation, { name, extension, folder, env }: ProbeOptions): Promise<Answer> {
  const file = path.join(session.temporaryDirectory('answer'), 'answer.json');
  const transcript = await runInHost(session, installation, {
    extension,
    tests: inProject('out', 'harness', `${name}.js`),
    folder,
    env: { ...env, [answerVariable]: file },
    timeoutMs,
  });
  if (!fs.existsSync(file)) throw new Error(`The probe ${name} has measured nothing:\n${transcript}`);
  return JSON.parse(fs.readFileSync(file, 'utf8')) as Answer;
}
