import type { Category, Severity } from '../finding';

/** A way in which a message tells of trouble, and what to do about it. */
export interface Rule {
  /** Stable, kebab-case; stored with each finding. */
  readonly id: string;
  /** What happened, in a few words for people. */
  readonly title: string;
  readonly category: Category;
  /**
   * Severity where the log declares no level. `critical` also raises what the log declares as a warning or an
   * error; `low` also softens a declared warning.
   */
  readonly severity: Severity;
  /** Plain words: they say that something is wrong, not what. A rule that says it leads. */
  readonly vague?: true;
  /** Linear in the text: no nested quantifiers, gaps bounded. */
  readonly pattern: RegExp;
  /** Suggested actions, likeliest first. */
  readonly actions: readonly string[];
}
