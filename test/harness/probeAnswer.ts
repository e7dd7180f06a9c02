import fs from 'node:fs';

/** Names the file a probe puts its answer into. */
export const answerVariable = 'STACKLENS_PROBE_ANSWER';

/**
 * Called by a probe in the extension host with what it has measured.
 * @throws where nobody has asked
 */
export function giveAnswer(answer: unknown): void {
  const file = process.env[answerVariable];
  if (file === undefined) throw new Error(`$${answerVariable} is not set: a probe is started by its bench.`);
  fs.writeFileSync(file, JSON.stringify(answer));
}
