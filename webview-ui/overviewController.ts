import type { Overview } from '../src/shared/dashboardProtocol';
import { fill, type DashboardStrings } from '../src/shared/dashboardStrings';

/** What the dashboard knows at a moment. */
export interface OverviewState {
  readonly overview: Overview | null;
  /** What went wrong last, in words to be shown; null where nothing did, or where it has been put right. */
  readonly trouble: string | null;
  /** The workspace's analysis was asked for and has not answered yet. */
  readonly analyzing: boolean;
}

export interface OverviewHost {
  overview(): Promise<Overview>;
  openLog(uri: string, line: number | null): Promise<unknown>;
  analyzeWorkspace(): Promise<unknown>;
  exportFindings(): Promise<unknown>;
}

/** Runs `task` after so many milliseconds. */
export type Schedule = (task: () => void, milliseconds: number) => void;

/** Milliseconds in which changes are gathered before the host is asked. A log that grows changes the store many times a second. */
const gathering = 250;

/**
 * Keeps the state true to the store: asks at the start and after changes, one question at a time and never faster than
 * the gathering time. What was known stays on show while a question runs or fails.
 */
export class OverviewController {
  private state: OverviewState;
  private asking = false;
  private planned = false;
  /** Counts what would make an answer stale. */
  private changes = 0;
  /** Does once more what went wrong last. */
  private again = (): Promise<void> => this.ask();

  constructor(
    private readonly host: OverviewHost,
    private readonly strings: DashboardStrings,
    private readonly show: (state: OverviewState) => void,
    private readonly schedule: Schedule,
    /** What an earlier page of the same panel knew. */
    remembered: Overview | null,
  ) {
    this.state = { overview: remembered, trouble: null, analyzing: false };
  }

  start(): void {
    this.show(this.state);
    void this.ask();
  }

  /** The store has changed. */
  changed(): void {
    this.changes++;
    this.plan();
  }

  /** Tries once more what went wrong last. */
  retry(): void {
    this.update({ trouble: null });
    void this.again();
  }

  async openLog(uri: string, line: number | null): Promise<void> {
    try {
      await this.host.openLog(uri, line);
    } catch (error) {
      this.fail(this.strings.openFailed, error, () => this.openLog(uri, line));
    }
  }

  async analyzeWorkspace(): Promise<void> {
    if (this.state.analyzing) return;
    this.update({ analyzing: true, trouble: null });
    try {
      await this.host.analyzeWorkspace();
    } catch (error) {
      this.fail(this.strings.analyzeFailed, error, () => this.analyzeWorkspace());
    }
    this.update({ analyzing: false });
  }

  async exportFindings(): Promise<void> {
    try {
      await this.host.exportFindings();
    } catch (error) {
      this.fail(this.strings.exportFailed, error, () => this.exportFindings());
    }
  }

  private plan(): void {
    if (this.asking || this.planned) return;
    this.planned = true;
    this.schedule(() => {
      this.planned = false;
      void this.ask();
    }, gathering);
  }

  private async ask(): Promise<void> {
    if (this.asking) return;
    this.asking = true;
    const { changes } = this;
    const { trouble } = this.state;
    try {
      const overview = await this.host.overview();
      // Trouble that came up meanwhile is news; what was there before is settled by an answer.
      this.update({ overview, trouble: this.state.trouble === trouble ? null : this.state.trouble });
    } catch (error) {
      // With nothing to show, the page that says so needs only the reason.
      this.fail(this.state.overview ? this.strings.stale : '{0}', error, () => this.ask());
    }
    this.asking = false;
    if (this.changes !== changes) this.plan();
  }

  private fail(words: string, error: unknown, again: () => Promise<void>): void {
    this.again = again;
    this.update({ trouble: fill(words, error instanceof Error ? error.message : String(error)) });
  }

  private update(change: Partial<OverviewState>): void {
    this.state = { ...this.state, ...change };
    this.show(this.state);
  }
}
