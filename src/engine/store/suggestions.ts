import type { PastFix } from '../../core/learning';
import { type Row, type Steps, number, numberOrNull, row, rows, run, text, textOrNull } from './steps';

/** What an AI said of the findings of a fingerprint. */
export interface StoredSuggestion {
  readonly id: number;
  readonly fingerprint: string;
  /** Milliseconds since the epoch. */
  readonly time: number;
  /** Who said it: `gemini`, `editor`. */
  readonly source: string;
  readonly model: string;
  /** By its own word, from 0 to 1. */
  readonly confidence: number;
  /** The answer, as JSON. */
  readonly content: string;
  /** What the user said of it; null for nothing. */
  readonly helped: boolean | null;
}

export type NewSuggestion = Omit<StoredSuggestion, 'id' | 'time' | 'helped'>;

export function insertSuggestion(id: number, time: number, { fingerprint, source, model, confidence, content }: NewSuggestion): Steps<void> {
  return run('INSERT INTO suggestions (id, fingerprint, time, source, model_version, confidence, content, helped) VALUES (?, ?, ?, ?, ?, ?, ?, NULL) ON CONFLICT DO NOTHING', id, fingerprint, time, source, model, confidence, content);
}

export function rateSuggestion(id: number, helped: boolean): Steps<void> {
  return run('UPDATE suggestions SET helped = ? WHERE id = ?', helped ? 1 : 0, id);
}

/** Sources that are no AI: what a user wrote down, and entries of knowledge. */
const ofUsers = "('user', 'knowledge')";

/** The newest of a fingerprint by an AI; null where there is none. */
export function* newestSuggestion(fingerprint: string): Steps<StoredSuggestion | null> {
  const found = yield* row(`SELECT * FROM suggestions WHERE fingerprint = ? AND source NOT IN ${ofUsers} ORDER BY time DESC, id DESC LIMIT 1`, fingerprint);
  return found && suggestionOf(found);
}

/** The newest by an AI of each fingerprint, the newest first. */
export function* newestSuggestions(limit: number): Steps<StoredSuggestion[]> {
  const found = yield* rows(`SELECT * FROM suggestions s WHERE s.source NOT IN ${ofUsers} AND NOT EXISTS (SELECT 1 FROM suggestions n WHERE n.fingerprint = s.fingerprint AND n.source NOT IN ${ofUsers} AND (n.time > s.time OR (n.time = s.time AND n.id > s.id))) ORDER BY time DESC, id DESC LIMIT ?`, limit);
  return found.map(suggestionOf);
}

/** What helped with a problem. */
export interface SolvedProblem {
  readonly template: string;
  /** The answer, as JSON. */
  readonly content: string;
}

/** The newest by an AI that helped, the newest first, each with what its fingerprint stands for. */
export function* helpfulSuggestions(limit: number): Steps<SolvedProblem[]> {
  const found = yield* rows(`SELECT s.content AS content, (SELECT MIN(t.template) FROM templates t WHERE t.fingerprint = s.fingerprint) AS template FROM suggestions s WHERE s.helped = 1 AND s.source NOT IN ${ofUsers} ORDER BY s.time DESC, s.id DESC LIMIT ?`, limit);
  return found.flatMap((each) => {
    const template = textOrNull(each, 'template');
    return template === null ? [] : [{ template, content: text(each, 'content') }];
  });
}

/** So much of what helped or did not is looked at. */
const mostPast = 5000;

/** What helped and what did not, the newest first. */
export function* pastFixes(): Steps<PastFix[]> {
  const found = yield* rows(
    `SELECT s.fingerprint, s.source, s.content, s.helped, (SELECT MIN(template) FROM templates t WHERE t.fingerprint = s.fingerprint) AS template
       FROM suggestions s WHERE s.helped IS NOT NULL ORDER BY s.time DESC, s.id DESC LIMIT ?`,
    mostPast,
  );
  return found.map((each) => {
    const source = text(each, 'source');
    return { fingerprint: text(each, 'fingerprint'), template: textOrNull(each, 'template'), source: source === 'user' || source === 'knowledge' ? source : 'ai', content: text(each, 'content'), helped: number(each, 'helped') === 1 };
  });
}

function suggestionOf(found: Row): StoredSuggestion {
  const helped = numberOrNull(found, 'helped');
  return {
    id: number(found, 'id'),
    fingerprint: text(found, 'fingerprint'),
    time: number(found, 'time'),
    source: text(found, 'source'),
    model: textOrNull(found, 'model_version') ?? '',
    confidence: number(found, 'confidence'),
    content: text(found, 'content'),
    helped: helped === null ? null : helped === 1,
  };
}
