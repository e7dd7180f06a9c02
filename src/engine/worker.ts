/** The engine worker's entry: owns the store and runs analyses. */
import path from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { RpcChannel, type Silent } from '../shared/rpc';
import { tmpdir } from 'node:os';
import { AlertDesk } from './alerts/alertDesk';
import { noticeOf } from './alerts/alertMessage';
import { Analyzer, settingsHash } from './analyzer';
import { explainRequested } from './explainLine';
import { exportToFile } from './exporters/exportFindings';
import { analyzeFamily } from './familyAnalysis';
import type { EngineProtocol, Progress, WorkerSetup } from './api';
import { Documents } from './documents/documents';
import { fileUri } from './fileUri';
import { readFormatFiles } from './formatFiles';
import { bestFixes, bestKnown, readKnowledgeFiles } from './knowledge';
import { WorkerIntake } from './intake/workerIntake';
import { expandPaths } from './logFiles';
import { LogViews } from './logView/logViews';
import { mergedDocument } from './merge/mergedDocument';
import { Models } from './models';
import { rotatedFamily } from './rotation';
import type { Store } from './store/store';
import { recordContext } from './recordContext';
import { StoreKeeper } from './storeKeeper';
import { Follower } from './tail/follower';
import { analyzeText } from './textAnalysis';
import { UserFormats } from './userFormats';
import { isEarlierPart } from './watch/earlierPart';
import { workerPort } from './workerPort';

function serve(port: NonNullable<typeof parentPort>, { file, program }: WorkerSetup): void {
  const now = (): number => Date.now();
  const onProblem = (message: string): void => {
    channel.emit('storeProblem', { message });
  };
  const onProgress = (progress: Progress): void => {
    channel.emit('progress', progress);
  };
  const keeper = new StoreKeeper({ file, program, now, onProblem });
  const opened = (): Promise<Store> => keeper.opened();
  const desk = new AlertDesk({
    store: opened,
    folder: file === null ? path.join(tmpdir(), 'stacklens-alerts') : `${file}.alerts-of-editor`,
    notify: (message) => {
      channel.emit('alerted', { text: noticeOf(message) });
    },
    onProblem: (message) => {
      channel.emit('alerted', { text: message });
    },
  });
  const follower = new Follower(now, (followed) => {
    channel.emit('followed', followed);
    desk.hear(followed);
  });
  const intake = new WorkerIntake({
    store: opened,
    onReceived: (file) => {
      channel.emit('received', { file });
    },
    onProblem,
  });
  const models = new Models({ storeFile: file, store: opened });
  const documents = new Documents();
  const views = new LogViews({
    store: opened,
    now,
    onProgress: (progress) => {
      channel.emit('viewProgress', progress);
    },
  });
  const channel = new RpcChannel<EngineProtocol, Silent>(workerPort(port), {
    analyze: async (asked, signal) => {
      // Before any wait: changes may come meanwhile.
      const request = documents.resolved(asked);
      const analyzer = new Analyzer({ store: await opened(), classifier: await models.classifier(), now, onProgress });
      return analyzer.analyze(request, signal);
    },
    analyzeText: async (request, signal) => analyzeText(request, { corrections: await (await opened()).corrections(), classifier: await models.classifier() }, now(), signal),
    findings: async (query) => (await opened()).findings(query),
    openDocument: (request) => {
      documents.open(request);
      return null;
    },
    changeDocument: (request) => {
      documents.change(request);
      return null;
    },
    closeDocument: ({ uri }) => {
      documents.close(uri);
      return null;
    },
    explain: async (asked, signal) => {
      const request = documents.resolved(asked);
      return explainRequested(request, await models.classifier(), now(), signal);
    },
    readsAsLog: ({ lines, fileName, formats }) => new UserFormats(formats).readsAsLog(lines, fileName),
    listLogs: async ({ patterns, formats }) => {
      const { files, missing } = await expandPaths(patterns, formats);
      const absolute = files.map((file) => path.resolve(file));
      const names = new Set(absolute);
      return { files: absolute.filter((file) => !isEarlierPart(file, (current) => names.has(current))), missing };
    },
    readFormats: ({ files }) => readFormatFiles(files),
    knowledge: (request) => bestKnown(request),
    facts: async ({ message, severity }) => new (await import('../ml/analyzer/facts')).FactFinder().factsOf(message, severity),
    fixes: async (request) => bestFixes(request, await (await opened()).pastFixes()),
    readKnowledge: ({ files }) => readKnowledgeFiles(files),
    merge: (request, signal) => mergedDocument(request, { now, onProgress }, signal),
    analyzeFamily: async ({ path: file, reading, runId }, signal) => {
      const uri = fileUri(file);
      const tell = (bytes: number, totalBytes: number, findings: number): void => onProgress({ runId, uri, bytes, totalBytes, findings });
      const options = { reading, classifier: await models.classifier(), store: await opened(), settingsHash: settingsHash(reading), now, onProgress: tell };
      const { analyses, ...told } = await analyzeFamily(await rotatedFamily(file), options, signal);
      return { ...told, analyses: analyses.map(({ analysis }) => analysis) };
    },
    follow: async (request, signal) => {
      const store = await opened();
      const classifier = await models.classifier();
      const result = await follower.follow(request, { analyzer: new Analyzer({ store, classifier, now, onProgress }), store, classifier }, signal);
      await desk.begin(request.source.uri, result.analysis.id, request.isNew === true && !result.reused);
      return result;
    },
    unfollow: async ({ followId }) => {
      const analysis = await follower.unfollow(followId);
      desk.end(followId);
      return analysis;
    },
    planAlerts: (rules) => AlertDesk.plan(rules),
    useAlerts: async ({ rules }) => {
      await desk.use(rules);
      return null;
    },
    testAlert: ({ rules, channel: name }) => desk.test(rules, name),
    startIntake: (request) => intake.start(request),
    stopIntake: async () => {
      await intake.stop();
      return null;
    },
    openView: (request, signal) => views.open(request, signal),
    viewPage: (request, signal) => views.page(request, signal),
    viewLine: (request, signal) => views.line(request, signal),
    refreshView: ({ viewId }, signal) => views.info(viewId, signal),
    closeView: async ({ viewId }) => {
      await views.close(viewId);
      return null;
    },
    groups: async (query) => (await opened()).groups(query),
    latestAnalyses: async () => (await opened()).latestAnalyses(),
    export: async (request, signal) => {
      const tell = (findings: number, total: number): void => channel.emit('exportProgress', { exportId: request.exportId, findings, total });
      return exportToFile(request, { store: await opened(), onProgress: tell }, signal);
    },
    summary: async (query) => (await opened()).summary(query),
    totals: async () => (await opened()).totals(),
    trend: async ({ uri }) => (await opened()).trend(uri),
    analysesById: async ({ ids }) => (await opened()).analysesById(ids),
    writeReport: async (request) => {
      const { writeReport } = await import('./exporters/summaryReport');
      await writeReport(request, await opened());
      return null;
    },
    analyses: async (query) => (await opened()).analyses(query),
    table: async (query, signal) => (await opened()).table(query, signal),
    recordContext: (request) => recordContext(request),
    tableGroups: async (query, signal) => (await opened()).tableGroups(query, signal),
    history: async ({ uri }) => (await opened()).history(uri),
    anomalies: async ({ analysisId }) => (await opened()).anomalies(analysisId),
    compare: async (query) => (await opened()).compare(query),
    queue: async ({ files, isOver }) => {
      const store = await opened();
      await (isOver ? store.unqueue(files) : store.queue(files));
      return null;
    },
    runs: async () => (await opened()).runs(),
    forget: async (selection) => (await opened()).forget(selection),
    unforget: async ({ removal }) => (await opened()).unforget(removal),
    prune: async (retention) => (await opened()).prune(retention),
    noteDecision: async (decision) => {
      await (await opened()).noteDecision(decision);
      return null;
    },
    correct: async ({ members, judged }) => (await opened()).correct(members, judged),
    corrections: async () => (await opened()).corrections(),
    backups: () => keeper.backups(),
    restoreBackup: async ({ name }) => {
      await keeper.restore(name);
      return null;
    },
    compact: () => keeper.compact(),
    useServer: async ({ server }) => {
      await keeper.use(server);
      return null;
    },
    models: () => models.list(),
    retrain: ({ force, exportId }, signal) => models.retrain(force, (done) => channel.emit('exportProgress', { exportId, findings: Math.round(done * 100), total: 100 }), signal),
    deliveries: async ({ limit }) => (await opened()).deliveries(limit),
    noteQuestion: async (note) => {
      await (await opened()).noteQuestion(note);
      return null;
    },
    suggest: async (suggestion) => (await opened()).suggest(suggestion),
    suggestion: async ({ fingerprint }) => (await opened()).suggestion(fingerprint),
    suggestions: async ({ limit }) => (await opened()).suggestions(limit),
    solved: async ({ limit }) => (await opened()).solved(limit),
    rateSuggestion: async ({ id, helped }) => {
      await (await opened()).rate(id, helped);
      return null;
    },
    analyzeMessage: ({ message }) => models.analyze(message),
    rollBackModel: () => models.rollBack(),
    takeSnapshot: async ({ exportId, ...request }, signal) => {
      // What speaks to engines is not loaded for files.
      const { takeSnapshot } = await import('./remote/snapshot');
      return takeSnapshot(request, ({ records, total }) => channel.emit('exportProgress', { exportId, findings: records, total: total ?? 0 }), signal);
    },
    copyStore: ({ direction, exportId }, signal) => {
      const onProgress = (findings: number, total: number): void => channel.emit('exportProgress', { exportId, findings, total });
      return keeper.copy(direction, { signal, onProgress });
    },
    close: async () => {
      try {
        await intake.stop();
        await views.closeAll();
        await follower.close();
        await desk.close();
      } finally {
        // Whatever else goes wrong on the way down, what is known is saved.
        await keeper.close();
      }
      return null;
    },
  });
}

if (parentPort) serve(parentPort, workerData as WorkerSetup);
