import type { Level } from '../record';
import type { FormatSample } from './format';

/** Where a record's values stand in a JSON object: keys, nested ones joined with dots, whatever their case. */
export interface ObjectShape {
  /** Keys that every record of this format has; they tell it from other JSON. */
  readonly has: readonly string[];
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
   * Regular expressions (JavaScript, no flags) for the first line of a record; each holds from the line's start,
   * and the first that matches counts. Named groups: `timestamp`, `level`, `logger`, `message` (the rest of the
   * line where absent), `status` (of an HTTP response). Other lines continue the record before them.
   */
  readonly lines?: readonly string[];
  /** The same for single lines that state a level among lines of plain text, as build tools and tests print them. */
  readonly marks?: readonly string[];
  /** With `marks`: a line that only this tool prints; its presence names the format. */
  readonly signature?: string;
  readonly object?: ObjectShape;
  /** What the text of a `level` group or key means where it is no usual level word, whatever its case: `{"K": "error"}`. */
  readonly levels?: Readonly<Record<string, Level>>;
  /** The level of a line that matches but states none. */
  readonly defaultLevel?: Level;
  /** At least one; each must be recognised as this format and read as it says. */
  readonly samples: readonly FormatSample[];
}
