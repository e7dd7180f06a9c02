import type { LiveAnomalyKind } from '../../core/anomalies/liveWatch';
import { severities } from '../../core/finding';
import type { Alert } from './alert';

/** What is sent in one go. */
export interface AlertMessage {
  readonly kind: 'findings' | 'test';
  /** The gravest first; those that are shown. */
  readonly alerts: readonly Alert[];
  /** Further ones that are not shown. */
  readonly more: number;
}

const mostShown = 10;
const longestNotice = 200;
const product = 'StackLens AI';
const named: Readonly<Record<LiveAnomalyKind, string>> = { burst: 'a burst of problems', 'level-shift': 'a larger share of problems', silence: 'silence' };

export function messageOf(alerts: readonly Alert[]): AlertMessage {
  const sorted = alerts.toSorted((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity) || a.time - b.time);
  return { kind: 'findings', alerts: sorted.slice(0, mostShown), more: Math.max(0, sorted.length - mostShown) };
}

/** As `schemas/alert.schema.json` says. */
export function jsonBody({ kind, alerts, more }: AlertMessage): object {
  return {
    version: 1,
    kind,
    program: product,
    alerts: alerts.map(({ happened, rule, severity, category, fingerprint, file, line, message, count, anomaly }) => ({
      ...{ rule, severity, category, fingerprint, file, line },
      time: happened === null ? null : new Date(happened).toISOString(),
      ...(anomaly === undefined ? {} : { anomaly }),
      ...{ message, count },
    })),
    more,
  };
}

/** For an incoming webhook of Slack, and of what understands the same. */
export function slackBody(message: AlertMessage): object {
  const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
  return { text: [`*${escaped(subjectOf(message))}*`, ...linesOf(message).map((line) => `• ${escaped(line)}`)].join('\n') };
}

/** For a workflow of Teams that waits for an incoming webhook: an adaptive card. */
export function teamsBody(message: AlertMessage): object {
  // A card's text may be marked up; what a log says is shown as it stands.
  const plain = (text: string): object => ({ type: 'RichTextBlock', inlines: [{ type: 'TextRun', text }] });
  const body = [{ type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: subjectOf(message), weight: 'Bolder', size: 'Medium' }] }, ...linesOf(message).map(plain)];
  return { type: 'message', attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: { $schema: 'http://adaptivecards.io/schemas/adaptive-card.json', type: 'AdaptiveCard', version: '1.4', body } }] };
}

export function mailOf(message: AlertMessage): { readonly subject: string; readonly text: string } {
  return { subject: subjectOf(message), text: `${linesOf(message).join('\n\n')}\n` };
}

/** One line on all of it. */
function subjectOf({ kind, alerts: [worst], more, alerts }: AlertMessage): string {
  if (kind === 'test' || worst === undefined) return `${product}: a test. Alerts come through here.`;
  const others = alerts.length - 1 + more;
  return `${product}: ${worst.anomaly === undefined ? worst.severity : named[worst.anomaly]} in ${worst.file}${others === 0 ? '' : `, and ${String(others)} more`}`;
}

/** For a notification: what it is about, and the gravest of it. */
export function noticeOf(message: AlertMessage): string {
  const [worst] = message.alerts;
  return worst === undefined ? subjectOf(message) : `${subjectOf(message)}. ${onLine(worst.message)}`;
}

function onLine(text: string): string {
  const [line = ''] = text.split('\n', 1);
  return line.length > longestNotice ? `${line.slice(0, longestNotice)}…` : line;
}

function linesOf({ alerts, more }: AlertMessage): string[] {
  const lines = alerts.map(({ severity, category, file, line, message, count, rule, fingerprint, anomaly }) => {
    const what = anomaly === undefined ? category : `${category}, ${named[anomaly]}`;
    return `${severity} (${what}) ${file}:${String(line)}${count > 1 ? `, ${String(count)} times` : ''}: ${message} [${fingerprint === null ? rule : `${rule}, ${fingerprint}`}]`;
  });
  return more === 0 ? lines : [...lines, `and ${String(more)} more`];
}
