import type { Level } from '../record';
import type { FormatSample } from './format';

/** Where a record's values stand in a JSON object: keys, nested ones joined with dots, whatever their case. */
export interface ObjectShape {
  /** Keys that every record of this format has; they tell it from other JSON. */
  readonly has: readonly string[];
  /** What the text of a key's value must match as a whole, by key: `{"level": "[A-Z]+"}`. */
  readonly where?: Readonly<Record<string, string>>;
  /** Key of the array whose elements are the records, where one line holds several; arrays on the way are walked through. */
  readonly each?: string;
  readonly timestamp?: string;
  readonly level?: string;
  readonly message?: string;
  readonly logger?: string;
  /** A stack trace, as text or as an array of lines. */
  readonly trace?: string;
}

/**
 * A log format as data. Ours (in `library/`) and those that users keep in `.stacklens/formats/*.json` have this
 * one schema. Exactly one of `lines`, `marks` and `object` says how records are written.
 */
export interface FormatDefinition {
  /** Stable, kebab-case; stored with each analysis. */
  readonly id: string;
  readonly title: string;
  /**
   * Regular expressions (JavaScript, no flags, no back references) for the first line of a record; each holds from
   * the line's start, and the first that matches counts. Named groups, all optional:
   * - `timestamp` in any notation we know, epochs too; or `date` and `time` (and `zone`) where it stands in parts,
   *   with `month` and `day` (and `year`) where the date does;
   * - `level`: a level word, a letter, or what `levels` explains; `priority`: syslog's, 0 to 191; `status`: of an
   *   HTTP response;
   * - `logger`; `message`: the rest of the line where absent.
   * Lines that match none continue the record before them.
   */
  readonly lines?: readonly string[];
  /** With `lines`: the line after a record's first, where it says the rest of what that one says; groups as there. */
  readonly second?: string;
  /** With `lines`: lines that continue the record before them although they look like the first of one. */
  readonly continued?: readonly string[];
  /** The same for single lines that state a level among lines of plain text, as build tools and tests print them. */
  readonly marks?: readonly string[];
  /** With `marks`: a line that only this tool prints; its presence names the file's format. Where absent, any mark does. */
  readonly signature?: string;
  readonly object?: ObjectShape;
  /** What the text of a `level` group or key means, whatever its case, before the usual words: `{"K": "error", "3": "warn"}`. */
  readonly levels?: Readonly<Record<string, Level>>;
  /** The level of a record that states none. */
  readonly defaultLevel?: Level;
  /** With `lines`: how well a file fits where each line does, 0.9 to 1 (0.95); higher for the narrower of two formats that share lines. */
  readonly weight?: number;
  /** At least one; each must be recognised as this format and read as it says. */
  readonly samples: readonly FormatSample[];
}
