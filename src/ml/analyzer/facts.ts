import type { Severity } from '../../core/finding';
import type { MessageFacts } from '../../core/learning';
import { maskVariables } from '../../core/masking';
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
type OfTemplate = Pick<MessageFacts, 'sentiment' | 'keyPhrases'> & { readonly tone: number };

/** Says what messages tell by their own words; what is common to those of a template is found out once. */
export class FactFinder {
  private readonly sentiment = new Sentiment();
  private readonly known = new Map<string, OfTemplate>();

  /** `severity`: null where the message is no trouble. */
  factsOf(message: string, severity: Severity): MessageFacts & { readonly urgency: number };
  factsOf(message: string, severity: Severity | null): MessageFacts;
  factsOf(message: string, severity: Severity | null): MessageFacts {
    const { sentiment, keyPhrases, tone } = this.ofTemplate(maskVariables(message));
    const urgency = severity === null ? null : Math.min(1, Math.max(0, urgencyOfSeverity[severity] + tone));
    return { urgency, sentiment, entities: entitiesOf(message), keyPhrases };
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
