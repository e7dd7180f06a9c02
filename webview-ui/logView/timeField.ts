import type { LogViewStrings } from '../../src/shared/logViewStrings';
import { element } from '../dom';
import type { TimeEntry } from './filterForm';

/** A field for a time as people write it; what it means is asked for. */
export class TimeField {
  readonly element: HTMLElement;
  private readonly input: HTMLInputElement;
  /** Counts what was written, so that an answer that comes late is passed over. */
  private written = 0;

  constructor(
    private readonly strings: LogViewStrings,
    label: string,
    private readonly timeOf: (text: string) => Promise<number | null>,
    private readonly changed: (entry: TimeEntry) => void,
  ) {
    this.input = element('input', { className: 'time', attributes: { type: 'text', placeholder: strings['filter.time'], spellcheck: 'false', autocomplete: 'off' } });
    this.input.addEventListener('input', () => void this.read());
    this.element = element('label', {}, label, this.input);
  }

  set entry({ text, time }: TimeEntry) {
    this.written++;
    this.input.value = text;
    this.mark(text !== '' && time === null);
  }

  private async read(): Promise<void> {
    const writing = ++this.written;
    const text = this.input.value.trim();
    const time = text === '' ? null : await this.timeOf(text);
    if (writing !== this.written) return;
    this.mark(text !== '' && time === null);
    this.changed({ text, time });
  }

  private mark(isBad: boolean): void {
    this.input.setAttribute('aria-invalid', String(isBad));
    this.input.title = isBad ? this.strings['filter.badTime'] : '';
  }
}
