/** Endings of files with source code. */
export const sourceExtensions: readonly string[] = 'c cc cpp cs cxx dart erl ex exs go h hpp java js jsx kt kts lua m mjs cjs php pl pm ps1 py rb rs scala sh swift ts tsx vb vue svelte'.split(' ');

/** Whether a file has source code, by its name. */
export function isSourceName(name: string): boolean {
  return sourceExtensions.includes(/\.(\w+)$/.exec(name)?.[1]?.toLowerCase() ?? '');
}

/** Folders and name of a path or URL, as a frame states it. */
export function pathParts(file: string): string[] {
  return file
    .replace(/^[a-z][a-z0-9+.-]*:\/\/\/?/i, '')
    .split(/[\\/]/)
    .filter((part) => part !== '' && part !== '.' && part !== '..');
}

/** How many parts two paths have in common at their ends. */
export function sharedSuffix(a: readonly string[], b: readonly string[]): number {
  let shared = 0;
  while (shared < a.length && shared < b.length && a[a.length - 1 - shared] === b[b.length - 1 - shared]) shared++;
  return shared;
}
