import { severities } from '../../core/finding';
import type { TimeZone } from '../../core/time/zones';
import type { FileNote, Tally, TallyGroup } from './tally';

/** `1,204`. Without `Intl`, whose data takes longer to load than most logs to read. */
function grouped(count: number): string {
  return String(count).replace(/(?<=\d)(?=(?:\d{3})+$)/g, ',');
}

/** `1 file`, `1,204 files`. */
export function counted(count: number, singular: string, plural = `${singular}s`): string {
  return `${grouped(count)} ${count === 1 ? singular : plural}`;
}

/** `2 files, 1,204 lines, 1,100 records` */
export function scope(tally: Tally): string {
  return `${counted(tally.files, 'file')}, ${counted(tally.lines, 'line')}, ${counted(tally.records, 'record')}`;
}

/** `12 findings: 1 critical, 8 high, 3 medium`, or `no findings`. */
export function verdict(tally: Tally): string {
  if (tally.findings === 0) return 'no findings';
  const parts = severities.filter((severity) => tally.counts[severity] > 0);
  return `${counted(tally.findings, 'finding')}: ${parts.map((severity) => `${grouped(tally.counts[severity])} ${severity}`).join(', ')}`;
}

/** First and last place of a group: `line 3`, `lines 3–90`, and with the file's name where a report has several. */
export function places({ first, last, files, count }: TallyGroup, withFile: boolean): string {
  if (!withFile) return count === 1 || first.line === last.line ? `line ${first.line}` : `lines ${first.line}–${last.line}`;
  const start = `${first.file}:${first.line}`;
  if (files > 1) return `${start} – ${last.file}:${last.line} (${counted(files, 'file')})`;
  return first.line === last.line ? start : `${start}–${last.line}`;
}

/** First and last time of a group, to the second; empty where none is stated. */
export function times({ firstTime, lastTime }: TallyGroup, zone: TimeZone): string {
  const first = seconds(firstTime, zone);
  const last = seconds(lastTime, zone);
  return first === last ? first : `${first} – ${last}`;
}

function seconds(time: number | null, zone: TimeZone): string {
  return time === null ? '' : (zone.isoTimeOf(time)?.replace(/\.\d+/, '') ?? '');
}

/** `app.log:12: text`, without the line where the note is about the whole file. */
export function noteText({ file, line, text }: FileNote): string {
  return line === null ? `${file}: ${text}` : `${file}:${line}: ${text}`;
}

/** What was left out of a table of groups, in a sentence; null where nothing was. */
export function leftOut(shown: readonly TallyGroup[], tally: Tally): string | null {
  const missing = tally.findings - shown.reduce((sum, group) => sum + group.count, 0);
  return missing === 0 ? null : `${counted(missing, 'finding')} of milder or rarer groups ${missing === 1 ? 'is' : 'are'} not listed.`;
}
