export type RunName = 'old' | 'new';

/** Slots at first; the table doubles while it may. */
const firstCapacity = 1024;
const fullness = 0.75;
/** Events that find no place of their own share so many. */
const shared = 2 ** 16;

interface Table {
  readonly capacity: number;
  /** Events, each plus one; 0 is a free slot. */
  readonly events: Float64Array;
  readonly old: Uint32Array;
  readonly new: Uint32Array;
  readonly told: Uint8Array;
}

function newTable(capacity: number): Table {
  const size = capacity + shared;
  return { capacity, events: new Float64Array(capacity), old: new Uint32Array(size), new: new Uint32Array(size), told: new Uint8Array(size) };
}

/**
 * How often each event occurs in two runs, 17 bytes an event. Events are whole numbers from 0 below 2^53. Of more than
 * the table takes, some share their counts: what is known may then look more frequent, but never unknown.
 */
export class EventCounts {
  private table = newTable(firstCapacity);
  private used = 0;

  /** `mostSlots` is a power of two of at least 1024; three quarters of them are used. */
  constructor(private readonly mostSlots: number) {}

  add(run: RunName, event: number, count = 1): void {
    if (this.used >= this.table.capacity * fullness && this.table.capacity < this.mostSlots) this.grow();
    let slot = this.slotOf(event);
    if (slot < 0) {
      slot = -1 - slot;
      if (slot < this.table.capacity) {
        this.table.events[slot] = event + 1;
        this.used++;
      }
    }
    const counts = this.table[run];
    counts[slot] = (counts[slot] ?? 0) + count;
  }

  of(event: number): Readonly<Record<RunName, number>> {
    const slot = this.placeOf(event);
    return { old: this.table.old[slot] ?? 0, new: this.table.new[slot] ?? 0 };
  }

  /** True once for each event. */
  tell(event: number): boolean {
    const slot = this.placeOf(event);
    const first = this.table.told[slot] === 0;
    this.table.told[slot] = 1;
    return first;
  }

  private placeOf(event: number): number {
    const slot = this.slotOf(event);
    return slot < 0 ? -1 - slot : slot;
  }

  /** The slot of the event, or `-1 - slot` where it could go: a free one, or a shared one where the table is full. */
  private slotOf(event: number): number {
    const { capacity, events } = this.table;
    const full = this.used >= capacity * fullness && capacity >= this.mostSlots;
    for (let slot = event % capacity; ; slot = (slot + 1) % capacity) {
      const found = events[slot] ?? 0;
      if (found === event + 1) return slot;
      if (found === 0) return full ? -1 - (capacity + (event % shared)) : -1 - slot;
    }
  }

  private grow(): void {
    const before = this.table;
    this.table = newTable(before.capacity * 2);
    before.events.forEach((stored, slot) => {
      if (stored === 0) return;
      const place = this.placeOf(stored - 1);
      this.table.events[place] = stored;
      this.table.old[place] = before.old[slot] ?? 0;
      this.table.new[place] = before.new[slot] ?? 0;
    });
  }
}
