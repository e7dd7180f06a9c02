import type { Frame } from '../finding';
import type { Relation, TraceException } from './exceptions';
import type { Told } from './headings';

const maxFrames = 64;
const maxExceptions = 32;

/** An exception of which not everything has been read. */
interface Draft {
  /** Null until the line is read that tells it. */
  told: Told | null;
  /** 0-based. */
  line: number;
  /** True where a later line may tell the same again, and better. */
  isTentative: boolean;
  relation: Relation;
  of: Draft | null;
  readonly frames: Frame[];
  /** The place that a line beside the frames states. */
  place: Frame | null;
  readonly outermostFirst: boolean;
  /** Column of the line in which the exception is told: what is nested stands further right. */
  readonly column: number;
}

/** Puts together the exceptions of a trace, in the order in which its lines tell them. */
export class ExceptionChain {
  private readonly drafts: Draft[] = [];
  private current: Draft | null = null;
  /** What the exception before is to the next one in its column. */
  private link: 'cause' | 'context' | null = null;
  /** True while frames are read that are none of the exceptions'. */
  private isElsewhere = false;

  get isEmpty(): boolean {
    return this.current === null;
  }

  /** True where only the words of the exception at hand are known. */
  get isUntyped(): boolean {
    return this.current?.told?.type === null;
  }

  get hasFrames(): boolean {
    return this.current !== null && this.current.frames.length > 0;
  }

  /** True while the frames of an exception are read that is told below them, and while none have been read. */
  get awaits(): { readonly column: number } | null {
    return this.current !== null && this.current.told === null && this.current.outermostFirst ? this.current : null;
  }

  /** True where the innermost frame of the exception comes last. */
  get isOutermostFirst(): boolean {
    return this.current?.outermostFirst ?? false;
  }

  /** An exception that by itself begins the trace, or another one of its threads. */
  throw(told: Told, line: number, isTentative: boolean): void {
    const { current } = this;
    if (current === null) {
      this.add({ told, line, column: 0, relation: 'thrown', isTentative });
    } else if (current.frames.length === 0 || current.told === null || (current.isTentative && current.told.type === null)) {
      if (current.told === null || current.isTentative) this.name(told, line);
    } else if (this.drafts.some((draft) => isSame(draft.told, told))) {
      this.isElsewhere = true;
    } else {
      this.add({ told, line, column: 0, relation: 'thrown' });
    }
  }

  /** An exception that is tied to one before it. */
  tie(relation: Exclude<Relation, 'thrown' | 'context'>, told: Told, line: number, column: number): void {
    this.add({ told, line, column, relation });
  }

  /** An exception that the one before it led to. */
  follow(told: Told, line: number): void {
    this.linkAs('cause');
    this.add({ told, line, column: 0, relation: 'thrown' });
  }

  /** The next exception is the consequence of the one before it, which takes this part towards it. */
  linkAs(link: 'cause' | 'context'): void {
    this.link = link;
  }

  /** An exception of which the frames come first, the outermost leading. */
  await(column: number, line: number, relation: 'thrown' | 'grouped'): void {
    if (this.current?.isTentative === true && this.current.frames.length === 0 && this.drafts.at(-1) === this.current) this.drafts.pop();
    this.add({ told: null, line, column, relation, outermostFirst: true });
  }

  /** Tells the exception at hand. */
  name(told: Told, line: number): void {
    if (this.current === null) {
      this.throw(told, line, false);
      return;
    }
    this.current.told = told;
    this.current.line = line;
    this.current.isTentative = false;
  }

  /** Says of the exception at hand what its message is. */
  detail(told: Told, line: number): void {
    this.name({ ...told, type: this.current?.told?.type ?? told.type }, line);
  }

  /** Goes back to the exception that the one at hand led to. */
  leaveInner(): void {
    this.current = this.current?.of ?? this.current;
  }

  /** Whether the frames that follow are none of the exception's: another thread's, or those of where memory came from. */
  lookElsewhere(isElsewhere: boolean): void {
    this.isElsewhere = isElsewhere;
  }

  /** What frames there are were another thread's; those to come are not. */
  restart(): void {
    this.current?.frames.splice(0);
    this.isElsewhere = false;
  }

  addPlace(place: Frame): void {
    this.current ??= this.add({ told: null, line: 0, column: 0, relation: 'thrown' });
    this.current.place ??= place;
  }

  /** A frame, and the column in which its line begins: it belongs to an exception that is told further left. */
  addFrame(frame: Frame, column: number): void {
    if (this.isElsewhere) return;
    let draft = this.current ?? this.add({ told: null, line: 0, column: 0, relation: 'thrown' });
    while (draft.of !== null && draft.column > 0 && column <= draft.column && !draft.outermostFirst) draft = draft.of;
    this.current = draft;
    const { frames, outermostFirst } = draft;
    if (frames.length === maxFrames && outermostFirst) frames.shift();
    if (frames.length < maxFrames) frames.push(frame);
  }

  /** What was thrown before its causes, and those before what else is tied to it. */
  exceptions(): TraceException[] {
    const ordered: Draft[] = [];
    const visit = (draft: Draft): void => {
      ordered.push(draft);
      const tied = this.drafts.filter(({ of }) => of === draft);
      for (const child of [...tied.filter(leadsTo), ...tied.filter((other) => !leadsTo(other))]) visit(child);
    };
    for (const draft of this.drafts) if (draft.of === null) visit(draft);
    return ordered.map(({ told, line, relation, of, ...draft }) => ({
      type: told?.type ?? null,
      message: told?.message ?? '',
      relation,
      of: of === null ? null : ordered.indexOf(of),
      frames: framesOf(draft),
      at: told === null ? null : { line, column: told.column },
    }));
  }

  private add({ told, line, column, relation, isTentative = false, outermostFirst = false }: Pick<Draft, 'told' | 'line' | 'column' | 'relation'> & Partial<Draft>): Draft {
    const of = relation === 'thrown' ? null : this.parent(relation, column);
    const draft: Draft = { told, line, column, isTentative, relation: of === null ? 'thrown' : relation, of, frames: [], place: null, outermostFirst };
    const led = this.link === null ? undefined : (this.drafts.findLast((other) => other.column === column) ?? this.drafts.findLast((other) => other.of === null));
    if (led !== undefined && this.link !== null) {
      // The new one takes the place of what led to it.
      draft.relation = led.relation;
      draft.of = led.of;
      led.relation = this.link;
      led.of = draft;
    }
    this.link = null;
    this.isElsewhere = false;
    this.current = draft;
    // Beyond so many, frames are read and forgotten.
    if (this.drafts.length < maxExceptions) this.drafts.push(draft);
    return draft;
  }

  /** The exception that one told in this column is tied to: a cause may stand in the column of what it led to. */
  private parent(relation: Relation, column: number): Draft | null {
    if (relation === 'grouped' && this.current !== null && this.current.column < column) return this.current;
    const outer = this.drafts.findLast((draft) => (relation === 'cause' ? draft.column <= column : draft.column < column));
    return outer ?? this.drafts[0] ?? null;
  }
}

function leadsTo({ relation }: Draft): boolean {
  return relation === 'cause' || relation === 'context';
}

function isSame(told: Told | null, other: Told): boolean {
  return told !== null && told.type === other.type && told.message === other.message;
}

/** The frames, the innermost first; a place stated beside them comes before unless one of them is it. */
function framesOf({ frames, place, outermostFirst }: Pick<Draft, 'frames' | 'place' | 'outermostFirst'>): readonly Frame[] {
  const ordered = outermostFirst ? frames.toReversed() : frames;
  return place === null || ordered.some((frame) => isSamePlace(frame, place)) ? ordered : [place, ...ordered].slice(0, maxFrames);
}

/** Whether both name one line; a stated place may leave out the folders. */
function isSamePlace(frame: Frame, place: Frame): boolean {
  return frame.line === place.line && frame.file !== null && place.file !== null && frame.file.endsWith(place.file);
}
