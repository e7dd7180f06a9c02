import { fill } from '../../src/shared/dashboardStrings';
import type { ViewLine } from '../../src/shared/logViewProtocol';
import type { LogViewStrings } from '../../src/shared/logViewStrings';
import { element } from '../dom';
import type { Formatter } from '../format';
import { icon } from '../icons';
import { beginsWithTime, continues, inertText, piecesOf } from './lineText';
import type { Highlighter } from './patterns';
import type { Selection } from './selection';
import type { Row } from './viewport';

/** Makes the rows of lines, and of the gaps between them. */
export class LineRows {
  /** Bytes of a line on average: what tells about which line it is while lines are being counted. */
  private bytesPerLine = 100;

  constructor(
    private readonly strings: LogViewStrings,
    private readonly format: Formatter,
    private readonly highlighter: Highlighter,
    private readonly selection: Selection,
  ) {}

  rowsOf(lines: readonly ViewLine[]): Row[] {
    this.measure(lines);
    let guess = 0;
    let recordHasTime = false;
    return lines.flatMap((line, index) => {
      guess = index === 0 ? Math.floor(line.offset / this.bytesPerLine) + 1 : guess + 1 + line.gap;
      const number = guess;
      const hasTime = beginsWithTime(line.text);
      // Below a record with a time, a line without one is no head of another.
      const isHead = line.severity !== null && !continues(line.text) && (hasTime || !recordHasTime || lines[index - 1]?.severity !== line.severity);
      if (isHead || line.severity === null) recordHasTime = hasTime;
      const row: Row = {
        key: keyOf(line.offset),
        offset: line.offset,
        version: [line.number ?? `~${String(number)}`, line.severity, isHead, line.isContext, line.text.length, line.cut, JSON.stringify(this.highlighter.pattern)].join('|'),
        draw: () => this.drawLine(line, number, isHead),
      };
      if (line.gap === 0) return [row];
      const gap: Row = { key: `gap-${String(line.offset)}`, offset: line.offset, version: String(line.gap), draw: () => this.drawGap(line) };
      return [gap, row];
    });
  }

  /** Digits of the greatest line number that a log of so many bytes and lines has. */
  digitsFor(size: number, lines: number | null): number {
    return String(lines ?? `~${String(Math.ceil(size / this.bytesPerLine))}`).length;
  }

  private measure(lines: readonly ViewLine[]): void {
    const [first, last] = [lines[0], lines.at(-1)];
    if (!first || !last || last.offset === first.offset) return;
    const count = lines.length - 1 + lines.slice(1).reduce((sum, { gap }) => sum + gap, 0);
    this.bytesPerLine = (last.offset - first.offset) / count;
  }

  private drawLine(line: ViewLine, guess: number, isHead: boolean): HTMLElement {
    const { offset, number, severity, isContext, cut } = line;
    const text = inertText(line.text);
    const { strings } = this;
    const shown = number === null ? `~${String(guess)}` : String(number);
    const gutter = element(
      'span',
      { className: 'gutter' },
      element('span', { className: number === null ? 'number guessed' : 'number' }, unseen(strings.line), shown),
      element('span', { className: 'mark' }, ...(isHead && severity ? [icon(severity)] : []), ...(severity ? [unseen(strings[`severity.${severity}`])] : []), ...(isContext ? [unseen(strings['line.context'])] : [])),
    );
    const words = element('span', { className: 'text' });
    for (const piece of piecesOf(text, this.highlighter.matchesIn(text))) {
      if (piece.kind === 'plain' && !piece.isMatch) words.append(piece.text);
      else words.append(element(piece.isMatch ? 'mark' : 'span', { className: piece.kind }, piece.text));
    }
    const row = element(
      'div',
      {
        className: ['line', ...(severity ? [severity] : []), ...(isContext ? ['context'] : [])].join(' '),
        attributes: { id: keyOf(offset), role: 'option', 'aria-selected': String(this.selection.has(offset)), 'data-offset': String(offset) },
      },
      gutter,
      words,
    );
    if (cut > 0) row.append(element('span', { className: 'cut', title: this.strings['cut.show'] }, fill(this.strings.cut, this.format.count(cut))));
    this.markCursor(row, offset);
    return row;
  }

  /** Lets a row that is drawn show whether it is chosen. */
  mark(row: HTMLElement, offset: number): void {
    if (!row.classList.contains('line')) return;
    row.setAttribute('aria-selected', String(this.selection.has(offset)));
    this.markCursor(row, offset);
  }

  private markCursor(row: HTMLElement, offset: number): void {
    row.classList.toggle('cursor', this.selection.cursor === offset);
  }

  private drawGap({ gap, offset }: ViewLine): HTMLElement {
    const { strings } = this;
    const label = gap === 1 ? strings['gap.one'] : fill(strings.gap, this.format.count(gap));
    return element(
      'div',
      { className: 'gap', title: strings['gap.show'], attributes: { 'role': 'option', 'aria-selected': 'false', 'data-offset': String(offset) } },
      element('span', { className: 'gutter' }, element('span', { className: 'number', attributes: { 'aria-hidden': 'true' } }, '⋯')),
      element('span', { className: 'text' }, label),
    );
  }
}

/** Heard, not seen. */
function unseen(text: string): HTMLElement {
  return element('span', { className: 'unseen' }, `${text} `);
}

export function keyOf(offset: number): string {
  return `line-${String(offset)}`;
}
