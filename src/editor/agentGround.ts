import { realpath } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { findingWords } from '../core/redaction/customWords';
import { ownNames } from '../engine/ownNames';
import type { RedactionOptions } from '../core/redaction/redaction';
import { ToolError, type AgentLog, type AgentLogs, type Ground } from '../agents/ground';
import type { Analysis } from '../core/analysis';
import type { GroupDecision } from '../core/groups';
import type { AnalysisEngine } from '../engine/client';
import type { ExplainedRecord } from '../engine/explainLine';
import { isWithin } from '../engine/isWithin';
import type { KnowledgeArea } from '../ml/knowledgeArea';
import { aiSettings } from './aiSettings';
import type { AnalysisController } from './analysisController';
import type { Knowledge } from './knowledge';
import type { SettingsSource } from './settings';
import type { WorkspaceAnalysis } from './workspaceAnalysis';

/** Logs that are read where none is named. */
const mostLogs = 50;

export interface AgentParts {
  readonly engine: AnalysisEngine;
  readonly controller: AnalysisController;
  readonly settings: SettingsSource;
  readonly workspace: WorkspaceAnalysis;
  readonly knowledge: Knowledge;
}

/** What the tools of agents stand on in the editor: the logs of the workspace, and others whose results are shown. */
export class AgentGround implements Ground {
  readonly engine: Ground['engine'];

  constructor(private readonly parts: AgentParts) {
    this.engine = parts.engine;
  }

  /** Those with results first, then what the settings say is a log. */
  async logs(): Promise<AgentLogs> {
    const shown = this.parts.controller.allResults().map(({ uri }) => uri);
    const unique = new Map([...shown, ...(await this.parts.workspace.find())].map((uri) => [uri.toString(), uri]));
    const logs = [...unique.values()].map(agentLog);
    return { logs: logs.slice(0, mostLogs), more: Math.max(0, logs.length - mostLogs) };
  }

  async find(name: string): Promise<AgentLog> {
    for (const uri of candidates(name)) if (await this.isOpenToAgents(uri)) return agentLog(uri);
    const shown = this.parts.controller.allResults().filter(({ uri }) => agentLog(uri).name === name || uri.path.endsWith(`/${name}`));
    const [only] = shown;
    if (only && shown.length === 1) return agentLog(only.uri);
    throw new ToolError(`There is no log ${name} in the open folders; other files are closed to agents unless the user analyses them. stacklens_findErrors without "log" names the logs there are.`);
  }

  async analyze({ uri }: AgentLog, signal: AbortSignal): Promise<Analysis> {
    const log = vscode.Uri.parse(uri, true);
    const { controller, engine } = this.parts;
    const shown = controller.isOpen(log) ? controller.resultOf(log) : undefined;
    // Of a log on screen that is what the user sees, too.
    if (shown) return shown.analysis;
    return (await controller.read(log, (source, reading) => engine.analyze({ source, reading, reuse: true, replaces: null }, { signal }))).analysis;
  }

  explain({ uri }: AgentLog, line: number, signal: AbortSignal): Promise<ExplainedRecord | null> {
    const { controller, engine } = this.parts;
    return controller.read(vscode.Uri.parse(uri, true), (source, reading) => engine.explain({ source, reading, line }, signal));
  }

  knowledge(): Promise<readonly KnowledgeArea[]> {
    return this.parts.knowledge.areas();
  }

  decisions(): readonly GroupDecision[] {
    return this.parts.settings.current.groups;
  }

  redaction(): RedactionOptions {
    return { names: ownNames(), custom: findingWords(aiSettings().hidden) };
  }

  /** Whether it is there, and in a folder of the workspace or shown; a link out of the folder leads nowhere. */
  private async isOpenToAgents(uri: vscode.Uri): Promise<boolean> {
    if (this.parts.controller.resultOf(uri)) return true;
    const folder = vscode.workspace.getWorkspaceFolder(uri);
    if (!folder) return false;
    try {
      if ((await vscode.workspace.fs.stat(uri)).type & vscode.FileType.Directory) return false;
      return uri.scheme !== 'file' || isWithin(await realpath(folder.uri.fsPath), await realpath(uri.fsPath));
    } catch {
      // What is not there, or closed to the user, is not open to agents either.
      return false;
    }
  }
}

function agentLog(uri: vscode.Uri): AgentLog {
  const isInFolder = vscode.workspace.getWorkspaceFolder(uri) !== undefined;
  return { name: isInFolder ? vscode.workspace.asRelativePath(uri) : uri.scheme === 'file' ? uri.fsPath : uri.toString(true), uri: uri.toString(), path: uri.scheme === 'file' ? uri.fsPath : null };
}

/** What a name may mean: an address, a path, a path below a folder, or one that begins with the folder's name. */
function candidates(name: string): vscode.Uri[] {
  if (/^[a-z][a-z0-9+.-]+:/i.test(name)) return [vscode.Uri.parse(name)];
  if (path.isAbsolute(name)) return [vscode.Uri.file(name)];
  const folders = vscode.workspace.workspaceFolders ?? [];
  const named = folders.filter((folder) => name.startsWith(`${folder.name}/`)).map(({ name: first, uri }) => vscode.Uri.joinPath(uri, name.slice(first.length + 1)));
  return [...folders.map(({ uri }) => vscode.Uri.joinPath(uri, name)), ...named];
}
