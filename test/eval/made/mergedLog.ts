import { Random } from '../../bench/random';
import { noise, quiet, rare, scenarios } from './cascades';

/** The merged log of several services, in which one cascade went off. */
export interface MadeCascade {
  readonly text: string;
  readonly scenario: string;
  /** 1-based line of the first cause, and of the last line that the cascade wrote. */
  readonly rootLine: number;
  readonly lastLine: number;
  /** 1-based lines of the cascade. */
  readonly lines: ReadonlySet<number>;
}

const start = Date.UTC(2026, 4, 6, 8);
/** Seconds that a log covers. */
const length = 1800;

interface Event {
  readonly at: number;
  readonly text: string;
  readonly of: 'root' | 'cascade' | null;
}

/**
 * Writes a log of half an hour with a cascade in it. Services' clocks differ by up to a quarter of a second, problems
 * without meaning come all the time and a rare one often just before; some of what follows is known from before too.
 */
export function madeCascade(seed: number): MadeCascade {
  const random = new Random(seed);
  const scenario = scenarios[seed % scenarios.length] ?? scenarios[0];
  if (!scenario) throw new Error('There are no scenarios.');
  const clocks = new Map<string, number>();
  const events: Event[] = [];
  const say = (at: number, service: string, level: string, says: string, id: string, of: Event['of'] = null): void => {
    const clock = clocks.get(service) ?? (random.below(501) - 250) / 1000;
    clocks.set(service, clock);
    const message = says.replaceAll('#', () => String(random.between(2, 9000))).replaceAll('@', id);
    const time = start + Math.round((at + clock) * 1000);
    events.push({ at: time, text: `${new Date(time).toISOString()} ${level.padEnd(5)} [${service}] ${message}`, of });
  };
  const anId = (): string => random.next().toString(16).padStart(8, '0');
  const any = (most: number): number => (random.below(1_000_000) / 1_000_000) * most;
  for (let index = 0; index < length * 2; index++) say(any(length), random.pick(['gateway', 'orders', 'worker', 'search', 'auth']), 'INFO', random.pick(quiet), anId());
  for (const { service, level, says } of noise) for (let index = 0; index < random.between(15, 60); index++) say(any(length), service, level, says, anId());
  const begin = 600 + any(900);
  for (const { service, level, says } of rare) {
    if (random.below(3) === 0) say(begin - any(30), service, level, says, anId());
    if (random.below(2) === 0) say(any(length), service, level, says, anId());
  }
  // Timeouts and the like happen without a cascade as well.
  for (const { service, level, says } of scenario.followers) if (random.below(2) === 0) for (let index = 0; index < random.between(1, 3); index++) say(any(begin - 120), service, level, says, anId());
  const ids = Array.from({ length: 12 }, anId);
  say(begin, scenario.root.service, scenario.root.level, scenario.root.says, ids[0] ?? '', 'root');
  for (const { service, level, says, lag, times } of scenario.followers) {
    const setsIn = begin + lag * (0.3 + any(1.4));
    for (let index = 0; index < Math.max(1, random.between(Math.floor(times / 2), times)); index++) say(setsIn + (index === 0 ? 0 : any(20)), service, level, says, random.pick(ids), 'cascade');
  }
  events.sort((a, b) => a.at - b.at);
  const lines = new Set(events.flatMap(({ of }, index) => (of === null ? [] : index + 1)));
  return { text: `${events.map(({ text }) => text).join('\n')}\n`, scenario: scenario.name, rootLine: events.findIndex(({ of }) => of === 'root') + 1, lastLine: Math.max(...lines), lines };
}
