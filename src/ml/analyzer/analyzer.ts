import type { MessageAnalysis, ModelInUse } from '../../core/learning';
import { ruleWord } from '../ruleWord';
import { entitiesOf } from './entities';
import { keyPhrasesOf } from './keyPhrases';

const urgencyOfSeverity = { critical: 0.85, high: 0.6, medium: 0.35, low: 0.1 } as const;
/** Words that press, and words that calm. */
const pressing = /\b(?:immediately|urgent(?:ly)?|emergency|data loss|lost data|unrecoverable|irrecoverable|fatal|panic|cannot continue|shutting down|corrupt(?:ed|ion)?|breach)\b/i;
const calming = /\b(?:retrying|will retry|recovered|ignored|skipp(?:ed|ing)|using default|fall(?:ing)? back|harmless|deprecated)\b/i;

/** Analyses a message: its first line decides, lines after it are searched for the root cause. Any text is taken. */
export function analyzeMessage(text: string, predictor: Pick<ModelInUse, 'predict'>): MessageAnalysis {
  const [first = ''] = text.split('\n', 1);
  const rootCause = rootCauseLine(text);
  const prediction = predictor.predict(first);
  const base = urgencyOfSeverity[prediction.severity];
  const urgency = Math.min(1, Math.max(0, base + (pressing.test(first) ? 0.15 : 0) - (calming.test(first) ? 0.1 : 0)));
  const word = ruleWord(first);
  const causeWord = word.rule === null || word.rule.vague === true ? ruleWord(rootCause) : word;
  return { ...prediction, urgency, entities: entitiesOf(first), keyPhrases: keyPhrasesOf(first), rootCause, actions: causeWord.rule?.actions ?? [] };
}

/** The last line of a text that begins a cause (`Caused by:` and its like), without that beginning; else the first line. */
function rootCauseLine(text: string): string {
  const lines = text.split('\n');
  const cause = lines.findLast((line) => /^\s*(?:Caused by|Root cause|\[cause\]|Cause)\s?:/i.test(line));
  return (cause?.replace(/^[^:]{0,40}:\s*/, '') ?? lines[0] ?? '').trim();
}
