import type { Analysis, Group } from '../core/analysis';

/** What the dashboard's Overview shows. */
export interface Overview {
  /** Files with at least one analysis. */
  readonly files: number;
  readonly completed: number;
  /** Findings of medium severity or above in the newest completed analysis of each file. */
  readonly problems: number;
  readonly critical: number;
  /** Newest first, at most 50. */
  readonly analyses: readonly Analysis[];
  /** Over the newest analysis of each file, worst and most frequent first, at most 20. */
  readonly topGroups: readonly TopGroup[];
  /** IANA name of the zone in which times are to be shown; that of whoever looks where absent. */
  readonly zone?: string;
}

export interface TopGroup extends Group {
  readonly uri: string;
  readonly fileName: string;
}

/** Answered and emitted by the extension host. */
export interface DashboardHost {
  requests: {
    overview(params: null): Overview;
    /** Opens the log, at a 1-based line if there is one. */
    openLog(params: { uri: string; line: number | null }): null;
    analyzeWorkspace(params: null): null;
    /** Asks the user what of the findings, and how, and writes a file. Answers when that is done or called off. */
    exportFindings(params: null): null;
  };
  events: {
    /** The store has changed: ask again. */
    changed: null;
  };
}

/**
 * What really crosses between host and webview. A webview's page is thrown away while hidden and made anew when shown:
 * the page's own id keeps the answers to an earlier one from reaching it.
 */
export interface PagePost {
  readonly page: string;
  readonly message: unknown;
}

export function isPagePost(data: unknown): data is PagePost {
  return typeof data === 'object' && data !== null && 'page' in data && typeof data.page === 'string' && 'message' in data;
}
