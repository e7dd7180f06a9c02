import { answer } from './answer';
import { toldGroup, toldOccurrence } from './describe';
import { groupOf } from './groupOf';
import { LogText } from './logText';
import { fingerprintId, limit, logName, offset, pageOf, tool } from './tool';

export const listOccurrences = tool({
  name: 'stacklens_listOccurrences',
  title: 'List Occurrences of an Error',
  description: 'Lists where and when one kind of error occurs in a log: lines, times and messages with their values, in the order of the file, page by page. Call it to see when an error began, how it is spread, or how its values differ.',
  inputSchema: { type: 'object', properties: { log: logName, fingerprint: fingerprintId, offset, limit }, required: ['log', 'fingerprint'], additionalProperties: false },
  run: async (input, ground, signal) => {
    const log = await ground.find(input.log);
    const analysis = await ground.analyze(log, signal);
    const group = await groupOf(log, analysis, input.fingerprint, ground);
    const page = pageOf(input);
    const { findings, total } = await ground.engine.findings({ analysisId: analysis.id, minSeverity: 'low', order: 'line', fingerprints: group.members.map(({ fingerprint }) => fingerprint), ...page });
    const text = new LogText(ground.redaction());
    const facts = { log: log.name, error: toldGroup(group, text) };
    return answer(facts, text, { key: 'occurrences', items: findings.map((each) => toldOccurrence(each, text)), offset: page.offset, total });
  },
});
