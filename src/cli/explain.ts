import type { JudgedRecord } from '../core/pipeline';
import { ruleOf } from '../core/rules/rules';
import { visible } from '../engine/exporters/visible';
import { readingHere } from './reading';
import { judgedRecords } from './records';
import { complain, openOutput } from './output';
import { UsageError } from './usage';

/** `stacklens explain FILE:LINE`; returns the exit code. */
export async function explain(args: readonly string[], signal: AbortSignal): Promise<number> {
  const [place] = args;
  const match = /^(.+):([1-9]\d{0,14})$/.exec(place ?? '');
  const [, file, lineText] = match ?? [];
  if (file === undefined || lineText === undefined || args.length !== 1) throw new UsageError('Name one line: stacklens explain FILE:LINE.');
  const line = Number(lineText);
  for await (const batch of judgedRecords(file, signal, await readingHere())) {
    const found = batch.find(({ record }) => record.line <= line && line <= record.endLine && record.lineNumbers?.includes(line) !== false);
    if (found) {
      await (await openOutput(undefined)).sink.write(describe(file, found));
      return 0;
    }
    if ((batch.at(-1)?.record.line ?? 0) > line) break;
  }
  complain(`${file} has no record on line ${lineText}.`);
  return 2;
}

function describe(file: string, { record, verdict, template, fingerprint }: JudgedRecord): string {
  const { judgement } = verdict;
  const lines = [
    `${file}:${String(record.line)}${record.endLine > record.line ? `-${String(record.endLine)}` : ''}`,
    `message:      ${visible(record.message)}`,
    `format:       ${record.format}`,
    `level:        ${verdict.level === null ? 'none' : `${verdict.level} (${verdict.levelSource === 'declared' ? 'the log declares it' : 'inferred from the words'})`}`,
    `template:     ${visible(template)}`,
    `fingerprint:  ${fingerprint}`,
  ];
  const matched = verdict.weighed.filter((id) => !id.includes(' but '));
  const ruledOut = verdict.weighed.filter((id) => id.includes(' but '));
  if (!judgement) {
    lines.push(verdict.levelSource === 'declared' ? 'verdict:      no finding: the log declares a level below warn' : 'verdict:      no finding: the log declares no level and no rule for words stands');
    if (matched.length > 0) lines.push(`matched:      ${matched.join('; ')}`);
    if (ruledOut.length > 0) lines.push(`ruled out:    ${ruledOut.join('; ')}`);
    return `${lines.join('\n')}\n`;
  }
  const { evidence } = judgement;
  const rule = ruleOf(evidence.rule);
  lines.push(
    `verdict:      ${judgement.severity}, ${judgement.category}, confidence ${judgement.confidence.toFixed(2)}`,
    `decided by:   ${evidence.rule}${rule ? ` (${rule.title})` : ''}${evidence.text === '' ? '' : `, on “${visible(evidence.text)}”`}`,
  );
  if (matched.length > 0) lines.push(`matched:      ${matched.join('; ')}`);
  if (ruledOut.length > 0) lines.push(`ruled out:    ${ruledOut.join('; ')}`);
  for (const frame of verdict.frames.slice(0, 5)) lines.push(`frame:        ${visible(`${frame.function ?? '?'} ${frame.file ?? ''}:${String(frame.line ?? '?')}`)}${frame.application ? ' (application)' : ''}`);
  for (const action of rule?.actions ?? []) lines.push(`try:          ${action}`);
  return `${lines.join('\n')}\n`;
}
