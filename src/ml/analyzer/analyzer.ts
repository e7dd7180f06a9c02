import type { MessageAnalysis, ModelInUse } from '../../core/learning';
import { ruleWord } from '../ruleWord';
import { FactFinder } from './facts';

/** Says what there is to know of messages. */
export class MessageAnalyzer {
  private readonly facts = new FactFinder();

  constructor(private readonly predictor: Pick<ModelInUse, 'predict'>) {}

  /** The first line decides, lines after it are searched for the root cause. Any text is taken. */
  analyze(text: string): MessageAnalysis {
    const [first = ''] = text.split('\n', 1);
    const rootCause = rootCauseLine(text);
    const prediction = this.predictor.predict(first);
    const word = ruleWord(first);
    const causeWord = rootCause !== first && (word.rule === null || word.rule.vague === true) ? ruleWord(rootCause) : word;
    return { ...prediction, ...this.facts.factsOf(first, prediction.severity), rootCause, actions: causeWord.rule?.actions ?? [] };
  }
}

/** The last line of a text that begins a cause (`Caused by:` and its like), without that beginning; else the first line. */
function rootCauseLine(text: string): string {
  const lines = text.split('\n');
  const cause = lines.findLast((line) => /^\s*(?:Caused by|Root cause|\[cause\]|Cause)\s?:/i.test(line));
  return (cause?.replace(/^[^:]{0,40}:\s*/, '') ?? lines[0] ?? '').trim();
}
