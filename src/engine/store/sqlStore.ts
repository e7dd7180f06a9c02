import type { Analysis, Group, GroupMember } from '../../core/analysis';
import type { Anomaly } from '../../core/anomaly';
import type { GroupChange } from '../../core/compareGroups';
import type { Correction, Judged } from '../../core/corrections';
import type { AnalysesPage, AnalysesQuery, Summary, SummaryQuery, Totals, TrendPoint } from '../../shared/summary';
import type { TableGroupsPage, TableGroupsQuery, TablePage, TableQuery } from '../../shared/findingsTable';
import type { CompareQuery, FindingsPage, FindingsQuery, GroupsQuery } from '../api';
import { readAnomalies } from './anomalies';
import { type StoredAnalysis, insertAnalysis, readAnalysis, readUris, removeAnalyses } from './analysisTables';
import type { Limits } from './allowance';
import type { Delivery } from '../../shared/backgroundWork';
import { type Actor, type AuditNote, auditEntry, auditTrail, deliveries, insertAudit, insertDecision, insertExport, randomId } from './auditTrail';
import { readCorrections } from './corrections';
import { PackingWriter, nothingKnown } from './analysisWriter';
import type { Ask, Repeat, StoreDatabase, Take } from './database';
import { type Dialect, bringBack, dueAnalyses, markRemoved, selectedAnalyses } from './removals';
import { type KeptRun, RunNote, insertRuns, isLeftBehind, ownRuns, readRuns, removeRuns, runsUnderWay, takeLeftBehind } from './runs';
import type { Steps } from './steps';
import { type AnalysisStart, type AnalysisWriter, type AuditEntry, type Decision, type DeliveryNote, type Earlier, type ExportNote, type ModelNote, type QuestionNote, type Removal, type Retention, type ReuseQuery, type Run, type Selection, type Store, type StoreCounts, StoreError } from './store';
import { StoreQueries } from './storeQueries';
import type { PastFix } from '../../core/learning';
import { type NewSuggestion, type SolvedProblem, type StoredSuggestion, helpfulSuggestions, insertSuggestion, newestSuggestion, newestSuggestions, pastFixes, rateSuggestion } from './suggestions';
import { FindingsTable } from './table/findingsTable';
import { analysesById, analysesPage, totals, trend } from './trends';

/** The store on a database that speaks SQL. */
export class SqlStore implements Store {
  private queries = new StoreQueries();
  private readonly allFindings: FindingsTable;
  /** The database's, that `queries` was made for. */
  private generation: object;
  private closed = false;
  /** Once it has begun: that what other processes have left behind is settled. */
  private settling: Promise<void> | undefined;
  /** Time of the last decision: of two about one fingerprint, the later one counts. */
  private lastDecided = 0;

  constructor(
    private readonly database: StoreDatabase,
    private readonly now: () => number,
    private readonly limits: Limits,
    private readonly actor: Actor,
  ) {
    this.generation = database.generation;
    this.allFindings = new FindingsTable((steps) => this.answer(steps), database.isNear);
  }

  begin(start: AnalysisStart): AnalysisWriter {
    // What goes wrong with it is told when the result is stored.
    this.settling ??= this.settle().catch(() => undefined);
    const [own] = ownRuns([start], 'running', start.startedAt);
    const note = own && new RunNote(own, this.database);
    return new PackingWriter(start, this.now, this.limits, async (stored, replaces) => {
      await note?.end();
      const over = own ? [own] : [];
      await (stored ? this.insert(stored, replaces, over) : this.database.add(() => removeRuns(over)));
    });
  }

  queue(files: readonly Pick<Run, 'uri' | 'fileName'>[]): Promise<void> {
    this.mustBeOpen();
    const queued = ownRuns(files, 'queued', this.now());
    return this.database.add(() => insertRuns(queued));
  }

  unqueue(files: readonly Pick<Run, 'uri' | 'fileName'>[]): Promise<void> {
    this.mustBeOpen();
    const queued = ownRuns(files, 'queued', this.now());
    return this.database.add(() => removeRuns(queued));
  }

  async runs(): Promise<Run[]> {
    await this.settle();
    const time = this.now();
    return this.answer(() => runsUnderWay(time));
  }

  reusable(query: ReuseQuery): Promise<Analysis | null> {
    return this.answer((queries) => queries.reusable(query));
  }

  earlier(query: Omit<ReuseQuery, 'identity' | 'modelVersion'>): Promise<Earlier | null> {
    return this.answer((queries) => queries.earlier(query));
  }

  findings(query: FindingsQuery): Promise<FindingsPage> {
    return this.answer((queries) => queries.findings(query), [query.analysisId]);
  }

  groups(query: GroupsQuery): Promise<Group[]> {
    return this.answer((queries) => queries.groups(query), [query.analysisId]);
  }

  latestAnalyses(): Promise<Analysis[]> {
    return this.answer((queries) => queries.latestAnalyses());
  }

  table(query: TableQuery, signal: AbortSignal): Promise<TablePage> {
    return this.allFindings.page(query, signal);
  }

  tableGroups(query: TableGroupsQuery, signal: AbortSignal): Promise<TableGroupsPage> {
    return this.allFindings.groups(query, signal);
  }

  history(uri: string): Promise<Analysis[]> {
    return this.answer((queries) => queries.history(uri));
  }

  compare(query: CompareQuery): Promise<GroupChange[]> {
    return this.answer((queries) => queries.compare(query), [query.older, query.newer]);
  }

  summary(query: SummaryQuery): Promise<Summary> {
    return this.answer((queries) => queries.summary(query));
  }

  totals(): Promise<Totals> {
    return this.answer(() => totals());
  }

  trend(uri: string | null): Promise<TrendPoint[]> {
    return this.answer(() => trend(uri));
  }

  analysesById(ids: readonly number[]): Promise<Analysis[]> {
    return this.answer(() => analysesById(ids));
  }

  analyses(query: AnalysesQuery): Promise<AnalysesPage> {
    return this.answer(() => analysesPage(query));
  }

  async forget(selection: Selection): Promise<Removal> {
    const removal = randomId();
    const known = await this.answer((_, dialect) => selectedAnalyses(dialect, selection, Number.MAX_SAFE_INTEGER));
    if (known.length > 0) {
      const time = this.now();
      const uris = selection === 'all' ? [] : 'uris' in selection ? selection.uris : await this.answer(() => readUris(known));
      const entry = this.entry(deletion(selection, uris, known.length));
      function* remove(ids: readonly number[]): Steps<void> {
        yield* markRemoved(ids, removal, time);
        yield* insertAudit([entry]);
      }
      function* again(_: Take, dialect: Dialect): Steps<void> {
        // What another window has finished by then goes too, even if this one had not seen it yet.
        yield* remove([...known, ...(yield* selectedAnalyses(dialect, selection, time))]);
      }
      await this.change(() => remove(known), again);
    }
    await this.database.saveAtOnce();
    return { removal, analyses: known.length };
  }

  async unforget(removal: number): Promise<number> {
    const entry = this.entry({ action: 'undeleted', subject: null, details: { removal } });
    function* undo(): Steps<number> {
      yield* insertAudit([entry]);
      return yield* bringBack(removal);
    }
    const analyses = await this.change(undo);
    await this.database.saveAtOnce();
    return analyses;
  }

  async prune(retention: Retention): Promise<number> {
    // It is asked for rarely: what other processes have saved must not wait for the next time.
    await this.database.saveAtOnce();
    await this.database.reload();
    const due = await this.answer((_, dialect) => dueAnalyses(dialect, retention, this.now()));
    if (due.length === 0) return 0;
    const entry = this.entry({ action: 'pruned', subject: null, details: { analyses: due.length, ...retention } });
    await this.change(function* () {
      yield* removeAnalyses(due);
      yield* insertAudit([entry]);
    });
    return due.length;
  }

  async noteDecision(decision: Decision): Promise<void> {
    const { kind, members, value } = decision;
    const time = Math.max(this.now(), this.lastDecided + 1);
    this.lastDecided = time;
    await this.note({ action: kind, subject: members[0]?.fingerprint ?? null, details: { members: members.length, value } }, (entry) => insertDecision({ ...entry, time }, decision));
    await this.database.saveAtOnce();
  }

  async correct(members: readonly GroupMember[], judged: Judged): Promise<number> {
    await this.noteDecision({ kind: 'corrected', members, value: JSON.stringify(judged) });
    return this.answer((queries) => queries.occurrencesOf(members.map(({ fingerprint }) => fingerprint)));
  }

  corrections(): Promise<Correction[]> {
    return this.answer(() => readCorrections());
  }

  anomalies(analysisId: number): Promise<Anomaly[]> {
    return this.answer(() => readAnomalies(analysisId), [analysisId]);
  }

  templateOf(fingerprint: string): Promise<string | null> {
    return this.answer((queries) => queries.templateOf(fingerprint));
  }

  noteExport(note: ExportNote): Promise<void> {
    return this.note({ action: 'exported', subject: note.target, details: { format: note.format, scope: note.scope, findings: note.findings } }, (entry) => insertExport(entry, note));
  }

  noteModel({ version, ...details }: ModelNote): Promise<void> {
    return this.note({ action: 'retrained', subject: version, details });
  }

  async noteQuestion({ fingerprint, ...details }: QuestionNote): Promise<void> {
    await this.note({ action: 'asked', subject: fingerprint, details });
    await this.database.saveAtOnce();
  }

  noteDelivery({ channel, ...details }: DeliveryNote): Promise<void> {
    return this.note({ action: 'alerted', subject: channel, details });
  }

  async suggest(suggestion: NewSuggestion): Promise<StoredSuggestion> {
    const { fingerprint, source, model, confidence } = suggestion;
    const kept = { ...suggestion, id: randomId(), time: this.now(), helped: null };
    await this.note({ action: 'suggested', subject: fingerprint, details: { source, model, confidence } }, () => insertSuggestion(kept.id, kept.time, suggestion));
    await this.database.saveAtOnce();
    return kept;
  }

  async rate(id: number, helped: boolean): Promise<void> {
    await this.note({ action: 'rated', subject: String(id), details: { helped } }, () => rateSuggestion(id, helped));
    await this.database.saveAtOnce();
  }

  suggestion(fingerprint: string): Promise<StoredSuggestion | null> {
    return this.answer(() => newestSuggestion(fingerprint));
  }

  suggestions(limit: number): Promise<StoredSuggestion[]> {
    return this.answer(() => newestSuggestions(limit));
  }

  solved(limit: number): Promise<SolvedProblem[]> {
    return this.answer(() => helpfulSuggestions(limit));
  }

  pastFixes(): Promise<PastFix[]> {
    return this.answer(() => pastFixes());
  }

  deliveries(limit: number): Promise<Delivery[]> {
    return this.answer(() => deliveries(limit));
  }

  auditTrail({ offset, limit }: { readonly offset: number; readonly limit: number }): Promise<AuditEntry[]> {
    return this.answer(() => auditTrail(offset, limit));
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
    await this.settling;
    this.closed = true;
    await this.database.close();
  }

  /** Makes failed analyses of runs whose process ended before them. */
  private async settle(): Promise<void> {
    const time = this.now();
    const left = await this.answer((_, { isOwn }) => readRuns(isOwn));
    if (!left.some((each) => isLeftBehind(each, time))) return;
    const trail = (analysis: Analysis): AuditEntry => this.entry(run(analysis));
    await this.change(function* (dialect) {
      for (const taken of yield* takeLeftBehind(dialect.isOwn, time)) {
        if (taken.status === 'queued') continue;
        const stored = unfinished(taken);
        yield* insertAnalysis(stored);
        yield* insertAudit([trail(stored.analysis)]);
      }
    });
  }

  private async insert(stored: StoredAnalysis, replaces: number | null, over: readonly KeptRun[]): Promise<void> {
    // A log that grows is analysed again and again: only the first of these is told of.
    const entries = replaces === null ? [this.entry(run(stored.analysis))] : [];
    this.mustBeOpen();
    await this.database.add(() => insertion(stored, replaces, over, entries), insertAgain(stored.analysis.id, replaces, over, entries));
  }

  /** Writes an entry, and what goes with it. */
  private async note(note: AuditNote, write?: (entry: AuditEntry) => Steps<void>): Promise<void> {
    this.mustBeOpen();
    const entry = this.entry(note);
    await this.database.add(function* () {
      if (write) yield* write(entry);
      yield* insertAudit([entry]);
    });
  }

  private entry(note: AuditNote): AuditEntry {
    return auditEntry(this.actor, this.now(), note);
  }

  private async answer<T>(ask: (queries: StoreQueries, dialect: Dialect) => Steps<T>, analyses: readonly number[] = []): Promise<T> {
    this.mustBeOpen();
    return this.database.read((dialect) => {
      this.mustBeOpen();
      if (this.generation !== this.database.generation) {
        this.generation = this.database.generation;
        this.queries = new StoreQueries();
      }
      return ask(this.queries, dialect);
    }, analyses);
  }

  private async change<T>(make: Ask<T>, repeat?: Repeat): Promise<T> {
    this.mustBeOpen();
    return this.database.change(make, repeat);
  }

  private mustBeOpen(): void {
    if (this.closed) throw new StoreError(`${this.database.name} is closed.`);
  }
}

function* insertion(stored: StoredAnalysis, replaces: number | null, over: readonly KeptRun[], entries: readonly AuditEntry[]): Steps<void> {
  yield* insertAnalysis(stored);
  yield* removeRuns(over);
  if (replaces !== null) yield* removeAnalyses([replaces]);
  yield* insertAudit(entries);
}

/** Separate, because a change is kept until it is saved and must not hold on to the findings that `insert` was given. */
function insertAgain(id: number, replaces: number | null, over: readonly KeptRun[], entries: readonly AuditEntry[]): (earlier: Take) => Steps<void> {
  return function* (earlier) {
    const stored = earlier(readAnalysis(id));
    if (stored) yield* insertAnalysis(stored);
    yield* removeRuns(over);
    if (replaces !== null) yield* removeAnalyses([replaces]);
    yield* insertAudit(entries);
  };
}

function unfinished({ uri, fileName, since }: KeptRun): StoredAnalysis {
  const reason = 'StackLens AI ended before this analysis did. Analyse the file again.';
  const analysis: Analysis = { ...nothingKnown(0, 0), id: randomId(), uri, fileName, startedAt: since, rulesVersion: '', modelVersion: null, status: 'failed', reason };
  return { analysis, identity: { size: 0, modified: null, hash: '' }, settingsHash: '', groups: [], blobs: [], anomalies: [], predictions: [] };
}

/** What the trail tells of a run. */
function run({ id, uri, status, severities, reason }: Analysis): AuditNote {
  return { action: status === 'failed' || status === 'cancelled' ? status : 'analysed', subject: uri, details: { analysis: id, ...(reason === null ? { severities } : { reason }) } };
}

function deletion(selection: Selection, uris: readonly string[], analyses: number): AuditNote {
  return { action: 'deleted', subject: uris.length === 1 ? (uris[0] ?? null) : null, details: { analyses, ...(selection === 'all' ? { all: true } : { files: new Set(uris).size }) } };
}
