import { Random } from '../../bench/random';
import type { AnomalyKind } from '../../../src/core/anomaly';

/** What is put into a log: one of the kinds, or nothing. */
export type Injected = Exclude<AnomalyKind, 'first-cause'> | 'nothing';

export interface UnusualLog {
  readonly text: string;
  /** 1-based lines between which it lies, one of them at least. */
  readonly from: number;
  readonly to: number;
}

const start = Date.UTC(2026, 4, 6, 8);
const length = 3600;

/** Writes an hour of a service with one thing in it that is not as ever. */
export function unusualLog(kind: Injected, seed: number): UnusualLog {
  const random = new Random(seed);
  const unit = (): number => random.below(1_000_000) / 1_000_000;
  const events: { readonly at: number; readonly text: string; readonly marked: boolean }[] = [];
  const say = (at: number, level: string, text: string, marked = false): void => void events.push({ at, text: `${level.padEnd(5)} [${random.pick(['main', 'io-1', 'io-2'])}] ${text}`, marked });
  const when = length * (0.5 + 0.35 * unit());
  const duration = 20 + 60 * unit();
  const requests = random.between(1500, 4000);
  for (let index = 0; index < requests; index++) say(unit() * length, 'INFO', `Request ${random.below(100_000)} served in ${Math.round(10 + 60 * unit() ** 2)} ms`);
  const beat = random.pick([5, 10, 15, 30]);
  for (let at = 0; at < length; at += beat) if (kind !== 'vanished' || at < when) say(at + unit(), 'INFO', 'Lease on shard was renewed');
  const often = random.between(60, 200);
  for (let index = 0; index < often; index++) say(unit() * length, 'WARN', `Upload of part ${random.below(1000)} is tried again`);
  const seldom = random.between(15, 40);
  for (let index = 0; index < seldom; index++) say(unit() * length, 'ERROR', `Mail to user ${random.below(1000)} could not be delivered`);
  for (let at = 20; at < length; at += 60 + 20 * unit()) {
    const isBroken = kind === 'new-sequence' && at > when && !events.some(({ marked }) => marked);
    say(at, 'WARN', 'Lock is contended, waiting');
    say(at + 0.0001, 'WARN', isBroken ? 'Mail to user 1 could not be delivered' : 'Lock was taken late', isBroken);
  }
  if (kind === 'burst') for (let index = 0; index < Math.max(20, often / 3); index++) say(when + unit() * duration, 'WARN', `Upload of part ${random.below(1000)} is tried again`, true);
  if (kind === 'first-seen') say(when, random.pick(['ERROR', 'WARN']), 'Checksum of segment does not match', true);
  if (kind === 'unusual-value') say(when, 'INFO', `Request ${random.below(100_000)} served in ${random.between(4000, 60_000)} ms`, true);
  if (kind === 'level-shift') for (let index = 0; index < (requests * (length - when)) / length / 3; index++) say(when + unit() * (length - when), 'ERROR', `Mail to user ${random.below(1000)} could not be delivered`, true);
  events.sort((a, b) => a.at - b.at);
  const pause = kind === 'gap' ? 600 + 900 * unit() : 0;
  const lines = events.map(({ at, text }) => `${new Date(start + Math.round((at + (at > when ? pause : 0)) * 1000)).toISOString()} ${text}`);
  const marked = events.flatMap((event, index) => (event.marked ? [index + 1] : []));
  const after = events.findIndex(({ at }) => at > when) + 1;
  // What vanished, or a silence, shows from the moment on.
  const from = marked[0] ?? after;
  return { text: `${lines.join('\n')}\n`, from, to: kind === 'vanished' || kind === 'level-shift' ? lines.length : (marked.at(-1) ?? after) };
}
