import * as vscode from 'vscode';
import { factsOf, solvedProblems } from '../ai/facts';
import type { Excerpt, Subject } from '../ai/request';
import type { Finding } from '../core/finding';
import { isSourceName } from '../core/trace/sourcePath';
import type { AnalysisEngine } from '../engine/client';
import { anomalyTexts } from './anomalyItems';
import type { AnalysisController } from './analysisController';
import type { Knowledge } from './knowledge';
import { fileNameOf } from './logDocuments';
import type { SourceLinks } from './sourceLinks';

interface SubjectContext {
  readonly engine: AnalysisEngine;
  readonly controller: AnalysisController;
  readonly sourceLinks: SourceLinks;
  readonly knowledge: Knowledge;
}

const mostSources = 3;
const sourceLinesAround = 15;
const logLinesAround = 12;
const headLines = 60;
const occurrencesCounted = 1_000;
const solvedConsidered = 200;
const mostBytesOfSource = 500_000;

/** What is known of a finding, for who is asked about it: the record and its neighbours, the sources it comes from, and facts. */
export async function subjectOf(log: vscode.Uri, finding: Finding, context: SubjectContext): Promise<Subject> {
  const { message, severity, category, line, endLine } = finding;
  const [lines, sources, known] = await Promise.all([logAround(log, finding, context.engine), sourcesOf(finding, context.sourceLinks), context.knowledge.bestFor(finding)]);
  const result = context.controller.resultOf(log);
  const group = result?.groupOf.get(finding.fingerprint);
  const { template, fingerprint } = finding;
  const facts = factsOf({
    group: group ?? null,
    times: result ? await timesOf(context.engine, result.analysis.id, group?.members.map((member) => member.fingerprint) ?? [fingerprint]) : [],
    unusual: result ? anomalyTexts(result, finding) : [],
    knowledge: known?.entry ?? null,
    template,
    solved: solvedProblems((await context.engine.solved(solvedConsidered)).filter((each) => each.template !== template)),
    head: await headOf(log, context.engine),
  });
  return { message, severity, category, log: lines ?? { name: fileNameOf(log), first: line, lines: message.split('\n') }, from: line, to: endLine, sources, facts };
}

/** The lines of a log around a record; null where they are not at hand. */
export async function logAround(log: vscode.Uri, { line, endLine, byteOffset }: Pick<Finding, 'line' | 'endLine' | 'byteOffset'>, engine: AnalysisEngine): Promise<Excerpt | null> {
  const document = vscode.workspace.textDocuments.find((each) => each.uri.toString() === log.toString());
  if (document) return excerptOf(document, fileNameOf(log), line, endLine, logLinesAround);
  const context = log.scheme === 'file' ? await engine.recordContext({ path: log.fsPath, byteOffset, line, endLine }) : null;
  return context && { name: fileNameOf(log), ...context };
}

async function timesOf(engine: AnalysisEngine, analysisId: number, fingerprints: readonly string[]): Promise<number[]> {
  const { findings } = await engine.findings({ analysisId, minSeverity: 'low', order: 'line', offset: 0, limit: occurrencesCounted, fingerprints });
  return findings.flatMap(({ timestamp }) => timestamp ?? []);
}

/** The first lines of a log, which often say what it is of. */
async function headOf(log: vscode.Uri, engine: AnalysisEngine): Promise<readonly string[]> {
  const excerpt = await logAround(log, { line: 1, endLine: headLines, byteOffset: 0 }, engine);
  return excerpt?.lines ?? [];
}

/** Around the innermost application frames whose sources are in the workspace. */
async function sourcesOf({ frames }: Finding, sourceLinks: SourceLinks): Promise<Excerpt[]> {
  const excerpts: Excerpt[] = [];
  for (const frame of frames) {
    if (excerpts.length >= mostSources) break;
    const location = frame.application ? await sourceLinks.locateFrame(frame) : undefined;
    // A log names what it likes: only code is read, not what else may be there.
    if (!location || !isSourceName(location.uri.path) || (await vscode.workspace.fs.stat(location.uri)).size > mostBytesOfSource) continue;
    const line = location.range.start.line + 1;
    const excerpt = excerptOf(await vscode.workspace.openTextDocument(location.uri), vscode.workspace.asRelativePath(location.uri), line, line, sourceLinesAround);
    if (!excerpts.some(({ name, first }) => name === excerpt.name && first === excerpt.first)) excerpts.push(excerpt);
  }
  return excerpts;
}

/** Lines are 1-based. */
function excerptOf(document: vscode.TextDocument, name: string, from: number, to: number, around: number): Excerpt {
  const first = Math.max(1, from - around);
  const last = Math.min(document.lineCount, to + around);
  return { name, first, lines: Array.from({ length: last - first + 1 }, (_, index) => document.lineAt(first + index - 1).text) };
}
