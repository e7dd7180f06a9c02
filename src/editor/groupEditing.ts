import * as vscode from 'vscode';
import type { Group } from '../core/analysis';
import { merge, rename, split } from '../core/groupDecisions';
import type { GroupDecision } from '../core/groups';
import type { AnalysisEngine } from '../engine/client';
import type { Decision } from '../engine/store/store';
import type { AnalysisController } from './analysisController';
import { groupLabel } from './labels';
import { showInformation } from './notices';
import type { SettingsSource } from './settings';

type Pick<T> = vscode.QuickPickItem & { readonly value: T };

/** Merging, splitting and naming groups. What is decided is kept in the settings: the workspace's, where there is one, to be shared with a team. */
export class GroupEditing {
  constructor(
    private readonly engine: AnalysisEngine,
    private readonly controller: AnalysisController,
    private readonly settings: SettingsSource,
  ) {}

  /** Merges these groups, or the one of them with others that are asked for. */
  async merge(chosen: readonly Group[]): Promise<void> {
    const first = chosen[0] ?? (await this.pickOne(vscode.l10n.t('Merge which group?')));
    if (!first) return;
    const others = chosen.length > 1 ? chosen.slice(1) : await this.pickOthers(first);
    if (others.length === 0) return;
    const groups = [first, ...others];
    await this.keep(merge(this.decisions, groups), { kind: 'merged', members: groups.flatMap(({ members }) => members), value: null });
  }

  /** Lets members of a group that are asked for stand alone. */
  async split(chosen: Group | undefined): Promise<void> {
    const group = chosen ?? (await this.pickOne(vscode.l10n.t('Split which group?'), ({ members }) => members.length > 1));
    if (!group) return;
    if (group.members.length < 2) {
      void showInformation(vscode.l10n.t('All findings of this group have one fingerprint: there is nothing to split.'));
      return;
    }
    const picks = group.members.map((member): Pick<Group['members'][number]> => ({ label: oneLine(member.template), description: member.fingerprint, value: member }));
    const title = vscode.l10n.t('Split Group');
    const apart = await vscode.window.showQuickPick(picks, { title, placeHolder: vscode.l10n.t('Choose what stands alone from now on'), canPickMany: true, matchOnDescription: true });
    if (!apart || apart.length === 0) return;
    const members = apart.map(({ value }) => value);
    await this.keep(split(this.decisions, members), { kind: 'split', members, value: null });
  }

  async rename(chosen: Group | undefined): Promise<void> {
    const group = chosen ?? (await this.pickOne(vscode.l10n.t('Name which group?')));
    if (!group) return;
    const prompt = vscode.l10n.t('A name for the group; empty takes it away');
    const name = await vscode.window.showInputBox({ title: vscode.l10n.t('Name Group'), prompt, value: group.name ?? '', placeHolder: oneLine(group.template) });
    if (name !== undefined) await this.keep(rename(this.decisions, group, name), { kind: 'named', members: group.members, value: name.trim() });
  }

  private get decisions(): readonly GroupDecision[] {
    return this.settings.current.groups;
  }

  private async keep(decisions: readonly GroupDecision[], decision: Decision): Promise<void> {
    const target = vscode.workspace.workspaceFolders ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global;
    await vscode.workspace.getConfiguration('stacklens').update('groups', decisions.length > 0 ? decisions : undefined, target);
    await this.engine.noteDecision(decision);
  }

  private async pickOne(placeHolder: string, fits: (group: Group) => boolean = () => true): Promise<Group | undefined> {
    const picks = this.picks(fits);
    if (picks.length === 0) {
      void showInformation(vscode.l10n.t('There is no such group in the results.'));
      return undefined;
    }
    return (await vscode.window.showQuickPick(picks, { placeHolder, matchOnDescription: true }))?.value;
  }

  private async pickOthers(first: Group): Promise<readonly Group[]> {
    const title = vscode.l10n.t('Merge “{0}” With', groupLabel(first));
    const picks = this.picks(({ fingerprint }) => fingerprint !== first.fingerprint);
    return ((await vscode.window.showQuickPick(picks, { title, placeHolder: vscode.l10n.t('Choose groups that are the same event'), canPickMany: true, matchOnDescription: true })) ?? []).map(({ value }) => value);
  }

  /** The groups of all results, those of one id once. */
  private picks(fits: (group: Group) => boolean): Pick<Group>[] {
    const groups = this.controller.allResults().flatMap((result) => result.groups.filter(fits));
    const unique = new Map(groups.map((group) => [group.fingerprint, group]));
    return Array.from(unique.values(), (group) => ({ label: groupLabel(group), description: oneLine(group.template), value: group }));
  }
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').slice(0, 160);
}
