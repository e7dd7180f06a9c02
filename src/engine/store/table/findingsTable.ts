import { setImmediate as nextTurn } from 'node:timers/promises';
import picomatch from 'picomatch';
import { correct, type Corrections } from '../../../core/corrections';
import { type Category, categories, type Finding, type Severity, severities } from '../../../core/finding';
import { findingSources, type FindingFilter, type FindingSource, type GroupColumn, type SortKey, type TableColumn, type TableGroup, type TableGroupsPage, type TableGroupsQuery, type TablePage, type TableQuery, type TableRow } from '../../../shared/findingsTable';
import { at } from '../columns';
import { type ChosenBlob, MergedFindings } from '../findingsReader';
import { type GroupName, sum } from '../kinds';
import { clusters, partsOfPage } from '../paging';
import type { Steps } from '../steps';
import type { OpenBlob } from '../unpacking';
import { FindingColumns, FingerprintNumbers, blobWith, blobsOf, namesOf, openStored, sourceOf } from './findingColumns';
import { type Gathered, gathered } from './gathering';
import { type Ground, type NewestAnalysis, countsBySeverity, groundOf, stretchesOf, templatesOf } from './ground';
import { Matches, RowFilter } from './matches';
import { type MessageMatch, messageMatch } from './messageMatch';
import { type Order, sorted } from './sorting';

/** Takes steps on the database. */
export type TakeSteps = <T>(steps: () => Steps<T>) => Promise<T>;

/** Findings of so many rows are kept as columns, some 30 bytes each. */
const mostRows = 4_000_000;
/** Findings of an analysis that are unpacked before anyone asks for them: more would keep others waiting. */
const mostAhead = 20_000;
/** Messages that are held against a text at once. */
const messagesAtOnce = 10_000;
/** Milliseconds of work after which others get their turn. */
const patience = 20;

/**
 * The findings of all newest analyses as one table. What was stored of an analysis never changes: its findings are
 * unpacked once, as columns of numbers, and words are only looked at where a filter asks for them or a page shows them.
 */
export class FindingsTable {
  private readonly columns = new Map<number, FindingColumns>();
  private kept = 0;
  private readonly numbers = new FingerprintNumbers();
  private last: { readonly key: string; readonly ground: Ground; readonly matches: Matches; sorted: { readonly key: string; readonly order: Uint32Array } | null } | undefined;

  private ahead: Promise<void> | undefined;

  /** `isNear`: whether findings may be read before anyone asks for them. */
  constructor(
    private readonly take: TakeSteps,
    private readonly isNear: boolean,
  ) {}

  /** Throws a `StoreError` where the filter's expression cannot be used, or the signal's reason. */
  async page({ filter, sort, offset, limit }: TableQuery, signal: AbortSignal): Promise<TablePage> {
    const ground = await this.take(() => groundOf(filter));
    const quick = await this.quickPage({ filter, sort, offset, limit }, ground, signal);
    if (quick) return quick;
    const found = await this.matching(filter, ground, signal);
    const keys = sort.length === 0 ? worstFirst : sort;
    const key = JSON.stringify(keys);
    if (found.sorted?.key !== key) found.sorted = { key, order: sorted(found.matches.count, await this.orders(found.matches, found.ground, keys)) };
    const { matches } = found;
    const shown = [...found.sorted.order.subarray(offset, offset + limit)];
    const places = shown.map((index) => ({ analysis: at(found.ground.analyses, matches.analyses[index] ?? 0), row: matches.rows[index] ?? 0, source: matches.sources[index] ?? 0 }));
    return { rows: await this.rowsAt(places, found.ground.corrections, signal), total: matches.count };
  }

  async groups({ filter, sort, offset, limit }: TableGroupsQuery, signal: AbortSignal): Promise<TableGroupsPage> {
    const { matches } = await this.matching(filter, await this.take(() => groundOf(filter)), signal);
    const groups = gathered(matches);
    const templates = sort.some(({ column }) => column === 'message') ? await this.take(() => templatesOf(null)) : null;
    const wanted = [...sort, { column: 'severity', descending: false } as const, { column: 'count', descending: true } as const];
    const order = sorted(groups.length, wanted.map((key) => ({ values: this.groupValues(groups, key, templates), descending: key.descending })));
    const shown = Array.from(order.subarray(offset, offset + limit), (index) => at(groups, index));
    const names = templates ?? (await this.take(() => templatesOf(shown.map((group) => this.fingerprint(group.fingerprint)))));
    const described = shown.map((group): TableGroup => {
      const fingerprint = this.fingerprint(group.fingerprint);
      const { count, files, firstTimestamp, lastTimestamp } = group;
      return { fingerprint, template: names.get(fingerprint) ?? '', severity: severityAt(group.severity), category: categoryAt(group.category), count, files, firstTimestamp, lastTimestamp };
    });
    return { groups: described, total: groups.length, findings: matches.count };
  }

  /** Where neither filter nor order asks for more than severities, counts tell where a page is: only its findings are unpacked. */
  private async quickPage({ filter, sort, offset, limit }: TableQuery, { analyses, corrections }: Ground, signal: AbortSignal): Promise<TablePage | null> {
    const { severities: wanted = severities, ...others } = filter;
    const isUsual = sort.length === 0 || JSON.stringify(sort) === JSON.stringify(worstFirst);
    if (!isUsual || corrections.size > 0 || Object.keys(others).length > 0) return null;
    const counts = await this.take(() => countsBySeverity());
    const shown: TableRow[] = [];
    let total = 0;
    for (const [rank, severity] of severities.entries()) {
      if (!wanted.includes(severity)) continue;
      for (const analysis of analyses) {
        const count = counts.get(analysis.id)?.[rank] ?? 0;
        const [from, to] = [Math.max(0, offset - total), Math.min(count, offset + limit - total)];
        total += count;
        if (from >= to) continue;
        for (const finding of await this.stretch(analysis.id, rank, from, to - from)) shown.push(tableRow(analysis, finding, sourceOf(finding.evidence.rule)));
        signal.throwIfAborted();
      }
    }
    if (this.isNear) this.ahead ??= this.unpackAhead(analyses.filter(({ id }) => !this.columns.has(id) && sum(counts.get(id) ?? []) <= mostAhead));
    return { rows: shown, total };
  }

  /** Who sees the first page sorts or filters it next. Never rejects: what goes wrong is told to whoever asks for it. */
  private async unpackAhead(analyses: readonly NewestAnalysis[]): Promise<void> {
    try {
      for (const { id } of analyses) {
        if (this.kept >= mostRows) break;
        // Questions that have come meanwhile are answered first.
        await nextTurn();
        await this.columnsOf(id);
      }
    } catch {
      // The store was closed, or the same will be said again.
    } finally {
      this.ahead = undefined;
    }
  }

  /** Findings of one severity, as they stand in the file. */
  private async stretch(analysisId: number, rank: number, offset: number, limit: number): Promise<Finding[]> {
    const [stretches, names] = await this.take(function* () {
      return [yield* stretchesOf(analysisId, rank), yield* namesOf(analysisId)] as const;
    });
    const findings: Finding[] = [];
    for (const { cluster, skip, take } of partsOfPage(clusters(stretches), offset, limit)) {
      const blobs: ChosenBlob[] = [];
      for (const { id } of cluster.stretches) {
        const blob = await this.openBlob(id, names);
        if (blob) blobs.push({ blob, choice: { yes: [], no: [] } });
      }
      findings.push(...new MergedFindings(blobs).slice(skip, skip + take));
    }
    return findings;
  }

  private async matching(filter: FindingFilter, ground: Ground, signal: AbortSignal): Promise<NonNullable<FindingsTable['last']>> {
    const key = JSON.stringify([filter, ground.analyses.map(({ id }) => id), [...ground.corrections]]);
    if (this.last?.key === key) return this.last;
    const isOfFile = fileMatch(filter.file);
    const matchesText = filter.text === undefined || filter.text.text === '' ? null : messageMatch(filter.text);
    const rowFilter = new RowFilter(filter, ground.corrections, ground.recent, this.numbers.fingerprints);
    const matches = new Matches();
    let turn = performance.now();
    for (const [index, analysis] of ground.analyses.entries()) {
      if (!isOfFile(analysis)) continue;
      const columns = await this.columnsOf(analysis.id);
      const chosen = matchesText ? await this.withText(analysis, columns, rowFilter, matchesText) : null;
      for (let row = 0; row < columns.count; row++) {
        if (chosen !== null && chosen[row] !== 1) continue;
        const judged = rowFilter.judge(columns, row);
        if (judged) matches.add(index, row, columns, judged);
      }
      if (performance.now() - turn > patience) {
        // A cancellation comes as a message, for which there is no turn where nothing has to be waited for.
        await nextTurn();
        turn = performance.now();
      }
      signal.throwIfAborted();
    }
    return (this.last = { key, ground, matches, sorted: null });
  }

  /** 1 for each row whose message matches, of those that the rest of the filter lets through. */
  private async withText({ id }: NewestAnalysis, columns: FindingColumns, rowFilter: RowFilter, matchesText: MessageMatch): Promise<Uint8Array> {
    const chosen = new Uint8Array(columns.count);
    const byBlob = new Map<number, number[]>();
    for (let row = 0; row < columns.count; row++) {
      if (!rowFilter.judge(columns, row)) continue;
      const blob = columns.blobs[row] ?? 0;
      const known = byBlob.get(blob);
      if (known) known.push(row);
      else byBlob.set(blob, [row]);
    }
    if (byBlob.size === 0) return chosen;
    const names = await this.take(() => namesOf(id));
    let waiting: { readonly row: number; readonly message: string }[] = [];
    const decide = (): void => {
      const found = matchesText(waiting.map(({ message }) => message));
      waiting.forEach(({ row }, index) => (chosen[row] = Number(found[index] ?? false)));
      waiting = [];
    };
    for (const [blob, wanted] of byBlob) {
      const open = await this.openBlob(columns.blobIds[blob] ?? 0, names);
      for (const row of wanted) waiting.push({ row, message: open?.messageOf(columns.rows[row] ?? 0) ?? '' });
      if (waiting.length < messagesAtOnce) continue;
      decide();
      await nextTurn();
    }
    decide();
    return chosen;
  }

  private async rowsAt(places: readonly Place[], corrections: Corrections, signal: AbortSignal): Promise<TableRow[]> {
    const names = new Map<number, ReadonlyMap<number, GroupName>>();
    const blobs = new Map<number, OpenBlob | null>();
    const shown: TableRow[] = [];
    for (const { analysis, row, source } of places) {
      signal.throwIfAborted();
      const columns = await this.columnsOf(analysis.id);
      const ofAnalysis = names.get(analysis.id) ?? (await this.take(() => namesOf(analysis.id)));
      names.set(analysis.id, ofAnalysis);
      const id = columns.blobIds[columns.blobs[row] ?? 0] ?? 0;
      const open = blobs.has(id) ? blobs.get(id) : await this.openBlob(id, ofAnalysis);
      blobs.set(id, open ?? null);
      // An analysis that was deleted meanwhile has none.
      const finding = open?.finding(columns.rows[row] ?? 0);
      if (finding) shown.push(tableRow(analysis, correct(corrections, finding) ?? finding, at(findingSources, source)));
    }
    return shown;
  }

  private async openBlob(id: number, names: ReadonlyMap<number, GroupName>): Promise<OpenBlob | null> {
    const stored = await this.take(() => blobWith(id));
    return stored && openStored(stored, names);
  }

  private async columnsOf(id: number): Promise<FindingColumns> {
    const known = this.columns.get(id);
    if (known) {
      this.columns.delete(id);
      this.columns.set(id, known);
      return known;
    }
    const [blobs, names] = await this.take(function* () {
      return [yield* blobsOf(id), yield* namesOf(id)] as const;
    });
    const meanwhile = this.columns.get(id);
    if (meanwhile) return meanwhile;
    const columns = new FindingColumns(blobs, names, this.numbers);
    this.columns.set(id, columns);
    this.kept += columns.count;
    for (const [oldest, { count }] of this.columns) {
      if (this.kept <= mostRows || oldest === id) break;
      this.columns.delete(oldest);
      this.kept -= count;
    }
    return columns;
  }

  private async orders(matches: Matches, { analyses }: Ground, keys: readonly SortKey<TableColumn>[]): Promise<Order[]> {
    const templates = keys.some(({ column }) => column === 'message') ? await this.take(() => templatesOf(null)) : null;
    return keys.map(({ column, descending }) => ({ values: this.values(matches, column, analyses, templates), descending }));
  }

  private values(matches: Matches, column: TableColumn, analyses: readonly NewestAnalysis[], templates: ReadonlyMap<string, string> | null): ArrayLike<number> {
    const { count } = matches;
    switch (column) {
      case 'severity':
        return matches.severities.subarray(0, count);
      case 'category':
        return through(matches.categories.subarray(0, count), ranks(categories));
      case 'source':
        return matches.sources.subarray(0, count);
      case 'line':
        return matches.lines.subarray(0, count);
      case 'time':
        return matches.times.subarray(0, count);
      case 'confidence':
        return matches.confidences.subarray(0, count);
      case 'file':
        return through(matches.analyses.subarray(0, count), ranks(analyses.map(({ fileName }) => fileName)));
      case 'message':
        return through(matches.fingerprints.subarray(0, count), ranks(this.numbers.fingerprints.map((each) => templates?.get(each) ?? '')));
      case 'fingerprint':
        return through(matches.fingerprints.subarray(0, count), ranks(this.numbers.fingerprints));
    }
  }

  private groupValues(groups: readonly Gathered[], { column }: SortKey<GroupColumn>, templates: ReadonlyMap<string, string> | null): ArrayLike<number> {
    const words = (of: (group: Gathered) => string): number[] => ranks(groups.map(of));
    switch (column) {
      case 'severity':
        return groups.map(({ severity }) => severity);
      case 'category':
        return words(({ category }) => categoryAt(category));
      case 'count':
        return groups.map(({ count }) => count);
      case 'files':
        return groups.map(({ files }) => files);
      case 'first':
        return groups.map(({ firstTimestamp }) => firstTimestamp ?? Number.NaN);
      case 'last':
        return groups.map(({ lastTimestamp }) => lastTimestamp ?? Number.NaN);
      case 'message':
        return words(({ fingerprint }) => templates?.get(this.fingerprint(fingerprint)) ?? '');
      case 'fingerprint':
        return words(({ fingerprint }) => this.fingerprint(fingerprint));
    }
  }

  private fingerprint(index: number): string {
    return at(this.numbers.fingerprints, index);
  }
}

function tableRow({ id, uri, fileName }: NewestAnalysis, finding: Finding, source: FindingSource): TableRow {
  return { analysisId: id, uri, fileName, source, finding };
}

const worstFirst: readonly SortKey<TableColumn>[] = [{ column: 'severity', descending: false }];

/** A finding that a page shows; `source` is an index. */
interface Place {
  readonly analysis: NewestAnalysis;
  readonly row: number;
  readonly source: number;
}

/** The place of each text among them all, in order; equal texts have one. */
function ranks(texts: readonly string[]): number[] {
  const places = new Map([...new Set(texts)].sort().map((each, index) => [each, index]));
  return texts.map((each) => places.get(each) ?? 0);
}

function through(indexes: ArrayLike<number>, values: readonly number[]): Uint32Array {
  return Uint32Array.from(indexes, (index) => values[index] ?? 0);
}

function severityAt(index: number): Severity {
  return at(severities, index);
}

function categoryAt(index: number): Category {
  return at(categories, index);
}

function fileMatch(glob: string | undefined): (analysis: NewestAnalysis) => boolean {
  if (glob === undefined || glob === '') return () => true;
  const isMatch = picomatch(glob.includes('/') ? `**/${glob.replace(/^\/+/, '')}` : glob, { dot: true, nocase: true, basename: !glob.includes('/') });
  return ({ uri }) => isMatch(pathOf(uri));
}

/** What a URI says of the path, readable where it can be. */
function pathOf(uri: string): string {
  const path = uri.replace(/^[a-z][\w+.-]*:\/\/[^/]*/i, '');
  try {
    return decodeURIComponent(path);
  } catch {
    // It is some other program's URI: its path is matched as it stands.
    return path;
  }
}
