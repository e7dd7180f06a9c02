/** A stretch of a text, as offsets. */
export interface JsonPlace {
  readonly start: number;
  /** After its last character. */
  readonly end: number;
}

/** Where the value that `path` leads to stands in a valid JSON text; the closest value around it where there is none. */
export function placeInJson(text: string, path: readonly (string | number)[]): JsonPlace {
  let at = skipBlank(text, 0);
  for (const step of path) {
    const inner = entryOf(text, at, step);
    if (inner === null) break;
    at = inner;
  }
  return { start: at, end: valueEnd(text, at) };
}

/** Where the value under a key or index begins; of keys that come twice the last one counts, as it does for JSON.parse. */
function entryOf(text: string, start: number, step: string | number): number | null {
  if (text.charAt(start) !== (typeof step === 'number' ? '[' : '{')) return null;
  let found: number | null = null;
  let at = skipBlank(text, start + 1);
  for (let index = 0; at < text.length && !']}'.includes(text.charAt(at)); index++) {
    let key: unknown = index;
    if (typeof step === 'string') {
      const keyEnd = valueEnd(text, at);
      key = JSON.parse(text.slice(at, keyEnd));
      at = skipBlank(text, skipBlank(text, keyEnd) + 1);
    }
    if (key === step) found = at;
    at = skipBlank(text, valueEnd(text, at));
    if (text.charAt(at) === ',') at = skipBlank(text, at + 1);
  }
  return found;
}

function valueEnd(text: string, start: number): number {
  let depth = 0;
  let at = start;
  do {
    const char = text.charAt(at);
    if (char === '"') at = stringEnd(text, at);
    else if (/[-\w]/.test(char)) while (/[-+.\w]/.test(text.charAt(at))) at++;
    else {
      if (char === '{' || char === '[') depth++;
      else if (char === '}' || char === ']') depth--;
      at++;
    }
  } while (depth > 0 && at < text.length);
  return at;
}

function stringEnd(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text.charAt(at) !== '"') at += text.charAt(at) === '\\' ? 2 : 1;
  return at + 1;
}

function skipBlank(text: string, start: number): number {
  let at = start;
  while (' \t\r\n\uFEFF'.includes(text.charAt(at)) && at < text.length) at++;
  return at;
}
