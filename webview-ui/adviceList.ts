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
  return Array.from(byCitation.values(), ({ found: { title, meaning, fix, citation, link }, messages }) =>
    element(
      'li',
      {},
      element('strong', {}, inertLine(title, textLimit)),
      element('p', {}, inertLine(meaning, textLimit)),
      ...(fix === null ? [] : [element('p', {}, fill(strings['advice.fix'], inertLine(fix, textLimit)))]),
      element('p', { className: 'dim' }, element('bdi', { attributes: { dir: 'auto' } }, fill(strings['advice.for'], messages.join('; '))), ' ', element('a', { attributes: { href: link } }, inertLine(citation, 100))),
    ),
  );
}
