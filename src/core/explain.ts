import { judge, type Circumstances, type ClientErrors, type PatternHit, type Verdict } from './detector';
import { severities, type Category, type Finding, type Severity } from './finding';
import type { Match } from './matching';
import { modelClue } from './modelClue';
import type { Level, LevelSource, LogRecord, TimestampInferred } from './record';
import type { VetoId } from './vetoes';

/** What a record is judged to be; null where it is no finding. */
export interface Outcome {
  readonly severity: Severity | null;
  /** Id of what decided, as in `Evidence.rule`. */
  readonly rule: string | null;
}

/** Words that a rule knows. */
export interface Words {
  readonly ruleId: string;
  readonly title: string;
  readonly text: string;
  readonly source: Match['source'];
}

/** One thing that speaks for a finding. */
export type Clue =
  /** The level that the log declares, with the words that tell what it is about. */
  | { readonly kind: 'level'; readonly level: Level; readonly words: Words | null }
  | { readonly kind: 'words'; readonly words: Words }
  | { readonly kind: 'pattern'; readonly name: string; readonly text: string; readonly severity: Severity }
  | { readonly kind: 'http-status'; readonly status: number }
  | { readonly kind: 'trace'; readonly frames: number }
  | { readonly kind: 'last-words' }
  | { readonly kind: 'malformed'; readonly reason: string }
  /** What it is about, as the local model has learnt. */
  | { readonly kind: 'model'; readonly category: Category; readonly confidence: number };

/** Why a record is none: debugging is not asked for its words, or nothing stands. */
export type NoClue = { readonly kind: 'debugging'; readonly level: Level } | { readonly kind: 'nothing'; readonly level: Level | null } | { readonly kind: 'http-status'; readonly status: number };

/** One thing that speaks against. */
export type Doubt =
  /** Words that were ruled out, by what is seen around them. */
  | { readonly kind: 'ruled-out'; readonly words: Words; readonly objections: readonly { readonly veto: VetoId; readonly seen: string }[] }
  /** The log itself calls it no problem. */
  | { readonly kind: 'level'; readonly level: Level }
  /** What happened is said to be tried again, to be handled or to work for now. */
  | { readonly kind: 'softened'; readonly words: Words };

/** What would make another verdict; each was tried. */
export type Change = { readonly outcome: Outcome } & (
  | { readonly kind: 'level'; readonly level: Level }
  | { readonly kind: 'no-level' }
  | { readonly kind: 'without-objection'; readonly cut: readonly { readonly text: string; readonly place: 'before' | 'after' }[]; readonly words: string; readonly ruleId: string }
  | { readonly kind: 'without-words'; readonly words: string }
  | { readonly kind: 'without-trace' }
  | { readonly kind: 'without-pattern'; readonly name: string }
  | { readonly kind: 'client-errors'; readonly value: ClientErrors }
);

/** Why a record is a finding or none, and what would change it. */
export interface Explanation {
  /** What its format read of it. */
  readonly reading: {
    readonly format: string;
    readonly level: Level | null;
    readonly levelSource: LevelSource;
    readonly logger: string | null;
    /** Milliseconds since the epoch (UTC). */
    readonly timestamp: number | null;
    readonly timestampInferred: TimestampInferred | null;
  };
  readonly outcome: Outcome;
  readonly category: Category | null;
  readonly confidence: number | null;
  readonly decision: Clue | NoClue;
  /** What else speaks for it. */
  readonly inFavour: readonly Clue[];
  readonly against: readonly Doubt[];
  readonly changes: readonly Change[];
}

/** Words of each kind that are listed, and matches that are tried without what speaks against them. */
const most = 6;
const mostSeen = 80;

/** Explains the verdict on a record, as `judge` gave it under the same circumstances. */
export function explain(record: LogRecord, verdict: Verdict, circumstances: Circumstances = {}): Explanation {
  const { judgement, level, levelSource } = verdict;
  const decision = decisionOf(record, verdict);
  return {
    reading: { format: record.format, level, levelSource, logger: record.logger, timestamp: record.timestamp, timestampInferred: record.timestampInferred ?? null },
    outcome: outcomeOf(verdict),
    category: judgement?.category ?? null,
    confidence: judgement?.confidence ?? null,
    decision,
    inFavour: [...otherClues(verdict, decision), ...modelClues(verdict)],
    against: doubtsOf(record, verdict),
    changes: new Trial(record, verdict, circumstances).changes(),
  };
}

/**
 * Explains a finding from what is kept of it and the lines of its log as they stand now, the first one its own. Null
 * where they do not lead to the same verdict again: the log may have changed, or say more in a field of its own.
 */
export function explainFinding(finding: Finding, lines: readonly string[], clientErrors: ClientErrors): Explanation | null {
  const { severity, category, evidence, level, levelSource, range } = finding;
  const declared = levelSource === 'declared';
  const record: LogRecord = {
    ...finding,
    level: declared ? level : null,
    levelSource: declared ? 'declared' : 'none',
    logger: null,
    messageAt: { line: range.line, column: range.start },
    lines,
    format: '',
    ...(evidence.rule === 'http-status' ? { httpStatus: Number(evidence.text) } : {}),
    ...(evidence.rule === 'last-words' ? { isLastWord: true } : {}),
    ...(evidence.rule === 'malformed' ? { malformed: evidence.weighed[0] ?? '' } : {}),
  };
  const name = evidence.rule.startsWith('pattern:') ? evidence.rule.slice('pattern:'.length) : null;
  const circumstances = { clientErrors, hits: name === null ? [] : [{ name, severity, category, text: evidence.text }] };
  const verdict = judge(record, circumstances);
  const outcome = outcomeOf(verdict);
  if (outcome.severity !== severity || outcome.rule !== evidence.rule) return null;
  const { confidence } = finding;
  return explain(record, { ...verdict, judgement: { severity, category, confidence, evidence } }, circumstances);
}

function modelClues({ judgement }: Verdict): Clue[] {
  const clue = judgement && modelClue(judgement.evidence);
  return clue ? [{ kind: 'model', ...clue }] : [];
}

function outcomeOf({ judgement }: Verdict): Outcome {
  return { severity: judgement?.severity ?? null, rule: judgement?.evidence.rule ?? null };
}

function declaredLevel({ level, levelSource }: LogRecord): Level | null {
  return levelSource === 'declared' ? level : null;
}

function decisionOf(record: LogRecord, { judgement, matches, hits, frames }: Verdict): Clue | NoClue {
  const level = declaredLevel(record);
  if (!judgement) {
    if (record.httpStatus !== undefined) return { kind: 'http-status', status: record.httpStatus };
    return level === 'debug' || level === 'trace' ? { kind: 'debugging', level } : { kind: 'nothing', level };
  }
  const { rule, text } = judgement.evidence;
  const hit = hits.find(({ name, severity }) => rule === `pattern:${name}` && severity === judgement.severity);
  if (hit) return patternClue(hit);
  if (record.malformed !== undefined) return { kind: 'malformed', reason: record.malformed };
  if (rule === 'last-words') return { kind: 'last-words' };
  if (rule === 'http-status') return { kind: 'http-status', status: record.httpStatus ?? Number(text) };
  const named = matches.find((match) => match.objections.length === 0 && rule === `rule:${match.rule.id}`);
  const words = named ? wordsOf(named) : null;
  const byLevelAlone = level && judge(bare(record)).judgement;
  if (level && byLevelAlone?.severity === judgement.severity) return { kind: 'level', level, words };
  return words ? { kind: 'words', words } : { kind: 'trace', frames: frames.length };
}

/** The record with nothing but its level. */
function bare(record: LogRecord): LogRecord {
  return withoutTrace({ ...record, message: '' });
}

function withoutTrace(record: LogRecord): LogRecord {
  const { line, message } = record;
  return { ...record, endLine: line, lines: [message], messageAt: null, trace: '' };
}

function wordsOf({ rule, text, source }: Match): Words {
  return { ruleId: rule.id, title: rule.title, text, source };
}

function patternClue({ name, text, severity }: PatternHit): Clue {
  return { kind: 'pattern', name, text, severity };
}

function otherClues({ matches, hits, frames, level, levelSource }: Verdict, decision: Clue | NoClue): Clue[] {
  const decided = decision.kind === 'words' || decision.kind === 'level' ? decision.words : null;
  const standing = matches.filter((match) => match.objections.length === 0 && (match.rule.id !== decided?.ruleId || match.text !== decided.text));
  const alarming = level === 'warn' || level === 'error' || level === 'fatal';
  return [
    ...(alarming && levelSource === 'declared' && decision.kind !== 'level' ? [{ kind: 'level' as const, level, words: null }] : []),
    ...hits.filter(({ name }) => decision.kind !== 'pattern' || decision.name !== name).map(patternClue),
    ...standing.filter(({ rule }) => rule.severity !== 'low').slice(0, most).map((match) => ({ kind: 'words' as const, words: wordsOf(match) })),
    ...(frames.length > 1 && decision.kind !== 'trace' ? [{ kind: 'trace' as const, frames: frames.length }] : []),
  ];
}

function doubtsOf(record: LogRecord, { judgement, matches }: Verdict): Doubt[] {
  const level = declaredLevel(record);
  const decided = judgement?.evidence.rule;
  const doubts: Doubt[] = matches
    .filter(({ objections }) => objections.length > 0)
    .slice(0, most)
    .map((match) => ({ kind: 'ruled-out', words: wordsOf(match), objections: match.objections.map(({ veto, start, end }) => ({ veto: veto.id, seen: seenIn(record, match, start, end) })) }));
  for (const match of matches) {
    if (match.rule.severity === 'low' && match.objections.length === 0 && decided !== undefined && decided !== `rule:${match.rule.id}`) doubts.push({ kind: 'softened', words: wordsOf(match) });
  }
  if (level && !['warn', 'error', 'fatal'].includes(level) && matches.length > 0) doubts.push({ kind: 'level', level });
  return doubts;
}

/** The text in which an objection is seen; of a trace's line only the words are known. */
function seenIn(record: LogRecord, match: Match, start: number, end: number): string {
  const text = match.source === 'message' ? record.message.slice(start, end).trim() : match.text;
  return text.length > mostSeen ? `${text.slice(0, mostSeen / 2)}…${text.slice(-mostSeen / 2)}` : text;
}

/** Judges changed records until it knows what would change the verdict. */
class Trial {
  private readonly outcome: Outcome;

  constructor(
    private readonly record: LogRecord,
    private readonly verdict: Verdict,
    private readonly circumstances: Circumstances,
  ) {
    this.outcome = outcomeOf(verdict);
  }

  changes(): Change[] {
    if (this.record.malformed !== undefined) return this.withoutPatterns();
    return [...this.withoutPatterns(), ...this.otherClientErrors(), ...this.withoutObjections(), ...this.withoutWords(), ...this.otherLevels()];
  }

  /** What would come of it, where that is another severity. */
  private judged(record: LogRecord, circumstances: Circumstances = this.circumstances): Outcome | null {
    const outcome = outcomeOf(judge(record, circumstances));
    return outcome.severity === this.outcome.severity ? null : outcome;
  }

  private withoutPatterns(): Change[] {
    const decided = this.verdict.hits.find(({ name }) => this.outcome.rule === `pattern:${name}`);
    if (!decided) return [];
    const outcome = this.judged(this.record, { ...this.circumstances, hits: this.verdict.hits.filter(({ name }) => name !== decided.name) });
    return outcome ? [{ kind: 'without-pattern', name: decided.name, outcome }] : [];
  }

  private otherClientErrors(): Change[] {
    const value = this.circumstances.clientErrors === 'medium' ? 'low' : 'medium';
    const outcome = this.judged(this.record, { ...this.circumstances, clientErrors: value });
    return outcome ? [{ kind: 'client-errors', value, outcome }] : [];
  }

  private withoutObjections(): Change[] {
    const changes: Change[] = [];
    const ruledOut = this.verdict.matches.filter(({ source, objections }) => source === 'message' && objections.length > 0);
    for (const match of ruledOut.slice(0, most)) {
      const { message } = this.record;
      const first = Math.min(match.start, ...match.objections.map(({ start }) => start));
      const last = Math.max(match.end, ...match.objections.map(({ end }) => end));
      const before = message.slice(first, match.start).replace(/^[\s,;:([{|]+/, '');
      const after = message.slice(match.end, last);
      const outcome = this.judged(withMessage(this.record, message.slice(0, match.start - before.length) + match.text + message.slice(last)));
      if (!outcome || changes.some((change) => change.kind === 'without-objection' && change.words === match.text)) continue;
      const cut = [
        { text: before.trim(), place: 'before' as const },
        { text: after.trim(), place: 'after' as const },
      ].filter(({ text }) => text !== '');
      if (cut.length > 0) changes.push({ kind: 'without-objection', cut, words: match.text, ruleId: match.rule.id, outcome });
    }
    return changes.slice(0, 2);
  }

  private withoutWords(): Change[] {
    const { record } = this;
    const decided = this.verdict.matches.find(({ rule, source, objections }) => source === 'message' && objections.length === 0 && this.outcome.rule === `rule:${rule.id}`);
    if (decided) {
      const outcome = this.judged(withMessage(record, record.message.slice(0, decided.start) + record.message.slice(decided.end)));
      if (outcome) return [{ kind: 'without-words', words: decided.text, outcome }];
    }
    const hasTrace = record.lines.length > 1 || record.trace !== undefined;
    const outcome = hasTrace ? this.judged(withoutTrace(record)) : null;
    return outcome ? [{ kind: 'without-trace', outcome }] : [];
  }

  /** The mildest change of the declared level that makes it better, and the mildest that makes it worse. */
  private otherLevels(): Change[] {
    const changes: Change[] = [];
    const rank = (severity: Severity | null): number => (severity === null ? severities.length : severities.indexOf(severity));
    const now = rank(this.outcome.severity);
    const tried = (['fatal', 'error', 'warn', 'info', 'debug'] as const).flatMap((level): Change[] => {
      const outcome = this.judged({ ...this.record, level, levelSource: 'declared' });
      return outcome ? [{ kind: 'level', level, outcome }] : [];
    });
    const better = tried.find(({ outcome }) => rank(outcome.severity) > now);
    const worse = tried.findLast(({ outcome }) => rank(outcome.severity) < now);
    if (better) changes.push(better);
    if (worse) changes.push(worse);
    if (declaredLevel(this.record)) {
      const outcome = this.judged({ ...this.record, level: null, levelSource: 'none' });
      if (outcome) changes.push({ kind: 'no-level', outcome });
    }
    return changes;
  }
}

function withMessage(record: LogRecord, message: string): LogRecord {
  return { ...record, message, messageAt: null, lines: [message, ...record.lines.slice(1)] };
}
