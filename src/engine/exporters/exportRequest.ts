import type { Analysis } from '../../core/analysis';
import type { Severity } from '../../core/finding';
import type { FindingFilter } from '../../shared/findingsTable';

/** The formats that files are exported in, the most asked for first. */
export const fileFormats = ['csv', 'xlsx', 'json', 'ndjson', 'sarif', 'html', 'md'] as const;
export type FileFormat = (typeof fileFormats)[number];

/** Some of an analysis's findings: those with one of these fingerprints and, where a line (1-based) is told, on it. */
export interface FindingChoice {
  readonly fingerprints: readonly string[];
  readonly line?: number;
}

/** What is exported of one analysis. */
export interface ExportedLog {
  readonly analysis: Analysis;
  /** How its file is named in the export. */
  readonly file: string;
  /** Findings that one of these takes, each once however many take it; all where null. */
  readonly only: readonly FindingChoice[] | null;
}

export interface ExportRequest {
  readonly format: FileFormat;
  /** Absolute, of the file that is written or replaced. */
  readonly path: string;
  readonly logs: readonly ExportedLog[];
  /** Only what it lets through of these logs' newest analyses, in place of each log's `only` and of the least severity. */
  readonly filter?: FindingFilter;
  /** What was chosen, for the audit trail: `all`, a file's URI, a filter in words. */
  readonly scope: string;
  readonly minSeverity: Severity;
  /** A byte order mark at the start of `csv`. */
  readonly bom: boolean;
  /** Absolute path of the folder that `sarif` names files relative to. */
  readonly baseDirectory: string;
  /** Chosen by the caller; names the export in progress events. */
  readonly exportId: number;
}

/** How far an export has come. */
export interface ExportProgress {
  readonly exportId: number;
  /** Read so far, and in all. */
  readonly findings: number;
  readonly total: number;
}

/** What an export wrote. */
export interface Exported {
  readonly findings: number;
  /** Bytes of the file. */
  readonly bytes: number;
}
