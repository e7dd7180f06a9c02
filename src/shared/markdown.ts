const fence = /^ {0,3}(`{3,}|~{3,})[^`\n]*$/;
/** Inline code, and words that are strong. */
const spans = /(?<!`)(`+)([^`\n]+)\1(?!`)|\*\*([^*\s](?:[^*\n]*[^*\s])?)\*\*/g;
const item = /^( {0,8})(?:([-*+])|(\d{1,3})[.)]) +/;
const punctuation = /[!-/:-@[-`{-~]/g;
/** What is not seen or turns the direction of what is. Taken away first: backticks it stood between would make a fence. */
const unseen = /[^\P{C}\t]|[\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/gu;

export interface Span {
  readonly kind: 'plain' | 'strong' | 'code';
  readonly text: string;
}

/** A part of a text, one below the other. */
export type Block =
  | { readonly kind: 'code'; readonly lines: readonly string[] }
  | { readonly kind: 'line'; readonly spans: readonly Span[] }
  /** Of a list; its number is null where the list is not numbered, its indent is in spaces. */
  | { readonly kind: 'item'; readonly number: number | null; readonly indent: number; readonly spans: readonly Span[] };

/**
 * What is Markdown in a text of somebody who is not trusted: lists, strong words and code, and nothing else. Links,
 * addresses, pictures, HTML, headings and tables stay what was written; what cannot be seen is left out.
 */
export function markdownBlocks(text: string): Block[] {
  const blocks: Block[] = [];
  let open: { readonly mark: string; readonly lines: string[] } | null = null;
  for (const line of text.split(/\r\n|\r|\n/).map((each) => each.replace(unseen, ''))) {
    const mark = fence.exec(line)?.[1];
    if (open === null && mark !== undefined) {
      open = { mark, lines: [] };
      blocks.push({ kind: 'code', lines: open.lines });
    } else if (open !== null && mark?.startsWith(open.mark) === true && line.trim() === mark) {
      open = null;
    } else if (open === null) {
      blocks.push(blockOf(line));
    } else {
      open.lines.push(line);
    }
  }
  return blocks;
}

/** The same as Markdown for a renderer that knows more: all other punctuation is escaped, so that there is nothing it could take for more. */
export function safeMarkdown(text: string): string {
  const blocks = markdownBlocks(text);
  const edge = fenceLongerThan(blocks.flatMap((block) => (block.kind === 'code' ? block.lines : [])));
  return blocks
    .flatMap((block) => {
      if (block.kind === 'code') return ['', edge, ...block.lines, edge, ''];
      const mark = block.kind === 'line' ? '' : `${' '.repeat(block.indent)}${block.number === null ? '-' : `${String(block.number)}.`} `;
      // Two spaces at the end keep lines apart that are apart.
      return [`${mark}${block.spans.map(written).join('').trimStart()}  `];
    })
    .join('\n');
}

function blockOf(line: string): Block {
  const [start = '', indent = '', bullet, number] = item.exec(line) ?? [];
  const parts = spansOf(line.slice(start.length));
  return bullet === undefined && number === undefined ? { kind: 'line', spans: parts } : { kind: 'item', number: number === undefined ? null : Number(number), indent: indent.length, spans: parts };
}

function spansOf(text: string): Span[] {
  const found: Span[] = [];
  let done = 0;
  const plain = (to: number): void => {
    if (to > done) found.push({ kind: 'plain', text: text.slice(done, to) });
  };
  for (const { 0: whole, 2: code, 3: strong, index } of text.matchAll(spans)) {
    plain(index);
    found.push(code === undefined ? { kind: 'strong', text: strong ?? '' } : { kind: 'code', text: code });
    done = index + whole.length;
  }
  plain(text.length);
  return found;
}

function written({ kind, text }: Span): string {
  if (kind === 'code') return `\`${text}\``;
  const escaped = text.replace(punctuation, '\\$&');
  return kind === 'strong' ? `**${escaped}**` : escaped;
}

/** Longer than any run of backticks in these lines: nothing in a block can end it. */
function fenceLongerThan(lines: readonly string[]): string {
  const longest = lines.reduce((most, line) => Array.from(line.matchAll(/`+/g)).reduce((n, [run]) => Math.max(n, run.length), most), 2);
  return '`'.repeat(longest + 1);
}
