/** A logger's name before the message; the text goes on at `end`. */
export interface LoggerMark {
  readonly name: string;
  readonly end: number;
}

const longestName = 160;
const nameShape = /^[#A-Za-z_$][\w$.#\-/:<>@()[\]]*$/;
const innerMark = /[.$_/#]|::|[a-z][A-Z]/;
const problemName = /(?:error|exception|throwable|failure|fault|warning|failed)$/i;

/**
 * Reads a logger's name at `at`: `com.acme.Foo:`, `c.a.Foo -`, `c.a.Foo  : `, `my_crate::module:`, `in app:`.
 * With a mere colon after it, a name must look like one (`timeout: no answer` is all message), and an
 * exception's name is none. `afterLevel`: a level has been read, so names before a dash or a bar count too.
 */
export function readLogger(text: string, at: number, afterLevel: boolean): LoggerMark | null {
  const start = text.startsWith('in ', at) && afterLevel ? at + 3 : at;
  let end = start;
  while (end < text.length && end - start <= longestName && !isBlankOrBar(text.charCodeAt(end))) end++;
  if (end === start || end - start > longestName) return null;
  const word = text.slice(start, end);
  const colon = word.endsWith(':') && !word.endsWith('::');
  const name = colon ? word.slice(0, -1) : word;
  if (!nameShape.test(name) || problemName.test(name) || name.includes('://')) return null;
  if (colon) {
    const known = innerMark.test(name) || name === 'root' || start > at;
    return known && !/:\d+$/.test(name) ? { name, end } : null;
  }
  return start === at && afterLevel && isSeparated(text, end, name) ? { name, end } : null;
}

function isSeparated(text: string, end: number, name: string): boolean {
  const next = text.charAt(end);
  if (next === '|') return true;
  if (next === '\t') return innerMark.test(name);
  let at = end;
  while (text.charAt(at) === ' ') at++;
  if (text.startsWith('- ', at) || text.startsWith(': ', at) || text.startsWith('| ', at)) return true;
  return text.charAt(at) === '[' && innerMark.test(name);
}

function isBlankOrBar(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0x7c;
}
