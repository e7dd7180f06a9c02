import fs from 'node:fs';
import { createRequire } from 'node:module';

import type { Frame, FrameLocator } from 'playwright-core';

import { inProject } from './paths';

/** The frame behind a locator of a webview's inside. */
export async function frameOf(webview: FrameLocator): Promise<Frame> {
  const frame = await (await webview.locator('body').elementHandle()).ownerFrame();
  if (frame === null) throw new Error('The webview has no frame.');
  return frame;
}

/** What axe-core finds wrong in a page, one line each. The page may load nothing, so the source is handed in. */
export async function axeViolations(frame: Frame): Promise<string[]> {
  await frame.evaluate(fs.readFileSync(createRequire(inProject('package.json')).resolve('axe-core/axe.min.js'), 'utf8'));
  const lines = "({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ target }) => target).join(', '))";
  return frame.evaluate<string[]>(`axe.run().then(${lines})`);
}
