import type { AnalysisStatus } from '../src/core/analysis';
import type { Severity } from '../src/core/finding';

/**
 * Shapes on a 16×16 field. Each severity and status has an outline of its own, so that none is told by its colour alone.
 * `evenodd` makes the inner path a hole.
 */
const shapes: Readonly<Record<Severity | AnalysisStatus | 'log', string>> = {
  // An octagon with a bar, a disc with a cross, a triangle with a mark, a ring with a dot.
  critical: 'M5 1h6l4 4v6l-4 4H5l-4-4V5zM4 7v2h8V7z',
  high: 'M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1zM5.7 4.6 4.6 5.7 6.9 8l-2.3 2.3 1.1 1.1L8 9.1l2.3 2.3 1.1-1.1L9.1 8l2.3-2.3-1.1-1.1L8 6.9z',
  medium: 'M8 1l7.5 14H.5zM7.2 6v4.5h1.6V6zm0 5.7v1.6h1.6v-1.6z',
  low: 'M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1zm0 1.3a5.7 5.7 0 1 0 0 11.4A5.7 5.7 0 0 0 8 2.3zM7.2 7h1.6v4.6H7.2zm0-2.5h1.6v1.6H7.2z',
  running: 'M8 1.5a6.5 6.5 0 1 1-6.5 6.5H3A5 5 0 1 0 8 3z',
  completed: 'M6 12.6 1.9 8.5l1.2-1.2L6 10.2l6.9-6.9 1.2 1.2z',
  failed: 'M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1zm0 1.3a5.7 5.7 0 1 0 0 11.4A5.7 5.7 0 0 0 8 2.3zM5.9 4.9 8 7l2.1-2.1 1 1L9 8l2.1 2.1-1 1L8 9l-2.1 2.1-1-1L7 8 4.9 5.9z',
  cancelled: 'M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1zm0 1.3a5.7 5.7 0 0 0-4.5 9.2l8-8A5.7 5.7 0 0 0 8 2.3zm4.5 2.2-8 8a5.7 5.7 0 0 0 8-8z',
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
