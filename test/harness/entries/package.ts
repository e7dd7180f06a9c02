import { projectRoot } from '../paths';
import { Session } from '../session';
import { packageExtension, sizeBudget } from '../vsix';

/** Makes the VSIX, and fails where it is too large or holds what does not belong to it. */
void Session.with(async (session) => {
  const vsix = await packageExtension(session, projectRoot);
  for (const file of vsix.files) console.log(`  ${file}`);
  console.log(`${vsix.file}: ${(vsix.size / 1e6).toFixed(2)} MB of at most ${sizeBudget / 1e6} MB, ${vsix.files.length} files`);
  if (vsix.unexpected.length > 0) console.error(`Not expected in the package: ${vsix.unexpected.join(', ')}`);
  if (vsix.size > sizeBudget) console.error('The package is too large.');
  if (vsix.unexpected.length > 0 || vsix.size > sizeBudget) process.exitCode = 1;
});
