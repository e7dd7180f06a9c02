import { element } from './dom';

export interface Option {
  readonly value: string;
  readonly label: string;
}

/** A labelled list of which one is chosen, as the browser draws it. */
export class Choice {
  readonly element: HTMLElement;
  private readonly select = element('select', {});
  private shown = '';

  constructor(label: string, chosen: (value: string) => void) {
    this.select.addEventListener('change', () => chosen(this.select.value));
    this.element = element('label', { className: 'choice' }, element('span', {}, label), this.select);
  }

  update(options: readonly Option[], value: string): void {
    const shown = JSON.stringify(options);
    if (shown !== this.shown) this.select.replaceChildren(...options.map((option) => element('option', { attributes: { value: option.value } }, option.label)));
    this.shown = shown;
    this.select.value = value;
  }
}
