import SentimentAnalyzer from 'natural/lib/natural/sentiment/SentimentAnalyzer';

const maxLength = 2000;
/** What turns the meaning of words after it round, and of how many. */
const negations = new Set(['not', 'no', 'never', 'without', 'neither', 'nor']);
const reach = 2;
/** Words that have a mark in AFINN for what they mean among people, and name things or tell nothing in logs. */
const technical = new Set(
  'accept active alive allow apache authority block clean clear cleared committed consent cut empty extend fan fire fired free garbage god grant greater hello interest interrupt join kind like limits matter natural negative optimistic pay please positive prepared pretend promise reach reached reaching resolution resolve secure security sentence sentences share shared shares slave solid spark support supporting top true trust trusted validating want yes'.split(' '),
);
/** Squared marks at which a message is counted as half told: as in VADER (Hutto and Gilbert, 2014). */
const normal = 15;

/**
 * How a message sounds, from −1 (dire) to 1 (glad), 0 where it does not tell: its words' marks in AFINN, by `natural`, of
 * which the sum is brought to that range as VADER does. Any text is taken.
 */
export class Sentiment {
  private readonly marks = new SentimentAnalyzer('English', null, 'afinn');

  of(message: string): number {
    const words = message.slice(0, maxLength).toLowerCase().match(/\p{L}+/gu) ?? [];
    let negated = 0;
    let sum = 0;
    for (const word of words) {
      if (negations.has(word)) {
        negated = reach;
        continue;
      }
      // Each word by itself: asked for all, `natural` would turn round everything after the first "no".
      const mark = technical.has(word) ? 0 : this.marks.getSentiment([word]);
      // "not failed" is not as good as "failed" is bad, and "not successful" is no less than bad.
      sum += negated > 0 ? (mark > 0 ? -mark : -mark / 2) : mark;
      negated = Math.max(0, negated - 1);
    }
    return sum === 0 ? 0 : sum / Math.sqrt(sum * sum + normal);
  }
}
