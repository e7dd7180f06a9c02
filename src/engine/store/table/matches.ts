import type { Corrections } from '../../../core/corrections';
import { categories, severities } from '../../../core/finding';
import { findingSources, type FindingFilter } from '../../../shared/findingsTable';
import type { FindingColumns } from './findingColumns';

/** Findings of many analyses that a filter lets through, as columns, in the order of the analyses and of their files. */
export class Matches {
  count = 0;
  /** Places of the analyses in the list that was asked for. */
  analyses = new Uint32Array(1_024);
  /** Rows of the analyses' columns. */
  rows = new Uint32Array(1_024);
  severities = new Uint8Array(1_024);
  categories = new Uint8Array(1_024);
  sources = new Uint8Array(1_024);
  fingerprints = new Uint32Array(1_024);
  lines = new Float64Array(1_024);
  times = new Float64Array(1_024);
  confidences = new Float32Array(1_024);

  add(analysis: number, row: number, columns: FindingColumns, judged: JudgedRow): void {
    if (this.count === this.rows.length) this.grow();
    const at = this.count++;
    this.analyses[at] = analysis;
    this.rows[at] = row;
    this.severities[at] = judged.severity;
    this.categories[at] = judged.category;
    this.sources[at] = judged.source;
    this.fingerprints[at] = columns.fingerprints[row] ?? 0;
    this.lines[at] = columns.lines[row] ?? 0;
    this.times[at] = columns.times[row] ?? Number.NaN;
    this.confidences[at] = columns.confidences[row] ?? 0;
  }

  private grow(): void {
    const room = this.rows.length * 2;
    this.analyses = grown(this.analyses, new Uint32Array(room));
    this.rows = grown(this.rows, new Uint32Array(room));
    this.severities = grown(this.severities, new Uint8Array(room));
    this.categories = grown(this.categories, new Uint8Array(room));
    this.sources = grown(this.sources, new Uint8Array(room));
    this.fingerprints = grown(this.fingerprints, new Uint32Array(room));
    this.lines = grown(this.lines, new Float64Array(room));
    this.times = grown(this.times, new Float64Array(room));
    this.confidences = grown(this.confidences, new Float32Array(room));
  }
}

function grown<T extends Uint8Array | Uint32Array | Float32Array | Float64Array>(from: T, to: T): T {
  to.set(from);
  return to;
}

/** A row as the user has it, by indexes of `severities`, `categories` and `findingSources`. */
export interface JudgedRow {
  severity: number;
  category: number;
  source: number;
}

/** Judges rows by what the user says of them, and by all of a filter but its texts. */
export class RowFilter {
  private readonly severities: ReadonlySet<number> | null;
  private readonly categories: ReadonlySet<number> | null;
  private readonly sources: ReadonlySet<number> | null;
  private readonly wanted: ReadonlySet<string> | null;
  /** By number of the fingerprint: what is said of it, or that it is not asked for. */
  private readonly known: (Said | undefined)[] = [];
  private readonly judged: JudgedRow = { severity: 0, category: 0, source: 0 };

  /** `recent`: the fingerprints that are new enough; null for all. */
  constructor(
    private readonly filter: FindingFilter,
    private readonly corrections: Corrections,
    private readonly recent: ReadonlySet<string> | null,
    private readonly fingerprints: readonly string[],
  ) {
    this.severities = indexes(severities, filter.severities);
    this.categories = indexes(categories, filter.categories);
    this.sources = indexes(findingSources, filter.sources);
    this.wanted = filter.fingerprints === undefined ? null : new Set(filter.fingerprints);
  }

  /** Null where the row is not let through. What comes back is overwritten by the next call. */
  judge(columns: FindingColumns, row: number): JudgedRow | null {
    const number = columns.fingerprints[row] ?? 0;
    const said = (this.known[number] ??= this.saidOf(this.fingerprints[number] ?? ''));
    if (said === leftOut) return null;
    const { judged } = this;
    judged.severity = said.severity ?? columns.severities[row] ?? 0;
    judged.category = said.category ?? columns.categories[row] ?? 0;
    judged.source = said.source ?? columns.sources[row] ?? 0;
    if (this.severities?.has(judged.severity) === false || this.categories?.has(judged.category) === false || this.sources?.has(judged.source) === false) return null;
    const { from, to } = this.filter;
    if (from === undefined && to === undefined) return judged;
    const time = columns.times[row] ?? Number.NaN;
    // What states no time is in no range.
    return time >= (from ?? Number.NEGATIVE_INFINITY) && time < (to ?? Number.POSITIVE_INFINITY) ? judged : null;
  }

  private saidOf(fingerprint: string): Said {
    if (this.wanted?.has(fingerprint) === false || this.recent?.has(fingerprint) === false) return leftOut;
    const said = this.corrections.get(fingerprint);
    if (!said) return nothingSaid;
    if (said.ignored) return leftOut;
    return {
      severity: said.severity === null ? null : severities.indexOf(said.severity),
      category: said.category === null ? null : categories.indexOf(said.category),
      source: findingSources.indexOf('user'),
    };
  }
}

interface Said {
  readonly severity: number | null;
  readonly category: number | null;
  readonly source: number | null;
}

const nothingSaid: Said = { severity: null, category: null, source: null };
const leftOut: Said = { severity: null, category: null, source: null };

function indexes<T>(all: readonly T[], wanted: readonly T[] | undefined): ReadonlySet<number> | null {
  return wanted === undefined ? null : new Set(wanted.map((each) => all.indexOf(each)));
}
