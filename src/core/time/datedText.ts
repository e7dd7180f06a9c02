import { skipSpaces } from './clock';
import { readTimestamp } from '../timestamp';

const longestHeading = 160;
/** Words that a heading may have before its date. */
const mostWords = 5;
const headingWord = /\b(?:dat(?:e|um)|day|log(?:ging)?|start\w*|open\w*|creat\w*|beg[aiu]n\w*|session|generated|run)\b/i;

/**
 * The time that a heading such as `#Date: 2024-03-05`, `Log started on Tue Mar 5 2024` or `--- 2024-03-05 ---` states,
 * as clocks on the wall showed it; midnight where it states a day alone. Null where the line is no heading.
 */
export function timeOfHeading(line: string): number | null {
  if (line.length > longestHeading) return null;
  const text = line.replace(/[^\p{L}\p{N}]+$/u, '');
  let at = nextWord(text, 0);
  for (let word = 0; word <= mostWords && at < text.length; word++) {
    const stamp = readTimestamp(text, at, 2000) ?? readTimestamp(`${text.slice(at)} 00:00:00`, 0, 2000);
    if (stamp !== null && stamp.gaps?.year !== true) {
      const told = word === 0 || headingWord.test(text.slice(0, at));
      return told && text.slice(at + stamp.length).trim() === '' ? stamp.time : null;
    }
    const space = text.indexOf(' ', at);
    if (space < 0) return null;
    at = nextWord(text, space);
  }
  return null;
}

function nextWord(text: string, start: number): number {
  let at = skipSpaces(text, start);
  while (at < text.length && /[^\p{L}\p{N}]/u.test(text.charAt(at))) at++;
  return at;
}

/** Midnight of the date in a file's name, such as `pump-2024-03-05.log` or `messages-20240305`; null where there is none. */
export function dateOfName(fileName: string): number | null {
  const match = /(?<!\d)((?:19|20)\d\d)([-_.]?)(\d\d)\2(\d\d)(?!\d)/.exec(fileName);
  const [, year, , month, day] = match ?? [];
  return year === undefined ? null : (readTimestamp(`${year}-${month ?? ''}-${day ?? ''}`, 0, 2000)?.time ?? null);
}
