import path from 'node:path';

/** The project's root. Every bundle of the harness lies in `out/FOLDER/`, two levels below it. */
export const projectRoot = path.resolve(__dirname, '..', '..');

/** An absolute path below the project's root. */
export function inProject(...parts: string[]): string {
  return path.join(projectRoot, ...parts);
}
