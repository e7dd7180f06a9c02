import { AiError } from './provider';

/** A piece of a source and what should stand in its place. */
export interface SuggestedChange {
  readonly file: string;
  readonly search: string;
  readonly replace: string;
}

/** What an AI says of an error, checked: nothing of it is more than text. */
export interface AiAnswer {
  readonly cause: string;
  /** 1-based lines of the log. */
  readonly evidence: readonly number[];
  readonly steps: readonly string[];
  readonly command: string | null;
  readonly change: SuggestedChange | null;
  /** From 0 to 1, by its own word. */
  readonly confidence: number;
}

const longestText = 4_000;
const longestChange = 20_000;
const mostEvidence = 50;
const mostSteps = 20;

/** What an answer has to look like, for providers that can be told. */
export const answerSchema = {
  type: 'object',
  properties: {
    cause: { type: 'string' },
    evidence: { type: 'array', items: { type: 'integer' } },
    steps: { type: 'array', items: { type: 'string' } },
    command: { type: 'string', nullable: true },
    change: { type: 'object', nullable: true, properties: { file: { type: 'string' }, search: { type: 'string' }, replace: { type: 'string' } }, required: ['file', 'search', 'replace'] },
    confidence: { type: 'number' },
  },
  required: ['cause', 'evidence', 'steps', 'confidence'],
} as const;

/** Reads an answer. Throws an AiError, with the text as it came, where it is no answer. */
export function readAnswer(text: string): AiAnswer {
  const wrong = (what: string): AiError => new AiError('wrongShape', `The answer is not as it was asked for: ${what}.`, { partial: text });
  const value = parsed(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrong('it is no object');
  const { cause, evidence, steps, command, change, confidence } = value as Record<string, unknown>;
  if (typeof cause !== 'string' || cause.trim() === '') throw wrong('it names no cause');
  if (!Array.isArray(steps) || !steps.every((step) => typeof step === 'string')) throw wrong('its steps are no list of sentences');
  if (!Array.isArray(evidence) || !evidence.every((line) => Number.isSafeInteger(line) && line > 0)) throw wrong('its evidence is no list of line numbers');
  if (typeof confidence !== 'number' || !(confidence >= 0 && confidence <= 1)) throw wrong('its confidence is not between 0 and 1');
  if (command !== undefined && command !== null && typeof command !== 'string') throw wrong('its command is no text');
  return {
    cause: cause.trim().slice(0, longestText),
    evidence: [...new Set(evidence as number[])].slice(0, mostEvidence),
    steps: steps.map((step) => step.trim().slice(0, longestText)).filter((step) => step !== '').slice(0, mostSteps),
    command: oneCommand(command ?? ''),
    change: changeIn(change, wrong),
    confidence,
  };
}

/** Reads an answer that was kept; null where it is damaged. */
export function keptAnswer(text: string): AiAnswer | null {
  try {
    return readAnswer(text);
  } catch (error) {
    if (error instanceof AiError) return null;
    throw error;
  }
}

/** What can be shown of an answer that is still coming. */
export interface AnswerSoFar {
  readonly cause: string;
  readonly steps: readonly string[];
}

/** The cause and the steps of an answer as far as they have come; null before anything of them has. */
export function answerSoFar(text: string): AnswerSoFar | null {
  const start = text.indexOf('{');
  const value: unknown = start === -1 ? null : begunObject(text.slice(start));
  if (typeof value !== 'object' || value === null) return null;
  const { cause, steps } = value as Record<string, unknown>;
  const said = { cause: typeof cause === 'string' ? cause.slice(0, longestText) : '', steps: Array.isArray(steps) ? steps.filter((step) => typeof step === 'string').slice(0, mostSteps) : [] };
  return said.cause === '' && said.steps.length === 0 ? null : said;
}

/** The value of JSON that breaks off within a text or after one; null where it breaks off elsewhere, or is none. */
function begunObject(text: string): unknown {
  const closing: string[] = [];
  let inText = false;
  let end = text.length;
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (inText && character === '\\') at += text.charAt(at + 1) === 'u' ? 5 : 1;
    else if (character === '"') inText = !inText;
    else if (!inText && (character === '{' || character === '[')) closing.unshift(character === '{' ? '}' : ']');
    else if (!inText && (character === '}' || character === ']')) closing.shift();
    // An escape that is not whole yet is left for later.
    if (at >= text.length) end = text.lastIndexOf('\\');
    if (closing.length === 0) return parsedOrNull(text.slice(0, at + 1));
  }
  return parsedOrNull(`${text.slice(0, end)}${inText ? '"' : ''}${closing.join('')}`);
}

function parsedOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // More is to come.
    return null;
  }
}

/** Also an object that stands in a code block or between words. */
function parsed(text: string): unknown {
  const start = text.indexOf('{');
  const end = text.lastIndexOf('}');
  try {
    return JSON.parse(start === -1 || end < start ? text : text.slice(start, end + 1));
  } catch (error) {
    const what = /^\s*</.test(text) ? 'a web page, as a proxy sends it' : 'no JSON';
    throw new AiError('notJson', `The answer cannot be read: it is ${what}.`, { partial: text }, { cause: error });
  }
}

/** A command of several lines would run as it is put into a terminal; one with unseen characters is not what it looks like. */
function oneCommand(command: string): string | null {
  const line = command.trim();
  return line === '' || line.length > longestText || /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(line) ? null : line;
}

function changeIn(change: unknown, wrong: (what: string) => AiError): SuggestedChange | null {
  if (change === undefined || change === null) return null;
  if (typeof change !== 'object') throw wrong('its change is no object');
  const { file, search, replace } = change as Record<string, unknown>;
  if (typeof file !== 'string' || typeof search !== 'string' || typeof replace !== 'string') throw wrong('its change lacks file, search or replace');
  return search.trim() === '' || search.length > longestChange || replace.length > longestChange ? null : { file, search, replace };
}
