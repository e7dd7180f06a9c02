import type { FindingFilter } from '../../../shared/findingsTable';
import { batchTimeLimit, isTimeout, TimedScript } from '../../timedScript';
import { StoreError } from '../store';

/** Tells which of some messages hold a text, or match a regular expression of a user's. Throws a `StoreError`. */
export type MessageMatch = (messages: readonly string[]) => readonly boolean[];

/** Characters of a message that an expression sees: many take a time that grows with the square of it. */
const longestSeen = 16_384;
/** Messages that are matched at once. */
const batch = 2_000;
const code = 'messages.map((message) => expression.test(message))';

export function messageMatch({ text, isRegex, matchCase }: NonNullable<FindingFilter['text']>): MessageMatch {
  if (isRegex) return regexMatch(text, matchCase);
  if (matchCase) return (messages) => messages.map((message) => message.includes(text));
  const wanted = text.toLowerCase();
  return (messages) => messages.map((message) => message.toLowerCase().includes(wanted));
}

function regexMatch(source: string, matchCase: boolean): MessageMatch {
  let expression: RegExp;
  try {
    expression = new RegExp(source, matchCase ? 'mu' : 'imu');
  } catch (error) {
    throw new StoreError(`This is no regular expression: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
  const script = new TimedScript<{ readonly expression: RegExp; readonly messages: readonly string[] }, readonly boolean[]>(code);
  return (messages) => {
    const found: boolean[] = [];
    for (let from = 0; from < messages.length; from += batch) {
      try {
        found.push(...script.run({ expression, messages: messages.slice(from, from + batch).map((message) => message.slice(0, longestSeen)) }));
      } catch (error) {
        if (!isTimeout(error)) throw error;
        throw new StoreError(`The regular expression took over ${String(batchTimeLimit)} ms on two thousand messages. Make it simpler, or search for a text.`, { cause: error });
      }
    }
    return found;
  };
}
