/** A line without what terminals take for orders. */
export interface CleanText {
  readonly text: string;
  /** True where something has been taken out. */
  readonly coded: boolean;
  /** The column of the raw line that a column of `text` stands for. */
  rawColumn(column: number): number;
}

const escape = '\u001b';
const nul = '\u0000';
/** So many NULs in a row are a hole and not a separator. */
const hardHole = nul.repeat(32);
const byteOrderMark = 0xfeff;
/** So many carriage returns in a line show that it was written over again and again, as a progress is. */
const mostReturns = 3;
/** An order with text in it (a title, the address of a link) ends within so many characters, or is none. */
const longestOrder = 4096;

/**
 * Takes out colours, links and other orders to terminals, NULs as a crash leaves them, and byte order marks of files
 * that were joined; of a line that was written over, what was written first. Cheap where there is nothing of all that.
 */
export function cleanText(raw: string): CleanText {
  const holed = raw.includes(nul);
  const start = startOf(raw, holed);
  if (start === 0 && !holed && !raw.includes(escape)) return { text: raw, coded: false, rawColumn: sameColumn };
  const cuts: Cut[] = start > 0 ? [{ cleanColumn: 0, rawEnd: start }] : [];
  let text = '';
  let kept = start;
  const nextOrder = ordersIn(raw);
  for (let at = nextOrder(start); at < raw.length; at = nextOrder(kept)) {
    text += raw.slice(kept, at);
    kept = orderEnd(raw, at);
    cuts.push({ cleanColumn: text.length, rawEnd: kept });
  }
  text += raw.slice(kept);
  return {
    text,
    coded: true,
    rawColumn(column) {
      // The last cut before (or at) the column decides: what follows it is as it was.
      const cut = cuts.findLast(({ cleanColumn }) => cleanColumn <= column);
      return cut ? cut.rawEnd + column - cut.cleanColumn : column;
    },
  };
}

interface Cut {
  readonly cleanColumn: number;
  readonly rawEnd: number;
}

function sameColumn(column: number): number {
  return column;
}

/** Where the text begins: after a byte order mark, after a hole, and after what was written over. */
function startOf(raw: string, holed: boolean): number {
  const hole = holed ? raw.lastIndexOf(hardHole) : -1;
  // What stands before a hole was being written when the machine went down.
  if (hole > 0 && raw.slice(hole + hardHole.length).trim() !== '') return hole + hardHole.length;
  const first = raw.indexOf('\r');
  if (first >= 0) {
    const last = lastOverwrite(raw);
    if (last > 0 && (first === 0 || raw.charAt(first - 1) === '%' || returnsIn(raw) >= mostReturns)) return last;
  }
  return raw.charCodeAt(0) === byteOrderMark ? 1 : 0;
}

/** Behind the last carriage return that something follows; 0 where there is none. */
function lastOverwrite(raw: string): number {
  let end = raw.length;
  while (end > 0 && /\s/.test(raw.charAt(end - 1))) end--;
  return raw.lastIndexOf('\r', end - 1) + 1;
}

function returnsIn(raw: string): number {
  let count = 0;
  for (let at = raw.indexOf('\r'); at >= 0 && count < mostReturns; at = raw.indexOf('\r', at + 1)) count++;
  return count;
}

/** Tells where the next order or NUL stands, from places that only grow. It remembers, lest a line be searched again for each. */
function ordersIn(raw: string): (from: number) => number {
  const places = [escape, nul].map((character) => ({ character, at: -1 }));
  return (from) => {
    for (const place of places) {
      if (place.at >= from) continue;
      const found = raw.indexOf(place.character, from);
      place.at = found < 0 ? raw.length : found;
    }
    return Math.min(...places.map(({ at }) => at));
  };
}

/** Where an order that begins at `start` ends. */
function orderEnd(raw: string, start: number): number {
  if (raw.charAt(start) === nul) {
    let end = start + 1;
    while (raw.charAt(end) === nul) end++;
    return end;
  }
  const kind = raw.charAt(start + 1);
  switch (kind) {
    case '[':
      return parametersEnd(raw, start + 2);
    case ']':
    case 'P':
    case 'X':
    case '^':
    case '_':
      return stringEnd(raw, start + 2);
    default:
      // `ESC ( B` chooses a character set; other orders are one character.
      if (/[ -/]/.test(kind)) return Math.min(raw.length, start + 3);
      return /[0-~]/.test(kind) ? start + 2 : start + 1;
  }
}

function parametersEnd(raw: string, start: number): number {
  let at = start;
  while (at < raw.length) {
    const code = raw.charCodeAt(at++);
    if (code >= 0x40 && code <= 0x7e) return at;
    // Parameters only: anything else means that the order was cut short.
    if (code < 0x20 || code > 0x7e) return at - 1;
  }
  return at;
}

/** The end of an order with text in it, which a bell or `ESC \` ends; without that only its start is taken out. */
function stringEnd(raw: string, start: number): number {
  const last = Math.min(raw.length, start + longestOrder);
  for (let at = start; at < last; at++) {
    const code = raw.charCodeAt(at);
    if (code === 0x07) return at + 1;
    if (code === 0x1b) return raw.charAt(at + 1) === '\\' ? at + 2 : start;
  }
  return start;
}
