/**
 * One expression that matches where any of these does: most lines match none, and one test says so.
 * Throws where one ignores case, which a part of an expression cannot do alone.
 */
export function anyOf(patterns: readonly RegExp[]): RegExp {
  const ignoring = patterns.find(({ flags }) => flags.includes('i'));
  if (ignoring && patterns.length > 1) throw new Error(`Among others, ${String(ignoring)} must not ignore case.`);
  if (patterns.length === 0) return /(?!)/;
  // Names may stand once in an expression; nobody asks for the groups of this one.
  return ignoring ?? new RegExp(patterns.map(({ source }) => source.replace(/\(\?<[a-z]\w*>/g, '(?:')).join('|'));
}
