import type { Change, Clue, Doubt, Explanation, NoClue, Outcome, Words } from './explain';
import { vetoTitles } from './vetoes';

/** Puts values where `{0}`, `{1}`… stand in a sentence, in the reader's language. */
export type Say = (sentence: string, ...values: (string | number)[]) => string;

/** Says it in plain English. */
export const inEnglish: Say = (sentence, ...values) => sentence.replace(/\{(\d)\}/g, (whole, index: string) => String(values[Number(index)] ?? whole));

/** What decided, in a sentence. */
export function decisionText({ decision }: Explanation, say: Say): string {
  return clueText(decision, say);
}

/** What else speaks for it. */
export function inFavourTexts({ inFavour }: Explanation, say: Say): string[] {
  return inFavour.map((clue) => clueText(clue, say));
}

/** What the local model says of it; nothing where it was not asked or not sure. */
export function modelTexts({ inFavour }: Explanation, say: Say): string[] {
  return inFavour.filter(({ kind }) => kind === 'model').map((clue) => clueText(clue, say));
}

/** What speaks against it, and what was ruled out by what. */
export function againstTexts({ against }: Explanation, say: Say): string[] {
  return against.map((doubt) => doubtText(doubt, say));
}

/** What would change the verdict, each a sentence. */
export function changeTexts({ changes }: Explanation, say: Say): string[] {
  return changes.map((change) => changeText(change, say));
}

/** Where its level comes from. */
export function levelText({ reading: { level, levelSource } }: Explanation, say: Say): string {
  if (level === null) return say('The log declares no level.');
  return levelSource === 'declared' ? say('The log declares the level {0}.', level) : say('The log declares no level; {0} is inferred from the words.', level);
}

/** What of its time is inferred; null where it states all of it. */
export function timeText({ reading: { timestamp, timestampInferred } }: Explanation, say: Say): string | null {
  if (timestamp === null) return say('It states no time.');
  switch (timestampInferred) {
    case null:
      return null;
    case 'zone':
      return say('Its time states no zone: it is inferred.');
    case 'year':
      return say('Its time states no year: it is inferred.');
    case 'date':
      return say('Its time states no date: it is inferred.');
  }
}

/** Characters of the log's words that are quoted. */
const maxQuoted = 120;

function quoted(text: string): string {
  return text.length > maxQuoted ? `${text.slice(0, maxQuoted)}…` : text;
}

function wordsText({ ruleId, title, text }: Words, say: Say): string {
  return say('{0}: “{1}” (rule {2})', say(title), quoted(text), ruleId);
}

function clueText(clue: Clue | NoClue, say: Say): string {
  switch (clue.kind) {
    case 'level':
      return clue.words === null ? say('The log declares the level {0}.', clue.level) : say('The log declares the level {0}; its words say what about: {1}.', clue.level, wordsText(clue.words, say));
    case 'words':
      return clue.words.source === 'trace' ? say('The trace says it: {0}.', wordsText(clue.words, say)) : say('The words say it: {0}.', wordsText(clue.words, say));
    case 'pattern':
      return say('Your pattern “{0}” matches “{1}”.', clue.name, quoted(clue.text));
    case 'http-status':
      return say('The server answered with status {0}.', clue.status);
    case 'trace':
      return say('A stack trace of {0} frames follows.', clue.frames);
    case 'last-words':
      return say('It is among the last things that a command said before it failed.');
    case 'malformed':
      return say('It could not be read: {0}.', clue.reason);
    case 'model':
      return say('The local model, {0} % sure, takes it for {1}.', Math.round(clue.confidence * 100), say(clue.category));
    case 'debugging':
      return say('The log declares the level {0}: what its author calls debugging is no finding, whatever its words.', clue.level);
    case 'nothing':
      return clue.level === null ? say('The log declares no level, and no words of failure stand.') : say('The log declares the level {0}, and no words of failure stand.', clue.level);
  }
}

function doubtText(doubt: Doubt, say: Say): string {
  switch (doubt.kind) {
    case 'ruled-out':
      return say('{0}, ruled out by {1}.', wordsText(doubt.words, say), doubt.objections.map(({ veto, seen }) => say('{0}: “{1}”', say(vetoTitles[veto]), seen)).join(', '));
    case 'level':
      return say('The log declares the level {0}: its author calls it no problem, so it is low at most.', doubt.level);
    case 'softened':
      return say('{0}.', wordsText(doubt.words, say));
  }
}

function changeText(change: Change, say: Say): string {
  const would = wouldBe(change.outcome, say);
  switch (change.kind) {
    case 'level':
      return say('If the log declared the level {0}, {1}.', change.level, would);
    case 'no-level':
      return say('If the log declared no level, {0}.', would);
    case 'without-objection':
      return say('Without {0}, {1}.', change.cut.map(({ text, place }) => (place === 'before' ? say('“{0}” before “{1}”', quoted(text), quoted(change.words)) : say('“{0}” after “{1}”', quoted(text), quoted(change.words)))).join(say(' and ')), would);
    case 'without-words':
      return say('Without “{0}”, {1}.', quoted(change.words), would);
    case 'without-trace':
      return say('Without its stack trace, {0}.', would);
    case 'without-pattern':
      return say('Without your pattern “{0}” in stacklens.patterns, {1}.', change.name, would);
    case 'client-errors':
      return say('With “{0}” for stacklens.clientErrors, {1}.', change.value, would);
  }
}

function wouldBe({ severity, rule }: Outcome, say: Say): string {
  if (severity === null) return say('it would be no finding');
  return rule === null ? say('it would be {0}', say(severity)) : say('it would be {0} by {1}', say(severity), rule);
}
