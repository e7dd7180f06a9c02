import type { Change, ChangeKind } from '../core/diff';
import { isProblem, severities, type Severity } from '../core/finding';
import type { ExportOptions } from '../engine/exporters/exporter';
import { fit, severityPainter } from '../engine/exporters/terminal';
import { excerpt, visible } from '../engine/exporters/visible';
import { counted } from '../engine/exporters/wording';

/** So many events a section lists; the rest is counted. */
const maxListed = 200;
const longestMessage = 500;
const defaultWidth = 120;
const narrowestMessage = 20;

interface Entry {
  readonly line: number;
  readonly severity: Severity | null;
  readonly counts: Readonly<Record<'old' | 'new', number>>;
  readonly message: string;
}

interface Section {
  readonly title: string;
  readonly listed: Entry[];
  /** With those that are not listed. */
  count: number;
}

/** Events whose absence or number matters only where they are problems. */
const kinds: readonly (readonly [ChangeKind, string])[] = [
  ['new', 'new'],
  ['more', 'more often'],
  ['fewer', 'less often'],
  ['gone', 'gone'],
];

/** What differs between two runs, for people: one line an event, problems first. Keeps a bounded number of them. */
export class DiffReport {
  private readonly problems = sections('problems');
  private readonly others = sections('other events');
  private readonly width: number;
  private readonly paint: ReturnType<typeof severityPainter>;

  constructor(
    private readonly old: string,
    private readonly fresh: string,
    { width = defaultWidth, color = false }: ExportOptions,
  ) {
    this.width = width;
    this.paint = severityPainter(color);
  }

  add({ kind, judged, counts, role }: Change): void {
    if (role !== 'first') return;
    const severity = judged.verdict.judgement?.severity ?? null;
    const section = (isProblem(severity) ? this.problems : this.others)[kind];
    section.count++;
    if (section.listed.length === maxListed) return;
    section.listed.push({ line: judged.record.line, severity, counts, message: excerpt(judged.record.message, longestMessage) });
  }

  text(): string {
    const { problems, others } = this;
    const shown = [...kinds.map(([kind]) => problems[kind]), others.new].filter(({ count }) => count > 0);
    return `${shown.map((section) => this.sectionText(section)).join('')}${visible(`${this.old} → ${this.fresh}`)}: ${this.verdict()}\n`;
  }

  private sectionText({ title, listed, count }: Section): string {
    const rank = (severity: Severity | null): number => (severity === null ? severities.length : severities.indexOf(severity));
    const lines = listed.toSorted((a, b) => rank(a.severity) - rank(b.severity) || a.line - b.line).map((entry) => this.entryText(entry));
    if (count > listed.length) lines.push(`  and ${counted(count - listed.length, 'more event')}`);
    return `${title}\n${lines.join('\n')}\n\n`;
  }

  private entryText({ line, severity, counts, message }: Entry): string {
    const times = counts.old === 0 || counts.new === 0 ? `×${Math.max(counts.old, counts.new)}` : `×${counts.old} → ×${counts.new}`;
    const head = `  ${(severity ?? '').padEnd(8)}  ${`line ${line}`.padEnd(10)}  ${times}  `;
    const painted = severity === null ? head : head.replace(severity, this.paint(severity, severity));
    return painted + fit(visible(message), Math.max(narrowestMessage, this.width - head.length));
  }

  private verdict(): string {
    const of = (list: Record<ChangeKind, Section>): string => {
      const parts = kinds.filter(([kind]) => list[kind].count > 0).map(([kind, word]) => counted(list[kind].count, word, word));
      return parts.length === 0 ? 'none differs' : parts.join(', ');
    };
    return `problems: ${of(this.problems)}; other events: ${of(this.others)}`;
  }
}

function sections(what: string): Record<ChangeKind, Section> {
  const section = (title: string): Section => ({ title, listed: [], count: 0 });
  return {
    new: section(`New ${what}`),
    more: section(`More frequent ${what}`),
    fewer: section(`Less frequent ${what}`),
    gone: section(`Gone ${what}`),
  };
}
