import type { Note } from '../../core/analysis';
import type { Severity } from '../../core/finding';

/**
 * How much of an analysis is kept. Its store is one file that is held in memory, saved as a whole and shared by
 * all windows: 25 million findings (a log of 10 GB, a quarter of it errors) are too many for that. What the limits
 * leave out is told in the analysis's notes; the counts, lines and times of groups are always those of all findings.
 */
export interface Limits {
  /** So many findings are kept as they are… */
  readonly whole: number;
  /** …while the bytes in which they differ from others of their group are fewer than this, before compression. */
  readonly bytes: number;
  /** So many more are kept without the parts of their messages that vary. */
  readonly brief: number;
  /** So many of each severity are kept, however many others there are: a flood of warnings must not hide the last crash. */
  readonly reserved: number;
  /** More fingerprints than this get no group of their own. */
  readonly groups: number;
}

export const usualLimits: Limits = { whole: 2_000_000, bytes: 160_000_000, brief: 6_000_000, reserved: 100_000, groups: 50_000 };

/** How much of a finding is kept: all of it, all but the parts of its message that vary, or only its count. */
export type Keeping = 'whole' | 'brief' | 'counted';

/** Decides finding by finding how much of it is kept. */
export class Allowance {
  private bytes = 0;
  private readonly findings = { whole: 0, brief: 0, counted: 0 };
  private readonly kept: Record<Severity, number> = { critical: 0, high: 0, medium: 0, low: 0 };
  private ungrouped = 0;

  constructor(private readonly limits: Limits) {}

  take(severity: Severity, grouped: boolean): Keeping {
    const keeping = this.keeping(severity, grouped);
    this.findings[keeping]++;
    if (!grouped) this.ungrouped++;
    return keeping;
  }

  /** Says what keeping the last ones took. */
  charge(bytes: number): void {
    this.bytes += bytes;
  }

  /** What the reader of the analysis should know. */
  notes(): Note[] {
    const { whole, brief, counted } = this.findings;
    const notes: string[] = [];
    if (brief + counted > 0) {
      notes.push(
        `This log has more findings than are kept one by one. ${said(whole)} are kept whole` +
          (brief > 0 ? `, ${said(brief)} without the parts of their messages that vary` : '') +
          (counted > 0 ? `, and ${said(counted)} are only counted` : '') +
          '. The counts, lines and times of groups are those of all. The log itself still shows every line.',
      );
    }
    if (this.ungrouped > 0) {
      notes.push(`This log has more than ${said(this.limits.groups)} kinds of messages. ${said(this.ungrouped)} findings of further kinds are in no group.`);
    }
    return notes.map((text) => ({ line: null, text }));
  }

  private keeping(severity: Severity, grouped: boolean): Keeping {
    const { limits, findings } = this;
    const isReserved = this.kept[severity] < limits.reserved;
    if (this.bytes < limits.bytes && (isReserved || findings.whole < limits.whole)) {
      this.kept[severity]++;
      return 'whole';
    }
    // Without a group to say it for all, the words would be most of what is kept.
    if (!grouped || !(isReserved || findings.brief < limits.brief)) return 'counted';
    this.kept[severity]++;
    return 'brief';
  }
}

function said(count: number): string {
  return count.toLocaleString('en-US');
}
