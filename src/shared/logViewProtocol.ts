import type { Category, Severity } from '../core/finding';

/** A line of a log as the log view shows it. */
export interface ViewLine {
  /** Byte offset of the line's start in the (unpacked) log. */
  readonly offset: number;
  /** 1-based; null while the lines before it have not been counted. */
  readonly number: number | null;
  /** Cut to a length that can be shown; `cut` tells how many characters are left out. */
  readonly text: string;
  readonly cut: number;
  /** What the log's analysis says of the record that starts or runs here; null where it is no finding. */
  readonly severity: Severity | null;
  /** True for the lines of context around what a filter lets through, and false for what it lets through itself. */
  readonly isContext: boolean;
  /** Lines that the filter leaves out between the line before and this one. */
  readonly gap: number;
}

/** Which lines the view shows; every part that is given must hold. */
export interface ViewFilter {
  /** Only findings of these severities. */
  readonly severities?: readonly Severity[];
  readonly categories?: readonly Category[];
  /** Only findings with one of these fingerprints. */
  readonly fingerprints?: readonly string[];
  /** Only lines that match, and none that match. */
  readonly include?: ViewPattern;
  readonly exclude?: ViewPattern;
  /** Only records of this time: milliseconds since the epoch (UTC), `from` inclusive, `to` exclusive. */
  readonly from?: number;
  readonly to?: number;
  /** Lines shown before and after each that is let through; 0 to 100. */
  readonly context?: number;
}

/** A text or a regular expression that a line is held against. */
export interface ViewPattern {
  readonly text: string;
  readonly isRegex: boolean;
  readonly matchCase: boolean;
}

/** Where to go in a log. */
export type ViewPlace =
  | { readonly kind: 'start' }
  | { readonly kind: 'end' }
  | { readonly kind: 'offset'; readonly offset: number }
  /** 1-based. */
  | { readonly kind: 'line'; readonly line: number }
  /** Milliseconds since the epoch (UTC): the first record at or after it. */
  | { readonly kind: 'time'; readonly time: number }
  | { readonly kind: 'match'; readonly pattern: ViewPattern; readonly after: number; readonly backwards: boolean }
  /** The next finding of `minSeverity` or worse after (or before) an offset. */
  | { readonly kind: 'problem'; readonly minSeverity: Severity; readonly after: number; readonly backwards: boolean };

/**
 * Lines in a row (with the filter's gaps) around a place. It may have fewer than were asked for though there are more
 * (`atStart`, `atEnd`), where they are hard to find; in a direction that alone was asked for it has one at least.
 */
export interface ViewPage {
  readonly lines: readonly ViewLine[];
  /** Index in `lines` of the line that was asked for; -1 where there is none (no match, an empty log). */
  readonly at: number;
  readonly atStart: boolean;
  readonly atEnd: boolean;
}

export interface ViewInfo {
  readonly viewId: number;
  /** Bytes of the (unpacked) log as far as known. */
  readonly size: number;
  /** All lines; null while they are being counted. */
  readonly lines: number | null;
  readonly encoding: string;
  /** Id of the latest stored analysis of this very file; null where there is none yet. */
  readonly analysisId: number | null;
  /** Why the view ends before the log does, in a sentence that names it (damaged packed data, no room to unpack it); null where it does not. */
  readonly damage: string | null;
}
