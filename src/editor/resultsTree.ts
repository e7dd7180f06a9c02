import * as vscode from 'vscode';
import type { Group } from '../core/analysis';
import type { Anomaly } from '../core/anomaly';
import { categories, severities, type Category, type Finding, type Severity } from '../core/finding';
import type { AnalysisEngine } from '../engine/client';
import { anomaliesItem, anomalyItem } from './anomalyItems';
import { ResultsDrops } from './resultsDrops';
import type { AnalysisRuns } from './analysisRuns';
import type { AnalysisController } from './analysisController';
import type { ChosenLog } from './exportCommand';
import type { LogResult } from './logResult';
import { inBackground } from './background';
import { Disposable } from './disposable';
import { categoryLabel, countsLabel, groupLabel, oneLine, severityLabel } from './labels';
import { needsLogView } from './logDocuments';
import { rangeOfFinding } from './ranges';
import type { SettingsSource } from './settings';
import type { Times } from './times';

export const groupings = ['file', 'fingerprint', 'category'] as const;
export type Grouping = (typeof groupings)[number];

type Node =
  | { readonly kind: 'file'; readonly result: LogResult }
  | { readonly kind: 'category'; readonly category: Category; readonly groups: readonly GroupIn[] }
  | { readonly kind: 'fingerprint'; readonly groups: readonly GroupIn[] }
  | { readonly kind: 'group'; readonly group: GroupIn }
  | { readonly kind: 'finding'; readonly result: LogResult; readonly finding: Finding }
  | { readonly kind: 'anomalies'; readonly result: LogResult }
  | { readonly kind: 'anomaly'; readonly result: LogResult; readonly anomaly: Anomaly }
  | { readonly kind: 'more'; readonly count: number };

interface GroupIn {
  readonly result: LogResult;
  readonly group: Group;
}

/** Occurrences listed under a group; the count says how many there are. */
const maxOccurrences = 200;
/** Members of a group that its tooltip names. */
const maxMembers = 10;
const contextKey = 'stacklens.grouping';

/** Results of all analysed logs: by file, by fingerprint, by category. */
export class ResultsTree extends Disposable implements vscode.TreeDataProvider<Node> {
  private readonly changed = this.register(new vscode.EventEmitter<undefined>());
  readonly onDidChangeTreeData = this.changed.event;
  private readonly view: vscode.TreeView<Node>;
  private readonly drops = new ResultsDrops();
  private grouping: Grouping = 'file';

  constructor(
    private readonly controller: AnalysisController,
    private readonly engine: AnalysisEngine,
    private readonly settings: SettingsSource,
    private readonly times: Times,
    log: vscode.LogOutputChannel,
  ) {
    super();
    this.view = this.register(vscode.window.createTreeView<Node>('stacklens.results', { treeDataProvider: this, showCollapseAll: true, canSelectMany: true, dragAndDropController: this.drops }));
    this.register(controller.onDidChange(() => this.refresh()));
    const firstSight = this.register(
      this.view.onDidChangeVisibility(({ visible }) => {
        if (!visible) return;
        firstSight.dispose();
        inBackground(log, controller.restore());
      }),
    );
    this.groupBy('file');
  }

  groupBy(grouping: Grouping): void {
    this.grouping = grouping;
    void vscode.commands.executeCommand('setContext', contextKey, grouping);
    this.refresh();
  }

  /** The groups that these elements of the tree stand for, the menu's first. */
  groupsOf(nodes: readonly unknown[]): Group[] {
    return nodes.flatMap((node) => (isGroupNode(node) ? (node.kind === 'group' ? [node.group.group] : node.groups.map(({ group }) => group)) : []));
  }

  /** Has files and folders that are dropped on the tree analysed. */
  takeDrops(runs: Pick<AnalysisRuns, 'add' | 'addDropped'>): vscode.Disposable {
    return this.drops.takenBy(runs);
  }

  /** The log that an element of the tree stands for. */
  logOf(node: unknown): vscode.Uri | undefined {
    return isNode(node) && node.kind === 'file' ? node.result.uri : undefined;
  }

  /** The logs in which an element of the tree has occurrences, and of what. */
  groupLogsOf(node: unknown): { readonly uri: vscode.Uri; readonly fingerprints: readonly string[]; readonly label: string }[] {
    if (!isGroupNode(node)) return [];
    const groups = node.kind === 'group' ? [node.group] : node.groups;
    return groups.map(({ result, group }) => ({ uri: result.uri, fingerprints: group.members.map(({ fingerprint }) => fingerprint), label: groupLabel(group) }));
  }

  /** What these elements of the tree stand for, log by log; what is selected where there are none. */
  chosenOf(nodes: readonly unknown[] = this.view.selection): ChosenLog[] {
    const chosen = new Map<string, ChosenLog>();
    for (const { uri, only } of nodes.filter(isNode).flatMap(choicesOf)) {
      const before = chosen.get(uri.toString())?.only;
      chosen.set(uri.toString(), { uri, only: only === null || before === null ? null : [...(before ?? []), ...only] });
    }
    return [...chosen.values()];
  }

  getTreeItem(node: Node): vscode.TreeItem {
    switch (node.kind) {
      case 'file':
        return fileItem(node.result);
      case 'category': {
        const item = new vscode.TreeItem(categoryLabel(node.category), vscode.TreeItemCollapsibleState.Collapsed);
        item.contextValue = 'category';
        item.iconPath = new vscode.ThemeIcon('tag');
        item.description = String(sum(node.groups));
        return item;
      }
      case 'fingerprint':
        return groupItem(node.groups, spread(node.groups));
      case 'group':
        return groupItem([node.group], `×${String(node.group.group.count)}`);
      case 'finding':
        return findingItem(node.result, node.finding, this.times);
      case 'anomalies':
        return anomaliesItem(node.result.anomalies.length);
      case 'anomaly':
        return anomalyItem(node.result, node.anomaly);
      case 'more':
        return new vscode.TreeItem(vscode.l10n.t('{0} more', node.count));
    }
  }

  async getChildren(node?: Node): Promise<Node[]> {
    if (!node) return this.roots();
    switch (node.kind) {
      case 'file':
        return [...(node.result.anomalies.length > 0 ? [{ kind: 'anomalies', result: node.result } as const] : []), ...node.result.groups.map((group): Node => ({ kind: 'group', group: { result: node.result, group } }))];
      case 'anomalies':
        return node.result.anomalies.map((anomaly) => ({ kind: 'anomaly', result: node.result, anomaly }));
      case 'anomaly':
        return cascadeOf(node);
      case 'category':
        return byFingerprint(node.groups);
      case 'fingerprint': {
        const lists = await Promise.all(node.groups.map((group) => this.occurrences(group)));
        return lists.flat();
      }
      case 'group':
        return this.occurrences(node.group);
      case 'finding':
      case 'more':
        return [];
    }
  }

  private roots(): Node[] {
    const results = this.controller.allResults();
    const all = results.flatMap((result) => result.groups.map((group) => ({ result, group })));
    switch (this.grouping) {
      case 'file':
        return results.sort(worstFirst).map((result) => ({ kind: 'file', result }));
      case 'fingerprint':
        return byFingerprint(all);
      case 'category':
        return categories.flatMap((category): Node[] => {
          const groups = all.filter(({ group }) => group.category === category);
          return groups.length > 0 ? [{ kind: 'category', category, groups }] : [];
        });
    }
  }

  private async occurrences({ result, group }: GroupIn): Promise<Node[]> {
    const { minimumSeverity } = this.settings.current;
    const page = await this.engine.findings({ analysisId: result.analysis.id, fingerprints: group.members.map(({ fingerprint }) => fingerprint), minSeverity: minimumSeverity, order: 'line', offset: 0, limit: maxOccurrences });
    const nodes = page.findings.map((finding): Node => ({ kind: 'finding', result, finding }));
    return page.total > nodes.length ? [...nodes, { kind: 'more', count: page.total - nodes.length }] : nodes;
  }

  private refresh(): void {
    const results = this.controller.allResults();
    const problems = results.reduce((count, { analysis }) => count + analysis.severities.critical + analysis.severities.high + analysis.severities.medium, 0);
    this.view.badge = problems > 0 ? { value: problems, tooltip: vscode.l10n.t('{0} problems in {1} logs', problems, results.length) } : undefined;
    void vscode.commands.executeCommand('setContext', 'stacklens.hasResults', results.length > 0);
    this.changed.fire(undefined);
  }
}

function fileItem({ uri, analysis, groups, anomalies }: LogResult): vscode.TreeItem {
  const item = new vscode.TreeItem(uri, groups.length + anomalies.length > 0 ? vscode.TreeItemCollapsibleState.Collapsed : vscode.TreeItemCollapsibleState.None);
  item.contextValue = 'file';
  item.description = countsLabel(analysis.severities);
  item.iconPath = vscode.ThemeIcon.File;
  item.tooltip = [uri.scheme === 'file' ? uri.fsPath : uri.toString(true), item.description, ...analysis.notes.map((note) => note.text)].join('\n');
  item.command = needsLogView(uri, analysis.size) ? { command: 'stacklens.openLogView', title: '', arguments: [uri] } : { command: 'vscode.open', title: '', arguments: [uri] };
  return item;
}

function groupItem(groups: readonly GroupIn[], description: string): vscode.TreeItem {
  const [first] = groups;
  const item = new vscode.TreeItem(first ? groupLabel(first.group) : '', vscode.TreeItemCollapsibleState.Collapsed);
  if (!first) return item;
  const { severity, category, members } = first.group;
  item.description = `${severityLabel(severity)} · ${description}`;
  item.iconPath = iconOf(severity);
  item.contextValue = members.length > 1 ? 'mergedGroup' : 'group';
  item.tooltip = [`${severityLabel(severity)} · ${categoryLabel(category)}`, ...members.slice(0, maxMembers).flatMap((member) => [oneLine(member.template), member.fingerprint])].join('\n');
  item.accessibilityInformation = { label: `${severityLabel(severity)}, ${description}, ${groupLabel(first.group)}` };
  return item;
}

function findingItem({ uri, analysis }: LogResult, finding: Finding, times: Times): vscode.TreeItem {
  const item = new vscode.TreeItem(oneLine(finding.message));
  const { timestamp, timestampInferred } = finding;
  const line = vscode.l10n.t('line {0}', finding.line);
  item.description = timestamp === null ? line : `${line} · ${times.label(timestamp, timestampInferred)}`;
  item.contextValue = 'finding';
  item.iconPath = iconOf(finding.severity);
  item.tooltip = oneLine(finding.message);
  item.command = needsLogView(uri, analysis.size)
    ? { command: 'stacklens.revealInLogView', title: '', arguments: [uri.toString(), finding.byteOffset] }
    : { command: 'vscode.open', title: '', arguments: [uri, { selection: rangeOfFinding(finding) } satisfies vscode.TextDocumentShowOptions] };
  return item;
}

function iconOf(severity: Severity): vscode.ThemeIcon {
  const icons: Record<Severity, string> = { critical: 'flame', high: 'error', medium: 'warning', low: 'info' };
  return new vscode.ThemeIcon(icons[severity], new vscode.ThemeColor(`stacklens.${severity}`));
}

/** Groups of several files are one where they share a fingerprint. */
function byFingerprint(groups: readonly GroupIn[]): Node[] {
  const lists = new Map<string, GroupIn[]>();
  for (const each of groups) {
    const fingerprints = each.group.members.map(({ fingerprint }) => fingerprint);
    const known = new Set(fingerprints.flatMap((fingerprint) => lists.get(fingerprint) ?? []));
    const list = [...known, each];
    for (const { group } of list) for (const { fingerprint } of group.members) lists.set(fingerprint, list);
  }
  const rank = (list: readonly GroupIn[]): number => Math.min(...list.map(({ group }) => severities.indexOf(group.severity)));
  return [...new Set(lists.values())].sort((a, b) => rank(a) - rank(b) || sum(b) - sum(a)).map((list) => ({ kind: 'fingerprint', groups: list }));
}

function isNode(node: unknown): node is Node {
  return typeof node === 'object' && node !== null && 'kind' in node;
}

function choicesOf(node: Node): ChosenLog[] {
  switch (node.kind) {
    case 'file':
      return [{ uri: node.result.uri, only: null }];
    case 'category':
    case 'fingerprint':
      return node.groups.map(choiceOf);
    case 'group':
      return [choiceOf(node.group)];
    case 'finding':
      return [{ uri: node.result.uri, only: [{ fingerprints: [node.finding.fingerprint], line: node.finding.line }] }];
    case 'anomalies':
    case 'anomaly':
    case 'more':
      return [];
  }
}

/** What came of a first cause, folded under it. */
function cascadeOf({ result, anomaly }: Extract<Node, { kind: 'anomaly' }>): Node[] {
  const groups = new Set(anomaly.followers.flatMap((fingerprint) => result.groupOf.get(fingerprint) ?? []));
  return [...groups].map((group) => ({ kind: 'group', group: { result, group } }));
}

function choiceOf({ result, group }: GroupIn): ChosenLog {
  return { uri: result.uri, only: [{ fingerprints: group.members.map(({ fingerprint }) => fingerprint) }] };
}

function isGroupNode(node: unknown): node is Extract<Node, { kind: 'group' | 'fingerprint' }> {
  return typeof node === 'object' && node !== null && 'kind' in node && (node.kind === 'group' || node.kind === 'fingerprint');
}

function worstFirst(a: LogResult, b: LogResult): number {
  for (const severity of severities) {
    const difference = b.analysis.severities[severity] - a.analysis.severities[severity];
    if (difference !== 0) return difference;
  }
  return a.uri.path.localeCompare(b.uri.path);
}

/** How often, and in how many files where there are several. */
function spread(groups: readonly GroupIn[]): string {
  const count = sum(groups);
  return groups.length === 1 ? `×${String(count)}` : vscode.l10n.t('{0} in {1} files', count, groups.length);
}

function sum(groups: readonly GroupIn[]): number {
  return groups.reduce((count, { group }) => count + group.count, 0);
}
