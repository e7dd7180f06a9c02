import type { Analysis, Group } from '../../core/analysis';
import { type Severity, severities } from '../../core/finding';
import { type GroupChange, compareGroups } from '../../core/compareGroups';
import { gatherGroups, type GroupDecision } from '../../core/groups';
import type { Overview, TopGroup } from '../../shared/dashboardProtocol';
import type { CompareQuery, FindingsPage, FindingsQuery, GroupsQuery } from '../api';
import { analysisOf, countOf, rank, severityOfRank } from './analysisTables';
import { type Asked, MergedFindings, openBlob } from './findingsReader';
import { type GroupName, unlisted } from './kinds';
import { type NameOf, type OpenBlob, unpackCounts } from './unpacking';
import { type Cluster, type Stretch, clusters, partsOfPage } from './paging';
import { type Connection, blob, number, text } from './sqlJs';
import type { ReuseQuery, StoreCounts } from './store';

/** A blob not yet read. Of its findings, `count` belong to what is asked for. */
interface Packed extends Stretch {
  readonly id: number;
  readonly severity: Severity;
}

/** Every analysis with its place among those of its file, the newest first. */
const placed = 'SELECT *, ROW_NUMBER() OVER (PARTITION BY uri ORDER BY started_at DESC, id DESC) AS place FROM kept_analyses';
const newestCompleted = `SELECT * FROM (${placed} WHERE status = 'completed') WHERE place = 1`;

const overviewAnalyses = 50;
const overviewGroups = 20;

/** What can be asked of a database. */
export class StoreQueries {
  /** The last cluster opened: the next page mostly lies in the same one. */
  private lastCluster: { readonly key: string; readonly findings: MergedFindings } | undefined;
  /** Of the analysis last asked for. */
  private lastNames: { readonly analysisId: number; readonly nameOf: NameOf } | undefined;

  constructor(readonly connection: Connection) {}

  reusable({ uri, identity, rulesVersion, settingsHash }: ReuseQuery): Analysis | null {
    const row = this.connection.row(
      `SELECT * FROM (SELECT * FROM kept_analyses WHERE uri = ? AND status = 'completed' ORDER BY started_at DESC, id DESC LIMIT 1)
       WHERE identity_size = ? AND identity_modified IS ? AND identity_hash = ? AND rules_version = ? AND settings_hash = ?`,
      uri,
      identity.size,
      identity.modified,
      identity.hash,
      rulesVersion,
      settingsHash,
    );
    return row && analysisOf(row);
  }

  latestAnalyses(): Analysis[] {
    return this.connection.rows(`SELECT * FROM (${placed}) WHERE place = 1 ORDER BY started_at DESC, id DESC`).map(analysisOf);
  }

  /** The newest first. */
  history(uri: string): Analysis[] {
    return this.connection.rows('SELECT * FROM kept_analyses WHERE uri = ? ORDER BY started_at DESC, id DESC', uri).map(analysisOf);
  }

  compare({ older, newer, minSeverity, decisions }: CompareQuery): GroupChange[] {
    const [before, after] = [older, newer].map((analysisId) => this.groups({ analysisId, minSeverity, decisions }));
    return compareGroups(before ?? [], after ?? []);
  }

  counts(): StoreCounts {
    const row =
      this.connection.row(
        `SELECT COUNT(DISTINCT uri) AS files, COUNT(*) AS analyses, (SELECT COUNT(*) FROM removals) AS removed,
           (SELECT COALESCE(SUM(count), 0) FROM occurrences WHERE analysis_id IN (SELECT id FROM kept_analyses)) AS findings,
           (SELECT COUNT(*) FROM templates) AS templates, (SELECT COUNT(*) FROM audit) AS audit
         FROM kept_analyses`,
      ) ?? {};
    const of = (name: keyof StoreCounts): number => number(row, name);
    return { files: of('files'), analyses: of('analyses'), removed: of('removed'), findings: of('findings'), templates: of('templates'), audit: of('audit') };
  }

  groups({ analysisId, minSeverity, decisions }: GroupsQuery): Group[] {
    const rows = this.connection.rows('SELECT * FROM groups JOIN templates ON templates.id = template_id WHERE analysis_id = ? AND analysis_id NOT IN (SELECT analysis_id FROM removals)', analysisId);
    return gatherGroups(rows.map(countOf), decisions, minSeverity);
  }

  findings(query: FindingsQuery): FindingsPage {
    const { analysisId, order, offset, limit, fingerprints, lines } = query;
    const asked = fingerprints === undefined ? null : { fingerprints, numbers: this.numbersOf(analysisId, fingerprints) };
    const blobs = this.blobs(query, asked).filter((packed) => !lines || (packed.firstLine <= lines.to && packed.lastLine >= lines.from));
    const inOrder = order === 'line' ? clusters(blobs) : clustersWorstFirst(blobs);
    const ordered = inOrder.map((cluster) => this.onLines(analysisId, cluster, asked, lines)).filter(({ count }) => count > 0);
    const findings = partsOfPage(ordered, offset, limit).flatMap(({ cluster, skip, take }) => {
      const all = this.openCluster(analysisId, cluster, asked);
      const end = cluster.start + cluster.count;
      return order === 'line' ? all.slice(cluster.start + skip, cluster.start + skip + take) : all.slice(end - skip - take, end - skip).reverse();
    });
    return { findings, total: ordered.reduce((sum, cluster) => sum + cluster.count, 0) };
  }

  /** What of a cluster begins on these lines; only one that they cut through has to be opened for that. */
  private onLines(analysisId: number, cluster: Cluster<Packed>, asked: Asked | null, lines: FindingsQuery['lines']): PartlyAsked {
    if (!lines || cluster.stretches.every(({ firstLine, lastLine }) => firstLine >= lines.from && lastLine <= lines.to)) return { ...cluster, start: 0 };
    const all = this.openCluster(analysisId, cluster, asked);
    const start = all.firstAt(lines.from);
    return { ...cluster, start, count: all.firstAt(lines.to + 1) - start };
  }

  overview(decisions: readonly GroupDecision[]): Overview {
    const counts = this.connection.row(
      `SELECT COUNT(DISTINCT uri) AS files, COUNT(CASE status WHEN 'completed' THEN 1 END) AS completed FROM kept_analyses`,
    );
    const sums = this.connection.row(
      `SELECT COALESCE(SUM(critical + high + medium), 0) AS problems, COALESCE(SUM(critical), 0) AS critical FROM (${newestCompleted})`,
    );
    const analyses = this.connection.rows(`SELECT * FROM kept_analyses ORDER BY started_at DESC, id DESC LIMIT ${overviewAnalyses}`);
    return {
      files: number(counts ?? {}, 'files'),
      completed: number(counts ?? {}, 'completed'),
      problems: number(sums ?? {}, 'problems'),
      critical: number(sums ?? {}, 'critical'),
      analyses: analyses.map(analysisOf),
      topGroups: this.topGroups(decisions),
    };
  }

  private topGroups(decisions: readonly GroupDecision[]): TopGroup[] {
    const top = this.connection.rows(
      `SELECT newest.id AS analysis_id, uri, file_name, fingerprint
       FROM (${newestCompleted}) AS newest JOIN groups ON groups.analysis_id = newest.id JOIN templates ON templates.id = template_id
       GROUP BY newest.id, number ORDER BY MIN(severity), SUM(count) DESC, MIN(uri), MIN(first_line) LIMIT ${overviewGroups}`,
    );
    const groups = new Map<number, readonly Group[]>();
    const shown = new Map<Group, TopGroup>();
    for (const row of top) {
      const analysisId = number(row, 'analysis_id');
      const ofAnalysis = groups.get(analysisId) ?? this.groups({ analysisId, minSeverity: 'low', decisions });
      groups.set(analysisId, ofAnalysis);
      const group = ofAnalysis.find(({ members }) => members.some(({ fingerprint }) => fingerprint === text(row, 'fingerprint')));
      if (group) shown.set(group, { ...group, uri: text(row, 'uri'), fileName: text(row, 'file_name') });
    }
    return [...shown.values()];
  }

  /** The blobs that have something of what is asked for. */
  private blobs({ analysisId, minSeverity }: FindingsQuery, asked: Asked | null): Packed[] {
    const blobs = this.connection
      .rows(
        `SELECT id, severity, count, first_line, last_line, CASE WHEN ? THEN group_counts END AS group_counts
         FROM occurrences WHERE analysis_id = ? AND severity <= ? AND analysis_id NOT IN (SELECT analysis_id FROM removals) ORDER BY id`,
        asked === null ? 0 : 1,
        analysisId,
        rank(minSeverity),
      )
      .map((row) => {
        const packed = {
          id: number(row, 'id'),
          severity: severityOfRank(number(row, 'severity')),
          count: number(row, 'count'),
          firstLine: number(row, 'first_line'),
          lastLine: number(row, 'last_line'),
        };
        return asked === null ? packed : { ...packed, count: this.countIn(analysisId, packed, unpackCounts(blob(row, 'group_counts')), asked) };
      });
    return blobs.filter(({ count }) => count > 0);
  }

  private countIn(analysisId: number, packed: Packed, counts: ReadonlyMap<number, number>, asked: Asked): number {
    // Findings in no group are told apart by their fingerprints only, which are in the blob.
    if (counts.has(unlisted) && asked.numbers.size < asked.fingerprints.length) return new MergedFindings([this.openBlob(analysisId, packed)], asked).count;
    return Array.from(asked.numbers, (each) => counts.get(each) ?? 0).reduce((sum, count) => sum + count, 0);
  }

  private numbersOf(analysisId: number, fingerprints: readonly string[]): ReadonlySet<number> {
    const rows = fingerprints.flatMap((fingerprint) =>
      this.connection.rows('SELECT number FROM groups WHERE template_id IN (SELECT id FROM templates WHERE fingerprint = ?) AND analysis_id = ?', fingerprint, analysisId),
    );
    return new Set(rows.map((row) => number(row, 'number')));
  }

  /** What is asked for of a cluster's blobs, in the order of the file. */
  private openCluster(analysisId: number, { stretches }: Cluster<Packed>, asked: Asked | null): MergedFindings {
    const key = JSON.stringify([analysisId, asked?.fingerprints, stretches.map(({ id }) => id)]);
    if (this.lastCluster?.key === key) return this.lastCluster.findings;
    const findings = new MergedFindings(stretches.map((packed) => this.openBlob(analysisId, packed)), asked);
    this.lastCluster = { key, findings };
    return findings;
  }

  private openBlob(analysisId: number, { id, severity }: Packed): OpenBlob {
    const row = this.connection.row('SELECT count, packed FROM occurrences WHERE id = ?', id) ?? {};
    return openBlob(blob(row, 'packed'), number(row, 'count'), severity, this.namesOf(analysisId));
  }

  /** Names groups as they are asked for, each once. */
  private namesOf(analysisId: number): NameOf {
    if (this.lastNames?.analysisId === analysisId) return this.lastNames.nameOf;
    const names = new Map<number, GroupName>();
    const nameOf = (group: number): GroupName => {
      const known = names.get(group);
      if (known) return known;
      const row = this.connection.row('SELECT fingerprint, template FROM groups JOIN templates ON templates.id = template_id WHERE analysis_id = ? AND number = ? LIMIT 1', analysisId, group);
      const name = { fingerprint: text(row ?? {}, 'fingerprint'), template: text(row ?? {}, 'template') };
      names.set(group, name);
      return name;
    };
    this.lastNames = { analysisId, nameOf };
    return nameOf;
  }
}

/** A cluster of which `count` findings from `start` on are asked for. */
interface PartlyAsked extends Cluster<Packed> {
  readonly start: number;
}

function clustersWorstFirst(blobs: readonly Packed[]): Cluster<Packed>[] {
  return severities.flatMap((severity) => clusters(blobs.filter((packed) => packed.severity === severity)).reverse());
}
