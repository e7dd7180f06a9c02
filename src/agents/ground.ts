import type { RedactionOptions } from '../core/redaction/redaction';
import type { Analysis } from '../core/analysis';
import type { GroupDecision } from '../core/groups';
import type { AnalysisEngine } from '../engine/client';
import type { ExplainedRecord } from '../engine/explainLine';
import type { KnowledgeArea } from '../ml/knowledgeArea';

/** A log that agents may ask about. */
export interface AgentLog {
  /** What agents call it: mostly its path below the folder that is open. */
  readonly name: string;
  readonly uri: string;
  /** Null where it is not on this disk. */
  readonly path: string | null;
}

/** Logs that an agent may ask about, and how many there are besides. */
export interface AgentLogs {
  readonly logs: readonly AgentLog[];
  readonly more: number;
}

/** What the tools of agents stand on: the editor, or the command line. Nothing in it changes a log or what a user decided. */
export interface Ground {
  readonly engine: Pick<AnalysisEngine, 'findings' | 'groups' | 'compare' | 'history' | 'anomalies' | 'recordContext' | 'knowledge'>;
  /** The logs that are asked about where none is named. */
  logs(signal: AbortSignal): Promise<AgentLogs>;
  /** A log by its name. Rejects with a ToolError where there is none, or where it is not for agents to read. */
  find(name: string): Promise<AgentLog>;
  /** The analysis of a log as it is now. Rejects where it cannot be read. */
  analyze(log: AgentLog, signal: AbortSignal): Promise<Analysis>;
  /** Explains the record that a line (1-based) is part of; null where there is none. */
  explain(log: AgentLog, line: number, signal: AbortSignal): Promise<ExplainedRecord | null>;
  /** What users know of errors. */
  knowledge(): Promise<readonly KnowledgeArea[]>;
  /** What users decided about groups. */
  decisions(): readonly GroupDecision[];
  /** What is hidden of logs, beside what is always; null hides nothing. */
  redaction(): RedactionOptions | null;
}

/** What an agent asked for cannot be done; the message says what to do instead. */
export class ToolError extends Error {
  override readonly name = 'ToolError';
}
