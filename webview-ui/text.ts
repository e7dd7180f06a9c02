/** Characters that steer a terminal or the direction of text; joiners stay, for emoji and scripts that need them. */
const invisible = /(?![\u200c\u200d])[\p{Cc}\p{Cf}]/gu;
const ansiColour = /\p{Cc}\[[\d;]*m/gu;

/**
 * Log text made fit for one line of a table: white space folded, colour codes dropped, invisible characters spelled out
 * (`[U+202E]`), so that nothing can reorder or hide its neighbours.
 * At most `limit` characters, with an ellipsis where it was cut; never half a surrogate pair.
 */
export function inertLine(text: string, limit: number): string {
  // What lies far beyond the limit is never looked at: a message can be megabytes long.
  const head = text.slice(0, limit * 4);
  const clean = head
    .replace(ansiColour, '')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(invisible, (character) => `[U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`);
  if (clean.length <= limit && head.length === text.length) return clean;
  const cut = clean.slice(0, limit - 1).replace(/[\ud800-\udbff]$/, '');
  return `${cut}…`;
}

/** The same for a line whose white space at its start tells how it belongs to the one before. */
export function inertCode(line: string, limit: number): string {
  const indent = /^[ \t]{0,60}/.exec(line)?.[0] ?? '';
  return indent + inertLine(line, limit);
}

/** Name of the folder the file lies in; empty where it lies in none. */
export function folderOf(uri: string): string {
  const path = readablePath(uri).replace(/^[a-z][a-z\d+.-]*:/i, '');
  const end = path.lastIndexOf('/');
  return end < 1 ? '' : path.slice(path.lastIndexOf('/', end - 1) + 1, end);
}

/** The URI as people write it: a plain path for a file on disk, and no percent signs. */
export function readablePath(uri: string): string {
  const path = uri.replace(/^file:\/\/(?=\/)/, '');
  try {
    return decodeURIComponent(path);
  } catch (error) {
    // A percent sign that encodes nothing: the URI itself says it best.
    if (error instanceof URIError) return path;
    throw error;
  }
}
