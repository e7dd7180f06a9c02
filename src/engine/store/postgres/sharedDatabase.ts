import { copyStore } from '../copying';
import type { Ask, LocalDatabase, Repeat, StoreDatabase } from '../database';
import { number, row, rows, run, type Steps } from '../steps';
import { NotAllowedError, ServerAwayError } from './problems';

export interface SharedDatabaseOptions {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Told, in plain words and once, what the user should know. */
  readonly onProblem: (message: string) => void;
}

/** Milliseconds until a server that was away is tried again: twice as long each time. */
const firstPause = 1_000;
const longestPause = 60_000;

/**
 * A database on a server, and beside it one on this machine, which stands in while the server is away: what is added is
 * kept there, and goes to the server once that is back. Analyses that the login may not add to the server stay there.
 */
export class SharedDatabase implements StoreDatabase {
  readonly isNear = false;
  /** Analyses that are on this machine only. */
  private readonly kept: Set<number>;
  private hasUnsent: boolean;
  private isRefused = false;
  private away: ServerAwayError | null = null;
  private failures = 0;
  private triedAt = Number.NEGATIVE_INFINITY;
  private timer: NodeJS.Timeout | undefined;
  private sending: Promise<void> | undefined;
  /** What the user was told of by now; each problem once, until it is over. */
  private readonly told = new Set<'away' | 'refused'>();

  private constructor(
    private readonly server: StoreDatabase,
    private readonly spool: LocalDatabase,
    private readonly options: SharedDatabaseOptions,
    unsent: { readonly analyses: readonly number[]; readonly others: number },
  ) {
    this.kept = new Set(unsent.analyses);
    this.hasUnsent = unsent.analyses.length + unsent.others > 0;
    if (this.hasUnsent) this.tryLater();
  }

  /** `spool`: a database of its own, for this alone. */
  static async over(server: StoreDatabase, spool: LocalDatabase, options: SharedDatabaseOptions): Promise<SharedDatabase> {
    // What was sent is taken out of it, of the trail too, which is kept on the server.
    await spool.change(() => run('DROP TRIGGER IF EXISTS audit_is_not_removed'));
    // What was under way is not sent.
    await spool.change(() => run('DELETE FROM runs'));
    const unsent = await spool.read(unsentIn);
    return new SharedDatabase(server, spool, options, unsent);
  }

  get name(): string {
    return this.server.name;
  }

  get generation(): object {
    return this.away === null ? this.server.generation : this.spool.generation;
  }

  async read<T>(ask: Ask<T>, analyses: readonly number[] = []): Promise<T> {
    if (analyses.length > 0 && analyses.every((id) => this.kept.has(id))) return this.spool.read(ask);
    try {
      return await this.reach(() => this.server.read(ask));
    } catch (error) {
      if (!(error instanceof ServerAwayError) || analyses.length > 0) throw error;
      this.tellAway(error);
      return this.spool.read(ask);
    }
  }

  async add<T>(make: Ask<T>, repeat?: Repeat): Promise<T> {
    try {
      return await this.reach(() => this.server.add(make));
    } catch (error) {
      if (error instanceof ServerAwayError) this.tellAway(error);
      else if (error instanceof NotAllowedError) this.tell('refused', `${error.message} What you analyse is kept on this machine only.`);
      else throw error;
      const result = await this.spool.change(make, repeat);
      await this.noteUnsent();
      this.tryLater();
      return result;
    }
  }

  change<T>(make: Ask<T>): Promise<T> {
    return this.reach(() => this.server.change(make));
  }

  async reload(): Promise<void> {
    this.triedAt = Number.NEGATIVE_INFINITY;
    await this.spool.reload();
  }

  async saveAtOnce(): Promise<void> {
    await this.spool.saveAtOnce();
  }

  async flush(): Promise<void> {
    await this.spool.flush();
  }

  async close(): Promise<void> {
    clearTimeout(this.timer);
    await this.sending?.catch(() => undefined);
    await this.spool.close();
    await this.server.close();
  }

  /** Asks the server; while it is known to be away, it is not asked. What it has missed goes there first. */
  private async reach<T>(work: () => Promise<T>): Promise<T> {
    if (this.away !== null && this.options.now() < this.triedAt + this.pause) throw this.away;
    try {
      if (this.hasUnsent && !this.isRefused) await (this.sending ??= this.send());
      const result = await work();
      this.noteBack();
      return result;
    } catch (error) {
      if (error instanceof ServerAwayError) this.noteAway(error);
      throw error;
    }
  }

  /** Milliseconds; a little different for each process, lest all come back at once. */
  private get pause(): number {
    return Math.min(longestPause, firstPause * 2 ** Math.min(16, this.failures - 1)) * (0.8 + 0.4 * ((process.pid % 97) / 97));
  }

  private noteAway(error: ServerAwayError): void {
    this.away = error;
    this.failures++;
    this.triedAt = this.options.now();
    this.tryLater();
  }

  private noteBack(): void {
    if (this.away === null) return;
    this.away = null;
    this.failures = 0;
    this.told.delete('away');
  }

  /** Sends what the server has missed. */
  private async send(): Promise<void> {
    try {
      await copyStore(this.spool, this.server, { moves: true });
      await this.spool.saveAtOnce();
      await this.noteUnsent();
    } catch (error) {
      if (!(error instanceof NotAllowedError)) throw error;
      this.isRefused = true;
    } finally {
      this.sending = undefined;
    }
  }

  private async noteUnsent(): Promise<void> {
    const { analyses, others } = await this.spool.read(unsentIn);
    this.kept.clear();
    for (const id of analyses) this.kept.add(id);
    this.hasUnsent = analyses.length + others > 0;
  }

  private tryLater(): void {
    if (this.isRefused || !this.hasUnsent) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      // What goes wrong is noted where it does, and tried again.
      this.reach(() => Promise.resolve()).catch(() => this.tryLater());
    }, this.pause + 10);
    this.timer.unref();
  }

  private tellAway(error: ServerAwayError): void {
    this.tell('away', `${error.message} Until it is back, what is analysed is kept on this machine, and only that is shown; it goes there by itself.`);
  }

  private tell(kind: 'away' | 'refused', message: string): void {
    if (this.told.has(kind)) return;
    this.told.add(kind);
    this.options.onProblem(message);
  }
}

function* unsentIn(): Steps<{ readonly analyses: readonly number[]; readonly others: number }> {
  const analyses = yield* rows('SELECT id FROM analyses');
  const others = yield* row('SELECT (SELECT COUNT(*) FROM audit) + (SELECT COUNT(*) FROM feedback) + (SELECT COUNT(*) FROM exports) + (SELECT COUNT(*) FROM suggestions) AS count');
  return { analyses: analyses.map((each) => number(each, 'id')), others: number(others ?? {}, 'count') };
}
