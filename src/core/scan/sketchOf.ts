import { numbersOf, type NumberRun } from './numbers';

const decimalMark = '0';
const hexMark = '1';
const wordMark = '\x01';
const tailMark = '\x02';
const links = /[-./_@]/;
/** Of words that stay so many letters count. */
export const lettersOfStaying = 8;

/** Columns `[start, end)` of a line. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The words that a line's sketch leaves out, in order, but for those of its tail; `staying` are small. */
export function closedWordsOf(line: string, tail: Span, staying: ReadonlySet<string>): Span[] {
  const marked = markedOf(line);
  const closed: Span[] = [];
  for (const { 0: token, index } of marked.matchAll(/(?:(?![\x80-\uffff])[\w.\-/@]|[\x80-\uffff])+/g)) {
    const behind = index + token.length;
    const isName = marked[behind] === '=' || (marked[behind] === '"' && marked[behind + 1] === ':');
    if (isName) continue;
    for (const { 0: word, index: at } of token.matchAll(/[A-Za-z\x80-\uffff]+/g)) {
      const start = index + at;
      const isOfTail = start >= tail.start && start < tail.end;
      const isLinked = links.test(token.charAt(at - 1)) || links.test(token.charAt(at + word.length));
      if ((word.length >= 3 || isLinked || /[\x80-\uffff]/.test(word)) && !isOfTail && !staying.has(word.slice(0, lettersOfStaying).toLowerCase())) closed.push({ start, end: start + word.length });
    }
  }
  return closed;
}

/**
 * The sketch of a line (its bytes as Latin-1, without its line break): its shape with one mark for each word but names of
 * fields and words that stay, but two marks where more words are linked alike, and one for its tail. The slow, obvious
 * reference for the kernel.
 */
export function sketchOf(line: string, tail: Span, staying: ReadonlySet<string>): string {
  const words = closedWordsOf(line, tail, staying);
  const numbers = numbersOf(line);
  const sketched = (from: number, to: number): string => {
    let sketch = '';
    for (let at = from; at < to; ) {
      const number = numbers.find(({ start }) => start === at);
      const word = words.find(({ start }) => start === at);
      if (number) sketch += markOf(number);
      else if (word) sketch = isChain(sketch) ? sketch.slice(0, -1) : sketch + wordMark;
      else sketch += line.charAt(at);
      at = number?.end ?? word?.end ?? at + 1;
    }
    return sketch;
  };
  return tail.start < line.length ? sketched(0, tail.start) + tailMark + sketched(tail.end, line.length) : sketched(0, line.length);
}

/** Whether two words that are left out end it, and are linked as the next one will be. */
function isChain(sketch: string): boolean {
  const link = sketch.slice(-1);
  return links.test(link) && sketch.endsWith(wordMark + link + wordMark + link);
}

function markedOf(line: string): string {
  let text = '';
  let at = 0;
  for (const number of numbersOf(line)) {
    text += line.slice(at, number.start) + markOf(number).repeat(number.length);
    at = number.end;
  }
  return text + line.slice(at);
}

function markOf({ isHex }: NumberRun): string {
  return isHex ? hexMark : decimalMark;
}
