import { fill } from '../../src/shared/dashboardStrings';
import type { ViewPattern } from '../../src/shared/logViewProtocol';
import type { LogViewStrings } from '../../src/shared/logViewStrings';
import { element } from '../dom';
import { ToggleButton } from './controls';
import { flawOf } from './patterns';

/** A field for a text or a regular expression, with the two switches of the editor's own. */
export class PatternField {
  readonly element: HTMLElement;
  readonly input: HTMLInputElement;
  private readonly matchCase: ToggleButton;
  private readonly isRegex: ToggleButton;

  constructor(
    private readonly strings: LogViewStrings,
    label: string,
    placeholder: string,
    private readonly changed: (pattern: ViewPattern) => void,
  ) {
    this.input = element('input', { attributes: { 'type': 'text', 'aria-label': label, placeholder, 'spellcheck': 'false', 'autocomplete': 'off' } });
    this.input.addEventListener('input', () => this.tell());
    this.matchCase = ToggleButton.lettered('Aa', strings['find.case'], () => this.tell());
    this.isRegex = ToggleButton.lettered('.*', strings['find.regex'], () => this.tell());
    this.element = element('div', { className: 'pattern' }, this.input, this.matchCase.button, this.isRegex.button);
  }

  get pattern(): ViewPattern {
    return { text: this.input.value, isRegex: this.isRegex.pressed, matchCase: this.matchCase.pressed };
  }

  set pattern({ text, isRegex, matchCase }: ViewPattern) {
    this.input.value = text;
    this.isRegex.pressed = isRegex;
    this.matchCase.pressed = matchCase;
    this.check();
  }

  /** Whether there is a text that can be looked for. */
  get isUsable(): boolean {
    return this.input.value !== '' && this.flaw === null;
  }

  private get flaw(): string | null {
    return flawOf(this.pattern);
  }

  private tell(): void {
    this.check();
    if (this.flaw === null) this.changed(this.pattern);
  }

  private check(): void {
    const { flaw } = this;
    this.input.setAttribute('aria-invalid', String(flaw !== null));
    this.input.title = flaw === null ? '' : fill(this.strings.badRegex, flaw);
  }
}
