import type { Burst } from './bursts';
import type { LevelShift } from './levelShift';
import { told } from './sentences';

/** What is said, short enough for a sentence. */
export function quoted(label: string): string {
  const [line = ''] = label.split('\n', 1);
  return `“${line.length > 100 ? `${line.slice(0, 100)}…` : line}”`;
}

export function times(count: number): string {
  const whole = Math.round(count);
  return whole === 1 ? told('once') : told('{0} times', whole.toLocaleString('en'));
}

/** `length`: of the burst, as people say it; `bursts`: of the same kind, this one included. */
export function burstText(label: string, { count, usual }: Burst, length: string, bursts: number): string {
  const what = [quoted(label), times(count), length] as const;
  if (usual < 0.05) return bursts === 1 ? told('{0} came {1} within {2}, where it never did before.', ...what) : told('{0} came {1} within {2}, where it never did before; it is one of {3} bursts.', ...what, bursts);
  const before = usual < 1 ? told('{0} times', usual.toFixed(1)) : times(usual);
  return bursts === 1 ? told('{0} came {1} within {2}, where it did {3} before.', ...what, before) : told('{0} came {1} within {2}, where it did {3} before; it is one of {4} bursts.', ...what, before, bursts);
}

export function shiftText({ before, after }: LevelShift): string {
  return told('From here on {0} of the records are problems; before, {1} were.', percent(after), percent(before));
}

function percent(share: number): string {
  return `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;
}
