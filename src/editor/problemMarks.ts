import type { Severity } from '../core/finding';
import type { AnalysisEngine } from '../engine/client';
import type { Mark } from '../shared/logViewPage';

const marked: readonly Severity[] = ['critical', 'high', 'medium'];
/** Findings that one question brings. */
const pageSize = 200;
/** Of a severity that has more, so many are taken, evenly spread. */
const samples = 100;

/** Where the problems of an analysis are: all of them, or of a crowd as many as show its spread. */
export async function problemMarks(engine: AnalysisEngine, analysisId: number): Promise<Mark[]> {
  const lists = await Promise.all(marked.map((severity) => marksFrom(engine, analysisId, severity)));
  return lists.flat();
}

/** Of a severity and worse. */
async function marksFrom(engine: AnalysisEngine, analysisId: number, minSeverity: Severity): Promise<Mark[]> {
  const ask = (offset: number, limit: number): ReturnType<AnalysisEngine['findings']> => engine.findings({ analysisId, minSeverity, order: 'line', offset, limit });
  const first = await ask(0, pageSize);
  const pages = first.total <= pageSize ? [first] : await Promise.all(Array.from({ length: samples }, (_, index) => ask(Math.floor((index * first.total) / samples), 1)));
  return pages.flatMap(({ findings }) => findings.map(({ byteOffset, severity }) => ({ offset: byteOffset, severity })));
}
