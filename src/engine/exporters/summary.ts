import { severities } from '../../core/finding';
import type { ExportedFinding, ExportOptions, Sink } from './exporter';
import { ReportExporter } from './report';
import type { TallyGroup } from './tally';
import { fit, severityPainter } from './terminal';
import { visible } from './visible';
import { counted, leftOut, noteText, places, scope, times, verdict } from './wording';

const DEFAULT_WIDTH = 120;
const NARROWEST = 20;
const INDENT = '    ';
const SEVERITY_WIDTH = Math.max(...severities.map((severity) => severity.length));

/** A report for people at a terminal: the groups of all files, two lines each, and a footer of counts. */
export class SummaryExporter extends ReportExporter {
  private readonly width: number;
  private readonly paint: ReturnType<typeof severityPainter>;

  constructor(sink: Sink, options: ExportOptions) {
    super(sink, options);
    const { width = DEFAULT_WIDTH, color = false } = options;
    this.width = Math.max(width, NARROWEST);
    this.paint = severityPainter(color);
  }

  repeats(finding: ExportedFinding, count: number): Promise<void> {
    this.tally.addFinding(finding, count);
    return Promise.resolve();
  }

  protected async writeReport(): Promise<void> {
    const groups = this.tally.groups();
    for (const group of groups) await this.out.write(this.groupLines(group));
    const rest = leftOut(groups, this.tally);
    if (rest !== null) await this.out.write(`${rest}\n\n`);
    for (const note of this.tally.notes) await this.out.write(`${visible(`note: ${noteText(note)}`)}\n`);
    if (this.tally.furtherNotes > 0) await this.out.write(`${counted(this.tally.furtherNotes, 'further note')}\n`);
    await this.out.write(`${scope(this.tally)}: ${verdict(this.tally)}\n`);
  }

  private groupLines(group: TallyGroup): string {
    const heading = [
      `${this.paint(group.severity.padEnd(SEVERITY_WIDTH), group.severity)} ×${group.count}`,
      group.category,
      visible(places(group, this.tally.files > 1)),
      times(group, this.zone),
      visible(group.fingerprint),
    ];
    const message = fit(visible(group.message), this.width - INDENT.length);
    return `${heading.filter((part) => part !== '').join('  ')}\n${INDENT}${message}\n\n`;
  }
}
