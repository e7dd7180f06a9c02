import type { Analysis, Group } from '../core/analysis';
import { ToolError, type AgentLog, type Ground } from './ground';

/** The group of a log that has a fingerprint. Throws a ToolError where none has. */
export async function groupOf(log: AgentLog, analysis: Analysis, fingerprint: string, ground: Ground): Promise<Group> {
  const groups = await ground.engine.groups({ analysisId: analysis.id, minSeverity: 'low', decisions: ground.decisions() });
  const found = groups.find(({ members }) => members.some((member) => member.fingerprint === fingerprint));
  if (!found) throw new ToolError(`${log.name} has no error with the fingerprint ${fingerprint}. stacklens_findErrors lists those it has.`);
  return found;
}
