import type { Line } from '../record';
import type { StandingRecord } from '../readerStack';
import { mostGuards, mostNotations, type Guard, type LineShapes } from '../scan/lineShapes';
import { leavesOpen } from '../statedTime';
import { guardOf, type Stamp } from './stamp';

/** Guards are made anew once there are so many. */
const mostMade = 4000;
const mostKnown = 1000;
const mostKinds = 16;
const anyDigit = '\0';
const heldColumn = '\x01';

interface Notation {
  readonly number: number;
  /** Those that hold, the latest first. */
  readonly guards: readonly Guard[];
  /** One of each kind of guards so far: those of a kind hold the same columns fast. */
  readonly kinds: ReadonlyMap<string, Guard>;
}

/**
 * Which times the lines may state that are counted by their shapes: those written as one that was read, and read like
 * it. A log into which several programs write has many notations, and some of these state days far apart.
 */
export class TimeGuards {
  private readonly notations = new Map<string, Notation>();
  /** Guards so far, by their notation and by what they hold fast. */
  private readonly made = new Map<string, Guard>();

  constructor(private readonly shapes: LineShapes) {}

  /** The number of a notation; undefined where none of its times has been noted. */
  numberOf(notation: string): number | undefined {
    return this.notations.get(notation)?.number;
  }

  /** Lets lines state times like this one's from now on; returns the number of its notation. */
  note(key: string, line: Line, stamp: Stamp, { record }: StandingRecord, isRead: (variant: string) => boolean): number {
    const known = this.notations.get(key);
    const stated = line.text.slice(stamp.start);
    const guard = this.madeFor(key, stated, known) ?? guardOf(line.text, stamp, record, isRead);
    if (this.made.size >= mostMade) this.made.clear();
    this.made.set(key + heldFast(stated, guard), guard);
    // What a time leaves open hangs on how time goes on, from one to the next.
    const others = record.statedTime !== undefined && leavesOpen(record.statedTime) ? [] : (known?.guards ?? []);
    const guards = [guard, ...others.filter((other) => other !== guard)].slice(0, mostGuards);
    const number = known?.number ?? this.notations.size % mostNotations;
    if (this.notations.size >= mostKnown) this.notations.clear();
    const kinds = new Map((known?.kinds.size ?? 0) < mostKinds ? known?.kinds : []).set(heldFast('', guard), guard);
    this.notations.set(key, { number, guards, kinds });
    this.shapes.guard(number, guards);
    return number;
  }

  /** The guard that was made for a time like this one. */
  private madeFor(key: string, stated: string, known: Notation | undefined): Guard | undefined {
    for (const kind of known?.kinds.values() ?? []) {
      const guard = this.made.get(key + heldFast(stated, kind));
      if (guard !== undefined) return guard;
    }
    return undefined;
  }
}

/**
 * How a line of a layout writes its time: the same characters part the numbers and words of times of one notation, which
 * are as long where lengths tell shapes apart.
 */
export function notationOf(layout: number, text: string, { start, end }: Stamp, hasLengths: boolean): string {
  const stated = text.slice(start, end);
  const plain = hasLengths ? stated.replace(/\d/g, '0').replace(/[A-Za-z]/g, 'a') : stated.replace(/\d+/g, '0').replace(/[A-Za-z]+/g, 'a');
  return `${String(layout)} ${String(hasLengths)} ${plain} `;
}

/** What of a time is the same in all that keep to a guard like this one; without a time, which columns that is of. */
function heldFast(stated: string, { low, high }: Guard): string {
  let held = '';
  for (let at = 0; at < low.length; at++) held += low[at] === high[at] ? stated.charAt(at) || heldColumn : anyDigit;
  return held;
}
