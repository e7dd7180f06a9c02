import { element } from '../dom';
import { picture } from '../icons';

/** Lines on a 16×16 field. */
const outlines = {
  up: 'M8 13V3.5M3.8 7.7 8 3.5l4.2 4.2',
  down: 'M8 3v9.5M3.8 8.3 8 12.5l4.2-4.2',
  problemUp: 'M8 6.2 13.2 14.5H2.8zM8 9.3v2.4M8 13v.1M5.6 3.6 8 1.2l2.4 2.4',
  problemDown: 'M8 1.5 13.2 9.8H2.8zM8 4.6V7M8 8.3v.1M5.6 12.4 8 14.8l2.4-2.4',
  goTo: 'M2 4h7M2 8h5M2 12h7M10 8h5M12.6 5.6 15 8l-2.4 2.4',
  filter: 'M2 3h12L9.5 8.3v4.5L6.5 14V8.3z',
  wrap: 'M2 3.5h12M2 8h9.8a2.2 2.2 0 0 1 0 4.4H8.5M10.2 10.6 8.4 12.4l1.8 1.8M2 12.4h3.5',
  follow: 'M8 2v8M4.5 6.8 8 10.3l3.5-3.5M3 13.5h10',
  close: 'M4 4l8 8M12 4l-8 8',
} as const;

export type OutlineName = keyof typeof outlines;

export function outline(name: OutlineName): SVGElement {
  return picture('outline', outlines[name]);
}

/** A button of the tool bar with a picture; what it does stands in its label and is shown on hover. */
export function toolButton(name: OutlineName, label: string, press: () => void): HTMLButtonElement {
  const button = element('button', { className: 'tool', title: label, attributes: { 'type': 'button', 'aria-label': label } }, outline(name));
  button.addEventListener('click', press);
  return button;
}

/** A button that stays pressed. */
export class ToggleButton {
  constructor(
    readonly button: HTMLButtonElement,
    private readonly flip: (pressed: boolean) => void,
  ) {
    this.pressed = false;
    button.addEventListener('click', () => {
      this.pressed = !this.pressed;
      this.flip(this.pressed);
    });
  }

  /** One with letters instead of a picture. */
  static lettered(letters: string, label: string, flip: (pressed: boolean) => void): ToggleButton {
    const button = element('button', { className: 'letters', title: label, attributes: { 'type': 'button', 'aria-label': label } }, letters);
    return new ToggleButton(button, flip);
  }

  get pressed(): boolean {
    return this.button.getAttribute('aria-pressed') === 'true';
  }

  set pressed(pressed: boolean) {
    this.button.setAttribute('aria-pressed', String(pressed));
  }
}

/** A text button. */
export function linkButton(label: string, press: () => void): HTMLButtonElement {
  const button = element('button', { className: 'link', attributes: { type: 'button' } }, label);
  button.addEventListener('click', press);
  return button;
}
