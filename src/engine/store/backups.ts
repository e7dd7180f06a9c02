import path from 'node:path';
import type { FileLayer } from './fileLayer';

/** Before what a backup was taken: the first save of a day, an update of StackLens AI, or something the user asked for. */
const backupOccasions = ['daily', 'update', 'restore', 'compact', 'prune', 'asked'] as const;
export type BackupOccasion = (typeof backupOccasions)[number];

/** A copy of the store as it was. */
export interface Backup {
  /** Of the file in the folder of backups. */
  readonly name: string;
  /** Milliseconds since the epoch. */
  readonly takenAt: number;
  readonly bytes: number;
  readonly occasion: BackupOccasion;
}

/** Milliseconds. */
const day = 86_400_000;
/** So many are kept, the newest, and beside them the newest of each of so many days. */
const keptAtLeast = 3;
const keptDays = 4;

/** The backups of a store's file, in a folder beside it. `take` is to be called under the file's lock. */
export class Backups {
  readonly folder: string;

  constructor(
    private readonly file: string,
    private readonly files: FileLayer,
    private readonly now: () => number,
  ) {
    this.folder = `${file}.backups`;
  }

  /** The newest first. Rejects with the file system's errors. */
  async list(): Promise<Backup[]> {
    const entries = await this.files.list(this.folder);
    return entries.flatMap(({ name, bytes }) => backupNamed(name, bytes)).sort((a, b) => b.takenAt - a.takenAt);
  }

  /** Whether the newest is more than a day old. */
  async isDue(): Promise<boolean> {
    const [newest] = await this.list();
    return !newest || Math.abs(this.now() - newest.takenAt) >= day;
  }

  pathOf({ name }: Pick<Backup, 'name'>): string {
    return path.join(this.folder, name);
  }

  /** Copies the file as it is on disk, and lets go of the oldest copies. Null where there is no file. */
  async take(occasion: BackupOccasion): Promise<Backup | null> {
    const { files, folder } = this;
    const takenAt = this.now();
    const name = nameOf(takenAt, occasion);
    const temporary = path.join(folder, 'unfinished.tmp');
    if ((await files.modified(this.file)) === null) return null;
    await files.makeFolder(folder);
    try {
      if (!(await files.copy(this.file, temporary))) return null;
      await files.rename(temporary, path.join(folder, name));
    } finally {
      await files.remove(temporary);
    }
    await files.syncFolder(folder);
    const all = await this.list();
    for (const backup of superfluous(all)) await files.remove(this.pathOf(backup));
    return all.find((backup) => backup.name === name) ?? null;
  }
}

/** Of backups, the newest first, those that need not be kept. */
export function superfluous(backups: readonly Backup[]): Backup[] {
  const days = new Map<number, Backup>();
  for (const backup of backups) {
    const its = Math.floor(backup.takenAt / day);
    if (days.size < keptDays && !days.has(its)) days.set(its, backup);
  }
  const kept = new Set([...backups.slice(0, keptAtLeast), ...days.values()]);
  return backups.filter((backup) => !kept.has(backup));
}

function nameOf(takenAt: number, occasion: BackupOccasion): string {
  return `${new Date(takenAt).toISOString().replaceAll(/[:.]/g, '-')}-${occasion}.db`;
}

/** Nothing where the name is none of ours. */
function backupNamed(name: string, bytes: number): Backup[] {
  const [, date = '', hour = '', minute = '', second = '', millisecond = '', word = ''] = /^(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)-(\d{3})Z-([a-z]+)\.db$/.exec(name) ?? [];
  const takenAt = Date.parse(`${date}T${hour}:${minute}:${second}.${millisecond}Z`);
  const occasion = backupOccasions.find((each) => each === word);
  return occasion === undefined || Number.isNaN(takenAt) ? [] : [{ name, takenAt, bytes, occasion }];
}
