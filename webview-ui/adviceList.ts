import { fill, type DashboardStrings } from '../src/shared/dashboardStrings';
import type { Advice, AdviceOf, Problem } from '../src/shared/summary';
import { element } from './dom';
import { inertLine } from './text';

const textLimit = 1_000;
const messageLimit = 200;

/** What helps against some problems, each once, with those that it is for. */
export function adviceList(problems: readonly Problem[], advice: AdviceOf, strings: DashboardStrings): HTMLElement[] {
  const byCitation = new Map<string, { readonly found: Advice; readonly messages: string[] }>();
  for (const { fingerprint, name, message } of problems) {
    const found = advice[fingerprint];
    if (!found) continue;
    const known = byCitation.get(found.citation) ?? { found, messages: [] };
    known.messages.push(inertLine(name ?? message, messageLimit));
    byCitation.set(found.citation, known);
  }
  return Array.from(byCitation.values(), ({ found, messages }) => element('li', {}, ...adviceText(found, strings).children, element('p', { className: 'dim' }, element('bdi', { attributes: { dir: 'auto' } }, fill(strings['advice.for'], messages.join('; '))))));
}

/** What a problem is, what to do, and where that is from. */
export function adviceText({ title, meaning, fix, citation, link }: Advice, strings: DashboardStrings): HTMLElement {
  const source = element('a', { attributes: { href: link } }, inertLine(citation, 100));
  return element(
    'div',
    { className: 'advice' },
    element('strong', {}, inertLine(title, textLimit)),
    element('p', {}, inertLine(meaning, textLimit)),
    element('p', {}, ...(fix === null ? [] : [fill(strings['advice.fix'], inertLine(fix, textLimit)), ' ']), source),
  );
}
