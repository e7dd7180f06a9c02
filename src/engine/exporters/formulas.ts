/** `=`, `+`, `-` and `@`, with their full-width and small forms and the minus sign. */
const sign = '[=+\\-@\\uff1d\\uff0b\\uff0d\\uff20\\ufe66\\ufe62\\ufe63\\ufe6b\\u2212]';
/** What may stand before a formula without keeping it from being one: blanks, quotes, what cannot be seen. */
const skipped = '[^\\S;\\t\\r\\n\\ufeff]|["\'\\p{Cf}]';

/**
 * Where a spreadsheet could begin to read a formula: at the start of a cell, and behind what it may take for the end of
 * one, as it does with a semicolon or a tab where those separate cells in its country. What is skipped holds no separator: each character is looked at twice at most.
 */
const formulaStarts = new RegExp(`(^|[;\\t\\r\\n])(?=(?:${skipped})*${sign})`, 'gu');
const formulaStart = new RegExp(`^(?:[\\t\\r\\n]|${skipped})*${sign}`, 'u');

/** The text with an apostrophe before whatever a spreadsheet could run that opens it in a CSV file. */
export function inert(text: string): string {
  const shown = text.replace(formulaStarts, "$1'");
  // A cell that begins with a control is suspect whatever comes after it.
  return /^[\t\r\n]/.test(shown) ? `'${shown}` : shown;
}

/** Would a spreadsheet take the text for a formula, were it typed into a cell? */
export function looksLikeFormula(text: string): boolean {
  return formulaStart.test(text);
}
