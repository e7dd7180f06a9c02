import { cleanText } from '../../core/formats/ansi';

/** What is left of controls when colours are gone; a tab and a line break stay. */
const controls = /[^\P{Cc}\t\n]/gu;

/** What a terminal would show of what was written to it: no colours, and of a line that was written over only what came last. */
export function shownText(written: string): string {
  return written
    .replace(/\r+\n/g, '\n')
    .split('\n')
    .map(shownLine)
    .join('\n');
}

function shownLine(line: string): string {
  const { text } = cleanText(line);
  const overwritten = text.replace(/\r+$/, '').lastIndexOf('\r') + 1;
  return withoutTakenBack(text.slice(overwritten)).replace(controls, '');
}

/** A backspace takes back the character before it. */
function withoutTakenBack(text: string): string {
  if (!text.includes('\b')) return text;
  const left: string[] = [];
  for (const character of text) {
    if (character === '\b') left.pop();
    else left.push(character);
  }
  return left.join('');
}
