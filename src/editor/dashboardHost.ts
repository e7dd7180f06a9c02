import path from 'node:path';
import * as vscode from 'vscode';
import type { Analysis } from '../core/analysis';
import { retold } from '../core/anomalies/sentences';
import type { AnalysisEngine } from '../engine/client';
import type { StoredSuggestion } from '../engine/store/suggestions';
import type { AiSuggestion, DashboardHost, KnownLog, ReportQuery } from '../shared/dashboardProtocol';
import type { Handlers } from '../shared/rpc';
import type { Summary, SummaryQuery } from '../shared/summary';
import { type AnalysisRuns, isDropped } from './analysisRuns';
import type { ExportCommand } from './exportCommand';
import type { History } from './history';
import type { Knowledge } from './knowledge';
import { providerLabel, say } from './labels';
import type { ModelCommands } from './modelCommands';
import { rangeOfLine } from './ranges';
import type { SettingsSource } from './settings';
import type { SourceLinks } from './sourceLinks';
import type { Times } from './times';
import type { LogServer } from './logServer';
import type { RemoteSources } from './remoteSources';
import type { LogSchedule } from './watching/logSchedule';
import type { LogWatcher } from './watching/logWatcher';
import type { WorkspaceAnalysis } from './workspaceAnalysis';

interface DashboardContext {
  readonly engine: AnalysisEngine;
  readonly settings: SettingsSource;
  readonly times: Times;
  readonly workspace: WorkspaceAnalysis;
  readonly exporting: ExportCommand;
  readonly history: History;
  readonly runs: AnalysisRuns;
  readonly sourceLinks: SourceLinks;
  readonly knowledge: Knowledge;
  readonly models: ModelCommands;
  readonly watcher: LogWatcher;
  readonly schedule: LogSchedule;
  readonly server: LogServer;
  readonly sources: RemoteSources;
}

const problemsShown = 20;
const problemsReported = 50;
const anomaliesShown = 6;
const anomaliesReported = 30;
const suggestionsShown = 50;
const analysesShown = 20;
const deliveriesShown = 20;
const buckets = 160;

/** What the dashboard's page can ask for. */
export function dashboardHandlers({ engine, settings, times, workspace, exporting, history, runs, sourceLinks, knowledge, models, watcher, schedule, server, sources }: DashboardContext): Omit<Handlers<DashboardHost>, 'wantedReport'> {
  const summaryQuery = ({ of, range }: ReportQuery, wanted: Pick<SummaryQuery, 'problems' | 'anomalies'>): SummaryQuery => ({ of, range, decisions: settings.current.groups, ...wanted, buckets });
  const atAGlance = { problems: problemsShown, anomalies: anomaliesShown };
  const reported = { problems: problemsReported, anomalies: anomaliesReported };
  const knownLogs = async (): Promise<KnownLog[]> => (await engine.latestAnalyses()).map(({ uri, fileName }) => ({ uri, fileName }));
  const summary = async (query: ReportQuery, wanted: Pick<SummaryQuery, 'problems' | 'anomalies'>): Promise<Summary> => {
    const found = await engine.summary(summaryQuery(query, wanted));
    return { ...found, anomalies: found.anomalies.map((each) => ({ ...each, evidence: retold(each.evidence, say, vscode.env.language) })) };
  };
  const analyses = (ids: readonly number[]): Promise<Analysis[]> => engine.analysesById(ids);

  return {
    overview: async ({ range }) => {
      const [totals, found, recent] = await Promise.all([engine.totals(), summary({ of: { uris: null }, range }, atAGlance), engine.analyses({ uri: null, offset: 0, limit: analysesShown })]);
      return { totals, summary: found, analyses: recent.analyses, zone: times.zone.name };
    },
    history: async (query) => {
      const [page, trend, logs, deliveries] = await Promise.all([engine.analyses(query), engine.trend(query.uri), knownLogs(), engine.deliveries(deliveriesShown)]);
      return { page, trend, logs, zone: times.zone.name, background: { watched: watcher.names, scheduled: schedule.runs, server: server.state, sources: sources.states, deliveries } };
    },
    runSchedule: async () => {
      await vscode.commands.executeCommand('stacklens.runSchedule');
      return null;
    },
    analyzeSource: async ({ name }) => {
      await vscode.commands.executeCommand('stacklens.analyzeSource', name);
      return null;
    },
    compare: async ({ older, newer }) => {
      const [before, after] = await analyses([older, newer]);
      if (!before || !after) return null;
      const { minimumSeverity: minSeverity, groups: decisions } = settings.current;
      return { older: before, newer: after, changes: await engine.compare({ older, newer, minSeverity, decisions }) };
    },
    report: async (query) => {
      const [found, logs, [analysis = null]] = await Promise.all([summary(query, reported), knownLogs(), 'ids' in query.of ? analyses(query.of.ids) : []]);
      return { query, summary: found, analysis, advice: await knowledge.adviceOn(found.problems), logs, zone: times.zone.name };
    },
    exportReport: async ({ format, ...query }) => {
      const target = await exporting.askForTarget('stacklens-report', format);
      if (target) {
        const asked = summaryQuery(query, reported);
        const { problems } = await engine.summary(asked);
        await engine.writeReport({ query: asked, advice: await knowledge.adviceOn(problems), format, path: target.fsPath, zone: times.zone.name });
        await exporting.offer(vscode.l10n.t('The report was written to {0}.', path.basename(target.fsPath)), format, target);
      }
      return null;
    },
    aiAnalysis: async () => {
      const [shelf, suggestions, { problems }] = await Promise.all([engine.models(), engine.suggestions(suggestionsShown), engine.summary(summaryQuery({ of: { uris: null }, range: null }, reported))]);
      return { models: shelf, training: models.lastReport, suggestions: await toldSuggestions(suggestions), problems, advice: await knowledge.adviceOn(problems), zone: times.zone.name };
    },
    retrain: async () => {
      await models.retrain();
      return null;
    },
    rollBackModel: async () => {
      await models.rollBack();
      return null;
    },
    errors: async ({ filter, sort, groupSort, grouped, offset, limit }, signal) => {
      const zone = times.zone.name;
      if (!grouped) return { ...(await engine.table({ filter, sort, offset, limit }, signal)), groups: [], findings: null, zone };
      return { ...(await engine.tableGroups({ filter, sort: groupSort, offset, limit }, signal)), rows: [], zone };
    },
    details: async ({ uri, finding }) => {
      const log = vscode.Uri.parse(uri, true);
      const { byteOffset, line, endLine, frames, message, fingerprint } = finding;
      const [context, sources, analysis, advice] = await Promise.all([
        log.scheme === 'file' ? engine.recordContext({ path: log.fsPath, byteOffset, line, endLine }) : null,
        Promise.all(frames.map(async (frame) => (await sourceLinks.locateFrame(frame)) !== undefined)),
        engine.analyzeMessage(message),
        knowledge.adviceOn([finding]),
      ]);
      return { context, sources, analysis, advice: advice[fingerprint] ?? null };
    },
    openFrame: async (frame) => {
      const location = await sourceLinks.locateFrame(frame);
      if (location) await vscode.window.showTextDocument(location.uri, { selection: location.range });
      return null;
    },
    relabel: async (member) => {
      await vscode.commands.executeCommand('stacklens.relabel', member);
      return null;
    },
    ignore: async (member) => {
      await vscode.commands.executeCommand('stacklens.ignore', member);
      return null;
    },
    explain: async ({ uri, line }) => {
      await vscode.commands.executeCommand('stacklens.explain', uri, line);
      return null;
    },
    suggest: async ({ uri, line }) => {
      await vscode.commands.executeCommand('stacklens.suggest', uri, line);
      return null;
    },
    exportMatching: async ({ filter }) => {
      await exporting.exportMatching(filter);
      return null;
    },
    openLog: async ({ uri, line }) => {
      const log = vscode.Uri.parse(uri, true);
      if (isDropped(log)) throw new Error(vscode.l10n.t('Only the content of {0} was dropped: it has no path to open. Pick the file, or drop it from the explorer.', log.path.slice(1)));
      await vscode.window.showTextDocument(log, line === null ? {} : { selection: rangeOfLine(line) });
      return null;
    },
    analyzeWorkspace: async () => {
      await workspace.analyzeWorkspace();
      return null;
    },
    exportFindings: async ({ uri }) => {
      await exporting.exportStored(uri);
      return null;
    },
    remove: async ({ analysisId }) => {
      const [analysis] = await analyses([analysisId]);
      if (analysis) await history.forget({ ids: [analysisId] }, analysis.fileName);
      return null;
    },
    runs: () => runs.runs,
    pick: async ({ what }) => {
      const files = what === 'files';
      const picked = await vscode.window.showOpenDialog({ canSelectMany: true, canSelectFiles: files, canSelectFolders: !files, title: vscode.l10n.t('Analyze Logs'), openLabel: vscode.l10n.t('Analyze') });
      if (picked) await runs.add(picked);
      return null;
    },
    analyze: async ({ uris }) => {
      await runs.add(uris.map((uri) => vscode.Uri.parse(uri, true)));
      return null;
    },
    analyzeDropped: ({ files }) => {
      runs.addDropped(files);
      return null;
    },
    cancelRun: ({ id }) => {
      runs.cancel(id);
      return null;
    },
    clearRuns: () => {
      runs.clear();
      return null;
    },
  };
}

/** Without those that are damaged. */
async function toldSuggestions(kept: readonly StoredSuggestion[]): Promise<AiSuggestion[]> {
  const { keptAnswer } = await import('../ai/answer');
  return kept.flatMap(({ content, ...suggestion }) => {
    const answer = keptAnswer(content);
    return answer ? [{ ...suggestion, source: providerLabel(suggestion.source), cause: answer.cause }] : [];
  });
}
