import { isPagePost, type Overview, type PagePost, type ReportQuery } from '../src/shared/dashboardProtocol';
import type { MessagePortLike } from '../src/shared/rpc';
import type { TimeRange } from '../src/shared/summary';
import { type ErrorsState, usualErrors } from './errors/errorsState';

export interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

export type PageId = 'overview' | 'errors' | 'history' | 'reports' | 'ai';

/** What a page leaves to the next one of the same panel, which is made anew whenever the panel is shown again. */
export interface PageState {
  /** To be raised whenever the state, the overview in it included, takes another shape: a page may find an older one's. */
  readonly version: 3;
  readonly page: PageId;
  readonly overview: Overview | null;
  /** The time that the Overview is narrowed to. */
  readonly range: TimeRange | null;
  /** What the timeline's bars are stacked by. */
  readonly stacked: 'severity' | 'file';
  /** Pixels. */
  readonly scroll: number;
  /** Keys of the rows that had the focus last. */
  readonly problem: string | null;
  readonly analysis: string | null;
  /** The log whose history is shown; all where null. */
  readonly history: string | null;
  readonly report: ReportQuery;
  readonly errors: ErrorsState;
}

const fresh: PageState = {
  version: 3,
  page: 'overview',
  overview: null,
  range: null,
  stacked: 'severity',
  scroll: 0,
  problem: null,
  analysis: null,
  history: null,
  report: { of: { uris: null }, range: null },
  errors: usualErrors,
};

/** The state an earlier page left; a fresh one where there is none or another version wrote it. */
export function savedState(api: VsCodeApi): PageState {
  const state = api.getState();
  const known = typeof state === 'object' && state !== null && 'version' in state && state.version === 3;
  return known ? (state as PageState) : fresh;
}

/** The port to the extension host, for this page alone. */
export function hostPort(api: VsCodeApi): MessagePortLike {
  const page = crypto.randomUUID();
  return {
    post: (message) => api.postMessage({ page, message } satisfies PagePost),
    listen: (receive) => {
      const take = (event: MessageEvent<unknown>): void => {
        if (isPagePost(event.data) && event.data.page === page) receive(event.data.message);
      };
      window.addEventListener('message', take);
      return () => window.removeEventListener('message', take);
    },
  };
}
