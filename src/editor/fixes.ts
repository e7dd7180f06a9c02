import * as vscode from 'vscode';
import type { PastFix } from '../core/learning';
import type { AnalysisEngine } from '../engine/client';
import type { Fix } from '../engine/knowledge';
import { percent } from './labels';

/** Characters of what a user writes down. */
const longestNote = 2000;
/** Milliseconds that a word of thanks stands in the status bar. */
const thanksFor = 4000;

/** Keeps what helped against findings and what did not: it decides what is suggested next. */
export class Fixes {
  constructor(private readonly engine: AnalysisEngine) {}

  /** Whether what was suggested for the findings of a fingerprint helped. Arguments come from links: others are let go. */
  async rate(fingerprint: unknown, source: unknown, content: unknown, helped: unknown): Promise<void> {
    if (typeof fingerprint !== 'string' || typeof content !== 'string' || typeof helped !== 'boolean') return;
    if (source !== 'knowledge' && source !== 'user') return;
    await this.keep({ fingerprint, source, content, helped });
  }

  /** Asks the user what fixed the findings of a fingerprint. */
  async note(fingerprint: unknown): Promise<void> {
    if (typeof fingerprint !== 'string') return;
    const written = await vscode.window.showInputBox({
      title: vscode.l10n.t('What Fixed It'),
      prompt: vscode.l10n.t('It is suggested for findings like this one, to all who use the same database.'),
      placeHolder: vscode.l10n.t('For example: raised the pool to 50 connections in db.yaml'),
      validateInput: (text) => (text.length > longestNote ? vscode.l10n.t('Take {0} characters at most.', longestNote) : undefined),
    });
    const content = written?.trim() ?? '';
    if (content !== '') await this.keep({ fingerprint, source: 'user', content, helped: true });
  }

  private async keep({ fingerprint, source, content, helped }: Omit<PastFix, 'template'>): Promise<void> {
    const { id } = await this.engine.suggest({ fingerprint, source, model: '', confidence: 1, content });
    await this.engine.rateSuggestion(id, helped);
    vscode.window.setStatusBarMessage(vscode.l10n.t('Noted: it changes what is suggested for findings like this one.'), thanksFor);
  }
}

/** What helped before against findings like one, for a hover; its text is that of users and of AIs, and is added as text. */
export async function appendPast(hover: vscode.MarkdownString, fingerprint: string, fixes: readonly Fix[]): Promise<void> {
  for (const { source, content, confidence, helped, failed } of fixes.filter((fix) => fix.known === null)) {
    const text = source === 'user' ? content : await answered(content);
    if (text === null) continue;
    const told = helped + failed === 1 ? vscode.l10n.t('It fixed one like this before ({0} likely to help):', percent(confidence)) : vscode.l10n.t('It helped {0} of {1} times with findings like this ({2} likely to help):', helped, helped + failed, percent(confidence));
    hover.appendMarkdown('\n$(lightbulb) ').appendText(told).appendMarkdown('\n\n').appendText(text).appendMarkdown('\n\n');
    if (source === 'user') hover.appendMarkdown(`${ratingLinks(fingerprint, 'user', content)}\n\n`);
  }
}

/** Links that ask whether something helped. */
export function ratingLinks(fingerprint: string, source: 'knowledge' | 'user', content: string): string {
  const rate = (icon: string, label: string, helped: boolean): string => `[$(${icon}) ${label}](command:stacklens.rateFix?${encodeURIComponent(JSON.stringify([fingerprint, source, content, helped]))})`;
  return `${rate('thumbsup', vscode.l10n.t('It Helped'), true)} · ${rate('thumbsdown', vscode.l10n.t('It Did Not Help'), false)}`;
}

/** What an AI took for the cause, and what to do; null where its answer is damaged. */
async function answered(content: string): Promise<string | null> {
  const { keptAnswer } = await import('../ai/answer');
  const answer = keptAnswer(content);
  return answer && [answer.cause, ...answer.steps].join(' ');
}
