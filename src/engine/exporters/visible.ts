/**
 * What moves a cursor, changes the direction of text or cannot be seen: controls, bidirectional marks and
 * overrides, invisible separators, tags, and halves of surrogate pairs.
 */
const treacherous =
  /[\p{Cc}\p{Surrogate}\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

const controlsButLayout = /[^\P{Cc}\t\n\r]/gu;
const loneSurrogates = /\p{Surrogate}/gu;

function escapeOf(character: string): string {
  if (character === '\n') return '\\n';
  if (character === '\r') return '\\r';
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  if (code <= 0xff) return `\\x${hex.padStart(2, '0')}`;
  return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\u{${hex}}`;
}

/** Text of a log on one line, safe for a terminal or page: treacherous characters as `\x1b`, a tab as a space. */
export function visible(text: string): string {
  return text.replace(treacherous, (character) => (character === '\t' ? ' ' : escapeOf(character)));
}

/** Text as data: line breaks and tabs stay, other controls become `\x1b`, halves of surrogate pairs U+FFFD. */
export function printable(text: string): string {
  return text.replace(controlsButLayout, escapeOf).replace(loneSurrogates, '\ufffd');
}

/** At most `length` UTF-16 units of the text, ending in `…` where it was longer; no pair is cut in two. */
export function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  const last = text.charCodeAt(length - 2);
  const splitsPair = last >= 0xd800 && last <= 0xdbff;
  return `${text.slice(0, length - (splitsPair ? 2 : 1))}…`;
}

/** A cut text as a copy of its own: unlike a slice it does not keep alive the piece of a file it came from. */
export function excerpt(text: string, length: number): string {
  return Buffer.from(cut(text, length), 'utf16le').toString('utf16le');
}
