import type { PastFix, SuggestedFix } from '../core/learning';
import { wordsOf } from './features';

/** An entry of a knowledge base by its citation, and how well it fits: 0 to 1. */
export interface FittingEntry {
  readonly citation: string;
  readonly fit: number;
}

/** Findings are alike where this share of the words of their templates is the same. */
const leastAlike = 0.6;
/** What is said of an entry elsewhere counts so much here. */
const elsewhere = 0.2;
/** Chances of an entry, of what the user has written down and of what an AI said before anybody says whether it helped; each counts as so many voices. */
const prior = { knowledge: 0.6, user: 0.7, ai: 0.5 } as const;
const priorVoices = 2;

interface Voices {
  readonly source: PastFix['source'];
  readonly content: string;
  /** Of findings like this, weighed by how alike they are. */
  for: number;
  against: number;
  helped: number;
  failed: number;
  /** The most alike finding it was said of. */
  alike: number;
}

/**
 * What to do about findings of a fingerprint, the likeliest to help first: entries that fit, and what somebody said had
 * helped against findings like them. Chances are those of Laplace's rule of succession, with a prior for each source.
 * `past` has the newest first; the newest word on the same counts.
 */
export function suggestFixes(asked: Pick<PastFix, 'fingerprint' | 'template'>, entries: readonly FittingEntry[], past: readonly PastFix[], limit: number): SuggestedFix[] {
  const voices = new Map<string, Voices>();
  const of = (source: PastFix['source'], content: string): Voices => {
    const key = `${source} ${content}`;
    const own = voices.get(key) ?? { source, content, for: 0, against: 0, helped: 0, failed: 0, alike: 0 };
    voices.set(key, own);
    return own;
  };
  const words = new Set(wordsOf(asked.template ?? ''));
  const heard = new Set<string>();
  for (const fix of past) {
    const key = JSON.stringify([fix.fingerprint, fix.source, fix.content]);
    if (heard.has(key)) continue;
    heard.add(key);
    const alike = fix.fingerprint === asked.fingerprint ? 1 : alikeness(words, fix.template);
    if (alike < leastAlike && fix.source !== 'knowledge') continue;
    const weight = alike < leastAlike ? elsewhere : alike;
    const own = of(fix.source, fix.content);
    own.alike = Math.max(own.alike, alike);
    own[fix.helped ? 'for' : 'against'] += weight;
    if (alike >= leastAlike) own[fix.helped ? 'helped' : 'failed']++;
  }
  const fits = new Map(entries.map(({ citation, fit }) => [citation, fit]));
  for (const citation of fits.keys()) of('knowledge', citation);
  return [...voices.values()]
    // An entry that does not fit here is none, whatever it did elsewhere; nor is what never helped.
    .filter(({ source, content, helped }) => (source === 'knowledge' ? fits.has(content) : helped > 0))
    .map(({ alike, ...own }) => fixOf(own, own.source === 'knowledge' ? (fits.get(own.content) ?? 0) : alike))
    .toSorted((a, b) => b.confidence - a.confidence)
    .slice(0, limit);
}

function fixOf({ source, content, helped, failed, ...voices }: Omit<Voices, 'alike'>, fit: number): SuggestedFix {
  const rate = (prior[source] * priorVoices + voices.for) / (priorVoices + voices.for + voices.against);
  return { source, content, helped, failed, confidence: fit * rate };
}

/** Dice's coefficient of the words; 0 where one has none. */
function alikeness(words: ReadonlySet<string>, template: string | null): number {
  const others = new Set(wordsOf(template ?? ''));
  const shared = [...words].filter((word) => others.has(word)).length;
  return shared === 0 ? 0 : (2 * shared) / (words.size + others.size);
}
