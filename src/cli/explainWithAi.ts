import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type AiAnswer, keptAnswer } from '../ai/answer';
import { findingWords } from '../core/redaction/customWords';
import { factsOf, solvedProblems } from '../ai/facts';
import { Gemini } from '../ai/gemini';
import { ownNames } from '../engine/ownNames';
import { AiError } from '../ai/provider';
import type { Subject } from '../ai/request';
import { ask, questionAbout, sentText } from '../ai/suggestions';
import type { Reading } from '../engine/api';
import { AnalysisEngine } from '../engine/client';
import type { ExplainedRecord } from '../engine/explainLine';
import { visible } from '../engine/exporters/visible';
import { fileUri } from '../engine/fileUri';
import { openStore } from '../engine/store/openStore';
import type { Store } from '../engine/store/store';
import type { KnowledgeArea } from '../ml/knowledgeArea';
import type { AiValues } from './aiOptions';
import { complain, messageOf } from './output';
import { sourceExcerpts } from './sourceExcerpts';
import { storePath } from './storePath';
import { UsageError } from './usage';

const keyVariable = 'GEMINI_API_KEY';
/** Milliseconds in which an answer must begin, and go on. */
const timeout = 60_000;
const headLines = 60;
const occurrencesCounted = 1_000;
const solvedConsidered = 200;

interface Asked {
  readonly path: string;
  readonly record: ExplainedRecord;
  readonly reading: Reading;
  /** What the user knows of errors. */
  readonly areas: readonly KnowledgeArea[];
  readonly values: AiValues;
  readonly write: (text: string) => Promise<void>;
  readonly signal: AbortSignal;
}

/** Adds what an AI says of a record; returns the exit code: 2 where no answer came. Nothing is sent without `--ai` and `--consent`. */
export async function explainWithAi(asked: Asked): Promise<number> {
  const { values } = asked;
  if (!/^[1-9]\d{3,6}$/.test(values['ai-tokens'])) throw new UsageError('--ai-tokens takes a number from 1000 to 9999999.');
  if (!values['ai-preview'] && !values.consent) throw new UsageError('--ai sends the record with the lines around it, and around the lines of code in this folder that it names, to Google: see with --ai-preview what that is, and agree with --consent.');
  const file = storePath(values.store, process.env);
  const store = await openStore({ file, now: Date.now, program: 'cli', onProblem: complain });
  try {
    return await explainBy(store, asked);
  } finally {
    await store.close();
  }
}

async function explainBy(store: Store, asked: Asked): Promise<number> {
  const { record: { fingerprint }, values, write, signal } = asked;
  const kept = values['ai-again'] || values['ai-preview'] ? null : await store.suggestion(fingerprint);
  const known = kept && keptAnswer(kept.content);
  if (known) {
    await write(answerText(known, `${spoken(kept.source)} (${kept.model}), asked before`));
    return 0;
  }
  const question = questionAbout(await subjectOf(store, asked), { names: ownNames(), custom: findingWords(values.hide ?? []) }, Number(values['ai-tokens']));
  const { request } = question;
  if (values['ai-preview']) {
    await write(`\nWhat would be sent, about ${String(request.tokens)} tokens${request.cut.length === 0 ? '' : ` (left out or shortened: ${visible(request.cut.join(', '))})`}:\n\n${sentText(request).split('\n').map(visible).join('\n')}\n`);
    return 0;
  }
  const key = process.env[keyVariable]?.trim() ?? '';
  if (key === '') throw new UsageError(`--ai needs a key for Gemini in $${keyVariable}.`);
  const endpoint = values['ai-endpoint'];
  const provider = new Gemini({ key, model: values['ai-model'], timeout, wait: (milliseconds, until) => delay(milliseconds, undefined, { signal: until }), ...(endpoint === '' ? {} : { baseUrl: endpoint }) });
  await store.noteQuestion({ fingerprint, provider: provider.name, model: provider.model, sent: sentText(request) });
  try {
    const answer = await ask(question, provider, { signal, onText: () => undefined });
    await store.suggest({ fingerprint, source: provider.name, model: provider.model, confidence: answer.confidence, content: JSON.stringify(answer) });
    await write(answerText(answer, `${spoken(provider.name)} (${provider.model}), about ${String(request.tokens)} tokens asked`));
    return 0;
  } catch (error) {
    if (!(error instanceof AiError)) throw error;
    complain(messageOf(error));
    const { partial } = error.known;
    if (partial !== undefined && partial !== '') complain(`what came until then: ${visible(question.redaction.restore(partial))}`);
    return 2;
  }
}

/** What is known of the record, as the editor would tell it; sources are looked for in the current folder. */
async function subjectOf(store: Store, { path: file, record, reading, areas, signal }: Asked): Promise<Subject> {
  const { line, endLine, message, template, fingerprint, explanation: { outcome, category } } = record;
  const engine = new AnalysisEngine({ workerPath: fileURLToPath(new URL('worker.js', import.meta.url)), storeFile: null, program: 'cli', onStoreProblem: complain });
  try {
    const { analysis: { id } } = await engine.analyze({ source: { kind: 'file', uri: fileUri(file), path: file }, reading, reuse: false, replaces: null }, { signal });
    const findings = await engine.findings({ analysisId: id, minSeverity: 'low', order: 'line', offset: 0, limit: occurrencesCounted, fingerprints: [fingerprint] });
    const [groups, anomalies, [known]] = await Promise.all([engine.groups({ analysisId: id, minSeverity: 'low', decisions: [] }), engine.anomalies(id), engine.knowledge({ message, template, category, areas, limit: 1 })]);
    const at = findings.findings.find((each) => each.line === line);
    const around = at ? await engine.recordContext({ path: file, byteOffset: at.byteOffset, line, endLine }) : null;
    const head = await engine.recordContext({ path: file, byteOffset: 0, line: 1, endLine: headLines });
    const facts = factsOf({
      group: groups.find(({ members }) => members.some((member) => member.fingerprint === fingerprint)) ?? null,
      times: findings.findings.flatMap(({ timestamp }) => timestamp ?? []),
      unusual: anomalies.filter((each) => each.fingerprint === fingerprint || each.followers.includes(fingerprint)).map(({ evidence }) => evidence),
      knowledge: known?.entry ?? null,
      template,
      solved: solvedProblems((await store.solved(solvedConsidered)).filter((each) => each.template !== template)),
      head: head?.lines ?? [],
    });
    const log = { name: path.basename(file), ...(around ?? { first: line, lines: message.split('\n') }) };
    return { message, severity: outcome.severity ?? 'none', category: category ?? 'general', log, from: line, to: endLine, sources: await sourceExcerpts(at?.frames ?? [], process.cwd()), facts };
  } finally {
    await engine.close();
  }
}

function answerText({ cause, evidence, steps, command, confidence }: AiAnswer, by: string): string {
  const rows = [
    `by an AI, ${by}, ${String(Math.round(confidence * 100))} % sure by its own word; it may be wrong`,
    `likely cause: ${cause}`,
    ...(evidence.length === 0 ? [] : [`evidence: line ${evidence.join(', ')}`]),
    ...steps.map((step, index) => `${String(index + 1)}. ${step}`),
    ...(command === null ? [] : [`to check it (not run): ${command}`]),
  ];
  return `\n${rows.map(visible).join('\n')}\n`;
}

function spoken(name: string): string {
  return name === 'gemini' ? 'Gemini' : name;
}
