import type { Category, Finding, Severity } from '../../../../src/core/finding';
import type { Analysis } from '../../../../src/core/analysis';
import type { FindingsQuery, LineBreaks, Reading, Source } from '../../../../src/engine/api';
import { atLeast } from '../../../../src/core/finding';
import { LogView, type PageRequest } from '../../../../src/engine/logView/logView';
import type { ViewPage } from '../../../../src/shared/logViewProtocol';

export const never = new AbortController().signal;

function reading(lineBreaks: LineBreaks = 'lf'): Reading {
  return { lineBreaks, patterns: [], formats: [], clientErrors: 'low', zone: 'UTC' };
}

/** A finding of a record at a place. */
export function findingAt(place: Pick<Finding, 'line' | 'byteOffset'> & { readonly endLine?: number; readonly severity?: Severity; readonly category?: Category; readonly fingerprint?: string }): Finding {
  const { line, byteOffset, endLine = line, severity = 'high', category = 'general', fingerprint = 'v1:1' } = place;
  return {
    line,
    endLine,
    byteOffset,
    timestamp: null,
    level: null,
    levelSource: 'none',
    severity,
    category,
    confidence: 1,
    message: '',
    template: '',
    fingerprint,
    evidence: { rule: 'level:error', text: '', weighed: [] },
    range: { line, start: 0, end: 1 },
    frames: [],
  };
}

/** A store that has one analysis. */
export class OneAnalysis {
  analyses: Analysis[] = [];
  findingsOf: readonly Finding[] = [];
  asked = 0;

  hold(analysis: Pick<Analysis, 'uri' | 'size'> & Partial<Analysis>, findings: readonly Finding[]): void {
    const counts = { critical: 0, high: 0, medium: 0, low: 0 };
    const levels = { trace: 0, debug: 0, info: 0, warn: 0, error: 0, fatal: 0, none: 0 };
    this.analyses = [
      { id: 1, fileName: '', status: 'completed', reason: null, startedAt: Date.now(), duration: 0, format: 'plain', encoding: 'utf-8', lines: 0, records: 0, severities: counts, levels, rulesVersion: '', modelVersion: null, notes: [], ...analysis },
    ];
    this.findingsOf = findings;
  }

  latestAnalyses(): Promise<Analysis[]> {
    return Promise.resolve(this.analyses);
  }

  findings({ minSeverity, offset, limit, fingerprints }: FindingsQuery): Promise<{ findings: Finding[]; total: number }> {
    this.asked++;
    const all = this.findingsOf.filter(({ severity, fingerprint }) => atLeast(severity, minSeverity) && (fingerprints?.includes(fingerprint) ?? true));
    return Promise.resolve({ findings: all.slice(offset, offset + limit), total: all.length });
  }
}

export function openView(source: Source, { store = new OneAnalysis(), lineBreaks = 'lf' }: { readonly store?: OneAnalysis; readonly lineBreaks?: LineBreaks } = {}): Promise<LogView> {
  return LogView.open({ viewId: 1, source, reading: reading(lineBreaks), store: () => Promise.resolve(store), now: () => Date.now() });
}

export function textSource(text: string): Source {
  return { kind: 'text', uri: 'untitled:log', fileName: 'log', chunks: [text] };
}

export function bytesSource(bytes: Uint8Array): Source {
  return { kind: 'bytes', uri: 'memfs:/app.log', fileName: 'app.log', bytes };
}

export function pageOf(view: LogView, request: Pick<PageRequest, 'place'> & Partial<PageRequest>, signal = never): Promise<ViewPage> {
  return view.page({ filter: {}, before: 0, after: 5, ...request }, () => undefined, signal);
}

/** Waits until all lines are counted. */
export async function counted(view: LogView): Promise<number> {
  for (;;) {
    const { lines } = await view.info(never);
    if (lines !== null) return lines;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

export function textsOf({ lines }: ViewPage): string[] {
  return lines.map(({ text }) => text);
}
