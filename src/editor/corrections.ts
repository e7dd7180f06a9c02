import * as vscode from 'vscode';
import type { GroupMember } from '../core/analysis';
import { isUncorrected, uncorrected, type Correction, type Judged } from '../core/corrections';
import { categories, severities, type Severity } from '../core/finding';
import { regexOf } from '../core/missed';
import type { AnalysisEngine } from '../engine/client';
import type { AnalysisController } from './analysisController';
import type { IgnoredFiles } from './ignoredFiles';
import { categoryLabel, severityLabel } from './labels';
import { showInformation } from './notices';
import type { SettingsSource } from './settings';

type Members = readonly GroupMember[];
type Pick<T> = vscode.QuickPickItem & { readonly value: T };
type Change = Partial<Judged>;

/**
 * What the user says of findings: another severity or category, or that they are no error. It is kept in the store, by
 * fingerprint, and counts at once in all that is shown, in every analysis there is.
 */
export class CorrectionEditing {
  constructor(
    private readonly engine: AnalysisEngine,
    private readonly controller: AnalysisController,
    private readonly files: IgnoredFiles,
    private readonly settings: SettingsSource,
  ) {}

  /** Asks for another severity or category of these. */
  async relabel(members: Members): Promise<void> {
    if (members.length === 0) {
      tellNothingThere();
      return;
    }
    const separator = (label: string): vscode.QuickPickItem => ({ label, kind: vscode.QuickPickItemKind.Separator });
    const picks: (vscode.QuickPickItem | Pick<Change>)[] = [
      separator(vscode.l10n.t('Severity')),
      ...severities.map((severity): Pick<Change> => ({ label: severityLabel(severity), value: { severity, ignored: false } })),
      separator(vscode.l10n.t('Category')),
      ...categories.map((category): Pick<Change> => ({ label: categoryLabel(category), value: { category, ignored: false } })),
    ];
    const placeHolder = vscode.l10n.t('Holds for all findings like this one, in every log');
    const picked = await vscode.window.showQuickPick(picks, { title: vscode.l10n.t('Relabel'), placeHolder });
    if (picked && 'value' in picked) await this.change(members, picked.value);
  }

  /** Neither shows nor counts these any more. */
  async ignore(members: Members): Promise<void> {
    if (members.length === 0) {
      tellNothingThere();
      return;
    }
    await this.change(members, { ignored: true });
  }

  /** Takes the record on this line for an error from now on, and all of its template. */
  async reportMissed(uri: vscode.Uri, line: number, given?: Severity): Promise<void> {
    const record = await this.controller.read(uri, (source, reading) => this.engine.explain({ source, reading, line }, new AbortController().signal));
    if (record === null || regexOf(record.template) === null) {
      void showInformation(vscode.l10n.t('What this line says is too little to know others like it by.'));
      return;
    }
    const severity = given ?? (await askSeverity(record.message));
    if (severity === undefined) return;
    const { fingerprint, template } = record;
    await this.change([{ fingerprint, template }], { severity, ignored: false, ...(record.evidence === null ? { missed: true } : {}) });
  }

  /** Lists what was said, to take some of it back. */
  async review(): Promise<void> {
    const corrections = await this.engine.corrections();
    const files = this.settings.current.ignoredFiles;
    if (corrections.length + files.length === 0) {
      void showInformation(vscode.l10n.t('Nothing was relabeled or ignored.'));
      return;
    }
    const picks = [
      ...corrections.map((each): Pick<Correction | string> => ({ label: oneLine(each.member.template), description: wordsOf(each), value: each })).reverse(),
      ...files.map((file): Pick<Correction | string> => ({ label: file, description: vscode.l10n.t('ignored'), iconPath: vscode.ThemeIcon.File, value: file })),
    ];
    const title = vscode.l10n.t('Relabeled and Ignored');
    const chosen = await vscode.window.showQuickPick(picks, { title, placeHolder: vscode.l10n.t('Choose what to take back'), canPickMany: true, matchOnDescription: true });
    const members = chosen?.flatMap(({ value }) => (typeof value === 'string' ? [] : [value.member])) ?? [];
    if (members.length > 0) await this.apply([[members, uncorrected]]);
    const named = chosen?.flatMap(({ value }) => (typeof value === 'string' ? [value] : [])) ?? [];
    if (named.length > 0) await this.files.takeBack(named);
  }

  /** The fingerprint and template of the finding on this line. */
  async memberAt(uri: vscode.Uri, line: number): Promise<Members> {
    const result = this.controller.resultOf(uri);
    if (!result) return [];
    const { findings } = await this.engine.findings({ analysisId: result.analysis.id, minSeverity: 'low', order: 'line', offset: 0, limit: 1, lines: { from: line, to: line } });
    return findings.map(({ fingerprint, template }) => ({ fingerprint, template }));
  }

  private async change(members: Members, change: Change): Promise<void> {
    const before = new Map((await this.engine.corrections()).map((each) => [each.member.fingerprint, judgedIn(each)]));
    const each = members.map((member) => ({ member, before: before.get(member.fingerprint) ?? uncorrected }));
    const findings = await this.apply(each.map((one) => [[one.member], { ...one.before, ...change }]));
    const undo = vscode.l10n.t('Undo');
    const done = change.ignored === true ? vscode.l10n.t('{0} findings are ignored from now on.', findings) : vscode.l10n.t('{0} findings are relabeled.', findings);
    // The command is over when it has taken effect, not when the message is gone.
    void showInformation(done, undo).then((answer) => (answer === undo ? this.apply(each.map((one) => [[one.member], one.before])) : undefined));
  }

  /** How many findings that is about. */
  private async apply(changes: readonly (readonly [Members, Judged])[]): Promise<number> {
    let findings = 0;
    for (const [members, judged] of changes) findings += await this.engine.correct(members, judged);
    // What was missed is found by reading again; the rest is what the store says of it.
    const isMissed = changes.some(([, judged]) => judged.missed === true);
    if (isMissed || changes.some(([, judged]) => isUncorrected(judged))) await this.controller.refreshAll();
    await this.controller.reloadAll();
    return isMissed ? this.shown(changes.flatMap(([members]) => members)) : findings;
  }

  private shown(members: Members): number {
    const groups = members.flatMap(({ fingerprint }) => this.controller.allResults().flatMap(({ groupOf }) => groupOf.get(fingerprint) ?? []));
    return groups.reduce((sum, { count }) => sum + count, 0);
  }
}

async function askSeverity(message: string): Promise<Severity | undefined> {
  const picks = severities.map((severity): Pick<Severity> => ({ label: severityLabel(severity), value: severity }));
  const placeHolder = vscode.l10n.t('How bad is it? Holds for all lines like this one, in every log');
  return (await vscode.window.showQuickPick(picks, { title: vscode.l10n.t('This Is an Error: {0}', oneLine(message)), placeHolder }))?.value;
}

/** What dashboards, code actions and hovers hand over: `{fingerprint, template}`, or several of these. */
export function membersIn(given: unknown): Members {
  const all: readonly unknown[] = Array.isArray(given) ? given : [given];
  return all.filter(isMember).map(({ fingerprint, template }) => ({ fingerprint, template }));
}

function isMember(each: unknown): each is GroupMember {
  return typeof each === 'object' && each !== null && 'fingerprint' in each && typeof each.fingerprint === 'string' && 'template' in each && typeof each.template === 'string';
}

function judgedIn({ ignored, severity, category, missed }: Correction): Judged {
  return { ignored, severity, category, ...(missed ? { missed } : {}) };
}

function wordsOf(judged: Judged): string {
  if (judged.ignored) return vscode.l10n.t('ignored');
  const words = [judged.severity === null ? '' : severityLabel(judged.severity), judged.category === null ? '' : categoryLabel(judged.category)];
  return isUncorrected(judged) ? '' : words.filter((word) => word !== '').join(', ');
}

function tellNothingThere(): void {
  void showInformation(vscode.l10n.t('There is no finding here. Put the cursor on one, or choose one in the StackLens view.'));
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').slice(0, 160);
}
