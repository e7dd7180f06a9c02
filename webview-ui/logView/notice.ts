import { element, setText } from '../dom';
import { linkButton } from './controls';

/** A line of words about the log or what is under way, with something to do about it where there is. */
export class Notice {
  readonly element: HTMLElement;
  private readonly words = element('span', {});
  private readonly figure = element('span', { className: 'figure', attributes: { 'aria-hidden': 'true' } });
  private action: HTMLButtonElement | undefined;

  constructor(kind: 'message' | 'busy') {
    this.element = element('div', { className: `notice ${kind}`, hidden: true, attributes: { role: 'status' } }, this.words, this.figure);
  }

  /** A figure behind the words. */
  set detail(text: string) {
    this.figure.textContent = text;
  }

  show(text: string, action: { readonly label: string; run(): void } | null): void {
    setText(this.words, text);
    this.detail = '';
    this.action?.remove();
    this.action = undefined;
    if (action) {
      this.action = linkButton(action.label, () => {
        this.hide();
        action.run();
      });
      this.element.append(this.action);
    }
    this.element.hidden = false;
  }

  hide(): void {
    this.element.hidden = true;
  }
}
