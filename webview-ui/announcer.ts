import { setText } from './dom';
import type { Schedule } from './live';

/** Milliseconds between two announcements: a log that grows must not talk without end. */
const pause = 5000;

/** Says what changed to those who hear the dashboard; of what comes up within a pause only the last is said. */
export class Announcer {
  private next: string | null = null;
  private waiting = false;

  constructor(
    private readonly region: Element,
    private readonly schedule: Schedule,
  ) {}

  say(text: string): void {
    this.next = text;
    if (!this.waiting) this.speak();
  }

  private speak(): void {
    this.waiting = this.next !== null;
    if (this.next === null) return;
    setText(this.region, this.next);
    this.next = null;
    this.schedule(() => this.speak(), pause);
  }
}
