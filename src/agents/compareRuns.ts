import type { Analysis } from '../core/analysis';
import { isoTime } from '../engine/exporters/row';
import { answer } from './answer';
import { toldKind } from './describe';
import { ToolError, type AgentLog, type Ground } from './ground';
import { LogText } from './logText';
import { limit, logName, minSeverity, offset, pageOf, tool } from './tool';

/** Earlier analyses that are named, of those there are. */
const mostEarlier = 10;

export const compareRuns = tool({
  name: 'stacklens_compareRuns',
  title: 'Compare Two Runs',
  description:
    'Compares the errors of a log with those of another log (a run that worked, the day before, another machine) or with an earlier analysis of the same log: which kinds are new, gone, more or less frequent, new ones first. Call it to find out what a change or an incident brought.',
  inputSchema: {
    type: 'object',
    properties: {
      log: { ...logName, description: `The newer run. ${logName.description}` },
      baseline: { ...logName, description: 'The older run: another log, named like "log". Where it is left out, the analysis of the same log before this one.' },
      earlier: { type: 'integer', minimum: 1, maximum: 1_000_000_000, description: 'Instead of "baseline": the id of an earlier analysis of the same log, as an answer of this tool lists them.' },
      minSeverity,
      offset,
      limit,
    },
    required: ['log'],
    additionalProperties: false,
  },
  run: async (input, ground, signal) => {
    const log = await ground.find(input.log);
    const newer = await ground.analyze(log, signal);
    const earlier = await earlierRuns(newer, ground);
    const older = await olderRun(input, { log, earlier }, ground, signal);
    const changes = await ground.engine.compare({ older: older.analysis.id, newer: newer.id, minSeverity: input.minSeverity ?? 'medium', decisions: ground.decisions() });
    const page = pageOf(input);
    const text = new LogText(ground.redaction());
    const items = changes.slice(page.offset, page.offset + page.limit).map(({ kind, group, counts }) => ({ kind, counts, ...toldKind(group, text) }));
    const facts = { older: toldRun(older.name, older.analysis), newer: toldRun(log.name, newer), earlierAnalyses: earlier.slice(0, mostEarlier).map(({ id, startedAt }) => ({ id, analysedAt: isoTime(startedAt) })) };
    return answer(facts, text, { key: 'changes', items, offset: page.offset, total: changes.length });
  },
});

/** Completed analyses of the same log, the newest first. */
async function earlierRuns(newer: Analysis, { engine }: Ground): Promise<readonly Analysis[]> {
  return (await engine.history(newer.uri)).filter(({ id, status }) => status === 'completed' && id !== newer.id);
}

interface Asked {
  readonly baseline?: string;
  readonly earlier?: number;
}

async function olderRun({ baseline, earlier: id }: Asked, { log, earlier }: { readonly log: AgentLog; readonly earlier: readonly Analysis[] }, ground: Ground, signal: AbortSignal): Promise<{ readonly name: string; readonly analysis: Analysis }> {
  if (baseline !== undefined && id !== undefined) throw new ToolError('Give either "baseline" or "earlier", not both.');
  if (baseline !== undefined) {
    const other = await ground.find(baseline);
    return { name: other.name, analysis: await ground.analyze(other, signal) };
  }
  const analysis = id === undefined ? earlier[0] : earlier.find((each) => each.id === id);
  if (analysis) return { name: log.name, analysis };
  if (id !== undefined) throw new ToolError(`${log.name} has no earlier analysis ${String(id)}. Leave out "earlier" for the last one.`);
  throw new ToolError(`${log.name} has no earlier analysis. Name another log as "baseline".`);
}

function toldRun(log: string, { startedAt, severities: findings }: Analysis): object {
  return { log, analysedAt: isoTime(startedAt), findings };
}
