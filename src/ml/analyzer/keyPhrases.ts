import { maskVariables } from '../../core/masking';

const mostPhrases = 4;
const mostWords = 4;
const maxLength = 2000;

/** Words that hold sentences together or that every such message has: they part phrases. */
const idle = new Set(
  'a an the of to in on at by for from with without into onto as is are was were be been being has have had do does did will would can could may might must shall should not no nor and or but if then than that this these those it its there here while when where which who whose because due after before during until since about over under again once only very too also just please see i we you they he she them us our your their error errors warn warning info debug fatal critical failed fail failure'.split(' '),
);

/**
 * The phrases that say most, best first: runs of words that are not idle, in lower case. A phrase counts for what its words
 * count for together; a word counts the more the longer the phrases are that it stands in.
 */
export function keyPhrasesOf(message: string): string[] {
  const phrases = phrasesOf(message.slice(0, maxLength));
  const degree = new Map<string, { together: number; times: number }>();
  for (const words of phrases) {
    for (const word of words) {
      const known = degree.get(word) ?? { together: 0, times: 0 };
      degree.set(word, { together: known.together + words.length, times: known.times + 1 });
    }
  }
  const worth = (words: readonly string[]): number => words.reduce((sum, word) => sum + (degree.get(word)?.together ?? 0) / (degree.get(word)?.times ?? 1), 0);
  const ranked = phrases.map((words, place) => ({ text: words.join(' '), worth: worth(words), place })).sort((a, b) => b.worth - a.worth || a.place - b.place);
  return [...new Set(ranked.map(({ text }) => text))].slice(0, mostPhrases);
}

function phrasesOf(text: string): string[][] {
  const phrases: string[][] = [];
  let open: string[] = [];
  const close = (): void => {
    if (open.length > 0) phrases.push(open);
    open = [];
  };
  for (const [token] of maskVariables(text).matchAll(/[\p{L}][\p{L}\d_-]*|[^\s\p{L}]+/gu)) {
    const word = token.toLowerCase();
    if (!/^\p{L}/u.test(word) || idle.has(word) || word.length < 2) close();
    else open.push(word);
    if (open.length >= mostWords) close();
  }
  close();
  return phrases;
}
