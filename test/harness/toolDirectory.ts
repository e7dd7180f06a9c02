import fs from 'node:fs';
import path from 'node:path';

import { inProject } from './paths';
import type { Session } from './session';

/** What tests need and `npm ci` cannot bring lives here: made on first need, reused afterwards, outside git. */
const toolDirectory = inProject('.vscode-test');

/**
 * The directory of a tool, built where it is not there yet. It gets its name when it is complete, so that an
 * interrupted build is never taken for one.
 * @param name of the tool with its version
 * @throws what `build` throws
 */
export async function provideTool(session: Session, name: string, build: (directory: string) => Promise<void>): Promise<string> {
  const directory = path.join(toolDirectory, name);
  if (fs.existsSync(directory)) return directory;
  fs.mkdirSync(toolDirectory, { recursive: true });
  const unfinished = session.temporaryDirectory(`unfinished-${name}`, toolDirectory);
  await build(unfinished);
  fs.chmodSync(unfinished, 0o755);
  // Another run may have been quicker.
  if (!fs.existsSync(directory)) fs.renameSync(unfinished, directory);
  return directory;
}
