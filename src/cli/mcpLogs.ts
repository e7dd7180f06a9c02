import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ToolError, type AgentLog, type AgentLogs } from '../agents/ground';
import type { FormatDefinition } from '../core/formats/definition';
import { fileUri } from '../engine/fileUri';
import { isWithin } from '../engine/isWithin';
import { expandPaths } from '../engine/logFiles';

/** Logs that are read where none is named: those that were written last. */
const mostLogs = 50;

/** The logs that an agent may read: those in some folders, and single files. A link that leads out of them is not followed. */
export class McpLogs {
  private constructor(
    /** Absolute, without links. */
    private readonly roots: readonly string[],
    private readonly formats: readonly FormatDefinition[],
  ) {}

  /** Rejects where one of the folders or files is not there. */
  static async in(given: readonly string[], formats: readonly FormatDefinition[]): Promise<McpLogs> {
    return new McpLogs(await Promise.all(given.map((each) => realpath(each))), formats);
  }

  /** The newest first. */
  async all(): Promise<AgentLogs> {
    const { files } = await expandPaths(this.roots, this.formats);
    const known = await Promise.all(files.map((file) => this.known(file)));
    const logs = known.filter((each) => each !== null).sort((a, b) => b.modified - a.modified);
    return { logs: logs.slice(0, mostLogs).map(({ log }) => log), more: Math.max(0, logs.length - mostLogs) };
  }

  /** Rejects with a ToolError where it is none of ours. */
  async find(name: string): Promise<AgentLog> {
    const given = pathIn(name);
    for (const each of [process.cwd(), ...this.roots]) {
      const found = await this.known(path.resolve(each, given));
      if (found) return found.log;
    }
    throw new ToolError(`There is no log ${name} in ${this.roots.join(', ')}; other folders are closed to this server. stacklens_findErrors without "log" names the logs there are.`);
  }

  /** Null where there is no such file, or it is outside. */
  private async known(file: string): Promise<{ readonly log: AgentLog; readonly modified: number } | null> {
    try {
      const real = await realpath(file);
      const { mtimeMs, isFile } = await stat(real).then((found) => ({ mtimeMs: found.mtimeMs, isFile: found.isFile() }));
      if (!isFile || !this.roots.some((root) => isWithin(root, real))) return null;
      return { log: { name: shortName(real), uri: fileUri(real), path: real }, modified: mtimeMs };
    } catch {
      // What is gone, or closed to this user, is as good as not there.
      return null;
    }
  }
}

/** The path that a name or a URI of a file means. */
function pathIn(name: string): string {
  if (!name.startsWith('file:')) return name;
  try {
    return fileURLToPath(name);
  } catch {
    throw new ToolError(`${name} is no address of a file on this machine.`);
  }
}

/** Below the current folder, the path from there. */
function shortName(file: string): string {
  return isWithin(process.cwd(), file) ? path.relative(process.cwd(), file).split(path.sep).join('/') : file;
}
