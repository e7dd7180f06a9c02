import { atLeast, type Finding, type Severity } from '../../core/finding';
import type { FindingKey } from '../../core/followingRun';

/** Milliseconds that a finding stands unchanged before it is told, and at most until it is. */
const settleTime = 400;
const longestWait = 900;
/** Findings that wait at most, where those told are not taken, and findings known as told. */
const mostWaiting = 10_000;
const mostTold = 10_000;

interface Waiting {
  readonly finding: Finding;
  /** Milliseconds, as of `performance.now`. */
  readonly since: number;
  readonly changed: number;
}

/**
 * Findings of one log on their way to somebody who cannot be told that they are otherwise: more lines may change what
 * was found a moment ago, so each is held until it stands, and told once; again only where it became graver.
 */
export class NewFindings {
  private readonly waiting = new Map<string, Waiting>();
  private readonly told = new Map<string, Severity>();
  private passedOver = 0;

  add(finding: Finding, now: number): void {
    const key = keyOf(finding);
    const earlier = this.told.get(key);
    if (earlier !== undefined && atLeast(earlier, finding.severity)) return;
    const since = this.waiting.get(key)?.since;
    if (since === undefined && this.waiting.size >= mostWaiting) this.passedOver++;
    else this.waiting.set(key, { finding, since: since ?? now, changed: now });
  }

  remove(key: FindingKey): void {
    this.waiting.delete(keyOf(key));
  }

  /** Those that stand by now, in the order of the log; all of them where nothing will change them. */
  take(now: number, all = false): Finding[] {
    const ready = [...this.waiting].filter(([, { since, changed }]) => all || now - changed >= settleTime || now - since >= longestWait);
    for (const [key, { finding }] of ready) {
      this.waiting.delete(key);
      this.told.set(key, finding.severity);
    }
    for (const key of this.told.keys()) {
      if (this.told.size <= mostTold) break;
      this.told.delete(key);
    }
    return ready.map(([, { finding }]) => finding).sort((a, b) => a.line - b.line);
  }

  /** How many came when too many waited, and are not told; counts from zero again. */
  takePassedOver(): number {
    const { passedOver } = this;
    this.passedOver = 0;
    return passedOver;
  }

  /** Lines count from 1 again: what is told of this content is known no more. */
  restart(): void {
    this.told.clear();
  }
}

function keyOf({ line, message }: FindingKey): string {
  return `${String(line)}:${message}`;
}
