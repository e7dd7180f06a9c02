import * as vscode from 'vscode';
import type { StoredSuggestion } from '../engine/store/suggestions';
import { percent, providerLabel } from './labels';

/** Characters of a cause that a hover shows; the answer itself has them all. */
const longestCause = 1_200;
const mostSteps = 5;
const mostEvidence = 10;

/**
 * What an AI said of a finding before, for its hover: the cause, the lines it went by and what to do. Its Markdown is
 * shown as far as it is lists, strong words and code; links and commands are ours alone.
 */
export async function appendAnswer(hover: vscode.MarkdownString, log: vscode.Uri, line: number, { content, source, model }: StoredSuggestion): Promise<void> {
  const [{ keptAnswer }, { safeMarkdown }] = await Promise.all([import('../ai/answer'), import('../shared/markdown')]);
  const answer = keptAnswer(content);
  if (!answer) return;
  const { cause, evidence, steps, confidence } = answer;
  hover.appendMarkdown('\n---\n\n$(sparkle) ').appendText(vscode.l10n.t('By {0} ({1}), {2} sure by its own word. It may be wrong.', providerLabel(source), model, percent(confidence))).appendMarkdown('\n\n');
  hover.appendMarkdown(`${safeMarkdown(cause.length > longestCause ? `${cause.slice(0, longestCause)}…` : cause)}\n\n`);
  const places = evidence.slice(0, mostEvidence).map((at) => `[${String(at)}](command:stacklens.openFrame?${encodeURIComponent(JSON.stringify([log.toString(), at - 1, 0]))})`);
  if (places.length > 0) hover.appendText(`${vscode.l10n.t('Evidence')}: `).appendMarkdown(`${places.join(', ')}\n\n`);
  for (const [index, step] of steps.slice(0, mostSteps).entries()) hover.appendMarkdown(`${String(index + 1)}. ${safeMarkdown(step.replace(/\s*[\r\n]+\s*/g, ' '))}\n`);
  hover.appendMarkdown(`\n$(sparkle) [${vscode.l10n.t('Whole answer')}](command:stacklens.suggest?${encodeURIComponent(JSON.stringify([log.toString(), line]))})\n\n`);
}
