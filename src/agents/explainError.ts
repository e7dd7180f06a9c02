import type { Analysis } from '../core/analysis';
import type { Anomaly } from '../core/anomaly';
import { againstTexts, changeTexts, decisionText, inEnglish, inFavourTexts, levelText } from '../core/explanationText';
import type { Finding } from '../core/finding';
import { ruleOf } from '../core/rules/rules';
import { describeTrace } from '../core/trace/describe';
import type { ExplainedRecord } from '../engine/explainLine';
import { isoTime } from '../engine/exporters/row';
import type { Known } from '../ml/knowledgeBase';
import { answer } from './answer';
import { toldGroup } from './describe';
import { ToolError, type AgentLog, type Ground } from './ground';
import { groupOf } from './groupOf';
import { LogText } from './logText';
import { fingerprintId, logName, tool } from './tool';

const mostKnown = 2;
const mostAnomalies = 3;
const mostTraceLines = 30;
/** Characters of a sentence that quotes the log. */
const longestSentence = 240;

export const explainError = tool({
  name: 'stacklens_explainError',
  title: 'Explain an Error',
  description:
    'Explains one error of a log: why it counts as one (or why a line does not), its stack trace with the root cause first, the lines around it, what is unusual about it and what it may have come of, what is known of it and what to try. Name it by its fingerprint, or by any line of its record.',
  inputSchema: {
    type: 'object',
    properties: { log: logName, fingerprint: fingerprintId, line: { type: 'integer', minimum: 1, maximum: 1_000_000_000_000, description: 'A line of the log, counted from 1.' } },
    required: ['log'],
    oneOf: [{ required: ['fingerprint'] }, { required: ['line'] }],
    additionalProperties: false,
  },
  run: async (input, ground, signal) => {
    const log = await ground.find(input.log);
    const analysis = await ground.analyze(log, signal);
    const line = input.line ?? (await firstLine(log, analysis, input.fingerprint ?? '', ground));
    const record = await ground.explain(log, line, signal);
    if (!record) throw new ToolError(`${log.name} has no record on line ${String(line)}.`);
    const finding = await findingAt(analysis, record.line, ground);
    return told(log, { record, finding, analysis }, ground);
  },
});

async function firstLine(log: AgentLog, analysis: Analysis, fingerprint: string, ground: Ground): Promise<number> {
  const { findings } = await ground.engine.findings({ analysisId: analysis.id, minSeverity: 'low', order: 'line', offset: 0, limit: 1, fingerprints: [fingerprint] });
  // It may be another name of a group.
  return findings[0]?.line ?? (await groupOf(log, analysis, fingerprint, ground)).firstLine;
}

/** The finding that begins on a line; undefined where there is none. */
async function findingAt(analysis: Analysis, line: number, { engine }: Ground): Promise<Finding | undefined> {
  const { findings } = await engine.findings({ analysisId: analysis.id, minSeverity: 'low', order: 'line', offset: 0, limit: 1, lines: { from: line, to: line } });
  return findings[0];
}

interface Explained {
  readonly record: ExplainedRecord;
  readonly finding: Finding | undefined;
  readonly analysis: Analysis;
}

async function told(log: AgentLog, { record, finding, analysis }: Explained, ground: Ground): Promise<string> {
  const { line, endLine, message, template, fingerprint, trace, explanation } = record;
  const { outcome, category, confidence, reading } = explanation;
  const text = new LogText(ground.redaction());
  const sentences = (list: readonly string[]): string[] => list.map((each) => text.text(each, longestSentence));
  const around = log.path !== null && finding ? await ground.engine.recordContext({ path: log.path, byteOffset: finding.byteOffset, line, endLine }) : null;
  const known = await ground.engine.knowledge({ message, template, category, areas: await ground.knowledge(), limit: mostKnown });
  const time = isoTime(reading.timestamp);
  const facts = {
    log: log.name,
    line,
    endLine,
    ...(time === null ? {} : { time }),
    isFinding: finding !== undefined,
    severity: finding?.severity ?? outcome.severity,
    category: finding?.category ?? category,
    confidence: finding?.confidence ?? confidence,
    message: text.text(message, 2_000),
    fingerprint,
    ...(finding ? { error: toldGroup(await groupOf(log, analysis, finding.fingerprint, ground), text) } : {}),
    why: sentences([decisionText(explanation, inEnglish), ...inFavourTexts(explanation, inEnglish)]),
    against: sentences(againstTexts(explanation, inEnglish)),
    wouldChangeIt: sentences(changeTexts(explanation, inEnglish)),
    level: levelText(explanation, inEnglish),
    trace: text.lines(describeTrace(trace, inEnglish)).slice(0, mostTraceLines),
    unusual: sentences(await unusual(record, analysis, ground)),
    whatToTry: ruleOf(outcome.rule ?? '')?.actions ?? [],
    known: known.map((each) => toldKnown(each)),
  };
  const lines = around ? text.lines(around.lines).map((each, index) => ({ line: around.first + index, text: each })) : [];
  return answer(facts, text, around ? { key: 'lines', items: lines } : undefined);
}

/** What is unusual about a record, and what it may have come of. */
async function unusual({ line, fingerprint }: ExplainedRecord, { id }: Analysis, { engine }: Ground): Promise<string[]> {
  const anomalies = await engine.anomalies(id);
  const near = anomalies.filter(({ firstLine: first, lastLine }) => line >= first && line <= lastLine);
  const concerns = (each: Anomaly): boolean => each.fingerprint === fingerprint || each.followers.includes(fingerprint);
  return near.filter(concerns).slice(0, mostAnomalies).map(({ kind, evidence, firstLine: first, followers }) => `${kind}${followers.includes(fingerprint) ? ` on line ${String(first)}, of which this may have come` : ''}: ${evidence}`);
}

function toldKnown({ citation, entry: { title, meaning, causes = [], fix, link } }: Known): object {
  return { title, meaning, causes: causes.slice(0, 3), ...(fix === undefined ? {} : { fix }), reference: link, citation };
}
