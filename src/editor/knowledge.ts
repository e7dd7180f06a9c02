import * as vscode from 'vscode';
import type { Finding } from '../core/finding';
import type { Advice, AdviceOf } from '../shared/summary';
import type { AnalysisEngine } from '../engine/client';
import type { Fix, KnowledgeFileProblem, KnowledgeFiles } from '../engine/knowledge';
import type { StoredSuggestion } from '../engine/store/suggestions';
import type { Known } from '../ml/knowledgeBase';
import { inBackground } from './background';
import { Disposable } from './disposable';
import { StacklensFiles } from './stacklensFiles';

/** A finding, or a problem of several files, as far as something is known of it. */
type Asked = Pick<Finding, 'fingerprint' | 'message' | 'template' | 'category'>;

/** Fixes that are looked at. */
const mostFixes = 5;

/**
 * What is known of errors: by us, and by the folders of a trusted workspace in `.stacklens/knowledge/*.yaml`. What is
 * wrong with an entry is shown in its file, and the entry left out.
 */
export class Knowledge extends Disposable {
  private readonly sources = this.register(new StacklensFiles('knowledge', 'yaml'));
  private readonly diagnostics = this.register(vscode.languages.createDiagnosticCollection('stacklens-knowledge'));
  /** Not before it is asked for: the engine's worker is not started for nothing. */
  private own: Promise<KnowledgeFiles['areas']> | undefined;

  constructor(
    private readonly engine: AnalysisEngine,
    private readonly log: vscode.LogOutputChannel,
  ) {
    super();
    this.register(
      this.sources.onDidChange(() => {
        this.own = this.load();
        inBackground(this.log, this.own);
      }),
    );
  }

  /** What the workspace's folders know. */
  areas(): Promise<KnowledgeFiles['areas']> {
    this.own ??= this.load();
    return this.own;
  }

  /** The entry of which it is likeliest that it helps with a finding. */
  async bestFor(finding: Asked): Promise<Known | undefined> {
    return (await this.fixesFor(finding)).flatMap(({ known }) => known ?? [])[0];
  }

  /** What to do about a finding, the likeliest to help first: what is known of it, and what helped before. */
  async fixesFor({ fingerprint, message, template, category }: Asked): Promise<Fix[]> {
    try {
      return await this.engine.fixes({ fingerprint, message, template, category, areas: await this.areas(), limit: mostFixes });
    } catch (error) {
      // Without it there is still everything else to say of the finding.
      this.log.error(error instanceof Error ? error : String(error));
      return [];
    }
  }

  /** What an AI said of such a finding when it was asked last. */
  async answerFor({ fingerprint }: Pick<Finding, 'fingerprint'>): Promise<StoredSuggestion | null> {
    try {
      return await this.engine.suggestion(fingerprint);
    } catch (error) {
      this.log.error(error instanceof Error ? error : String(error));
      return null;
    }
  }

  /** What is known of some problems, as far as anything is. */
  async adviceOn(problems: readonly Asked[]): Promise<AdviceOf> {
    const known = await Promise.all(problems.map(async (problem) => [problem.fingerprint, await this.bestFor(problem)] as const));
    return Object.fromEntries(
      known.flatMap(([fingerprint, best]) => {
        if (!best) return [];
        const { citation, entry: { title, meaning, causes, fix = null, link } } = best;
        return [[fingerprint, { title, meaning, fix: causes?.[0]?.fix ?? fix, citation, link } satisfies Advice]];
      }),
    );
  }

  private async load(): Promise<KnowledgeFiles['areas']> {
    try {
      const files = await this.sources.read();
      const { areas, problems } = files.length === 0 ? { areas: [], problems: [] } : await this.engine.readKnowledge(files);
      this.diagnostics.clear();
      for (const { name, text } of files) {
        const found = problems.filter(({ file }) => file === name);
        if (found.length === 0) continue;
        const lines = text.split('\n');
        this.diagnostics.set(vscode.Uri.parse(name, true), found.map((problem) => diagnosticOf(lines[problem.line] ?? '', problem)));
      }
      return areas;
    } catch (error) {
      this.log.error(error instanceof Error ? error : String(error));
      return [];
    }
  }
}

function diagnosticOf(text: string, { line, place, message }: KnowledgeFileProblem): vscode.Diagnostic {
  const what = place === '' ? vscode.l10n.t('This file {0}.', message) : vscode.l10n.t('{0} {1}.', place, message);
  const start = text.length - text.trimStart().length;
  const range = new vscode.Range(line, start, line, Math.max(start, text.trimEnd().length));
  const diagnostic = new vscode.Diagnostic(range, vscode.l10n.t('{0} It is left out until that is mended.', what), vscode.DiagnosticSeverity.Error);
  diagnostic.source = 'StackLens';
  return diagnostic;
}

/** Adds what is known to a hover: what it means, the likeliest cause, how to check and mend it. Its texts are added as text. */
export function appendKnown(hover: vscode.MarkdownString, { citation, entry: { title, meaning, causes = [], fix, link } }: Known): void {
  hover.appendMarkdown('\n---\n\n**').appendText(title).appendMarkdown('**\n\n').appendText(meaning).appendMarkdown('\n\n');
  const [first] = causes;
  if (first) hover.appendText(vscode.l10n.t('Likely cause: {0}', first.cause)).appendMarkdown('\n\n');
  if (first?.check !== undefined) hover.appendText(vscode.l10n.t('Check:')).appendCodeblock(first.check, 'shellscript');
  const mend = first?.fix ?? fix;
  if (mend !== undefined) hover.appendText(vscode.l10n.t('Fix: {0}', mend)).appendMarkdown('\n\n');
  // The schema lets nothing into a link that would end it.
  hover.appendMarkdown(`[${vscode.l10n.t('Reference')}](${link}) · `).appendText(citation).appendMarkdown('\n\n');
}

/** All that is known, as lines of plain text: what it means, its causes in order with how to check and mend each, and where to read more. */
export function knownTexts({ citation, entry: { title, meaning, causes = [], fix, link } }: Known): string[] {
  const causeTexts = causes.flatMap(({ cause, check, fix: mend }, index) => [
    `${String(index + 1)}. ${cause}`,
    ...(check === undefined ? [] : [`   ${vscode.l10n.t('Check:')} ${check}`]),
    ...(mend === undefined ? [] : [`   ${vscode.l10n.t('Fix: {0}', mend)}`]),
  ]);
  return [`${title} (${citation})`, meaning, ...causeTexts, ...(fix === undefined ? [] : [vscode.l10n.t('Fix: {0}', fix)]), link];
}
