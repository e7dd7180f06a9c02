import { fill, type DashboardStrings } from '../src/shared/dashboardStrings';
import type { TrendPoint } from '../src/shared/summary';
import { element } from './dom';
import type { Formatter } from './format';
import { inertLine } from './text';

const problemSeverities = ['critical', 'high', 'medium'] as const;
/** Of the picture, in its own units. */
const [width, height] = [1000, 120];
/** No bar is wider, however few there are. */
const widest = 40;
const namespace = 'http://www.w3.org/2000/svg';

/** Problems after each analysis as stacked bars, the oldest first; the list of analyses tells the same in words. */
export class TrendChart {
  readonly element: HTMLElement;
  private readonly picture = document.createElementNS(namespace, 'svg');
  private readonly nothing: HTMLElement;

  constructor(
    private readonly strings: DashboardStrings,
    private readonly format: Formatter,
  ) {
    this.picture.setAttribute('viewBox', `0 0 ${String(width)} ${String(height)}`);
    this.picture.setAttribute('preserveAspectRatio', 'none');
    this.picture.setAttribute('role', 'img');
    this.picture.setAttribute('class', 'trend');
    this.nothing = element('p', { className: 'dim' }, strings['trend.none']);
    this.element = element('div', {}, this.picture, this.nothing);
  }

  update(points: readonly TrendPoint[], zone: string): void {
    this.nothing.hidden = points.length > 1;
    this.picture.toggleAttribute('hidden', points.length < 2);
    const most = Math.max(1, ...points.map(problemsIn));
    const step = Math.min(widest, width / Math.max(1, points.length));
    this.picture.replaceChildren(...points.map((point, index) => this.bar(point, index * step, step * 0.85, most, zone)));
    const [first, last] = [points[0], points.at(-1)];
    if (first && last) this.picture.setAttribute('aria-label', `${this.strings['trend.hint']}: ${this.words(first, zone)} – ${this.words(last, zone)}`);
  }

  private bar(point: TrendPoint, left: number, size: number, most: number, zone: string): SVGElement {
    const bar = document.createElementNS(namespace, 'g');
    const title = document.createElementNS(namespace, 'title');
    title.textContent = this.words(point, zone);
    bar.append(title, rectangle('ground', left, 0, size, height));
    let top = height;
    for (const severity of problemSeverities) {
      const part = (point.severities[severity] / most) * (height - 4);
      top -= part;
      if (part > 0) bar.append(rectangle(`part-${severity}`, left, top, size, part));
    }
    return bar;
  }

  private words(point: TrendPoint, zone: string): string {
    const counts = problemSeverities.map((severity) => fill(this.strings.tally, this.format.count(point.severities[severity]), this.strings[`severity.${severity}`]));
    return `${inertLine(point.fileName, 80)}, ${this.format.exact(point.startedAt, zone)}: ${counts.join(', ')}`;
  }
}

function rectangle(className: string, x: number, y: number, wide: number, high: number): SVGElement {
  const made = document.createElementNS(namespace, 'rect');
  for (const [name, value] of Object.entries({ class: className, x, y, width: wide, height: high })) made.setAttribute(name, String(value));
  return made;
}

function problemsIn({ severities: { critical, high, medium } }: TrendPoint): number {
  return critical + high + medium;
}
