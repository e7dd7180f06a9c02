import type { Severity } from '../../core/finding';

/** Ranges of code points that terminals draw two columns wide: East Asian scripts, full-width forms, emoji. */
const wideRanges: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0xa4cf],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f300, 0x1faff],
  [0x20000, 0x3fffd],
];

function columnsOf(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x300) return 1;
  if (/\p{Mark}/u.test(character)) return 0;
  return wideRanges.some(([first, last]) => code >= first && code <= last) ? 2 : 1;
}

/** As much of the text as fits into `columns` of a terminal, ending in `…` where something was left out. */
export function fit(text: string, columns: number): string {
  let used = 0;
  let end = 0;
  let cutAt = 0;
  for (const character of text) {
    used += columnsOf(character);
    if (used > columns) return `${text.slice(0, cutAt)}…`;
    end += character.length;
    if (used <= columns - 1) cutAt = end;
  }
  return text;
}

const colours: Record<Severity, string> = { critical: '1;31', high: '31', medium: '33', low: '36' };

/** Paints text in the colour of a severity, or leaves it as it is where colours are off. */
export function severityPainter(color: boolean): (text: string, severity: Severity) => string {
  return color ? (text, severity) => `\x1b[${colours[severity]}m${text}\x1b[0m` : (text) => text;
}
