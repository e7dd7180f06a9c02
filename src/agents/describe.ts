import type { Group } from '../core/analysis';
import type { Category, Finding, Severity } from '../core/finding';
import { isoTime } from '../engine/exporters/row';
import type { LogText } from './logText';

/** What an agent is told of a kind of error. Keys that would be empty are left out: each costs tokens. */
interface ToldKind {
  readonly fingerprint: string;
  readonly severity: Severity;
  readonly category: Category;
  readonly name?: string;
  readonly message: string;
  readonly template: string;
  readonly firstLine: number;
  readonly lastLine: number;
  readonly firstTime?: string;
  readonly lastTime?: string;
}

export function toldKind({ fingerprint, severity, category, name, message, template, firstLine, lastLine, firstTimestamp, lastTimestamp }: Group, text: LogText): ToldKind {
  const [firstTime, lastTime] = [isoTime(firstTimestamp), isoTime(lastTimestamp)];
  return {
    fingerprint,
    severity,
    category,
    ...(name === null ? {} : { name: text.text(name) }),
    message: text.text(message),
    template: text.text(template),
    firstLine,
    lastLine,
    ...(firstTime === null ? {} : { firstTime }),
    ...(lastTime === null ? {} : { lastTime }),
  };
}

/** The same, with how often it occurs. */
export function toldGroup(group: Group, text: LogText): ToldKind & { readonly count: number } {
  return { count: group.count, ...toldKind(group, text) };
}

/** What an agent is told of one occurrence. */
export function toldOccurrence({ line, endLine, timestamp, severity, message }: Finding, text: LogText): object {
  const time = isoTime(timestamp);
  return { line, ...(endLine > line ? { endLine } : {}), ...(time === null ? {} : { time }), severity, message: text.text(message) };
}
