/** A change of a text: lines are 0-based. */
export interface LineChange {
  /** The line after which lines move: what stands on it stays. */
  readonly after: number;
  /** How many line breaks went, and how many came. */
  readonly removed: number;
  readonly added: number;
}

interface Edit extends LineChange {
  /** Milliseconds since the epoch; until then the file was as before. */
  savedAt: number;
}

/** Edits of one file that are remembered; the oldest go first. */
const mostEdits = 2_000;
const unsaved = Number.POSITIVE_INFINITY;

/** Where lines of a source are by now, while it is edited: a log names those that there were when it was written. */
export class LineDrift {
  private edits: Edit[] = [];

  change(change: LineChange): void {
    if (change.removed === 0 && change.added === 0) return;
    this.edits.push({ ...change, savedAt: unsaved });
    if (this.edits.length > mostEdits) this.edits.shift();
  }

  /** From this time on who runs the source runs it as it is now. */
  saved(time: number): void {
    for (const edit of this.edits) edit.savedAt = Math.min(edit.savedAt, time);
  }

  /** What was not saved is gone. */
  dropped(): void {
    this.edits = this.edits.filter(({ savedAt }) => savedAt !== unsaved);
  }

  /** Where a line is now that was this one at a time (milliseconds since the epoch); null where it was deleted. */
  now(line: number, time: number): number | null {
    let at = line;
    for (const { after, removed, added, savedAt } of this.edits) {
      if (savedAt <= time || at <= after) continue;
      if (at <= after + removed) return null;
      at += added - removed;
    }
    return at;
  }
}
