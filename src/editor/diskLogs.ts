import * as vscode from 'vscode';
import type { Analysis } from '../core/analysis';
import type { Followed } from '../engine/api';
import type { AnalysisEngine } from '../engine/client';
import type { AnalysisController, RunOptions } from './analysisController';
import type { LogResult } from './logResult';
import { inBackground } from './background';
import { fileNameOf } from './logDocuments';

/** What can be done with logs on this disk alone: follow what is written to them, and read them with their rotated files. */
export class DiskLogs {
  constructor(
    private readonly engine: AnalysisEngine,
    private readonly controller: AnalysisController,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  /**
   * Analyses a file that is not open, and keeps its result up to date with what is written to it until the disposable is
   * disposed of: what was read is not read again, also not what was by an earlier window where it `resumes`. Alerts tell of what stands in a log that `isNew` already. A file that is not on this disk is only analysed.
   */
  async follow(uri: vscode.Uri, { isNew = false, resumes = false, ...options }: RunOptions & { readonly isNew?: boolean; readonly resumes?: boolean }): Promise<vscode.Disposable> {
    if (uri.scheme !== 'file') {
      await this.controller.analyzeFile(uri, options);
      return new vscode.Disposable(() => undefined);
    }
    let isGone = false;
    let publishing: Promise<unknown> = Promise.resolve();
    const show = (analysis: Analysis): void => {
      // What was cleared does not come back.
      const next = async (): Promise<void> => {
        if (this.controller.resultOf(uri)) await this.controller.publish(uri, analysis);
      };
      publishing = publishing.then(next, next);
      inBackground(this.log, publishing);
    };
    const onFollowed = ({ analysis, problem }: Followed): void => {
      if (problem !== null) this.log.warn(problem);
      if (analysis !== null && !isGone) show(analysis);
    };
    const source = { kind: 'file', uri: uri.toString(), path: uri.fsPath } as const;
    const { result, stop } = await this.engine.follow({ source, reading: await this.controller.reading(), replaces: null, isNew, resumes }, { ...options, onFollowed });
    this.controller.report(result);
    await this.controller.publish(uri, result.analysis, options.signal);
    return new vscode.Disposable(() => {
      isGone = true;
      // What was found last has taken the place of what is shown.
      inBackground(this.log, stop().then((analysis) => (analysis === null ? undefined : show(analysis))));
    });
  }

  /** Analyses a file with those that were rotated with it, as one log; results are those of each file, the oldest first. */
  async analyzeFamily(uri: vscode.Uri, options: RunOptions): Promise<{ readonly results: readonly LogResult[]; readonly failures: readonly string[] }> {
    if (uri.scheme !== 'file') throw new Error(vscode.l10n.t('{0} is not on this disk: its rotated files cannot be looked for.', fileNameOf(uri)));
    const { analyses, failures, ...problems } = await this.engine.analyzeFamily({ path: uri.fsPath, reading: await this.controller.reading() }, options);
    this.controller.report(problems);
    const results: LogResult[] = [];
    for (const analysis of analyses) results.push(await this.controller.publish(vscode.Uri.parse(analysis.uri, true), analysis, options.signal));
    return { results, failures };
  }
}
