import type { ViewPattern } from '../../src/shared/logViewProtocol';
import type { LogViewStrings } from '../../src/shared/logViewStrings';
import { element, setText } from '../dom';
import { toolButton, ToggleButton } from './controls';
import { PatternField } from './patternField';

export interface ToolbarActions {
  find(backwards: boolean): void;
  patternChanged(pattern: ViewPattern): void;
  problem(backwards: boolean): void;
  goTo(): void;
  setFilterShown(isShown: boolean): void;
  setWrap(wraps: boolean): void;
  setFollow(follows: boolean): void;
  leave(): void;
}

/** Search and the other tools, in one row. */
export class Toolbar {
  readonly element: HTMLElement;
  readonly find: PatternField;
  readonly filter: ToggleButton;
  readonly wrap: ToggleButton;
  readonly follow: ToggleButton;
  private readonly outcome = element('span', { className: 'outcome', attributes: { role: 'status' } });

  constructor(
    private readonly strings: LogViewStrings,
    actions: ToolbarActions,
  ) {
    this.find = new PatternField(strings, strings.find, strings['find.placeholder'], (pattern) => {
      this.say('');
      actions.patternChanged(pattern);
    });
    this.find.input.addEventListener('keydown', (event) => {
      if (event.key === 'Enter') actions.find(event.shiftKey);
      else if (event.key === 'Escape') actions.leave();
      else return;
      event.preventDefault();
    });
    this.filter = new ToggleButton(toolButton('filter', strings.filter, () => undefined), (pressed) => actions.setFilterShown(pressed));
    this.wrap = new ToggleButton(toolButton('wrap', strings.wrap, () => undefined), (pressed) => actions.setWrap(pressed));
    this.follow = new ToggleButton(toolButton('follow', strings.follow, () => undefined), (pressed) => actions.setFollow(pressed));
    this.element = element(
      'div',
      { className: 'toolbar', attributes: { 'role': 'toolbar', 'aria-label': strings.toolbar } },
      element(
        'div',
        { className: 'find' },
        this.find.element,
        toolButton('up', strings['find.previous'], () => actions.find(true)),
        toolButton('down', strings['find.next'], () => actions.find(false)),
      ),
      this.outcome,
      element('span', { className: 'stretch' }),
      toolButton('problemUp', strings['problem.previous'], () => actions.problem(true)),
      toolButton('problemDown', strings['problem.next'], () => actions.problem(false)),
      element('span', { className: 'separator' }),
      toolButton('goTo', strings.goTo, () => actions.goTo()),
      this.filter.button,
      this.wrap.button,
      this.follow.button,
    );
  }

  /** What came of a search. */
  say(text: string): void {
    setText(this.outcome, text);
    this.outcome.title = text;
    this.find.input.classList.toggle('without', text === this.strings['find.none']);
  }

  showFollow(follows: boolean, isPaused: boolean): void {
    this.follow.pressed = follows;
    this.follow.button.classList.toggle('paused', follows && isPaused);
    this.follow.button.title = follows && isPaused ? this.strings['follow.paused'] : this.strings.follow;
  }

  /** Whether the filter counts, its bar shown or not. */
  showFilter(isShown: boolean, isFiltering: boolean): void {
    this.filter.pressed = isShown;
    this.filter.button.classList.toggle('counts', isFiltering);
  }

  focusFind(): void {
    this.find.input.focus();
    this.find.input.select();
  }
}
