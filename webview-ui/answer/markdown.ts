import { type Block, markdownBlocks, type Span } from '../../src/shared/markdown';
import { element } from '../dom';

/** The Markdown of somebody who is not trusted, as elements that hold its text: nothing of it is read as markup. */
export function markdownElements(text: string): HTMLElement[] {
  const shown: HTMLElement[] = [];
  /** What the next line or item goes on with: a paragraph or a list. */
  let open: HTMLElement | null = null;
  for (const block of markdownBlocks(text)) {
    if (block.kind === 'line' && open?.tagName === 'P' && !isEmpty(block)) {
      open.append(element('br', {}), ...spanElements(block.spans));
    } else if (block.kind === 'item' && open?.tagName === (block.number === null ? 'UL' : 'OL')) {
      open.append(itemElement(block));
    } else {
      const made = elementOf(block);
      open = block.kind === 'code' ? null : made;
      if (made) shown.push(made);
    }
  }
  return shown;
}

/** None for an empty line. */
function elementOf(block: Block): HTMLElement | null {
  if (block.kind === 'code') return element('pre', { attributes: { tabindex: '0' } }, element('code', {}, block.lines.join('\n')));
  if (block.kind === 'line') return isEmpty(block) ? null : element('p', { attributes: { dir: 'auto' } }, ...spanElements(block.spans));
  return block.number === null ? element('ul', {}, itemElement(block)) : element('ol', { attributes: { start: String(block.number) } }, itemElement(block));
}

type Item = Extract<Block, { kind: 'item' }>;

function isEmpty({ spans }: Extract<Block, { kind: 'line' }>): boolean {
  return spans.every(({ text }) => text.trim() === '');
}

function itemElement({ indent, spans }: Item): HTMLElement {
  return element('li', { className: indent > 1 ? 'deeper' : '', attributes: { dir: 'auto' } }, ...spanElements(spans));
}

function spanElements(spans: readonly Span[]): (HTMLElement | string)[] {
  return spans.map(({ kind, text }) => (kind === 'plain' ? text : element(kind, {}, text)));
}
