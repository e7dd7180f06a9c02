import type { Analysis, Group } from '../core/analysis';
import { severities } from '../core/finding';
import { answer, fitting } from './answer';
import { toldGroup } from './describe';
import { ToolError, type AgentLog } from './ground';
import { LogText } from './logText';
import { limit, logName, minSeverity, offset, pageOf, tool } from './tool';

/** Characters that the logs which were read may take of an answer. */
const roomForLogs = 5_000;

/** One error of one log. */
interface Found {
  readonly log: AgentLog;
  readonly group: Group;
}

interface Read {
  readonly log: AgentLog;
  readonly analysis: Analysis;
  readonly groups: readonly Group[];
}

export const findErrors = tool({
  name: 'stacklens_findErrors',
  title: 'Find Errors in Logs',
  description:
    'Finds the errors in a log file, or in all logs of the open folder: kinds of error by fingerprint, the worst and most frequent first, each with severity, category, how often and where it occurs. Call it first, before reading a log as text: it reads logs of any size and format and leaves out what is no problem.',
  inputSchema: {
    type: 'object',
    properties: { log: { ...logName, description: `${logName.description} All logs of the folder where it is left out.` }, minSeverity, text: { type: 'string', minLength: 1, maxLength: 200, description: 'Only errors whose message holds this text; case does not matter.' }, offset, limit },
    additionalProperties: false,
  },
  run: async (input, ground, signal) => {
    const { logs, more } = input.log === undefined ? await ground.logs(signal) : { logs: [await ground.find(input.log)], more: 0 };
    if (logs.length === 0) throw new ToolError('There is no log here. Name one with "log".');
    const read: Read[] = [];
    const unread: object[] = [];
    const text = new LogText(ground.redaction());
    for (const log of logs) {
      try {
        const analysis = await ground.analyze(log, signal);
        read.push({ log, analysis, groups: await ground.engine.groups({ analysisId: analysis.id, minSeverity: input.minSeverity ?? 'medium', decisions: ground.decisions() }) });
      } catch (error) {
        // One log that cannot be read does not hide the others; the only one is the answer.
        if (signal.aborted || input.log !== undefined) throw error;
        unread.push({ log: log.name, reason: error instanceof Error ? error.message : String(error) });
      }
    }
    const wanted = input.text?.toLowerCase();
    const found = read.flatMap(({ log, groups }) => groups.filter(({ message, template }) => wanted === undefined || `${message}\n${template}`.toLowerCase().includes(wanted)).map((group): Found => ({ log, group }))).sort(worstFirst);
    const page = pageOf(input);
    const shown = found.slice(page.offset, page.offset + page.limit);
    const items = shown.map(({ log, group }) => ({ log: log.name, ...toldGroup(group, text) }));
    const told = fitting(read.map(toldLog), roomForLogs);
    const leftOut = more + read.length - told.length;
    const facts = { logs: told, ...(unread.length > 0 ? { unread: fitting(unread, roomForLogs) } : {}), ...(leftOut > 0 ? { logsLeftOut: leftOut } : {}) };
    return answer(facts, text, { key: 'errors', items, offset: page.offset, total: found.length });
  },
});

function toldLog({ log, analysis: { format, lines, severities: findings } }: Read): object {
  return { log: log.name, format, lines, findings };
}

function worstFirst(a: Found, b: Found): number {
  return severities.indexOf(a.group.severity) - severities.indexOf(b.group.severity) || b.group.count - a.group.count;
}
