import type { RedactionOptions } from '../core/redaction/redaction';
import type { Ground } from '../agents/ground';
import type { Group } from '../core/analysis';
import type { Progress, Reading } from '../engine/api';
import type { AnalysisEngine } from '../engine/client';
import type { KnowledgeArea } from '../ml/knowledgeArea';
import type { McpLogs } from './mcpLogs';

export interface McpGroundOptions {
  readonly engine: AnalysisEngine;
  readonly logs: McpLogs;
  readonly reading: Reading;
  /** Fingerprints that nobody is told of. */
  readonly ignored: readonly string[];
  /** What is hidden besides; null hides nothing. */
  readonly redaction: RedactionOptions | null;
  /** What users know of errors. */
  readonly areas: readonly KnowledgeArea[];
  /** Told how far a log has been read. */
  readonly onProgress: (log: string, progress: Progress) => void;
}

/** What the tools of agents stand on at the command line: logs on disk. */
export function mcpGround({ engine, logs, reading, ignored, redaction, areas, onProgress }: McpGroundOptions): Ground {
  const unwanted = new Set(ignored);
  const isWanted = ({ members }: Group): boolean => !members.every(({ fingerprint }) => unwanted.has(fingerprint));
  return {
    engine: {
      findings: (query) => engine.findings(query),
      groups: async (query) => (await engine.groups(query)).filter(isWanted),
      compare: async (query) => (await engine.compare(query)).filter(({ group }) => isWanted(group)),
      history: (uri) => engine.history(uri),
      anomalies: (id) => engine.anomalies(id),
      recordContext: (request) => engine.recordContext(request),
      knowledge: (request) => engine.knowledge(request),
    },
    logs: () => logs.all(),
    find: (name) => logs.find(name),
    analyze: async ({ name, uri, path }, signal) => {
      const { analysis } = await engine.analyze({ source: { kind: 'file', uri, path: path ?? '' }, reading, reuse: true, replaces: null }, { signal, onProgress: (progress) => onProgress(name, progress) });
      return analysis;
    },
    explain: ({ uri, path }, line, signal) => engine.explain({ source: { kind: 'file', uri, path: path ?? '' }, reading, line }, signal),
    knowledge: () => Promise.resolve(areas),
    decisions: () => [],
    redaction: () => redaction,
  };
}
