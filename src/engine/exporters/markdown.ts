import { severities } from '../../core/finding';
import { ReportExporter } from './report';
import type { TallyGroup } from './tally';
import { cut, visible } from './visible';
import { counted, leftOut, noteText, places, scope, times, verdict } from './wording';

const MOST_GROUPS = 100;
const MESSAGE_LENGTH = 200;

/**
 * Text of a log as a code span, where no markup, link, mention or HTML is active: its fence is longer than any
 * run of backticks in it.
 */
function code(text: string): string {
  const shown = visible(text);
  if (shown.trim() === '') return '';
  const longest = Math.max(0, ...Array.from(shown.matchAll(/`+/g), ([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = /^[` ]|[` ]$/.test(shown) ? ' ' : '';
  return `${fence}${pad}${shown}${pad}${fence}`;
}

/** A code span in a table. Readers disagree on a backslash before an escaped pipe, so that pair is spelt out. */
export function cell(text: string): string {
  return code(text).replaceAll('\\|', '\\\\x7c').replaceAll('|', '\\|');
}

/** Words in a cell of a table that mean nothing but themselves. */
export function prose(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\`*_[\]<>|~&]/g, '\\$&');
}

/** A summary for an incident's ticket: counts, the worst groups as a table, notes. */
export class MarkdownExporter extends ReportExporter {
  protected async writeReport(): Promise<void> {
    const groups = this.tally.groups().slice(0, MOST_GROUPS);
    await this.out.write(`# Log findings\n\n${scope(this.tally)}: ${verdict(this.tally)}.\n`);
    if (groups.length > 0) await this.writeTables(groups);
    await this.writeNotes();
  }

  private async writeTables(groups: readonly TallyGroup[]): Promise<void> {
    const counts = severities.map((severity) => `| ${severity} | ${this.tally.counts[severity]} |\n`).join('');
    await this.out.write(`\n| Severity | Findings |\n| --- | ---: |\n${counts}`);
    await this.out.write(`\n## Groups\n\n| Severity | Count | Category | Where | When (${this.zone.name}) | Message | Fingerprint |\n`);
    await this.out.write('| --- | ---: | --- | --- | --- | --- | --- |\n');
    for (const group of groups) {
      const where = cell(places(group, this.tally.files > 1));
      const message = cell(cut(group.message, MESSAGE_LENGTH));
      await this.out.write(
        `| ${group.severity} | ${group.count} | ${group.category} | ${where} | ${times(group, this.zone)} | ${message} | ${cell(group.fingerprint)} |\n`,
      );
    }
    const rest = leftOut(groups, this.tally);
    if (rest !== null) await this.out.write(`\n${rest}\n`);
  }

  private async writeNotes(): Promise<void> {
    const { notes, furtherNotes } = this.tally;
    if (notes.length === 0) return;
    await this.out.write('\n## Notes\n\n');
    for (const note of notes) await this.out.write(`- ${code(noteText(note))}\n`);
    if (furtherNotes > 0) await this.out.write(`- ${counted(furtherNotes, 'further note')}\n`);
  }
}
