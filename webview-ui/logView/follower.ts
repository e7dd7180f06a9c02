import type { LogViewStrings } from '../../src/shared/logViewStrings';
import { element } from '../dom';
import { outline } from './controls';

export interface FollowerActions {
  toEnd(): void;
  changed(follows: boolean, isPaused: boolean): void;
}

/** Keeps the view at the end of a log that grows, as long as nobody looks further up. */
export class Follower {
  /** Leads to new lines that are not followed. */
  readonly element: HTMLButtonElement;
  private isOn = false;
  private isPaused = false;
  private first = 0;

  constructor(
    strings: LogViewStrings,
    private readonly actions: FollowerActions,
  ) {
    this.element = element('button', { className: 'new-lines', hidden: true, attributes: { type: 'button' } }, outline('down'), strings['follow.new']);
    this.element.addEventListener('click', () => this.actions.toEnd());
  }

  get follows(): boolean {
    return this.isOn;
  }

  set follows(follows: boolean) {
    this.isOn = follows;
    this.pause(false);
    if (follows) this.actions.toEnd();
  }

  /** The log has grown; `wasInView`: its end could be seen. */
  grown(wasInView: boolean): void {
    if (this.isOn && !this.isPaused) this.actions.toEnd();
    else if (wasInView || this.isOn) this.element.hidden = false;
  }

  /** `first`: byte offset of the line at the top. Only who looks further up does not want to be taken to the end. */
  scrolled(first: number, isEnd: boolean): void {
    if (isEnd) this.element.hidden = true;
    if (this.isOn && isEnd) this.pause(false);
    else if (this.isOn && first < this.first) this.pause(true);
    this.first = first;
  }

  private pause(isPaused: boolean): void {
    this.isPaused = isPaused;
    this.actions.changed(this.isOn, isPaused);
  }
}
