import * as vscode from 'vscode';
import type { StackLensExports } from '../api/stacklens';
import { AgentTools } from './editor/agentTools';
import { AutomaticQuestions } from './editor/aiAutomatic';
import { AiSuggestions } from './editor/aiSuggestions';
import { Alerting, showAlert } from './editor/alerting';
import { AnalysisController } from './editor/analysisController';
import { AnalysisRuns } from './editor/analysisRuns';
import { CaptureCommands } from './editor/captured/captureCommands';
import { CodeActions } from './editor/codeActions';
import { Commands } from './editor/commands';
import { CorrectionEditing } from './editor/corrections';
import { dashboardHandlers } from './editor/dashboardHost';
import { DashboardPanel } from './editor/dashboardPanel';
import { DatabaseCommands } from './editor/databaseCommands';
import { DatabaseServer } from './editor/databaseServer';
import { Decorations } from './editor/decorations';
import { Diagnostics } from './editor/diagnostics';
import { DiskLogs } from './editor/diskLogs';
import { ExportCommand } from './editor/exportCommand';
import { Explanations } from './editor/explanations';
import { Fixes } from './editor/fixes';
import { GroupEditing } from './editor/groupEditing';
import { GroupSamples } from './editor/groupSamples';
import { ExtensionApi } from './editor/extensionApi';
import { FormatFiles } from './editor/formatFiles';
import { History } from './editor/history';
import { Hovers } from './editor/hovers';
import { IgnoredFiles } from './editor/ignoredFiles';
import { Knowledge } from './editor/knowledge';
import { LogServer } from './editor/logServer';
import { LogViews } from './editor/logViews';
import { ModelCommands } from './editor/modelCommands';
import { McpServer } from './editor/mcpServer';
import { MergedLogs } from './editor/mergedLogs';
import { showWarning } from './editor/notices';
import { PatternReporter } from './editor/patternReporter';
import { ResultsTree } from './editor/resultsTree';
import { RemoteSources } from './editor/remoteSources';
import { RetentionKeeper } from './editor/retention';
import { SettingsSource } from './editor/settings';
import { SourceHints } from './editor/sourceHints';
import { SourceLinks } from './editor/sourceLinks';
import { StatusBar } from './editor/statusBar';
import { Times } from './editor/times';
import { UnseenLogs } from './editor/unseenLogs';
import { LogSchedule } from './editor/watching/logSchedule';
import { LogWatcher } from './editor/watching/logWatcher';
import { WorkspaceAnalysis } from './editor/workspaceAnalysis';
import { AnalysisEngine } from './engine/client';

/** VS Code calls `deactivate` without a context: what must be closed and waited for is kept here. */
const engines = new Set<AnalysisEngine>();

/** Wires the parts, hands out the API, and nothing else: the engine's worker, the store and the parsers start with the first log. */
export function activate(context: vscode.ExtensionContext): StackLensExports {
  const own = <T extends vscode.Disposable>(disposable: T): T => {
    context.subscriptions.push(disposable);
    return disposable;
  };
  const log = own(vscode.window.createOutputChannel('StackLens', { log: true }));
  const storePath = vscode.Uri.joinPath(context.globalStorageUri, 'stacklens.db').fsPath;
  const server = own(new DatabaseServer(context.secrets, log));
  const stopped = own(new vscode.EventEmitter<void>());
  const engine = new AnalysisEngine({
    workerPath: vscode.Uri.joinPath(context.extensionUri, 'dist', 'worker.js').fsPath,
    storeFile: storePath,
    server,
    onStopped: () => stopped.fire(),
    onAlert: (text) => {
      log.info(text);
      void showAlert(text);
    },
    onStoreProblem: (message) => {
      log.error(message);
      void showWarning(message);
    },
  });
  engines.add(engine);

  const settings = own(new SettingsSource());
  const patternReporter = own(new PatternReporter(log));
  own(settings.onDidChange(() => patternReporter.reset()));
  const sourceLinks = own(new SourceLinks());
  const times = own(new Times(settings, log));
  const formatFiles = own(new FormatFiles(engine, log));
  const controller = own(new AnalysisController(engine, settings, times, formatFiles, patternReporter, log));
  server.serve(engine, controller);
  const knowledge = own(new Knowledge(engine, log));
  const explanations = own(new Explanations(controller, engine, times, knowledge));
  own(new Diagnostics(controller, settings, sourceLinks, log));
  own(new Decorations(controller, engine, settings, context.extensionUri, log));
  own(new Hovers(controller, explanations, sourceLinks, settings, times, knowledge));
  own(new SourceHints(controller, new GroupSamples(engine), sourceLinks, settings, times, log));
  own(new StatusBar(controller));
  own(new RetentionKeeper(engine, controller, settings, log));
  const tree = own(new ResultsTree(controller, engine, settings, times, log));

  const disk = new DiskLogs(engine, controller, log);
  const logServer = own(new LogServer({ engine, controller, disk, secrets: context.secrets, memory: context.workspaceState, folder: vscode.Uri.joinPath(context.globalStorageUri, 'received'), log }));
  own(new Alerting({ engine, onEngineStopped: stopped.event, settings, secrets: context.secrets, memory: context.globalState, log }));
  const watcher = own(new LogWatcher({ engine, onEngineStopped: stopped.event, controller, disk, formatFiles, settings, log }));
  const schedule = own(new LogSchedule({ engine, controller, formatFiles, settings, memory: context.workspaceState, log }));
  const workspace = new WorkspaceAnalysis(engine, controller, disk, settings, log);
  const exporting = new ExportCommand({ engine, controller, settings });
  const history = own(new History(engine, controller, settings, times));
  const runs = own(new AnalysisRuns(engine, controller, workspace, settings));
  own(tree.takeDrops(runs));
  const models = own(new ModelCommands(engine));
  const ai = own(new AiSuggestions({ engine, controller, sourceLinks, knowledge, extensionUri: context.extensionUri, secrets: context.secrets, memory: context.workspaceState, log }));
  own(new CodeActions(controller, sourceLinks, ai));
  own(new AutomaticQuestions(controller, ai, context.globalState, log));
  const logViews = own(new LogViews({ engine, controller, disk, times, extensionUri: context.extensionUri, log }));
  const sources = own(new RemoteSources({ engine, controller, settings, secrets: context.secrets, memory: context.globalState, folder: vscode.Uri.joinPath(context.globalStorageUri, 'sources'), openLogView: (uri) => logViews.show(uri), log }));
  const dashboard = own(new DashboardPanel(context.extensionUri, dashboardHandlers({ engine, settings, times, workspace, exporting, history, runs, sourceLinks, knowledge, models, watcher, schedule, server: logServer, sources }), runs));
  own(dashboard.restoreAfterReload());
  for (const changes of [controller.onDidChange, settings.onDidChange, history.onDidChangeAnalyses, models.onDidChange, logServer.onDidChange, watcher.onDidChange, schedule.onDidChange, sources.onDidChange]) own(changes(() => dashboard.notifyChanged()));
  const mergedLogs = own(new MergedLogs(engine, controller, workspace, times));
  const ignoredFiles = new IgnoredFiles(controller);
  const groupEditing = new GroupEditing(engine, controller, settings);
  own(new Commands({ controller, engine, explanations, groupEditing, corrections: new CorrectionEditing(engine, controller, ignoredFiles, settings), ignoredFiles, tree, workspace, mergedLogs, logViews, log, database: new DatabaseCommands(engine, controller), server, models, ai, fixes: new Fixes(engine), captures: own(new CaptureCommands(controller, settings, log)), exporting, history, dashboard, storePath }));
  own(new UnseenLogs(context.workspaceState, { analyze: (uri) => vscode.commands.executeCommand('stacklens.analyzeFile', uri), openView: (uri) => logViews.show(uri) }, log));
  own(new AgentTools({ engine, controller, settings, workspace, knowledge }));
  own(new McpServer(context, settings, times));
  return own(new ExtensionApi(engine, controller, settings)).exported();
}

/** Waits until every analysis is on disk. */
export async function deactivate(): Promise<void> {
  const closing = [...engines].map((engine) => engine.close());
  engines.clear();
  await Promise.all(closing);
}
