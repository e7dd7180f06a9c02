import type { Analysis, Group } from '../../core/analysis';
import type { GroupChange } from '../../core/compareGroups';
import type { GroupDecision } from '../../core/groups';
import type { Overview } from '../../shared/dashboardProtocol';
import type { CompareQuery, FindingsPage, FindingsQuery, GroupsQuery } from '../api';
import { type StoredAnalysis, insertAnalysis, readAnalysis, readUri, removeAnalyses } from './analysisTables';
import type { Limits } from './allowance';
import { type Actor, type AuditNote, auditEntry, auditTrail, insertAudit, insertDecision, insertExport, randomId } from './auditTrail';
import { PackingWriter } from './analysisWriter';
import type { StoreDatabase } from './database';
import { bringBack, dueAnalyses, markRemoved, selectedAnalyses } from './removals';
import type { Connection } from './sqlJs';
import { type AnalysisStart, type AnalysisWriter, type AuditEntry, type Decision, type ExportNote, type Removal, type Retention, type ReuseQuery, type Selection, type Store, type StoreCounts, StoreError } from './store';
import { StoreQueries } from './storeQueries';

/** The store on a database of sql.js. */
export class SqlStore implements Store {
  private queries: StoreQueries;
  private closed = false;

  constructor(
    private readonly database: StoreDatabase,
    private readonly now: () => number,
    private readonly limits: Limits,
    private readonly actor: Actor,
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

  history(uri: string): Promise<Analysis[]> {
    return this.answer((queries) => queries.history(uri));
  }

  compare(query: CompareQuery): Promise<GroupChange[]> {
    return this.answer((queries) => queries.compare(query));
  }

  async forget(selection: Selection): Promise<Removal> {
    const removal = randomId();
    const analyses = await this.answer(({ connection }) => {
      const known = selectedAnalyses(connection, selection, Number.MAX_SAFE_INTEGER);
      if (known.length === 0) return 0;
      const time = this.now();
      const entry = this.entry(deletion(connection, selection, known));
      const remove = (database: Connection, ids: readonly number[]): void => {
        markRemoved(database, ids, removal, time);
        insertAudit(database, [entry]);
      };
      this.database.change(
        (current) => remove(current, known),
        // What another window has finished by then goes too, even if this one had not seen it yet.
        (newer) => remove(newer, [...known, ...selectedAnalyses(newer, selection, time)]),
      );
      return known.length;
    });
    await this.database.saveAtOnce();
    return { removal, analyses };
  }

  async unforget(removal: number): Promise<number> {
    const analyses = await this.answer(() => {
      let count = 0;
      const entry = this.entry({ action: 'undeleted', subject: null, details: { removal } });
      const undo = (database: Connection): void => {
        count = bringBack(database, removal);
        insertAudit(database, [entry]);
      };
      this.database.change(undo, undo);
      return count;
    });
    await this.database.saveAtOnce();
    return analyses;
  }

  prune(retention: Retention): Promise<number> {
    return this.answer(({ connection }) => {
      const due = dueAnalyses(connection, retention, this.now());
      if (due.length === 0) return 0;
      const entry = this.entry({ action: 'pruned', subject: null, details: { analyses: due.length, ...retention } });
      const remove = (database: Connection): void => {
        removeAnalyses(database, due);
        insertAudit(database, [entry]);
      };
      this.database.change(remove, remove);
      return due.length;
    });
  }

  async noteDecision(decision: Decision): Promise<void> {
    const { kind, members, value } = decision;
    await this.note({ action: kind, subject: members[0]?.fingerprint ?? null, details: { members: members.length, value } }, (database, entry) => insertDecision(database, entry, decision));
    await this.database.saveAtOnce();
  }

  noteExport(note: ExportNote): Promise<void> {
    return this.note({ action: 'exported', subject: note.target, details: { format: note.format, scope: note.scope, findings: note.findings } }, (database, entry) => insertExport(database, entry, note));
  }

  auditTrail({ offset, limit }: { readonly offset: number; readonly limit: number }): Promise<AuditEntry[]> {
    return this.answer(({ connection }) => auditTrail(connection, offset, limit));
  }

  counts(): Promise<StoreCounts> {
    return this.answer((queries) => queries.counts());
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
    // A log that grows is analysed again and again: only the first of these is told of.
    const entries = replaces === null ? [this.entry(run(stored.analysis))] : [];
    await this.answer(() => {
      this.database.change((connection) => {
        insertAnalysis(connection, stored);
        if (replaces !== null) removeAnalyses(connection, [replaces]);
        insertAudit(connection, entries);
      }, insertAgain(stored.analysis.id, replaces, entries));
    });
  }

  /** Writes an entry, and what goes with it. */
  private async note(note: AuditNote, write: (database: Connection, entry: AuditEntry) => void): Promise<void> {
    await this.answer(() => {
      const entry = this.entry(note);
      const both = (database: Connection): void => {
        write(database, entry);
        insertAudit(database, [entry]);
      };
      this.database.change(both, both);
    });
  }

  private entry(note: AuditNote): AuditEntry {
    return auditEntry(this.actor, this.now(), note);
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
function insertAgain(id: number, replaces: number | null, entries: readonly AuditEntry[]): (newer: Connection, from: Connection) => void {
  return (newer, from) => {
    const stored = readAnalysis(from, id);
    if (stored) insertAnalysis(newer, stored);
    if (replaces !== null) removeAnalyses(newer, [replaces]);
    insertAudit(newer, entries);
  };
}

/** What the trail tells of a run. */
function run({ id, uri, status, severities, reason }: Analysis): AuditNote {
  return { action: status === 'failed' || status === 'cancelled' ? status : 'analysed', subject: uri, details: { analysis: id, ...(reason === null ? { severities } : { reason }) } };
}

function deletion(connection: Connection, selection: Selection, ids: readonly number[]): AuditNote {
  const uris = selection === 'all' ? [] : 'uris' in selection ? selection.uris : ids.flatMap((id) => readUri(connection, id));
  return { action: 'deleted', subject: uris.length === 1 ? (uris[0] ?? null) : null, details: { analyses: ids.length, ...(selection === 'all' ? { all: true } : { files: new Set(uris).size }) } };
}
