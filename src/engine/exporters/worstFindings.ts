import { severities } from '../../core/finding';
import type { Category, Severity } from '../../core/finding';
import type { ExportedFinding } from './exporter';
import { excerpt } from './visible';

/** What a page shows of a finding. */
export interface KeptFinding {
  readonly file: string;
  readonly line: number;
  readonly timestamp: number | null;
  readonly severity: Severity;
  readonly category: Category;
  readonly message: string;
  readonly fingerprint: string;
}

const MESSAGE_LENGTH = 2000;
const FINGERPRINT_LENGTH = 200;

/** The `most` worst of any number of findings, the earlier of equals; never more than twice as many are held. */
export class WorstFindings {
  private kept: KeptFinding[] = [];

  constructor(private readonly most: number) {}

  add({ file, line, timestamp, severity, category, message, fingerprint }: ExportedFinding): void {
    this.kept.push({
      file,
      line,
      timestamp,
      severity,
      category,
      message: excerpt(message, MESSAGE_LENGTH),
      fingerprint: excerpt(fingerprint, FINGERPRINT_LENGTH),
    });
    if (this.kept.length >= 2 * this.most) this.kept = this.worst();
  }

  /** Worst first; within a severity in the order they came. */
  worst(): KeptFinding[] {
    return this.kept.toSorted((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity)).slice(0, this.most);
  }
}
