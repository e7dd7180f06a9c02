import { explain, type Explanation } from '../core/explain';
import type { MessageFacts } from '../core/learning';
import type { Evidence } from '../core/finding';
import type { JudgedRecord } from '../core/pipeline';
import { traceOf } from '../core/stackTrace';
import type { Trace } from '../core/trace/exceptions';
import type { Classifier } from '../ml/classifier';
import type { ExplainRequest, Reading } from './api';
import type { Resolved } from './documents/documents';
import { readLog } from './readLog';
import { openSource, type OpenSource } from './sources';

/** A record with why it is a finding or none. */
export interface ExplainedRecord {
  readonly line: number;
  readonly endLine: number;
  readonly message: string;
  readonly template: string;
  readonly fingerprint: string;
  readonly trace: Trace;
  /** Null where it is no finding. */
  readonly evidence: Evidence | null;
  readonly explanation: Explanation;
  readonly facts: MessageFacts;
}

/** Explains the record that a line (1-based) is part of; null where there is none. Reads the log from its start, as what stands there says how to read on. Errors are those of reading. */
async function explainLine(source: OpenSource, options: Reading & { readonly classifier: Classifier; readonly line: number; readonly now: number }, signal: AbortSignal): Promise<ExplainedRecord | null> {
  const { line } = options;
  for await (const { records } of readLog(source, { ...options, everyRecord: true }, signal)) {
    const found = records.find((judged) => holds(judged, line));
    if (found) return explained(found, options);
    if ((records.at(-1)?.record.line ?? 0) > line) return null;
  }
  return null;
}

/** The same for a log that is opened for it. Errors are those of `openSource`, too. */
export async function explainRequested({ source, reading, line }: Resolved<ExplainRequest>, classifier: Classifier, now: number, signal: AbortSignal): Promise<ExplainedRecord | null> {
  const opened = await openSource(source);
  try {
    return await explainLine(opened, { ...reading, classifier, line, now }, signal);
  } finally {
    await opened.close();
  }
}

function holds({ record }: JudgedRecord, line: number): boolean {
  return record.line <= line && line <= record.endLine && record.lineNumbers?.includes(line) !== false;
}

async function explained({ record, verdict, template, fingerprint }: JudgedRecord, { clientErrors }: Reading): Promise<ExplainedRecord> {
  // The words that it knows are loaded with the first question.
  const { FactFinder } = await import('../ml/analyzer/facts');
  const { line, endLine, message } = record;
  return { line, endLine, message, template, fingerprint, trace: traceOf(record), evidence: verdict.judgement?.evidence ?? null, explanation: explain(record, verdict, { hits: verdict.hits, clientErrors }), facts: new FactFinder().factsOf(message, verdict.judgement?.severity ?? null) };
}
