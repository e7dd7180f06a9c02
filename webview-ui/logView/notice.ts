import { element, setText } from '../dom';
import { linkButton } from './controls';

/** A line of words about the log or what is under way, with something to do about it where there is. */
export class Notice {
  readonly element: HTMLElement;
  private readonly words = element('span', {});
  private action: HTMLButtonElement | undefined;

  constructor(kind: 'message' | 'busy') {
    this.element = element('div', { className: `notice ${kind}`, hidden: true, attributes: { role: 'status' } }, this.words);
  }

  show(text: string, action: { readonly label: string; run(): void } | null): void {
    setText(this.words, text);
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
