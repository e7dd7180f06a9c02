import path from 'node:path';
import { parseArgs } from 'node:util';
import { againstTexts, changeTexts, decisionText, inEnglish, inFavourTexts, timeText } from '../core/explanationText';
import { factTexts } from '../core/factTexts';
import { ruleOf } from '../core/rules/rules';
import { describeTrace } from '../core/trace/describe';
import { explainRequested, type ExplainedRecord } from '../engine/explainLine';
import { bestKnown } from '../engine/knowledge';
import type { KnowledgeArea } from '../ml/knowledgeArea';
import type { Known } from '../ml/knowledgeBase';
import { isoTime } from '../engine/exporters/row';
import { visible } from '../engine/exporters/visible';
import { installedModel } from './installedModel';
import { aiOptions } from './aiOptions';
import { complain, openOutput } from './output';
import { knowledgeHere } from './ownKnowledge';
import { readingOptions, readingWith } from './reading';
import { UsageError } from './usage';
import { fileUri } from '../engine/fileUri';

/** `stacklens explain FILE:LINE`; returns the exit code. */
export async function explain(args: readonly string[], signal: AbortSignal): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: { ...readingOptions, ...aiOptions } });
  const [, file, lineText] = /^(.+):([1-9]\d{0,14})$/.exec(positionals[0] ?? '') ?? [];
  if (file === undefined || lineText === undefined || positionals.length !== 1) throw new UsageError('Name one line: stacklens explain FILE:LINE.');
  const reading = await readingWith(values);
  const absolute = path.resolve(file);
  const source = { kind: 'file', uri: fileUri(absolute), path: absolute } as const;
  const found = await explainRequested({ source, reading, line: Number(lineText) }, await installedModel(undefined), Date.now(), signal);
  if (found) {
    const { sink } = await openOutput(undefined);
    const areas = await knowledgeHere();
    await sink.write(describe(file, found, await knownOf(found, areas)));
    if (!values.ai && !values['ai-preview']) return 0;
    const { explainWithAi } = await import('./explainWithAi');
    return explainWithAi({ path: absolute, record: found, reading, areas, values, write: (text) => sink.write(text), signal });
  }
  complain(`${file} has no record on line ${lineText}.`);
  return 2;
}

const indent = 14;

/** What is known of a finding; nothing of what is none. */
async function knownOf({ message, template, explanation: { outcome, category } }: ExplainedRecord, areas: readonly KnowledgeArea[]): Promise<Known | undefined> {
  if (outcome.severity === null) return undefined;
  return (await bestKnown({ message, template, category, limit: 1, areas }))[0];
}

function describe(file: string, { line, endLine, message, template, fingerprint, trace, explanation, facts }: ExplainedRecord, known: Known | undefined): string {
  const { reading, outcome, category, confidence } = explanation;
  const rows: [string, string][] = [
    ['message', message],
    ['format', reading.format],
    ['level', reading.level === null ? 'none' : `${reading.level} (${reading.levelSource === 'declared' ? 'the log declares it' : 'inferred from the words'})`],
    ['time', [isoTime(reading.timestamp) ?? 'none', timeText(explanation, inEnglish)].filter((text) => text !== null).join('. ')],
    ['template', template],
    ['fingerprint', fingerprint],
    ['verdict', outcome.severity === null ? 'no finding' : `${outcome.severity}, ${category ?? 'general'}, confidence ${(confidence ?? 0).toFixed(2)}`],
    ['decided by', `${outcome.rule === null ? '' : `${outcome.rule}. `}${decisionText(explanation, inEnglish)}`],
    ...inFavourTexts(explanation, inEnglish).map((text): [string, string] => ['also for it', text]),
    ...againstTexts(explanation, inEnglish).map((text): [string, string] => ['against it', text]),
    ...changeTexts(explanation, inEnglish).map((text): [string, string] => ['to change it', text]),
    ...describeTrace(trace, inEnglish).map((text): [string, string] => ['trace', text]),
    ...factTexts(facts, inEnglish).map((text): [string, string] => ['it tells', text]),
    ...(ruleOf(outcome.rule ?? '')?.actions ?? []).map((action): [string, string] => ['try', action]),
    ...(known === undefined ? [] : [['known', `${known.entry.title}: ${known.entry.meaning} (stacklens knowledge ${known.citation}; ${known.entry.link})`] satisfies [string, string]]),
  ];
  const place = `${file}:${String(line)}${endLine > line ? `-${String(endLine)}` : ''}`;
  return `${[place, ...rows.map(([name, text]) => `${`${name}:`.padEnd(indent)}${visible(text)}`)].join('\n')}\n`;
}
