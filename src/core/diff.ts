import { EventCounts, type RunName } from './eventCounts';
import { isProblem } from './finding';
import { mergeTemplates } from './grouping';
import type { JudgedRecord } from './pipeline';
import { isRoutine, runTemplate } from './runMask';
import { fingerprint } from './template';

export type ChangeKind = 'new' | 'gone' | 'more' | 'fewer';

/** How a record of one run differs from the other run. */
export interface Change {
  readonly kind: ChangeKind;
  /** Of the old run where its event is gone, else of the new run. */
  readonly judged: JudgedRecord;
  /** How often its event occurs in each run. */
  readonly counts: Readonly<Record<RunName, number>>;
  /**
   * The `first` record of its event, a `repeat`, or `context`: a known event that tells more of the new problem right
   * before it.
   */
  readonly role: 'first' | 'repeat' | 'context';
}

/** What a record says, whichever run it is of. */
interface Event {
  /** 52 bits. */
  readonly id: number;
  readonly template: string;
  /** Only events of one kind can be the same: the level of a problem, or nothing. */
  readonly kind: string;
}

/** Events told apart by default, over 3 million; the table takes 72 MB then. */
const defaultSlots = 2 ** 22;
/** Templates that are looked at for groups: those seen first, and not the longest. */
const mostTemplates = 20_000;
const longestTemplate = 300;
/** A problem's context ends after so many known records, or where time goes on by so many milliseconds. */
const maxContext = 12;
const contextTime = 100;

/**
 * Compares two runs of the same job by the events they log. Both runs are read twice: first every record is counted
 * (`count`), then, in order, each is asked what it tells (`changeAt`). Between the readings it keeps numbers, and some
 * templates to see which belong together.
 */
export class RunComparison {
  private readonly counts: EventCounts;
  private readonly templates = new Map<number, { readonly event: Event; count: number }>();
  /** The event whose group an event belongs to, where that is another one; null until all are counted. */
  private leaders: ReadonlyMap<number, number> | null = null;
  /** The end of a new problem and its context, while they are being read. */
  private open: { readonly last: JudgedRecord; readonly known: number } | null = null;

  constructor(slots = defaultSlots) {
    this.counts = new EventCounts(slots);
  }

  /** Takes a record of the first reading. */
  count(run: RunName, judged: JudgedRecord): void {
    const event = eventOf(judged);
    if (!event) return;
    this.counts.add(run, event.id);
    const known = this.templates.get(event.id);
    if (known) known.count++;
    // Where a trace's frame is part of the identity, the words alone do not say what belongs together.
    else if (judged.verdict.frames.length === 0 && this.templates.size < mostTemplates && event.template.length <= longestTemplate) this.templates.set(event.id, { event, count: 1 });
  }

  /**
   * What a record of the second reading tells: that its event is `new` (every record of it), comes `more` or `fewer`
   * times (the first one in the new run), or is `gone` (the first one in the old run). Null where it tells nothing.
   */
  changeAt(run: RunName, judged: JudgedRecord): Change | null {
    this.leaders ??= this.merge();
    const own = eventOf(judged);
    if (!own) return null;
    const event = this.leaders.get(own.id) ?? own.id;
    const counts = this.counts.of(event);
    const kind = kindOf(counts);
    if (run === 'new' && this.isContext(judged, kind === 'new')) {
      this.counts.tell(event);
      return { kind: 'new', judged, counts, role: 'context' };
    }
    if (kind === null || (kind === 'gone') !== (run === 'old')) return null;
    const first = this.counts.tell(event);
    return first || kind === 'new' ? { kind, judged, counts, role: first ? 'first' : 'repeat' } : null;
  }

  /** Counts the events of a group as one: `pump of oldmill stands` is not new where that of northweir stood before. */
  private merge(): ReadonlyMap<number, number> {
    const kinds = new Map<string, { readonly event: Event; readonly count: number }[]>();
    for (const each of this.templates.values()) {
      const members = kinds.get(each.event.kind);
      if (members) members.push(each);
      else kinds.set(each.event.kind, [each]);
    }
    const leaders = new Map<number, number>();
    for (const members of kinds.values()) {
      const merged = mergeTemplates(members.map(({ event: { template }, count }) => ({ template, count })));
      merged.forEach((leader, index) => {
        const [id, first] = [members[index]?.event.id, members[leader]?.event.id];
        if (id === undefined || first === undefined || id === first) return;
        leaders.set(id, first);
        const { old, new: fresh } = this.counts.of(id);
        this.counts.add('old', first, old);
        this.counts.add('new', first, fresh);
      });
    }
    this.templates.clear();
    return leaders;
  }

  /**
   * A message of several lines may carry its level on each of them (`[ERROR] …`), and some of the lines are the same
   * whatever went wrong: right after a new problem, records of its level belong to it.
   */
  private isContext(judged: JudgedRecord, isNew: boolean): boolean {
    const { open } = this;
    if (isNew) {
      this.open = isProblem(judged.verdict.judgement?.severity ?? null) ? { last: judged, known: 0 } : null;
      return false;
    }
    if (!open || open.known === maxContext || !continues(open.last, judged)) {
      this.open = null;
      return false;
    }
    this.open = { last: judged, known: open.known + 1 };
    return true;
  }
}

function continues(before: JudgedRecord, after: JudgedRecord): boolean {
  const [a, b] = [before.record, after.record];
  return (
    b.line === a.endLine + 1 &&
    b.logger === null &&
    before.verdict.levelSource === 'declared' &&
    after.verdict.levelSource === 'declared' &&
    before.verdict.level === after.verdict.level &&
    Math.abs((b.timestamp ?? 0) - (a.timestamp ?? 0)) <= contextTime
  );
}

function kindOf(counts: Readonly<Record<RunName, number>>): ChangeKind | null {
  if (counts.old === 0) return 'new';
  if (counts.new === 0) return 'gone';
  if (counts.old === counts.new) return null;
  return counts.new > counts.old ? 'more' : 'fewer';
}

/**
 * Identity of an event across runs: what it says, where its trace comes from and, for a problem, its level;
 * `Failures: 1` is no repetition of `Failures: 0`. Null for what is not compared.
 */
function eventOf({ record, verdict, template: masked }: JudgedRecord): Event | null {
  const problem = isProblem(verdict.judgement?.severity ?? null);
  if (!problem && isRoutine(record.message)) return null;
  const template = runTemplate(record.message, masked);
  const kind = problem ? (verdict.level ?? 'problem') : '';
  const id = fingerprint(`${kind}\n${template}`, verdict.frames);
  return { id: Number.parseInt(id.slice(id.indexOf(':') + 1).slice(0, 13), 16), template, kind };
}
