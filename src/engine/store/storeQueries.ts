import type { Analysis, Group } from '../../core/analysis';
import { type Finding, type Severity, severities } from '../../core/finding';
import { type GroupChange, compareGroups } from '../../core/compareGroups';
import { gatherGroups } from '../../core/groups';
import type { Summary, SummaryQuery } from '../../shared/summary';
import type { CompareQuery, FindingsPage, FindingsQuery, GroupsQuery } from '../api';
import { correct, correctedSeverity, type Corrections } from '../../core/corrections';
import { analysisOf, countOf } from './analysisTables';
import { correctedAnalyses, correctionsByFingerprint } from './corrections';
import { Digests } from './digests';
import { type Asked, type Choice, type ChosenBlob, MergedFindings, isOlderBlob, openBlob } from './findingsReader';
import { type GroupName, unlisted } from './kinds';
import { unpackCounts } from './unpacking';
import { type Cluster, type Stretch, clusters, partsOfPage } from './paging';
import { rank, severityOfRank } from './ranks';
import { keptAnalyses } from './removals';
import { type Steps, blob, number, row, rows, rowsForAll, text } from './steps';
import type { Earlier, ReuseQuery, StoreCounts } from './store';
import { summary } from './summaries';

/**
 * A blob not yet read, or as much of it as has one severity by the user's corrections. Of its findings, `count` belong
 * to what is asked for.
 */
interface Packed extends Stretch {
  readonly id: number;
  /** By the user's corrections. */
  readonly severity: Severity;
  readonly choice: Choice;
}

/** Every analysis with its place among those of its file, the newest first. */
const placed = `SELECT *, ROW_NUMBER() OVER (PARTITION BY uri ORDER BY started_at DESC, id DESC) AS place FROM ${keptAnalyses}`;
const newestCompleted = `SELECT * FROM (${placed} WHERE status = 'completed') AS placed WHERE place = 1`;

/** Groups with numbers near to each other come in files near to each other. */
const namesAtOnce = 100;
/** Analyses of which names are kept. */
const mostNamed = 16;

/** What can be asked of a database. What was read last is kept: make another one where the database is another. */
export class StoreQueries {
  /** The last cluster opened: the next page mostly lies in the same one. */
  private lastCluster: { readonly key: string; readonly findings: MergedFindings } | undefined;
  /** Of the groups of the analyses last asked for, as far as they were needed. */
  private readonly names = new Map<number, Map<number, GroupName>>();
  private readonly digests = new Digests();

  *reusable({ identity, modelVersion, ...query }: ReuseQuery): Steps<Analysis | null> {
    const earlier = yield* this.earlier(query);
    if (earlier?.analysis.modelVersion !== modelVersion) return null;
    const { size, modified, hash } = earlier.identity;
    if (size !== identity.size || modified !== identity.modified || hash !== identity.hash) return null;
    return (yield* correctedAnalyses([earlier.analysis]))[0] ?? null;
  }

  /** Its counts are those of the run, without corrections. */
  *earlier({ uri, rulesVersion, settingsHash }: Omit<ReuseQuery, 'identity' | 'modelVersion'>): Steps<Earlier | null> {
    const newest = yield* row(`SELECT * FROM ${keptAnalyses} WHERE uri = ? AND status = 'completed' ORDER BY started_at DESC, id DESC LIMIT 1`, uri);
    if (newest?.['rules_version'] !== rulesVersion || newest['settings_hash'] !== settingsHash) return null;
    const { identity_size: size, identity_modified: modified, identity_hash: hash } = newest;
    return { analysis: analysisOf(newest), identity: { size: Number(size), modified: modified === null ? null : Number(modified), hash: String(hash) } };
  }

  *latestAnalyses(): Steps<Analysis[]> {
    return yield* correctedAnalyses((yield* rows(`SELECT * FROM (${placed}) AS placed WHERE place = 1 ORDER BY started_at DESC, id DESC`)).map(analysisOf));
  }

  /** The newest first. */
  *history(uri: string): Steps<Analysis[]> {
    return yield* correctedAnalyses((yield* rows(`SELECT * FROM ${keptAnalyses} WHERE uri = ? ORDER BY started_at DESC, id DESC`, uri)).map(analysisOf));
  }

  *compare({ older, newer, minSeverity, decisions }: CompareQuery): Steps<GroupChange[]> {
    const before = yield* this.groups({ analysisId: older, minSeverity, decisions });
    return compareGroups(before, yield* this.groups({ analysisId: newer, minSeverity, decisions }));
  }

  summary(query: SummaryQuery): Steps<Summary> {
    return summary(this.digests, query);
  }

  *counts(): Steps<StoreCounts> {
    const counted =
      (yield* row(
        `SELECT COUNT(DISTINCT uri) AS files, COUNT(*) AS analyses, (SELECT COUNT(*) FROM removals) AS removed,
           (SELECT COALESCE(SUM(count), 0) FROM occurrences WHERE analysis_id IN (SELECT id FROM ${keptAnalyses})) AS findings,
           (SELECT COUNT(*) FROM templates) AS templates, (SELECT COUNT(*) FROM audit) AS audit
         FROM ${keptAnalyses}`,
      )) ?? {};
    const of = (name: keyof StoreCounts): number => number(counted, name);
    return { files: of('files'), analyses: of('analyses'), removed: of('removed'), findings: of('findings'), templates: of('templates'), audit: of('audit') };
  }

  *templateOf(fingerprint: string): Steps<string | null> {
    const found = yield* row('SELECT template FROM templates WHERE fingerprint = ? ORDER BY id LIMIT 1', fingerprint);
    return found === null ? null : text(found, 'template');
  }

  /** How many findings the newest completed analyses have of these fingerprints. */
  *occurrencesOf(fingerprints: readonly string[]): Steps<number> {
    const counted = yield* rowsForAll(
      `SELECT SUM(groups.count) AS findings FROM (${newestCompleted}) AS newest JOIN groups ON groups.analysis_id = newest.id JOIN templates ON templates.id = template_id WHERE fingerprint = ? GROUP BY fingerprint`,
      fingerprints.map((fingerprint) => [fingerprint]),
    );
    return counted.reduce((sum, each) => sum + number(each, 'findings'), 0);
  }

  *groups({ analysisId, minSeverity, decisions }: GroupsQuery): Steps<Group[]> {
    const parts = yield* rows('SELECT * FROM groups JOIN templates ON templates.id = template_id WHERE analysis_id = ? AND analysis_id NOT IN (SELECT analysis_id FROM removals)', analysisId);
    const corrections = yield* correctionsByFingerprint();
    const counts = parts.map(countOf).map((each) => correct(corrections, each));
    return gatherGroups(counts.filter((each) => each !== null), decisions, minSeverity);
  }

  *findings(query: FindingsQuery): Steps<FindingsPage> {
    const { analysisId, order, offset, limit, fingerprints, lines } = query;
    const asked = fingerprints === undefined ? null : { fingerprints, numbers: yield* this.numbersOf(analysisId, fingerprints) };
    const corrections: Corrections = query.asFound === true ? new Map() : yield* correctionsByFingerprint();
    const blobs = (yield* this.blobs(query, asked, corrections)).filter((packed) => !lines || (packed.firstLine <= lines.to && packed.lastLine >= lines.from));
    const inOrder = order === 'line' ? clusters(blobs) : clustersWorstFirst(blobs);
    const ordered: PartlyAsked[] = [];
    for (const cluster of inOrder) {
      const part = yield* this.onLines(analysisId, cluster, lines);
      if (part.count > 0) ordered.push(part);
    }
    const findings: Finding[] = [];
    for (const { cluster, skip, take } of partsOfPage(ordered, offset, limit)) {
      const all = yield* this.openCluster(analysisId, cluster);
      const end = cluster.start + cluster.count;
      const slice = order === 'line' ? [cluster.start + skip, cluster.start + skip + take] : [end - skip - take, end - skip];
      const found = yield* this.named(analysisId, () => all.slice(slice[0] ?? 0, slice[1] ?? 0));
      findings.push(...(order === 'line' ? found : found.reverse()));
    }
    return { findings: findings.map((each) => correct(corrections, each) ?? each), total: ordered.reduce((sum, cluster) => sum + cluster.count, 0) };
  }

  /** What of a cluster begins on these lines; only one that they cut through has to be opened for that. */
  private *onLines(analysisId: number, cluster: Cluster<Packed>, lines: FindingsQuery['lines']): Steps<PartlyAsked> {
    if (!lines || cluster.stretches.every(({ firstLine, lastLine }) => firstLine >= lines.from && lastLine <= lines.to)) return { ...cluster, start: 0 };
    const all = yield* this.openCluster(analysisId, cluster);
    const start = all.firstAt(lines.from);
    return { ...cluster, start, count: all.firstAt(lines.to + 1) - start };
  }

  /** The blobs that have something of what is asked for, parted by the severities that the user's corrections give. */
  private *blobs({ analysisId, minSeverity }: FindingsQuery, asked: Asked | null, corrections: Corrections): Steps<Packed[]> {
    const found = yield* rows(
      `SELECT id, severity, count, first_line, last_line${asked === null && corrections.size === 0 ? '' : ', group_counts'}
       FROM occurrences WHERE analysis_id = ? AND severity <= ? AND analysis_id NOT IN (SELECT analysis_id FROM removals) ORDER BY id`,
      analysisId,
      rank(corrections.size === 0 ? minSeverity : 'low'),
    );
    const correctedOnes = yield* this.partsBySeverity(analysisId, corrections);
    const blobs: Packed[] = [];
    for (const each of found) {
      const own = severityOfRank(number(each, 'severity'));
      const about = { id: number(each, 'id'), firstLine: number(each, 'first_line'), lastLine: number(each, 'last_line') };
      for (const { severity, choice } of choicesOf(own, correctedOnes)) {
        if (rank(severity) > rank(minSeverity)) continue;
        const packed = { ...about, severity, count: number(each, 'count'), choice: asked === null ? choice : { ...choice, yes: [...choice.yes, asked] } };
        const isAll = packed.choice.yes.length === 0 && packed.choice.no.length === 0;
        const count = isAll ? packed.count : yield* this.countIn(analysisId, packed, unpackCounts(blob(each, 'group_counts')));
        if (count > 0) blobs.push({ ...packed, count });
      }
    }
    return blobs;
  }

  /** The fingerprints that the user gave a severity, by it; those that are ignored under null. */
  private *partsBySeverity(analysisId: number, corrections: Corrections): Steps<ReadonlyMap<Severity | null, Asked>> {
    const parts = new Map<Severity | null, Asked>();
    for (const target of [...severities, null]) {
      const fingerprints = [...corrections].filter(([fingerprint, { ignored, severity }]) => (ignored || severity !== null) && correctedSeverity(corrections, fingerprint, 'low') === target).map(([fingerprint]) => fingerprint);
      if (fingerprints.length > 0) parts.set(target, { fingerprints, numbers: yield* this.numbersOf(analysisId, fingerprints) });
    }
    return parts;
  }

  private *countIn(analysisId: number, packed: Packed, counts: ReadonlyMap<number, number>): Steps<number> {
    const { yes, no } = packed.choice;
    // Findings in no group are told apart by their fingerprints only, which are in the blob.
    const mayBeUnlisted = [...yes, ...no].some(({ numbers, fingerprints }) => numbers.size < fingerprints.length);
    if (counts.has(unlisted) && mayBeUnlisted) return new MergedFindings([yield* this.openBlob(analysisId, packed)]).count;
    const isChosen = (group: number): boolean => yes.every(({ numbers }) => numbers.has(group)) && !no.some(({ numbers }) => numbers.has(group));
    return Array.from(counts).reduce((sum, [group, count]) => sum + (isChosen(group) ? count : 0), 0);
  }

  private *numbersOf(analysisId: number, fingerprints: readonly string[]): Steps<ReadonlySet<number>> {
    const found = yield* rowsForAll(
      'SELECT number FROM groups WHERE template_id IN (SELECT id FROM templates WHERE fingerprint = ?) AND analysis_id = ?',
      fingerprints.map((fingerprint) => [fingerprint, analysisId]),
    );
    return new Set(found.map((each) => number(each, 'number')));
  }

  /** What is asked for of a cluster's blobs, in the order of the file. */
  private *openCluster(analysisId: number, { stretches }: Cluster<Packed>): Steps<MergedFindings> {
    const key = JSON.stringify([analysisId, stretches.map(({ id, severity, choice }) => [id, severity, choice.yes.map(fingerprintsOf), choice.no.map(fingerprintsOf)])]);
    if (this.lastCluster?.key === key) return this.lastCluster.findings;
    const blobs: ChosenBlob[] = [];
    for (const packed of stretches) blobs.push(yield* this.openBlob(analysisId, packed));
    const findings = new MergedFindings(blobs);
    this.lastCluster = { key, findings };
    return findings;
  }

  private *openBlob(analysisId: number, { id, severity, choice }: Packed): Steps<ChosenBlob> {
    const found = (yield* row('SELECT count, packed FROM occurrences WHERE id = ?', id)) ?? {};
    const packed = blob(found, 'packed');
    if (isOlderBlob(packed)) yield* this.readNames(analysisId, 0, Number.MAX_SAFE_INTEGER);
    const nameOf = (group: number): GroupName => {
      const name = this.namesOf(analysisId).get(group);
      if (name === undefined) throw new UnknownName(group);
      return name;
    };
    return { blob: openBlob(packed, number(found, 'count'), severity, nameOf), choice };
  }

  /** Makes findings; the names of groups that it comes upon are read on the way. */
  private *named(analysisId: number, make: () => Finding[]): Steps<Finding[]> {
    const names = this.namesOf(analysisId);
    for (;;) {
      try {
        return make();
      } catch (error) {
        if (!(error instanceof UnknownName)) throw error;
        yield* this.readNames(analysisId, error.group, error.group + namesAtOnce);
        if (!names.has(error.group)) throw new RangeError('A group is missing', { cause: error });
      }
    }
  }

  /** Of the groups with these numbers. */
  private *readNames(analysisId: number, from: number, to: number): Steps<void> {
    const names = this.namesOf(analysisId);
    const found = yield* rows('SELECT number, fingerprint, template FROM groups JOIN templates ON templates.id = template_id WHERE analysis_id = ? AND number BETWEEN ? AND ?', analysisId, from, to);
    for (const each of found) names.set(number(each, 'number'), { fingerprint: text(each, 'fingerprint'), template: text(each, 'template') });
  }

  private namesOf(analysisId: number): Map<number, GroupName> {
    const names = this.names.get(analysisId) ?? new Map<number, GroupName>();
    this.names.delete(analysisId);
    this.names.set(analysisId, names);
    for (const oldest of this.names.keys()) if (this.names.size > mostNamed) this.names.delete(oldest);
    return names;
  }
}

/** A group's name is needed that was not read yet. */
class UnknownName extends Error {
  constructor(readonly group: number) {
    super(`The group ${group} has not been read.`);
  }
}

/** A cluster of which `count` findings from `start` on are asked for. */
interface PartlyAsked extends Cluster<Packed> {
  readonly start: number;
}

function clustersWorstFirst(blobs: readonly Packed[]): Cluster<Packed>[] {
  return severities.flatMap((severity) => clusters(blobs.filter((packed) => packed.severity === severity)).reverse());
}

/** What a blob of this severity is parted into: what keeps it, and what the user gave each of the severities. */
function choicesOf(own: Severity, corrected: ReadonlyMap<Severity | null, Asked>): { readonly severity: Severity; readonly choice: Choice }[] {
  const kept = { severity: own, choice: { yes: [], no: [...corrected.values()] } };
  const given = severities.flatMap((severity) => {
    const asked = corrected.get(severity);
    return asked ? [{ severity, choice: { yes: [asked], no: [] } }] : [];
  });
  return [kept, ...given];
}

function fingerprintsOf({ fingerprints }: Asked): readonly string[] {
  return fingerprints;
}
