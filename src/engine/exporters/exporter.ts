import type { TimeZone } from '../../core/time/zones';
import type { Analysis } from '../../core/analysis';
import type { Finding } from '../../core/finding';

/** A finding with the file it was found in, as the user named it. */
export interface ExportedFinding extends Finding {
  readonly file: string;
}

/** Where an exporter's output goes. Awaiting a write keeps memory bounded. */
export interface Sink {
  write(chunk: string | Uint8Array): Promise<void>;
}

/** What a format may be told; each takes what concerns it. */
export interface ExportOptions {
  /** ANSI colours in `summary` and `text`; off unless asked for. */
  readonly color?: boolean;
  /** Columns of the terminal that `summary` cuts messages to; 120 unless told. */
  readonly width?: number;
  /** A byte order mark at the start of `csv`, for spreadsheets that guess encodings; off unless asked for. */
  readonly bom?: boolean;
  /** Zone of the times in reports for people; UTC unless told. The data formats always have UTC. */
  readonly zone?: TimeZone;
  /** Absolute path of the folder that `sarif` names files relative to; the working directory unless told. */
  readonly baseDirectory?: string;
}

/**
 * Writes findings in one file format. Calls come in order: `begin`, the findings of each file and behind them
 * its `analysis`, at last `end`. Findings are deduplicated before they come.
 */
export interface Exporter {
  begin(): Promise<void>;
  finding(finding: ExportedFinding): Promise<void>;
  /** Takes findings that are like one told before, the last of them; absent where each finding is to be told. */
  repeats?(finding: ExportedFinding, count: number): Promise<void>;
  analysis(analysis: Analysis, file: string): Promise<void>;
  end(): Promise<void>;
}
