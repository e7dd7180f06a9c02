import { maskVariables } from '../../core/masking';
import type { MessageAnalysis, ModelInUse, Prediction } from '../../core/learning';
import { ruleWord } from '../ruleWord';
import { entitiesOf } from './entities';
import { keyPhrasesOf } from './keyPhrases';
import { Sentiment } from './sentiment';

const urgencyOfSeverity = { critical: 0.85, high: 0.6, medium: 0.35, low: 0.1 } as const;
/** Words that press, and words that calm. */
const pressing = /\b(?:immediately|urgent(?:ly)?|emergency|data loss|lost data|unrecoverable|irrecoverable|fatal|panic|cannot continue|shutting down|corrupt(?:ed|ion)?|breach)\b/i;
const calming = /\b(?:retrying|will retry|recovered|ignored|skipp(?:ed|ing)|using default|fall(?:ing)? back|harmless|deprecated)\b/i;
/** What the tone of a message adds to its urgency at most, or takes. */
const toneShare = 0.1;
/** Templates that are remembered: texts that never repeat are not to fill the memory. */
const mostKnown = 10_000;

/** What messages of one template have in common. */
type OfTemplate = Pick<MessageAnalysis, 'sentiment' | 'keyPhrases'> & { readonly tone: number };

/** Says what there is to know of messages; what is common to those of a template is found out once. */
export class MessageAnalyzer {
  private readonly sentiment = new Sentiment();
  private readonly known = new Map<string, OfTemplate>();

  constructor(private readonly predictor: Pick<ModelInUse, 'predict'>) {}

  /** The first line decides, lines after it are searched for the root cause. Any text is taken. */
  analyze(text: string): MessageAnalysis {
    const [first = ''] = text.split('\n', 1);
    const rootCause = rootCauseLine(text);
    const prediction = this.predictor.predict(first);
    const { sentiment, keyPhrases, tone } = this.ofTemplate(maskVariables(first));
    const word = ruleWord(first);
    const causeWord = rootCause !== first && (word.rule === null || word.rule.vague === true) ? ruleWord(rootCause) : word;
    return { ...prediction, urgency: urgencyOf(prediction, tone), sentiment, entities: entitiesOf(first), keyPhrases, rootCause, actions: causeWord.rule?.actions ?? [] };
  }

  private ofTemplate(template: string): OfTemplate {
    const known = this.known.get(template);
    if (known) return known;
    const sentiment = this.sentiment.of(template);
    const tone = (pressing.test(template) ? 0.15 : 0) - (calming.test(template) ? 0.1 : 0) - sentiment * toneShare;
    const found = { sentiment, tone, keyPhrases: keyPhrasesOf(template) };
    if (this.known.size >= mostKnown) this.known.clear();
    this.known.set(template, found);
    return found;
  }
}

function urgencyOf({ severity }: Prediction, tone: number): number {
  return Math.min(1, Math.max(0, urgencyOfSeverity[severity] + tone));
}

/** The last line of a text that begins a cause (`Caused by:` and its like), without that beginning; else the first line. */
function rootCauseLine(text: string): string {
  const lines = text.split('\n');
  const cause = lines.findLast((line) => /^\s*(?:Caused by|Root cause|\[cause\]|Cause)\s?:/i.test(line));
  return (cause?.replace(/^[^:]{0,40}:\s*/, '') ?? lines[0] ?? '').trim();
}
