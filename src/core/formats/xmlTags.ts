const tagName = /<\/?([A-Za-z_][\w.:-]{0,99})/y;

/** What `<!--`, `<![CDATA[`, `<?` and `<!` are closed by; null where the mark at `at` opens a tag. */
export function skippedUntil(text: string, at: number): string | null {
  if (text.startsWith('<!--', at)) return '-->';
  if (text.startsWith('<![CDATA[', at)) return ']]>';
  if (text.startsWith('<?', at)) return '?>';
  return text.startsWith('<!', at) ? '>' : null;
}

/** The name of the tag that begins at `at`, opening or closing; null where none does. */
export function tagNameAt(text: string, at: number): string | null {
  tagName.lastIndex = at;
  return tagName.exec(text)?.[1] ?? null;
}

/**
 * Behind the `>` of the tag that is open at `at`, with `>` in quoted attributes passed over. -1 where it does not
 * close before the next `<`, which no tag may hold: so a text of broken tags is still read in one pass.
 */
export function tagEnd(text: string, at: number): number {
  let quote = '';
  for (let i = at; i < text.length; i++) {
    const char = text.charAt(i);
    if (char === '<') return -1;
    if (quote !== '') {
      if (char === quote) quote = '';
    } else if (char === '"' || char === "'") {
      quote = char;
    } else if (char === '>') {
      return i + 1;
    }
  }
  return -1;
}

/** Why the tags of a text do not pair up; null where they do. */
export function unbalanced(text: string): string | null {
  const open: string[] = [];
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at)) {
    const until = skippedUntil(text, at);
    const end = until === null ? tagEnd(text, at + 1) : text.indexOf(until, at);
    if (end < 0) return 'tag not closed';
    if (until === null) {
      const name = tagNameAt(text, at);
      if (name === null) return 'a < that opens no tag';
      if (text.charAt(at + 1) === '/') {
        const expected = open.pop();
        if (expected !== name) return `</${name}> where ${expected === undefined ? 'nothing is open' : `</${expected}> is expected`}`;
      } else if (text.charAt(end - 2) !== '/') {
        open.push(name);
      }
    }
    at = end;
  }
  const last = open.at(-1);
  return last === undefined ? null : `<${last}> not closed`;
}
