import type { AnswerAction, AnswerSection, AnswerView } from '../../src/shared/answerPage';
import { element, setText } from '../dom';
import { inertCode, inertLine } from '../text';
import { markdownElements } from './markdown';

const titleLimit = 1_000;
const lineLimit = 1_000;

interface AnswerPort {
  readonly act: (action: AnswerAction) => void;
  readonly openLine: (line: number) => void;
}

/** An answer as it comes: what is done with it above, what it says below. What stays the same stays in place, and keeps the focus. */
export class AnswerPane {
  private readonly title = element('h1', { attributes: { dir: 'auto' } });
  private readonly place = element('p', { className: 'dim' });
  private readonly by = element('p', { className: 'dim', attributes: { role: 'status' } });
  private readonly status = element('p', { className: 'status', attributes: { role: 'status' } });
  private readonly actions = element('div', { className: 'actions' });
  private readonly body = element('div', {});
  private said = '';
  private offered = '';

  constructor(
    root: HTMLElement,
    private readonly port: AnswerPort,
  ) {
    root.append(element('main', {}, element('header', {}, this.title, this.place, this.by), this.actions, this.status, this.body));
  }

  show({ title, place, by, status, isBusy, sections, actions }: AnswerView): void {
    setText(this.title, inertLine(title, titleLimit));
    setText(this.place, inertLine(place, titleLimit));
    setText(this.by, by ?? '');
    this.status.classList.toggle('busy', isBusy);
    setText(this.status, status ?? '');
    this.body.setAttribute('aria-busy', String(isBusy));
    this.offer(actions);
    const said = JSON.stringify(sections);
    if (said === this.said) return;
    this.said = said;
    this.body.replaceChildren(...sections.map((section, index) => this.section(section, index)));
  }

  private offer(actions: AnswerView['actions']): void {
    const offered = JSON.stringify(actions);
    if (offered === this.offered) return;
    this.offered = offered;
    const focused = document.activeElement?.getAttribute('data-action');
    this.actions.replaceChildren(
      ...actions.map(({ action, label, isChosen }) => {
        const button = element('button', { attributes: { 'type': 'button', 'data-action': action, ...(isChosen === null ? {} : { 'aria-pressed': String(isChosen) }) } }, label);
        button.addEventListener('click', () => this.port.act(action));
        return button;
      }),
    );
    if (focused) this.actions.querySelector<HTMLElement>(`[data-action="${focused}"]`)?.focus();
  }

  private section(section: AnswerSection, index: number): HTMLElement {
    const id = `section-${String(index)}`;
    return element('section', { className: section.kind, attributes: { 'aria-labelledby': id } }, element('h2', { attributes: { id } }, section.title), ...this.content(section));
  }

  private content(section: AnswerSection): Node[] {
    switch (section.kind) {
      case 'text':
        return markdownElements(section.text);
      case 'steps':
        return [element('ol', {}, ...section.steps.map((step) => element('li', {}, ...markdownElements(step))))];
      case 'lines':
        return [element('ul', { className: 'lines' }, ...section.lines.map((line) => this.line(line)))];
      case 'code':
        return [element('pre', { attributes: { tabindex: '0' } }, element('code', {}, section.text.split('\n').map((line) => inertCode(line, lineLimit)).join('\n')))];
      case 'change':
        return [element('pre', { attributes: { tabindex: '0' } }, ...changed('del', '- ', section.removed), ...changed('ins', '+ ', section.added))];
    }
  }

  private line({ line, label, text }: { readonly line: number; readonly label: string; readonly text: string | null }): HTMLElement {
    const open = element('button', { className: 'link', attributes: { type: 'button' } }, label);
    open.addEventListener('click', () => this.port.openLine(line));
    return element('li', {}, open, ...(text === null ? [] : [' ', element('code', { attributes: { dir: 'auto' } }, inertLine(text, lineLimit))]));
  }
}

/** Signs tell lines apart, not colours alone. */
function changed(tag: 'del' | 'ins', sign: string, lines: readonly string[]): HTMLElement[] {
  return lines.map((line) => element(tag, {}, `${sign}${inertCode(line, lineLimit)}\n`));
}
