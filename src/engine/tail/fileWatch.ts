import { stat, watch, type FSWatcher, type Stats } from 'node:fs';
import path from 'node:path';

/** Milliseconds between two looks at a file of which no notice comes. */
const pollInterval = 1000;
/** Where notices have shown to come, it is looked at once in so many times. */
const trustedTicks = 5;

interface Watched {
  readonly file: string;
  readonly notify: () => void;
  /** What it was when last looked at; null where it was not there, undefined before the first look. */
  seen: string | null | undefined;
  /** A notice has come since then. */
  noticed: boolean;
  /** The last change was noticed before it was looked for. */
  trusted: boolean;
}

interface Folder {
  watcher: FSWatcher | null;
  readonly files: Map<string, Set<Watched>>;
}

/**
 * Tells when files change, come or go: by notices of their folders, and by looking at them once a second where no
 * notices come, as on network drives. A file that does not change costs a `stat` a second at most.
 */
export class FileWatch {
  private readonly folders = new Map<string, Folder>();
  private timer: NodeJS.Timeout | undefined;
  private tick = 0;

  /** `listenTo` asks for the notices of a folder; null where there are none. */
  constructor(private readonly listenTo: (folder: string, notice: (name: string | null) => void) => FSWatcher | null = noticesOf) {}

  /** Calls `notify` after each change, and sometimes without one; returns how to stop. The file need not exist. */
  watch(file: string, notify: () => void): () => void {
    const place = path.dirname(file);
    const folder = this.folders.get(place) ?? { watcher: null, files: new Map<string, Set<Watched>>() };
    this.folders.set(place, folder);
    const name = path.basename(file);
    const watched: Watched = { file, notify, seen: undefined, noticed: true, trusted: false };
    folder.files.set(name, (folder.files.get(name) ?? new Set()).add(watched));
    this.listen(place, folder);
    look(watched);
    // Nothing is kept alive only to be watched.
    this.timer ??= setInterval(() => this.poll(), pollInterval).unref();
    return () => this.stop(place, folder, name, watched);
  }

  private stop(place: string, folder: Folder, name: string, watched: Watched): void {
    const others = folder.files.get(name);
    others?.delete(watched);
    if (others?.size === 0) folder.files.delete(name);
    if (folder.files.size > 0) return;
    folder.watcher?.close();
    this.folders.delete(place);
    if (this.folders.size > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private listen(place: string, folder: Folder): void {
    if (folder.watcher) return;
    folder.watcher = this.listenTo(place, (name) => notice(folder, name));
    folder.watcher?.on('error', () => {
      // The folder has gone, or can be watched no more: its files are looked at.
      folder.watcher?.close();
      folder.watcher = null;
    });
  }

  private poll(): void {
    this.tick++;
    for (const [place, folder] of this.folders) {
      if (folder.watcher === null && this.tick % trustedTicks === 0) this.listen(place, folder);
      const rests = folder.watcher !== null && this.tick % trustedTicks !== 0;
      for (const set of folder.files.values()) for (const watched of set) if (!(rests && watched.trusted)) look(watched);
    }
  }
}

function noticesOf(folder: string, notice: (name: string | null) => void): FSWatcher | null {
  try {
    return watch(folder, { persistent: false }, (_, name) => notice(name));
  } catch {
    // No such folder yet, or too many are watched on this machine.
    return null;
  }
}

function notice(folder: Folder, name: string | null): void {
  for (const [own, set] of folder.files) {
    // What is renamed away, such as `app.log.1`, may still be written to.
    if (name !== null && !name.startsWith(own)) continue;
    for (const watched of set) {
      watched.noticed = true;
      watched.notify();
    }
  }
}

function look(watched: Watched): void {
  stat(watched.file, (error, stats) => {
    const seen = error ? null : stateOf(stats);
    if (seen === watched.seen) return;
    watched.trusted = watched.seen !== undefined && watched.noticed;
    watched.seen = seen;
    const isNews = !watched.noticed;
    watched.noticed = false;
    if (isNews) watched.notify();
  });
}

function stateOf({ dev, ino, size, mtimeMs }: Stats): string {
  return `${String(dev)} ${String(ino)} ${String(size)} ${String(mtimeMs)}`;
}
