import { accessSync, constants } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { globSync } from 'tinyglobby';
import type { Contender } from './measure';
import { words } from './words';

/** The row that others are held against. */
export const reference = 'rg -aci';

/** Where VS Code and its server bring ripgrep along, besides what our own harness installed. */
const editors = [
  '/usr/share/code',
  '/usr/lib/code',
  '/snap/code/current/usr/share/code',
  '/Applications/Visual Studio Code.app/Contents',
  path.join(os.homedir(), '.vscode-server'),
  path.join(os.homedir(), 'AppData', 'Local', 'Programs', 'Microsoft VS Code'),
];

export interface Places {
  /** The command line to measure, `dist/cli.js` of this project as a rule. */
  readonly cli: string;
  /** Folder with the VS Code servers that our harness installs. */
  readonly servers: string;
  /** Script with the readers in Node. */
  readonly readers: string;
}

/** All contenders that this machine has. */
export class Contenders {
  private readonly known: readonly Contender[];

  constructor(private readonly places: Places) {
    this.known = [...this.ours(), ...this.searchers(), ...this.readers()];
  }

  /** Names of tools that would be measured if they were installed. */
  get missing(): string[] {
    const wanted: readonly (readonly [string, string])[] = [
      ['rg', reference],
      ['grep', 'grep -aEci'],
      ['lnav', 'lnav'],
      ['wc', 'wc -l'],
      ['zcat', 'zcat'],
    ];
    return wanted.filter(([, id]) => !this.known.some((contender) => contender.id === id)).map(([name]) => name);
  }

  /** Those of these ids that are at hand, in this order. */
  pick(ids: readonly string[]): Contender[] {
    return ids.flatMap((id) => this.known.filter((contender) => contender.id === id));
  }

  private ours(): Contender[] {
    return [1, 2].map((threads) => ({
      id: `ours ${threads}`,
      title: `StackLens, ${threads} thread${threads === 1 ? '' : 's'}`,
      command: process.execPath,
      args: (file) => [this.places.cli, 'scan', file, '--stats', '--threads', String(threads)],
      output: 'ignore',
    }));
  }

  private searchers(): Contender[] {
    const pattern = words.join('|');
    const rg = onPath('rg') ?? this.bundledRipgrep();
    const grep = onPath('grep');
    const lnav = onPath('lnav');
    const wc = onPath('wc');
    const zcat = onPath('zcat');
    const count = ';SELECT log_level, count(*) FROM all_logs GROUP BY log_level';
    return [
      ...(rg === null
        ? []
        : [
            { id: reference, title: 'rg -aci', command: rg, args: (file: string) => ['-aci', pattern, file], output: 'ignore' as const },
            { id: 'rg -ain', title: 'rg -ain', command: rg, args: (file: string) => ['-ain', pattern, file], output: 'ignore' as const },
          ]),
      // Writing to nothing, GNU grep stops at the first line it finds.
      ...(grep === null ? [] : [{ id: 'grep -aEci', title: 'grep -aEci', command: grep, args: (file: string) => ['-aEci', pattern, file], output: 'pipe' as const }]),
      ...(lnav === null ? [] : [{ id: 'lnav', title: 'lnav, levels counted', command: lnav, args: (file: string) => ['-n', '-c', count, file], output: 'ignore' as const }]),
      ...(wc === null ? [] : [{ id: 'wc -l', title: 'wc -l', command: wc, args: (file: string) => ['-l', file], output: 'ignore' as const }]),
      ...(zcat === null ? [] : [{ id: 'zcat', title: 'zcat', command: zcat, args: (file: string) => [file], output: 'ignore' as const }]),
    ];
  }

  private readers(): Contender[] {
    const reader = (id: string, title: string, ...args: string[]): Contender => ({ id, title, command: process.execPath, args: (file) => [this.places.readers, ...args, file], output: 'ignore' });
    return [
      reader('node read', 'reading in Node, nothing else', 'read'),
      reader('node regexes', 'Node, readline and 17 regexes a line', 'regexes'),
      { id: 'node', title: 'Node’s own start', command: process.execPath, args: () => ['-e', '0'], output: 'ignore' },
    ];
  }

  private bundledRipgrep(): string | null {
    const name = process.platform === 'win32' ? 'rg.exe' : 'rg';
    const folders = [this.places.servers, ...editors];
    const found = folders.flatMap((cwd) =>
      globSync([`*/node_modules/@vscode/ripgrep*/bin/**/${name}`, `**/node_modules*/@vscode/ripgrep*/bin/**/${name}`], { cwd, absolute: true, dot: true, deep: 12, ignore: [`**/extensions/**`] }),
    );
    return found.find(isProgram) ?? null;
  }
}

function onPath(name: string): string | null {
  const endings = process.platform === 'win32' ? ['.exe', '.cmd'] : [''];
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => folder !== '');
  return folders.flatMap((folder) => endings.map((ending) => path.join(folder, name + ending))).find(isProgram) ?? null;
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
