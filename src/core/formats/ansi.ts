/** A line without its terminal codes. */
export interface CleanText {
  readonly text: string;
  /** True where codes have been taken out. */
  readonly coded: boolean;
  /** The column of the raw line that a column of `text` stands for. */
  rawColumn(column: number): number;
}

const escape = '\u001b';

/** Takes out colours and other terminal codes (`ESC [ … letter`); cheap where there are none. */
export function cleanText(raw: string): CleanText {
  let at = raw.indexOf(escape);
  if (at < 0) return { text: raw, coded: false, rawColumn: sameColumn };
  const cuts: { readonly cleanColumn: number; readonly rawEnd: number }[] = [];
  let text = '';
  let kept = 0;
  while (at >= 0) {
    const end = codeEnd(raw, at);
    text += raw.slice(kept, at);
    cuts.push({ cleanColumn: text.length, rawEnd: end });
    kept = end;
    at = raw.indexOf(escape, end);
  }
  text += raw.slice(kept);
  return {
    text,
    coded: true,
    rawColumn(column) {
      // The last code before (or at) the column decides: what follows it is as it was.
      const cut = cuts.findLast(({ cleanColumn }) => cleanColumn <= column);
      return cut ? cut.rawEnd + column - cut.cleanColumn : column;
    },
  };
}

function sameColumn(column: number): number {
  return column;
}

function codeEnd(raw: string, start: number): number {
  if (raw.charAt(start + 1) !== '[') return start + 1;
  let at = start + 2;
  while (at < raw.length) {
    const code = raw.charCodeAt(at++);
    if (code >= 0x40 && code <= 0x7e) return at;
    // Parameters only: anything else means that the code was cut short.
    if (code < 0x20 || code > 0x7e) return at - 1;
  }
  return at;
}
