import type { Analysis, Group } from '../../core/analysis';
import type { GroupDecision } from '../../core/groups';
import type { Overview } from '../../shared/dashboardProtocol';
import type { FindingsPage, FindingsQuery, GroupsQuery } from '../api';
import { type StoredAnalysis, analysesOverBy, insertAnalysis, readAnalysis, removeAnalyses } from './analysisTables';
import type { Limits } from './allowance';
import { PackingWriter } from './analysisWriter';
import type { StoreDatabase } from './database';
import type { Connection } from './sqlJs';
import { type AnalysisStart, type AnalysisWriter, type ReuseQuery, type Store, StoreError } from './store';
import { StoreQueries } from './storeQueries';

/** The store on a database of sql.js. */
export class SqlStore implements Store {
  private queries: StoreQueries;
  private closed = false;

  constructor(
    private readonly database: StoreDatabase,
    private readonly now: () => number,
    private readonly limits: Limits,
  ) {
    this.queries = new StoreQueries(database.connection);
  }

  begin(start: AnalysisStart): AnalysisWriter {
    return new PackingWriter(start, this.now, this.limits, (stored, replaces) => this.insert(stored, replaces));
  }

  reusable(query: ReuseQuery): Promise<Analysis | null> {
    return this.answer((queries) => queries.reusable(query));
  }

  findings(query: FindingsQuery): Promise<FindingsPage> {
    return this.answer((queries) => queries.findings(query));
  }

  groups(query: GroupsQuery): Promise<Group[]> {
    return this.answer((queries) => queries.groups(query));
  }

  latestAnalyses(): Promise<Analysis[]> {
    return this.answer((queries) => queries.latestAnalyses());
  }

  overview(decisions: readonly GroupDecision[]): Promise<Overview> {
    return this.answer((queries) => queries.overview(decisions));
  }

  async forget(uris: readonly string[] | null): Promise<void> {
    await this.answer(({ connection }) => {
      const known = analysesOverBy(connection, uris, Number.MAX_SAFE_INTEGER);
      const time = this.now();
      this.database.change(
        (current) => removeAnalyses(current, known),
        // What another window has finished by then goes too, even if this one had not seen it yet.
        (newer) => removeAnalyses(newer, [...known, ...analysesOverBy(newer, uris, time)]),
      );
    });
    await this.database.saveAtOnce();
  }

  async flush(): Promise<void> {
    this.mustBeOpen();
    await this.database.flush();
  }

  async reload(): Promise<void> {
    this.mustBeOpen();
    await this.database.reload();
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    await this.database.close();
  }

  private async insert(stored: StoredAnalysis, replaces: number | null): Promise<void> {
    await this.answer(() => {
      this.database.change((connection) => {
        insertAnalysis(connection, stored);
        if (replaces !== null) removeAnalyses(connection, [replaces]);
      }, insertAgain(stored.analysis.id, replaces));
    });
  }

  private async answer<T>(work: (queries: StoreQueries) => T): Promise<T> {
    this.mustBeOpen();
    await this.database.refresh();
    this.mustBeOpen();
    if (this.queries.connection !== this.database.connection) this.queries = new StoreQueries(this.database.connection);
    try {
      return work(this.queries);
    } catch (error) {
      if (error instanceof StoreError) throw error;
      throw new StoreError(
        `${this.database.name} cannot be used as it is: a part of it is damaged, or memory ran out. Clear the results and analyse the files again.`,
        { cause: error },
      );
    }
  }

  private mustBeOpen(): void {
    if (this.closed) throw new StoreError(`${this.database.name} is closed.`);
  }
}

/** Separate, because a change is kept until it is saved and must not hold on to the findings that `insert` was given. */
function insertAgain(id: number, replaces: number | null): (newer: Connection, from: Connection) => void {
  return (newer, from) => {
    const stored = readAnalysis(from, id);
    if (stored) insertAnalysis(newer, stored);
    if (replaces !== null) removeAnalyses(newer, [replaces]);
  };
}
