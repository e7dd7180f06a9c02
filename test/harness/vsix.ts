import fs from 'node:fs';
import path from 'node:path';

import { createVSIX, listFiles } from '@vscode/vsce';

import { inProject, projectRoot } from './paths';
import type { Session } from './session';

/** No VSIX may be larger, in bytes. */
export const sizeBudget = 3_000_000;

/** What belongs into the package; anything else in it is a mistake in .vscodeignore. */
const belongs = [
  /^(package\.json|package\.nls(\.[\w-]+)?\.json|readme\.md|changelog\.md|license(\.txt|\.md)?)$/i,
  /^dist\/[\w.-]+\.(js|wasm)$/,
  /^dist\/third-party-notices\.txt$/,
  /^dist\/webview\/[\w.-]+\.(js|css|ttf)$/,
  /^media\/[\w./-]+\.(svg|png|md)$/,
  /^syntaxes\/[\w.-]+\.json$/,
  /^schemas\/[\w.-]+\.schema\.json$/,
  /^api\/stacklens\.d\.ts$/,
  /^l10n\/[\w.-]+\.json$/,
];

export interface Vsix {
  readonly file: string;
  /** Size in bytes. */
  readonly size: number;
  readonly files: readonly string[];
  /** Files that have no business in it. */
  readonly unexpected: readonly string[];
}

/**
 * Builds the product for users and packs it. `dist/` holds that build afterwards.
 * @param directory where the VSIX is put
 * @throws where the build or the packaging fails
 */
export async function packageExtension(session: Session, directory: string): Promise<Vsix> {
  fs.rmSync(inProject('dist'), { recursive: true, force: true });
  const build = await session.run(process.execPath, ['esbuild.js', '--production'], { cwd: projectRoot });
  if (build.code !== 0) throw new Error(`The build failed:\n${build.transcript}`);
  const manifest = JSON.parse(fs.readFileSync(inProject('package.json'), 'utf8')) as { readonly name: string; readonly version: string };
  const file = path.join(directory, `${manifest.name}-${manifest.version}.vsix`);
  // Everything is bundled: no dependency goes along.
  await createVSIX({ cwd: projectRoot, packagePath: file, dependencies: false, allowMissingRepository: true, rewriteRelativeLinks: false });
  const files = await listFiles({ cwd: projectRoot, packagedDependencies: [] });
  return { file, size: fs.statSync(file).size, files, unexpected: files.filter((name) => !belongs.some((pattern) => pattern.test(name))) };
}
