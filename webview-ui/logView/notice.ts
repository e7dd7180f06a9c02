import { element, setText } from '../dom';
import { linkButton } from './controls';

interface Action {
  readonly label: string;
  run(): void;
}

/** A line of words above the log, with something to do about it where there is. */
export class Notice {
  readonly element = element('div', { className: 'notice', hidden: true, attributes: { role: 'status' } });
  private readonly words = element('span', {});
  private action: HTMLButtonElement | undefined;
  private isBusy = false;

  constructor() {
    this.element.append(this.words);
  }

  /** Stays until it is hidden or its action taken. */
  show(text: string, action: Action | null): void {
    this.isBusy = false;
    this.put(text, action);
  }

  /** Tells of work under way; it does not take the place of a word that must be read. */
  showBusy(text: string, cancel: Action): void {
    if (!this.isBusy && !this.element.hidden) return;
    this.isBusy = true;
    this.put(text, cancel);
  }

  hide(): void {
    this.element.hidden = true;
    this.isBusy = false;
  }

  hideBusy(): void {
    if (this.isBusy) this.hide();
  }

  private put(text: string, action: Action | null): void {
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
    this.element.classList.toggle('busy', this.isBusy);
  }
}
