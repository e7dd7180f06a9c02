import { inEnglish, type Say } from '../explanationText';

/** What the evidence of an anomaly is said in. A sentence stands before those that could be taken for it. */
const sentences = [
  '{0} came first: {1} followed within {2}, {3} of them with an id in common, {4} after {5}.',
  '{0} came first: {1} followed within {2}, {3} after {4}.',
  '{0} came {1} within {2}, where it never did before; it is one of {3} bursts.',
  '{0} came {1} within {2}, where it did {3} before; it is one of {4} bursts.',
  '{0} came {1} within {2}, where it never did before.',
  '{0} came {1} within {2}, where it did {3} before.',
  '{0} came in every {1} for {2}, then not for {3} while the log went on, until it came back.',
  '{0} came in every {1} for {2}, then not for {3} while the log went on.',
  'From here on {0} of the records are problems; before, {1} were.',
  '{0} was never there in the {1} records before; from here on it came {2}.',
  'Nothing was logged for {0} before this line, at least five times as long as nearly all pauses before.',
  '{0} in {1}: in the {2} before, the most was {3}.',
  '{0} came right after {1}, for the first time in {2}.',
  '{0} was never found in the earlier analysis of this file; now it is there {1}×.',
  '{0} was never found in the {1} earlier analyses of this file; now it is there {2}×.',
  '{0} is there {1}×, where the {2} earlier analyses of this file had at most {3} in as many lines.',
] as const;

/** What stands for a value in a sentence. */
const phrases = ['{0} other kind of problem', '{0} other kinds of problems', '{0} line', '{0} lines', '{0} times', 'once'] as const;

type Sentence = (typeof sentences)[number];
type Phrase = (typeof phrases)[number];

/** Evidence is kept in English. */
export function told(sentence: Sentence | Phrase, ...values: (string | number)[]): string {
  return inEnglish(sentence, ...values);
}

const readers = [sentences, phrases].map((all) => all.map((text) => ({ text, pattern: patternOf(text) })));

/** What a log wrote without quotes, by the places of the sentence that it stands in: it stays as the log has it. */
const ofTheLog: Partial<Record<string, readonly number[]>> = { '{0} in {1}: in the {2} before, the most was {3}.': [0, 3] } satisfies Partial<Record<Sentence, readonly number[]>>;

/**
 * Evidence that was kept, said again in another language (BCP 47), its numbers too: it is taken apart by the sentence
 * that it was made with. Others stay as they are.
 */
export function retold(evidence: string, say: Say, language: string): string {
  const [whole = [], parts = []] = readers;
  const number = (value: string): string => numberIn(value, language);
  return again(evidence, whole, (value) => (value === 'once' ? say('once') : number(again(value, parts, number, say))), say);
}

function again(text: string, known: readonly { readonly text: string; readonly pattern: RegExp }[], valueOf: (value: string) => string, say: Say): string {
  for (const { text: sentence, pattern } of known) {
    const values = pattern.exec(text)?.slice(1);
    if (values) return say(sentence, ...values.map((value, place) => (ofTheLog[sentence]?.includes(place) === true ? value : valueOf(value))));
  }
  return text;
}

/** A number or a share as the language writes it; what is none stays. */
function numberIn(value: string, language: string): string {
  return value.replace(/^(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?(?= %$|$)/, (written, fraction: string | undefined) => {
    const digits = fraction?.length ?? 0;
    return Number(written.replaceAll(',', '')).toLocaleString(language, { minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: written.includes(',') });
  });
}

/** What a log says stands in quotes, and may hold anything. */
function patternOf(sentence: string): RegExp {
  const escaped = sentence.replace(/[.*+?^$()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replace(/\{\d\}/g, '(“.*?”|.*?)')}$`, 'u');
}
