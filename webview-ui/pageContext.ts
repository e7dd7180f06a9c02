import type { DashboardHost } from '../src/shared/dashboardProtocol';
import type { DashboardStrings } from '../src/shared/dashboardStrings';
import type { FindingFilter } from '../src/shared/findingsTable';
import type { RpcChannel, Silent } from '../src/shared/rpc';
import type { Formatter } from './format';
import type { Schedule } from './live';
import type { PageState } from './vscodeApi';

/** What every page of the dashboard works with. */
export interface PageContext {
  readonly host: Pick<RpcChannel<Silent, DashboardHost>, 'request'>;
  readonly strings: DashboardStrings;
  readonly format: Formatter;
  readonly schedule: Schedule;
  /** What an earlier page of the same panel left. */
  readonly restored: PageState;
  /** Leaves something to the next page of the same panel. */
  readonly remember: (change: Partial<PageState>) => void;
  /** Does something in the host; what goes wrong is told in these words (`{0}` is the reason), and can be tried again. */
  readonly attempt: (words: string, action: () => Promise<unknown>) => Promise<void>;
  /** Shows what went wrong until it is tried again, or something else goes well. */
  readonly complain: (text: string, again: () => void) => void;
  /** Says something to those who hear the dashboard. */
  readonly say: (text: string) => void;
  /** Turns to the findings that a filter lets through. */
  readonly showErrors: (filter: FindingFilter) => void;
  /** Turns to the report of an analysis. */
  readonly showReport: (analysisId: number) => void;
}

/** One of the dashboard's tabs. */
export interface Page {
  readonly element: HTMLElement;
  /** It is in front from now on. */
  show(): void;
  /** The store has changed; called while it is in front. */
  changed(): void;
  /** Time has gone on: "2 minutes ago" is to be written anew. */
  age(): void;
}
