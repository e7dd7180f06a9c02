import { readFile, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Excerpt } from '../ai/request';
import type { Frame } from '../core/finding';
import { isSourceName, pathParts, sharedSuffix } from '../core/trace/sourcePath';
import { isWithin } from '../engine/isWithin';

const mostSources = 3;
const linesAround = 15;
const mostBytes = 500_000;
/** Files of one name that are told apart. */
const mostCandidates = 50;
const passedOver = ['**/node_modules/**', '**/.git/**'];

/**
 * The code around the innermost application frames whose sources are in a folder. A log names what it likes: only files
 * with code are read, no larger than 500 kB, none that a link leads out of the folder to, and none where several fit
 * equally well.
 */
export async function sourceExcerpts(frames: readonly Frame[], folder: string): Promise<Excerpt[]> {
  const excerpts: Excerpt[] = [];
  for (const { application, file, line } of frames) {
    if (excerpts.length >= mostSources) break;
    if (!application || file === null || line === null) continue;
    const name = await sourceIn(folder, file);
    const excerpt = name === null ? null : await excerptOf(folder, name, line);
    if (excerpt && !excerpts.some((each) => each.name === excerpt.name && each.first === excerpt.first)) excerpts.push(excerpt);
  }
  return excerpts;
}

/** The file whose path ends most like the frame's, below the folder; null where there is none, or no one. */
async function sourceIn(folder: string, file: string): Promise<string | null> {
  const parts = pathParts(file);
  const base = parts.at(-1) ?? '';
  if (!isSourceName(base) || /[*?{}[\]()!]/.test(base)) return null;
  const { glob } = await import('tinyglobby');
  const found = (await glob([`**/${base}`], { cwd: folder, ignore: passedOver, followSymbolicLinks: false })).slice(0, mostCandidates);
  const [best, next] = found.map((name) => ({ name, shared: sharedSuffix(parts, pathParts(name)) })).sort((a, b) => b.shared - a.shared);
  return best && best.shared !== next?.shared ? best.name : null;
}

/** Null where the file is not to be read, or has no such line. */
async function excerptOf(folder: string, name: string, line: number): Promise<Excerpt | null> {
  const file = await realpath(path.join(folder, name));
  const { size } = await stat(file);
  if (!isWithin(await realpath(folder), file) || size > mostBytes) return null;
  const lines = (await readFile(file, 'utf8')).split(/\r\n|\r|\n/);
  if (line > lines.length) return null;
  const first = Math.max(1, line - linesAround);
  return { name, first, lines: lines.slice(first - 1, line + linesAround) };
}
