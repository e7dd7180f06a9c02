import type { Analysis } from '../../core/analysis';
import { atLeast, severities } from '../../core/finding';
import { groupIds } from '../../core/groups';
import type { Category, Severity } from '../../core/finding';
import type { ExportedFinding } from './exporter';
import { excerpt } from './visible';

/** Where a finding stands. */
interface Place {
  readonly file: string;
  /** 1-based. */
  readonly line: number;
}

/** The findings of all files that belong to one group, named by its first fingerprint. */
export interface TallyGroup {
  readonly fingerprint: string;
  /** The worst among its findings. */
  readonly severity: Severity;
  /** Category and message are the first occurrence's; the message is cut to 500 characters. */
  readonly category: Category;
  readonly message: string;
  readonly count: number;
  readonly files: number;
  readonly first: Place;
  readonly last: Place;
  /**
   * Times of the first and of the last occurrence that state one, in milliseconds since the epoch (UTC); of several
   * files the earliest and the latest. Null where none is stated.
   */
  readonly firstTime: number | null;
  readonly lastTime: number | null;
}

/** Something a reader should know about a file: why it failed, or a note of its analysis. */
export interface FileNote {
  readonly file: string;
  readonly line: number | null;
  readonly text: string;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** The findings that share a fingerprint. */
interface OpenGroup extends Mutable<Omit<TallyGroup, 'files'>> {
  /** Empty where it is too long to be compared. */
  readonly template: string;
  readonly files: Set<string>;
  last: Mutable<Place>;
  /** Its latest time in the files before the last one. */
  timeBefore: number | null;
}

const MESSAGE_LENGTH = 500;
const TEMPLATE_LENGTH = 500;
const MOST_GROUPS = 20_000;
const MOST_NOTES = 100;

/** Worst first, then most frequent; equal ones in the order of their first occurrence, as sorting is stable. */
function byRank(a: Pick<TallyGroup, 'severity' | 'count'>, b: Pick<TallyGroup, 'severity' | 'count'>): number {
  return severities.indexOf(a.severity) - severities.indexOf(b.severity) || b.count - a.count;
}

const earlier = (a: number | null, b: number | null): number | null => (a === null || (b !== null && b < a) ? b : a);
const later = (a: number | null, b: number | null): number | null => (a === null || (b !== null && b > a) ? b : a);

/**
 * What a report says about findings it does not keep: counts, and a table of groups. Past `mostGroups` the
 * milder, rarer half of the groups is dropped (their findings stay in the counts), so memory is bounded for any input.
 */
export class Tally {
  readonly counts: Record<Severity, number> = { critical: 0, high: 0, medium: 0, low: 0 };
  readonly notes: FileNote[] = [];
  files = 0;
  lines = 0;
  records = 0;
  /** Notes beyond those kept. */
  furtherNotes = 0;
  private table = new Map<string, OpenGroup>();

  constructor(private readonly mostGroups = MOST_GROUPS) {}

  /** All findings. */
  get findings(): number {
    return severities.reduce((sum, severity) => sum + this.counts[severity], 0);
  }

  /** Takes a finding, or so many like one told before, the last of them. */
  addFinding(finding: ExportedFinding, count = 1): void {
    this.counts[finding.severity] += count;
    const group = this.table.get(finding.fingerprint);
    if (group) this.join(group, finding, count);
    else this.open(finding, count);
  }

  addAnalysis(analysis: Analysis, file: string): void {
    this.files++;
    this.lines += analysis.lines;
    this.records += analysis.records;
    if (analysis.status !== 'completed') {
      this.note({ file, line: null, text: analysis.reason === null ? analysis.status : `${analysis.status}: ${analysis.reason}` });
    }
    for (const { line, text } of analysis.notes) this.note({ file, line, text });
  }

  /** The groups, worst first, then most frequent. */
  groups(): readonly TallyGroup[] {
    const ids = groupIds([...this.table.values()]);
    const groups = new Map<string, OpenGroup>();
    for (const each of this.table.values()) {
      const id = ids.get(each.fingerprint) ?? each.fingerprint;
      const group = groups.get(id);
      groups.set(id, group ? united(group, each) : each);
    }
    return Array.from(groups.values(), summed).sort(byRank);
  }

  private note(note: FileNote): void {
    if (this.notes.length < MOST_NOTES) this.notes.push({ ...note, text: excerpt(note.text, MESSAGE_LENGTH) });
    else this.furtherNotes++;
  }

  private join(group: OpenGroup, { file, line, timestamp, severity }: ExportedFinding, count: number): void {
    group.count += count;
    if (!atLeast(group.severity, severity)) group.severity = severity;
    if (group.last.file !== file) {
      group.files.add(file);
      group.last = { file, line };
      group.firstTime = earlier(group.firstTime, timestamp);
      group.timeBefore = group.lastTime;
    } else if (line < group.last.line) {
      return;
    }
    group.last.line = line;
    group.firstTime ??= timestamp;
    if (timestamp !== null) group.lastTime = later(group.timeBefore, timestamp);
  }

  private open(finding: ExportedFinding, count: number): void {
    this.table.set(finding.fingerprint, {
      fingerprint: finding.fingerprint,
      severity: finding.severity,
      category: finding.category,
      message: excerpt(finding.message, MESSAGE_LENGTH),
      count,
      files: new Set([finding.file]),
      template: finding.template.length <= TEMPLATE_LENGTH ? finding.template : '',
      first: { file: finding.file, line: finding.line },
      last: { file: finding.file, line: finding.line },
      firstTime: finding.timestamp,
      lastTime: finding.timestamp,
      timeBefore: null,
    });
    if (this.table.size > this.mostGroups) this.prune();
  }

  private prune(): void {
    const ranked = [...this.table.values()].sort(byRank);
    const kept = ranked.slice(0, Math.ceil(this.mostGroups / 2));
    this.table = new Map(kept.map((group) => [group.fingerprint, group]));
  }
}

function summed({ fingerprint, severity, category, message, count, files, first, last, firstTime, lastTime }: OpenGroup): TallyGroup {
  return { fingerprint, severity, category, message, count, files: files.size, first, last, firstTime, lastTime };
}

/** Two fingerprints of one group; what describes it is the first one's. */
function united(a: OpenGroup, b: OpenGroup): OpenGroup {
  return {
    ...a,
    severity: atLeast(a.severity, b.severity) ? a.severity : b.severity,
    count: a.count + b.count,
    files: new Set([...a.files, ...b.files]),
    last: isLater(a.last, b.last) ? a.last : b.last,
    firstTime: earlier(a.firstTime, b.firstTime),
    lastTime: later(a.lastTime, b.lastTime),
  };
}

/** In one file the further line; of two files neither is later. */
function isLater(a: Place, b: Place): boolean {
  return a.file !== b.file || a.line > b.line;
}
