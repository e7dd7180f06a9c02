import type { AnalysisStatus } from '../src/core/analysis';
import type { Severity } from '../src/core/finding';

/**
 * Shapes on a 16×16 field. Each severity and status has an outline of its own, so that none is told by its colour alone.
 * `evenodd` makes the inner path a hole.
 */
const shapes: Readonly<Record<Severity | AnalysisStatus | 'log' | 'report' | 'export' | 'again' | 'remove' | 'waiting' | 'refused' | 'all', string>> = {
  // An octagon with a bar, a disc with a cross, a triangle with a mark, a ring with a dot.
  critical: 'M5 1h6l4 4v6l-4 4H5l-4-4V5zM4 7v2h8V7z',
  high: 'M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1zM5.7 4.6 4.6 5.7 6.9 8l-2.3 2.3 1.1 1.1L8 9.1l2.3 2.3 1.1-1.1L9.1 8l2.3-2.3-1.1-1.1L8 6.9z',
  medium: 'M8 1l7.5 14H.5zM7.2 6v4.5h1.6V6zm0 5.7v1.6h1.6v-1.6z',
  low: 'M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1zm0 1.3a5.7 5.7 0 1 0 0 11.4A5.7 5.7 0 0 0 8 2.3zM7.2 7h1.6v4.6H7.2zm0-2.5h1.6v1.6H7.2z',
  running: 'M8 1.5a6.5 6.5 0 1 1-6.5 6.5H3A5 5 0 1 0 8 3z',
  completed: 'M6 12.6 1.9 8.5l1.2-1.2L6 10.2l6.9-6.9 1.2 1.2z',
  failed: 'M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1zm0 1.3a5.7 5.7 0 1 0 0 11.4A5.7 5.7 0 0 0 8 2.3zM5.9 4.9 8 7l2.1-2.1 1 1L9 8l2.1 2.1-1 1L8 9l-2.1 2.1-1-1L7 8 4.9 5.9z',
  cancelled: 'M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1zm0 1.3a5.7 5.7 0 0 0-4.5 9.2l8-8A5.7 5.7 0 0 0 8 2.3zm4.5 2.2-8 8a5.7 5.7 0 0 0 8-8z',
  waiting: 'M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1zm0 1.3a5.7 5.7 0 1 0 0 11.4A5.7 5.7 0 0 0 8 2.3zM7.3 4h1.3v3.8l2.6 1.5-.6 1.1-3.3-1.9z',
  refused: 'M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1zm0 1.3a5.7 5.7 0 1 0 0 11.4A5.7 5.7 0 0 0 8 2.3zM4.5 7.3h7v1.4h-7z',
  report: 'M2 2h12v12H2zm1.2 1.2v9.6h9.6V3.2zM4.5 8.5h1.6v3H4.5zm2.7-4h1.6v7H7.2zm2.7 2h1.6v5H9.9z',
  export: 'M7.4 10V3.9L5.2 6.1l-.9-.9L8 1.5l3.7 3.7-.9.9-2.2-2.2V10zM2 9h1.3v4.2h9.4V9H14v5.5H2z',
  again: 'M8 2.5a5.5 5.5 0 0 1 4.7 2.6V2.5H14v5H9V6.2h2.9A4.2 4.2 0 1 0 12.1 9h1.3A5.5 5.5 0 1 1 8 2.5z',
  remove: 'M6 1.5h4V3h4v1.3h-1V14H3V4.3H2V3h4zm-1.7 2.8v8.4h7.4V4.3zM6 6h1.2v5H6zm2.8 0H10v5H8.8z',
  all: 'M2 3h12v1.3H2zm0 3.2h12v1.3H2zm0 3.2h8v1.3H2zm0 3.2h8v1.3H2z',
  log: 'M3 1h7l3 3v11H3zm1.2 1.2v11.6h7.6V4.6L9.4 2.2zM5.5 6h5v1.1h-5zm0 2.3h5v1.1h-5zm0 2.3h3.4v1.1H5.5z',
};

/** A picture beside words that say the same: screen readers pass over it. */
export function icon(name: keyof typeof shapes): SVGElement {
  return picture(`icon icon-${name}`, shapes[name]);
}

/** A path on a 16×16 field, filled or drawn as the class says. */
export function picture(className: string, shape: string): SVGElement {
  const namespace = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(namespace, 'svg');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('class', className);
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(namespace, 'path');
  path.setAttribute('d', shape);
  path.setAttribute('fill-rule', 'evenodd');
  svg.append(path);
  return svg;
}
