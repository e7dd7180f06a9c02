const fence = /^ {0,3}(`{3,}|~{3,})[^`\n]*$/;
/** Inline code, and words that are strong. */
const spans = /(?<!`)(`+)([^`\n]+)\1(?!`)|\*\*([^*\s](?:[^*\n]*[^*\s])?)\*\*/g;
const item = /^( {0,8})(?:([-*+])|(\d{1,3})[.)]) +/;
const punctuation = /[!-/:-@[-`{-~]/g;
/** What is not seen or turns the direction of what is. Taken away first: backticks it stood between would make a fence. */
const unseen = /[^\P{C}\t]|[\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/gu;

/**
 * Markdown of somebody who is not trusted, as Markdown that has lists, strong words and code, and nothing else: links,
 * addresses, pictures, HTML, headings and tables stay what was written. All other punctuation is escaped, so that there
 * is nothing that a renderer could take for more.
 */
export function safeMarkdown(text: string): string {
  const lines: string[] = [];
  let code: string | null = null;
  const all = text.split(/\r\n|\r|\n/).map((line) => line.replace(unseen, ''));
  const edge = fenceLongerThan(all);
  for (const line of all) {
    const mark = fence.exec(line)?.[1];
    if (code === null && mark !== undefined) {
      code = mark;
      lines.push('', edge);
    } else if (code !== null && mark?.startsWith(code) === true && line.trim() === mark) {
      code = null;
      lines.push(edge, '');
    } else {
      lines.push(code === null ? safeLine(line) : line);
    }
  }
  if (code !== null) lines.push(edge, '');
  return lines.join('\n');
}

/** Longer than any run in these lines: nothing in a block can end it. */
function fenceLongerThan(lines: readonly string[]): string {
  const longest = lines.reduce((most, line) => Array.from(line.matchAll(/`+/g)).reduce((n, [run]) => Math.max(n, run.length), most), 2);
  return '`'.repeat(longest + 1);
}

function safeLine(line: string): string {
  const [start = '', indent = '', bullet, number] = item.exec(line) ?? [];
  const rest = line.slice(start.length);
  const mark = bullet !== undefined ? `${indent}- ` : number !== undefined ? `${indent}${number}. ` : '';
  let safe = '';
  let done = 0;
  for (const { 0: whole, 2: code, 3: strong, index } of rest.matchAll(spans)) {
    safe += escaped(rest.slice(done, index));
    if (code !== undefined) safe += `\`${code}\``;
    else if (strong !== undefined) safe += `**${escaped(strong)}**`;
    done = index + whole.length;
  }
  // Two spaces at the end keep lines apart that are apart.
  return `${mark}${(safe + escaped(rest.slice(done))).trimStart()}  `;
}

function escaped(text: string): string {
  return text.replace(punctuation, '\\$&');
}
