import { severities } from '../../core/finding';
import type { Severity } from '../../core/finding';
import type { ExportedFinding } from './exporter';
import { htmlHead } from './htmlHead';
import { ReportExporter } from './report';
import type { TallyGroup } from './tally';
import { visible } from './visible';
import { counted, leftOut, noteText, places, scope, times, verdict } from './wording';
import { WorstFindings } from './worstFindings';
import type { KeptFinding } from './worstFindings';

const MOST_GROUPS = 1000;
const MOST_FINDINGS = 5000;

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

export function escaped(text: string): string {
  return visible(text).replace(/[&<>"']/g, (character) => entities[character] ?? '');
}

export const severityCell = (severity: Severity): string => `<td class="${severity}">${severity}</td>`;

export function tableStart(caption: string, columns: readonly string[]): string {
  const heads = columns.map((column) => `<th scope="col">${column}</th>`).join('');
  return `<table>\n<caption>${caption}</caption>\n<thead><tr>${heads}</tr></thead>\n<tbody>\n`;
}

export const TABLE_END = '</tbody>\n</table>\n';

/** One page that needs nothing else and runs nothing: counts, the worst groups, the worst findings. */
export class HtmlExporter extends ReportExporter {
  private readonly findings = new WorstFindings(MOST_FINDINGS);

  override finding(finding: ExportedFinding): Promise<void> {
    this.findings.add(finding);
    return super.finding(finding);
  }

  protected async writeReport(): Promise<void> {
    await this.out.write(htmlHead);
    await this.out.write(`<h1>Log findings</h1>\n<p>${scope(this.tally)}: ${verdict(this.tally)}.</p>\n`);
    await this.writeNotes();
    if (this.tally.findings > 0) {
      await this.writeCounts();
      await this.writeGroups();
      await this.writeFindings();
    }
    await this.out.write('</main>\n</body>\n</html>\n');
  }

  private async writeNotes(): Promise<void> {
    const { notes, furtherNotes } = this.tally;
    if (notes.length === 0) return;
    await this.out.write('<h2>Notes</h2>\n<ul>\n');
    for (const note of notes) await this.out.write(`<li>${escaped(noteText(note))}</li>\n`);
    if (furtherNotes > 0) await this.out.write(`<li>${counted(furtherNotes, 'further note')}</li>\n`);
    await this.out.write('</ul>\n');
  }

  private async writeCounts(): Promise<void> {
    await this.out.write(tableStart('Findings by severity', ['Severity', 'Findings']));
    for (const severity of severities) {
      await this.out.write(`<tr>${severityCell(severity)}<td class="number">${this.tally.counts[severity]}</td></tr>\n`);
    }
    await this.out.write(TABLE_END);
  }

  private async writeGroups(): Promise<void> {
    const groups = this.tally.groups().slice(0, MOST_GROUPS);
    const columns = ['Severity', 'Count', 'Category', 'Where', `When (${this.zone.name})`, 'Message', 'Fingerprint'];
    await this.out.write(tableStart('Groups, worst first', columns));
    for (const group of groups) await this.out.write(this.groupRow(group));
    await this.out.write(TABLE_END);
    const rest = leftOut(groups, this.tally);
    if (rest !== null) await this.out.write(`<p>${rest}</p>\n`);
  }

  private groupRow(group: TallyGroup): string {
    const where = escaped(places(group, this.tally.files > 1));
    return (
      `<tr>${severityCell(group.severity)}<td class="number">${group.count}</td><td>${group.category}</td><td>${where}</td>` +
      `<td class="time">${times(group, this.zone)}</td><td class="log">${escaped(group.message)}</td><td class="log">${escaped(group.fingerprint)}</td></tr>\n`
    );
  }

  private async writeFindings(): Promise<void> {
    const shown = this.findings.worst();
    await this.out.write(tableStart('Findings, worst first', ['Severity', 'Category', 'Where', `When (${this.zone.name})`, 'Message']));
    for (const finding of shown) await this.out.write(this.findingRow(finding));
    await this.out.write(TABLE_END);
    const missing = this.tally.findings - shown.length;
    if (missing > 0) {
      await this.out.write(`<p>The ${counted(shown.length, 'worst finding')} are shown; ${counted(missing, 'more', 'more')} are left out.</p>\n`);
    }
  }

  private findingRow({ file, line, timestamp, severity, category, message }: KeptFinding): string {
    return (
      `<tr>${severityCell(severity)}<td>${category}</td><td>${escaped(`${file}:${line}`)}</td>` +
      `<td class="time">${(timestamp === null ? null : this.zone.isoTimeOf(timestamp)) ?? ''}</td><td class="log">${escaped(message)}</td></tr>\n`
    );
  }
}
