import type { ViewPattern, ViewPlace } from '../../src/shared/logViewProtocol';
import type { LogViewStrings } from '../../src/shared/logViewStrings';
import type { Outcome } from './pager';

export interface SearchActions {
  /** Goes to a place; `label` says what is under way where it takes long. */
  go(place: ViewPlace, label: string): Promise<Outcome>;
  /** Says what came of it; empty where that is seen. */
  say(text: string): void;
  /** Whether the log has been read for problems. */
  knowsProblems(): boolean;
  /** Where to begin. */
  position(): { readonly offset: number; readonly isChosen: boolean };
}

/** Looks for the next or previous match or problem; a search for text goes on at the other end of the log. */
export class Search {
  private last: ViewPattern | null = null;

  constructor(
    private readonly strings: LogViewStrings,
    private readonly actions: SearchActions,
  ) {}

  async find(pattern: ViewPattern, backwards: boolean): Promise<void> {
    const { strings, actions } = this;
    const { offset, isChosen } = actions.position();
    const isNew = this.last === null || JSON.stringify(this.last) !== JSON.stringify(pattern);
    this.last = pattern;
    // What is looked for anew may stand on the line itself.
    const after = !backwards && (isNew || !isChosen) ? offset - 1 : offset;
    const go = (from: number): Promise<Outcome> => actions.go({ kind: 'match', pattern, after: from, backwards }, strings['find.searching']);
    const outcome = await go(after);
    if (outcome !== 'nowhere') {
      actions.say('');
      return;
    }
    const again = await go(backwards ? Number.MAX_SAFE_INTEGER : -1);
    if (again === 'there') actions.say(backwards ? strings['find.wrappedUp'] : strings['find.wrappedDown']);
    else actions.say(again === 'nowhere' ? strings['find.none'] : '');
  }

  async problem(backwards: boolean): Promise<void> {
    const { strings, actions } = this;
    const { offset, isChosen } = actions.position();
    const after = !backwards && !isChosen ? offset - 1 : offset;
    const outcome = await actions.go({ kind: 'problem', minSeverity: 'medium', after, backwards }, strings['problem.searching']);
    if (outcome !== 'nowhere') actions.say('');
    else if (!actions.knowsProblems()) actions.say(strings['problem.unknown']);
    else actions.say(backwards ? strings['problem.noneBefore'] : strings['problem.none']);
  }
}
