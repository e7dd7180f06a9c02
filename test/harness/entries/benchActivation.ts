import fs from 'node:fs';
import path from 'node:path';

import { inProject, projectRoot } from '../paths';
import { probe } from '../probe';
import { install, newest, oldest } from '../releases';
import { Session } from '../session';
import type { Activation } from './activationProbe';
void (async () => { await Session.with(async (session) => {
  for (const release of [newest, oldest]) {
  const installation = await install(session, release);
  console.log(await probe<Activation>(session, installation, { name: 'activationProbe', extension: projectRoot, folder: session.temporaryDirectory('w') }));
  }
}); void fs; void path; void inProject; })();
