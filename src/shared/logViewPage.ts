import type { SeverityCounts } from '../core/analysis';
import type { Severity } from '../core/finding';
import type { ViewFilter, ViewInfo, ViewPage, ViewPlace } from './logViewProtocol';

/** What a log view's page asks of the extension host, and is told by it. */
export interface LogViewHost {
  requests: {
    /** The first request of a page. */
    start(params: null): LogViewStart;
    page(params: PageQuery): ViewPage;
    /** The whole of a line, as far as it can be shown at all. */
    wholeLine(params: { offset: number }): string;
    /** Puts the lines from one offset to another, both included, into the clipboard; how many there were. */
    copy(params: { from: number; to: number; filter: ViewFilter }): number;
    /** Where the worst problems are, as many as a scroll bar can show. */
    marks(params: null): readonly Mark[];
    /** Asks for a line or a time to go to; null where the question is dismissed. `beside` is a line with the day of a time that states none. */
    askPlace(params: { beside: string }): ViewPlace | null;
    /** Milliseconds since the epoch (UTC) of a time as people write it; null where it is none. */
    timeOf(params: { text: string; beside: string }): number | null;
    /** Reads the whole log for problems. */
    analyze(params: null): null;
    cancelAnalysis(params: null): null;
  };
  events: {
    /** The log has grown, been cut, counted or analysed. */
    changed: ViewInfo;
    go: Destination;
    analysis: AnalysisState;
    /** The log cannot be read at present, in words to be shown; null when it can again. */
    trouble: string | null;
    /** How far a search has come, 0 to 1. */
    searched: number;
    command: LogViewCommand;
  };
}

/** What the editor's own commands ask of the view in front. */
export type LogViewCommand = 'find' | 'goTo' | 'nextProblem' | 'previousProblem' | 'toggleFollow' | 'toggleWrap' | 'toggleFilter';

export interface LogViewStart {
  readonly info: ViewInfo;
  /** Where to go; null where the page stays where it was. */
  readonly destination: Destination | null;
  readonly analysis: AnalysisState;
}

export interface Destination {
  readonly place: ViewPlace;
  /** Replaces the filter where it is given. */
  readonly only?: { readonly fingerprints: readonly string[]; readonly label: string };
}

export interface PageQuery {
  readonly place: ViewPlace;
  readonly filter: ViewFilter;
  /** Lines wanted before and after the place. */
  readonly before: number;
  readonly after: number;
}

/** A problem at a byte offset. */
export interface Mark {
  readonly offset: number;
  readonly severity: Severity;
}

/** How far the log is known by its problems. */
export type AnalysisState =
  | { readonly kind: 'none' }
  /** `done` goes from 0 to 1. */
  | { readonly kind: 'running'; readonly done: number; readonly findings: number }
  | { readonly kind: 'done'; readonly counts: SeverityCounts };
