import * as vscode from 'vscode';
import type { Finding, FindingGroup, FindingsPage, FindingsQuery, LogAnalysis, StackLensApi, StackLensExports, TextAnalysis, TextOptions } from '../../api/stacklens';
import type { Analysis, Group } from '../core/analysis';
import { severities, type Finding as OwnFinding } from '../core/finding';
import type { AnalysisEngine } from '../engine/client';
import type { AnalysisController } from './analysisController';
import { cancellable } from './cancellation';
import { Disposable } from './disposable';
import type { SettingsSource } from './settings';

/** In UTF-16 units. */
const longestText = 16_000_000;

/** The API for other extensions: what it returns is made anew, so that nothing of ours can be changed by it, and so that what we rename does not break them. */
export class ExtensionApi extends Disposable implements StackLensApi {
  readonly version = 1;
  private readonly changed = this.register(new vscode.EventEmitter<vscode.Uri>());
  readonly onDidChangeLog = this.changed.event;

  constructor(
    private readonly engine: AnalysisEngine,
    private readonly controller: AnalysisController,
    private readonly settings: SettingsSource,
  ) {
    super();
    this.register(controller.onDidChange((uri) => this.changed.fire(uri)));
  }

  /** What `activate()` returns. */
  exported(): StackLensExports {
    return Object.freeze({
      getApi: (version: unknown): StackLensApi => {
        if (version !== 1) throw new Error(`StackLens AI has version 1 of its API, not ${String(version)}.`);
        return this.api();
      },
    });
  }

  async analyze(log: vscode.Uri, token?: vscode.CancellationToken): Promise<LogAnalysis> {
    const { analysis } = await cancellable(token, (signal) => this.controller.analyzeFile(uriOf(log), { signal }));
    return toldAnalysis(analysis);
  }

  async analyzeText(text: string, { fileName = '', limit = 1000 }: TextOptions = {}, token?: vscode.CancellationToken): Promise<TextAnalysis> {
    if (typeof text !== 'string' || text.length > longestText) throw new Error(`StackLens AI analyses texts of up to ${String(longestText)} characters; save longer ones as files.`);
    const reading = await this.controller.reading();
    const source = { kind: 'text', uri: 'untitled:text', fileName, chunks: [text] } as const;
    const found = await cancellable(token, (signal) => this.engine.analyzeText({ source, reading, limit: whole(limit, 1, 10_000) }, signal));
    return { ...found, findings: found.findings.map(toldFinding) };
  }

  logs(): readonly vscode.Uri[] {
    return this.controller.allResults().map(({ uri }) => uri);
  }

  async analysisOf(log: vscode.Uri): Promise<LogAnalysis | undefined> {
    const analysis = await this.newest(log);
    return analysis && toldAnalysis(analysis);
  }

  async findings(log: vscode.Uri, { minSeverity = 'low', fingerprints, lines, order = 'line', offset = 0, limit = 200 }: FindingsQuery = {}): Promise<FindingsPage> {
    mustBeOneOf('order', order, ['line', 'worst']);
    mustBeOneOf('minSeverity', minSeverity, severities);
    const analysis = await this.newest(log);
    if (!analysis) return { findings: [], total: 0 };
    const page = await this.engine.findings({ analysisId: analysis.id, minSeverity, order, offset: whole(offset, 0, Number.MAX_SAFE_INTEGER), limit: whole(limit, 1, 1000), ...(fingerprints ? { fingerprints } : {}), ...(lines ? { lines } : {}) });
    return { findings: page.findings.map(toldFinding), total: page.total };
  }

  async groups(log: vscode.Uri, { minSeverity = 'low' }: Pick<FindingsQuery, 'minSeverity'> = {}): Promise<readonly FindingGroup[]> {
    mustBeOneOf('minSeverity', minSeverity, severities);
    const analysis = await this.newest(log);
    return analysis ? (await this.engine.groups({ analysisId: analysis.id, minSeverity, decisions: this.settings.current.groups })).map(toldGroup) : [];
  }

  /** Of an open log the one on screen, which may not be the newest that is stored. */
  private async newest(log: vscode.Uri): Promise<Analysis | undefined> {
    const uri = uriOf(log);
    return this.controller.resultOf(uri)?.analysis ?? (await this.engine.history(uri.toString())).find(({ status }) => status === 'completed');
  }

  /** Nothing but what is promised. */
  private api(): StackLensApi {
    return Object.freeze({
      version: this.version,
      analyze: this.analyze.bind(this),
      analyzeText: this.analyzeText.bind(this),
      logs: this.logs.bind(this),
      analysisOf: this.analysisOf.bind(this),
      findings: this.findings.bind(this),
      groups: this.groups.bind(this),
      onDidChangeLog: this.onDidChangeLog,
    });
  }
}

/** Others may hand over anything. */
function uriOf(given: unknown): vscode.Uri {
  if (given instanceof vscode.Uri) return given;
  throw new Error('StackLens AI: a log is named by its vscode.Uri.');
}

function mustBeOneOf(name: string, value: string, allowed: readonly string[]): void {
  if (!allowed.includes(value)) throw new Error(`StackLens AI: ${name} is one of ${allowed.join(', ')}, not ${value}.`);
}

function whole(value: number, least: number, most: number): number {
  if (!Number.isInteger(value) || value < least) throw new Error(`StackLens AI: ${String(value)} is no whole number from ${String(least)} to ${String(most)}.`);
  return Math.min(value, most);
}

function toldAnalysis({ uri, startedAt, format, lines, severities }: Analysis): LogAnalysis {
  return { log: vscode.Uri.parse(uri, true), time: startedAt, format, lines, severities: { ...severities } };
}

function toldFinding({ line, endLine, range, timestamp, level, severity, category, confidence, message, template, fingerprint, evidence, frames }: OwnFinding): Finding {
  const calls = frames.map(({ function: name, file, line: at, column, module, application }) => ({ function: name, file, line: at, column, module, application }));
  return { line, endLine, range: { ...range }, time: timestamp, level, severity, category, confidence, message, template, fingerprint, rule: evidence.rule, frames: calls };
}

function toldGroup({ fingerprint, members, name, severity, category, message, template, count, firstLine, lastLine, firstTimestamp, lastTimestamp }: Group): FindingGroup {
  return { fingerprint, fingerprints: members.map((each) => each.fingerprint), name, severity, category, message, template, count, firstLine, lastLine, firstTime: firstTimestamp, lastTime: lastTimestamp };
}
