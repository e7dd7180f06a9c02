import { atLeast, severities, type Category, type Evidence, type Frame, type Severity, type TextRange } from './finding';
import { lineNumbersOf, type Level, type LevelSource, type LogRecord } from './record';
import { matchText, objectionsAt, type Match } from './matching';
import { parseFrames } from './stackTrace';

/** A pattern of the user's that matched a record; severity and category are the user's. */
export interface PatternHit {
  readonly name: string;
  readonly severity: Severity;
  readonly category: Category;
  /** The words that matched. */
  readonly text: string;
}

/** Severity of HTTP answers from 400 to 499: the user decides. */
export type ClientErrors = 'low' | 'medium';

/** What a record is judged by beside what it says itself. */
export interface Circumstances {
  /** The user's patterns that matched it. */
  readonly hits?: readonly PatternHit[];
  /** `low` where it is left out. */
  readonly clientErrors?: ClientErrors;
}

/** What the detector makes of a record that deserves a severity. */
export interface Judgement {
  readonly severity: Severity;
  readonly category: Category;
  readonly confidence: number;
  readonly evidence: Evidence;
}

/** What the detector makes of any record. `judgement` is null where it is no finding. */
export interface Verdict {
  readonly level: Level | null;
  readonly levelSource: LevelSource;
  readonly judgement: Judgement | null;
  /** What rules know of its words, with what speaks against each: of no finding too. */
  readonly matches: readonly Match[];
  /** The user's patterns that matched. */
  readonly hits: readonly PatternHit[];
  readonly frames: readonly Frame[];
}

const severityOfLevel: Partial<Record<Level, Severity>> = { fatal: 'critical', error: 'high', warn: 'medium' };

/** A level word that stands in the message itself, for logs that declare none. */
const levelWord = /\b(?:(?<fatal>fatal|critical(?! (?:section|path|region)\b)|(?<=^\W{0,9})(?:emerg(?:ency)?|panic)(?=\]|:))|(?<error>error|err|severe)|(?<warn>warn(?:ing)?)|(?<info>info|notice)|(?<debug>debug)|(?<trace>trace))\b/i;

/** Text of a trace beside its frames that can name the cause: enough for the deepest chains seen. */
const maxTraceHeaders = 24;
const maxLineLength = 4000;

/** Weighs, in this order, the user's patterns, the declared level, and the words of the message with what speaks against them. */
export function judge(record: LogRecord, { hits = [], clientErrors = 'low' }: Circumstances = {}): Verdict {
  const frames = record.lines.length > 1 || record.trace !== undefined ? parseFrames(traceLines(record)) : [];
  const { level, levelSource, judgement, matches } = judgeOwn(record, frames, clientErrors);
  return { level, levelSource, judgement: withPatterns(judgement, hits), matches, hits, frames };
}

/** The user's word counts unless ours is worse. */
function withPatterns(own: Judgement | null, hits: readonly PatternHit[]): Judgement | null {
  if (hits.length === 0) return own;
  const hit = severities.flatMap((severity) => hits.filter((each) => each.severity === severity))[0];
  if (!hit) return own;
  const names = hits.map(({ name }) => `pattern:${name}`);
  if (own && !atLeast(hit.severity, own.severity)) return { ...own, evidence: { ...own.evidence, weighed: [...names, ...own.evidence.weighed] } };
  const rule = `pattern:${hit.name}`;
  const beside = [...names, ...(own ? [own.evidence.rule, ...own.evidence.weighed] : [])];
  const weighed = [...new Set(beside)].filter((id) => id !== rule);
  return { severity: hit.severity, category: hit.category, confidence: 1, evidence: { rule, text: hit.text, weighed } };
}

/** A verdict before the user's patterns have their say. */
type OwnVerdict = Omit<Verdict, 'frames' | 'hits'>;

function judgeOwn(record: LogRecord, frames: readonly Frame[], clientErrors: ClientErrors): OwnVerdict {
  if (record.malformed !== undefined) {
    const evidence = { rule: 'malformed', text: '', weighed: [record.malformed] };
    return { level: null, levelSource: 'none', judgement: { severity: 'medium', category: 'general', confidence: 0.9, evidence }, matches: [] };
  }
  const declared = record.levelSource === 'declared' ? record.level : null;
  if (record.httpStatus !== undefined) return ofHttpStatus(record, record.httpStatus, clientErrors);
  // What an author calls debugging is no finding, whatever its words: they are not asked.
  if (declared === 'debug' || declared === 'trace') return { level: declared, levelSource: 'declared', judgement: null, matches: [] };
  const matches = matchRules(record, frames);
  if (declared) return { level: declared, levelSource: 'declared', judgement: ofDeclaredLevel(declared, matches), matches };
  const judgement = withLastWords(record, ofWords(matches, frames, clientErrors));
  const level = judgement && judgement.severity !== 'low' ? levelOf(judgement.severity) : wordLevel(record.message);
  return { level, levelSource: level ? 'inferred' : 'none', judgement, matches };
}

/** Where no words tell of a failure, the last ones of a command that failed do. */
function withLastWords({ isLastWord }: LogRecord, own: Judgement | null): Judgement | null {
  if (isLastWord !== true || (own !== null && own.severity !== 'low')) return own;
  return { severity: 'medium', category: own?.category ?? 'general', confidence: 0.55, evidence: { rule: 'last-words', text: '', weighed: own === null ? [] : [own.evidence.rule] } };
}

function ofHttpStatus(record: LogRecord, status: number, clientErrors: ClientErrors): OwnVerdict {
  const base = { level: record.level, levelSource: record.levelSource, matches: [] };
  if (status < 400) return { ...base, judgement: null };
  const severity = status >= 500 ? 'high' : clientErrors;
  const category = status === 401 || status === 403 ? 'permission' : status === 408 || status === 504 ? 'timeout' : 'network';
  return { ...base, judgement: { severity, category, confidence: 0.95, evidence: { rule: 'http-status', text: String(status), weighed: [] } } };
}

function ofDeclaredLevel(level: Level, matches: readonly Match[]): Judgement | null {
  const declared = severityOfLevel[level];
  if (declared === undefined && matches.length === 0) return null;
  const standing = matches.filter((match) => match.objections.length === 0);
  const weighed = describe(matches);
  if (declared === undefined) {
    // An informational line that tells of trouble: its author has judged it to be no problem.
    const failure = leading(standing.filter((match) => match.source === 'message'));
    if (!failure) return null;
    return { severity: 'low', category: failure.rule.category, confidence: 0.5, evidence: { rule: `rule:${failure.rule.id}`, text: failure.text, weighed: [`level:${level}`, ...weighed] } };
  }
  const naming = leading(standing);
  const proven = naming?.rule.severity === 'critical' && !naming.rule.vague;
  const soft = level === 'warn' && naming?.rule.id === 'deprecated';
  const severity = proven ? 'critical' : soft ? 'low' : declared;
  return {
    severity,
    category: naming?.rule.category ?? 'general',
    confidence: naming ? 0.98 : 0.9,
    evidence: { rule: naming ? `rule:${naming.rule.id}` : `level:${level}`, text: naming?.source === 'message' ? naming.text : '', weighed: [`level:${level}`, ...weighed] },
  };
}

function ofWords(matches: readonly Match[], frames: readonly Frame[], clientErrors: ClientErrors): Judgement | null {
  if (matches.length === 0 && frames.length < 2) return null;
  const standing = matches.filter((match) => match.objections.length === 0);
  const failure = leading(standing);
  const weighed = describe(matches);
  if (failure && (failure.rule.severity !== 'low' || frames.length < 2)) {
    const { rule } = failure;
    const stands = (id: string): boolean => standing.some((match) => match.rule.id === id);
    const severity = stands('fatal-word') ? 'critical' : rule.id === 'http-client-error' ? clientErrors : rule.vague && stands('retry') ? 'low' : rule.severity;
    const confidence = rule.vague ? 0.65 : severity === 'low' ? 0.5 : 0.85;
    return { severity, category: rule.category, confidence, evidence: { rule: `rule:${rule.id}`, text: failure.source === 'message' ? failure.text : '', weighed } };
  }
  if (frames.length > 1) {
    return { severity: 'high', category: 'runtime', confidence: 0.75, evidence: { rule: 'stack-trace', text: '', weighed } };
  }
  return null;
}

/**
 * Which match names what happened: a critical one, be it in the trace; else the first of the precise rules; else a
 * plain word of failure; else what is merely mentioned, before a plain word of warning about it.
 */
function leading(standing: readonly Match[]): Match | undefined {
  const failures = standing.filter(({ rule }) => rule.severity !== 'low');
  const precise = failures.filter(({ rule }) => !rule.vague);
  const words = failures.filter(({ rule }) => rule.severity !== 'medium');
  return worstOf(precise) ?? worstOf(words) ?? standing[0];
}

/** The first critical one, else the first. */
function worstOf(matches: readonly Match[]): Match | undefined {
  return matches.find(({ rule }) => rule.severity === 'critical') ?? matches[0];
}

function matchRules(record: LogRecord, frames: readonly Frame[]): Match[] {
  const matches = matchText(record.message.slice(0, maxLineLength), 'message');
  if (frames.length > 0 || record.lines.length > 1) {
    const messageLine = record.trace === undefined ? (record.messageAt?.line ?? record.line) - record.line : -1;
    const headers = traceLines(record).filter((line, index) => index !== messageLine && !/^\s+(?:at|from|File)\s|^\s*#\d+\s/.test(line));
    // The last header of a chain is the root cause.
    for (const header of headers.slice(-maxTraceHeaders).reverse()) matches.push(...matchText(header.slice(0, maxLineLength), 'trace'));
  }
  return matches;
}

function describe(matches: readonly Match[]): string[] {
  return matches.map(({ rule, objections }) => (objections.length === 0 ? `rule:${rule.id}` : `rule:${rule.id} but ${objections.map(({ veto }) => veto.id).join(', ')}`)).slice(0, 12);
}

function traceLines(record: LogRecord): readonly string[] {
  return record.trace === undefined ? record.lines : record.trace.split('\n');
}

function levelOf(severity: Severity): Level {
  return severity === 'critical' ? 'fatal' : severity === 'high' ? 'error' : 'warn';
}

function wordLevel(message: string): Level | null {
  const match = levelWord.exec(message);
  if (!match?.groups) return null;
  if (objectionsAt(message, match.index, match.index + match[0].length).length > 0) return null;
  for (const level of ['fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const) if (match.groups[level] !== undefined) return level;
  return null;
}

const maxRangeLength = 200;

/** Where to draw the finding: the message, or the words that decided where the message is long. */
export function rangeOf(record: LogRecord, evidenceText: string): TextRange {
  const at = record.messageAt ?? { line: record.line, column: 0 };
  const raw = record.lines[at.line === record.line ? 0 : lineNumbersOf(record).indexOf(at.line)] ?? '';
  if (evidenceText !== '' && (record.messageAt === null || record.message.length > maxRangeLength)) {
    const start = raw.indexOf(evidenceText, record.messageAt === null ? 0 : at.column);
    if (start >= 0) return { line: at.line, start, end: start + evidenceText.length };
  }
  const first = record.messageAt === null ? raw.length - raw.trimStart().length : at.column;
  const messageLine = record.messageAt === null ? raw.trim() : (record.message.split('\n', 1)[0] ?? '');
  const length = Math.max(1, Math.min(messageLine.trimEnd().length, maxRangeLength, Math.max(1, raw.length - first)));
  return { line: at.line, start: first, end: first + length };
}
