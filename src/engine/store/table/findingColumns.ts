import { categories, type Severity, severities } from '../../../core/finding';
import { type FindingSource, findingSources } from '../../../shared/findingsTable';
import { severityOfRank } from '../ranks';
import { at } from '../columns';
import { MergedFindings, openBlob } from '../findingsReader';
import type { GroupName } from '../kinds';
import { type Row, type Steps, blob, number, rows, text } from '../steps';
import type { Nature, OpenBlob } from '../unpacking';

/** Numbers for fingerprints, the same in all analyses. */
export class FingerprintNumbers {
  private readonly numbers = new Map<string, number>();
  readonly fingerprints: string[] = [];

  of(fingerprint: string): number {
    const known = this.numbers.get(fingerprint);
    if (known !== undefined) return known;
    this.numbers.set(fingerprint, this.fingerprints.length);
    return this.fingerprints.push(fingerprint) - 1;
  }
}

/** Stands for the time of what states none. */
const untimed = Number.NaN;

/** What a table needs of an analysis's findings to choose among them and sort them, without their words; in the order of the file. */
export class FindingColumns {
  /** Ids of the blobs; `blobs` has indexes of these. */
  readonly blobIds: readonly number[];
  readonly blobs: Uint16Array;
  readonly rows: Uint32Array;
  readonly lines: Float64Array;
  /** Milliseconds since the epoch, or `untimed`. */
  readonly times: Float64Array;
  readonly fingerprints: Uint32Array;
  /** By rank, as stored: the user's corrections are not in these. */
  readonly severities: Uint8Array;
  /** Indexes of `categories` and `findingSources`. */
  readonly categories: Uint8Array;
  readonly sources: Uint8Array;
  readonly confidences: Float32Array;

  constructor(stored: readonly StoredBlob[], names: ReadonlyMap<number, GroupName>, numbers: FingerprintNumbers) {
    // Those of one severity follow each other in the file, so they need not be merged.
    const blobs = stored.toSorted((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity) || a.firstLine - b.firstLine);
    const open = blobs.map((each) => openStored(each, names));
    const merged = new MergedFindings(open.map((each) => ({ blob: each, choice: { yes: [], no: [] } })));
    const { count } = merged;
    this.blobIds = blobs.map(({ id }) => id);
    this.blobs = new Uint16Array(count);
    this.rows = new Uint32Array(count);
    this.lines = new Float64Array(count);
    this.times = new Float64Array(count);
    this.fingerprints = new Uint32Array(count);
    this.severities = new Uint8Array(count);
    this.categories = new Uint8Array(count);
    this.sources = new Uint8Array(count);
    this.confidences = new Float32Array(count);
    const known = new Map<Nature, Known>();
    let index = 0;
    merged.each((blobIndex, row) => {
      const found = at(open, blobIndex);
      const nature = found.natureOf(row);
      let about = known.get(nature);
      if (!about) known.set(nature, (about = knownOf(nature, names, numbers)));
      this.blobs[index] = blobIndex;
      this.rows[index] = row;
      this.lines[index] = found.lines[row] ?? 0;
      this.times[index] = found.timeOf(row) ?? untimed;
      this.fingerprints[index] = about.fingerprint;
      this.severities[index] = severities.indexOf(found.severity);
      this.categories[index] = about.category;
      this.sources[index] = about.source;
      this.confidences[index] = nature.confidence;
      index++;
    });
  }

  get count(): number {
    return this.rows.length;
  }
}

/** What findings of one nature have in common, as numbers. */
interface Known {
  readonly fingerprint: number;
  readonly category: number;
  readonly source: number;
}

function knownOf({ group, name, category, rule }: Nature, names: ReadonlyMap<number, GroupName>, numbers: FingerprintNumbers): Known {
  return { fingerprint: numbers.of((name ?? names.get(group))?.fingerprint ?? ''), category: categories.indexOf(category), source: findingSources.indexOf(sourceOf(rule)) };
}

/** By the id of the rule that decided. */
export function sourceOf(rule: string): FindingSource {
  if (rule.startsWith('level:')) return 'declared';
  return rule.startsWith('model:') ? 'model' : 'rule';
}

/** A blob as it is stored. */
export interface StoredBlob {
  readonly id: number;
  readonly severity: Severity;
  readonly count: number;
  readonly firstLine: number;
  readonly packed: Uint8Array;
}

/** Makes findings of a blob; `names` are of all groups of its analysis. */
export function openStored({ packed, count, severity }: StoredBlob, names: ReadonlyMap<number, GroupName>): OpenBlob {
  return openBlob(packed, count, severity, (group) => {
    const name = names.get(group);
    if (name === undefined) throw new RangeError('A group is missing');
    return name;
  });
}

export function* blobsOf(analysisId: number): Steps<StoredBlob[]> {
  return (yield* rows('SELECT id, severity, count, first_line, packed FROM occurrences WHERE analysis_id = ? ORDER BY id', analysisId)).map(storedBlob);
}

export function* blobWith(id: number): Steps<StoredBlob | null> {
  const [found] = yield* rows('SELECT id, severity, count, first_line, packed FROM occurrences WHERE id = ?', id);
  return found ? storedBlob(found) : null;
}

/** By number. */
export function* namesOf(analysisId: number): Steps<Map<number, GroupName>> {
  const found = yield* rows('SELECT number, fingerprint, template FROM groups JOIN templates ON templates.id = template_id WHERE analysis_id = ?', analysisId);
  return new Map(found.map((each) => [number(each, 'number'), { fingerprint: text(each, 'fingerprint'), template: text(each, 'template') }]));
}

function storedBlob(found: Row): StoredBlob {
  return { id: number(found, 'id'), severity: severityOfRank(number(found, 'severity')), count: number(found, 'count'), firstLine: number(found, 'first_line'), packed: blob(found, 'packed') };
}
