import type { Category } from '../core/finding';
import { isRemediated, type KnowledgeArea, type KnowledgeEntry } from './knowledgeArea';
import { contextOf, keyOf, termsIn, termsOf, type Term, type TermIndex } from './knowledgeTerms';

/** What a finding says, as far as knowledge of it is looked for. */
export interface KnowledgeQuery {
  readonly message: string;
  readonly template: string;
  readonly category: Category | null;
  /** Entries at most. */
  readonly limit: number;
}

/** An entry and where it is from. */
export interface Known {
  /** `area/id`: what the entry is cited as. */
  readonly citation: string;
  readonly areaTitle: string;
  readonly entry: KnowledgeEntry;
  readonly source: NonNullable<KnowledgeEntry['source']>;
}

/** An entry and how well it fits: 0 to 1. */
export interface Fitting {
  readonly known: Known;
  readonly fit: number;
}

/** How much a base knows. */
export interface KnowledgeCount {
  readonly entries: number;
  /** Of these, entries with two causes and more, each with a check and a fix. */
  readonly remediated: number;
  readonly areas: readonly { readonly area: string; readonly title: string; readonly entries: number; readonly remediated: number }[];
}

interface Owner {
  readonly known: Known;
  readonly area: string;
  readonly terms: readonly Term[];
  readonly order: number;
}

/** Characters of a message that are looked at. */
const longestText = 20_000;
/** What a match is worth by its kind; a longer term says more, up to as many characters. */
const worth = { code: 60, name: 60, phrase: 40 } as const;
const longestCounted = 40;
const sameCategory = 10;
const bestScore = worth.code + longestCounted + sameCategory;

/** Finds what is known of errors. Of areas given earlier entries come first where two fit alike. */
export class KnowledgeBase {
  private readonly owners: readonly Owner[];
  /** Codes and names as they are written, and phrases in lower case. */
  private readonly exact: TermIndex<Owner> = new Map();
  private readonly folded: TermIndex<Owner> = new Map();

  constructor(areas: readonly KnowledgeArea[]) {
    this.owners = areas
      .flatMap((area) => {
        const context = contextOf(area);
        return area.entries.map((entry) => ({
          known: { areaTitle: area.title, citation: `${area.area}/${entry.id}`, entry, source: entry.source ?? area.source },
          area: area.area,
          terms: termsOf(entry, context),
        }));
      })
      .map((owner, order) => ({ ...owner, order }));
    for (const owner of this.owners) {
      for (const term of owner.terms) {
        const index = term.kind === 'phrase' ? this.folded : this.exact;
        const key = keyOf(term);
        const sharing = index.get(key);
        if (sharing) sharing.push({ term, owner });
        else index.set(key, [{ term, owner }]);
      }
    }
  }

  /** The entries that fit best, the best first; the same for the same query. */
  best(query: KnowledgeQuery): Known[] {
    return this.fitting(query).map(({ known }) => known);
  }

  /** The same, with how well they fit: 0 to 1. */
  fitting({ message, template, category, limit }: KnowledgeQuery): Fitting[] {
    const text = `${message.slice(0, longestText)}\n${template.slice(0, longestText)}`.replace(/\s+/g, ' ');
    const scores = new Map<Owner, number>();
    const note = (term: Term, owner: Owner): void => {
      const score = worth[term.kind] + Math.min(term.text.length, longestCounted) + (owner.known.entry.category === category ? sameCategory : 0);
      scores.set(owner, Math.max(score, scores.get(owner) ?? 0));
    };
    for (const { term, owner } of termsIn(text, this.exact)) note(term, owner);
    for (const { term, owner } of termsIn(text.toLowerCase(), this.folded)) note(term, owner);
    return ranked(scores).slice(0, limit).map((owner) => ({ known: owner.known, fit: Math.min(1, (scores.get(owner) ?? 0) / bestScore) }));
  }

  /** Entries that have all of the words, or are known by them as a whole; the best first. */
  search(text: string): Known[] {
    const words = text.toLowerCase().split(/\s+/).filter((word) => word !== '');
    const scores = new Map<Owner, number>();
    for (const owner of words.length === 0 ? [] : this.owners) {
      const each = words.map((word) => wordScore(owner, word));
      if (each.every((score) => score > 0)) scores.set(owner, each.reduce((sum, score) => sum + score, 0) / each.length);
    }
    const known = this.best({ message: text, template: '', category: null, limit: this.owners.length });
    return [...new Set([...known, ...ranked(scores).map((owner) => owner.known)])];
  }

  count(): KnowledgeCount {
    const areas = new Map<string, KnowledgeCount['areas'][number]>();
    for (const { area, known } of this.owners) {
      const { title, entries, remediated } = areas.get(area) ?? { title: known.areaTitle, entries: 0, remediated: 0 };
      areas.set(area, { area, title, entries: entries + 1, remediated: remediated + (isRemediated(known.entry) ? 1 : 0) });
    }
    return { entries: this.owners.length, remediated: this.owners.filter(({ known }) => isRemediated(known.entry)).length, areas: [...areas.values()] };
  }
}

function ranked(scores: ReadonlyMap<Owner, number>): Owner[] {
  return [...scores].sort(([a, scoreOfA], [b, scoreOfB]) => scoreOfB - scoreOfA || a.order - b.order).map(([owner]) => owner);
}

/** How well an entry fits a word of a search; 0 where it does not have it. */
function wordScore({ known: { citation, areaTitle, entry: { title, meaning, causes = [] } }, terms }: Owner, word: string): number {
  const has = (text: string): boolean => text.toLowerCase().includes(word);
  if (terms.some(({ text }) => text.toLowerCase() === word)) return 10;
  if (has(title)) return 6;
  if (has(citation) || has(areaTitle)) return 4;
  if (terms.some(({ text }) => has(text))) return 3;
  if (has(meaning)) return 2;
  return causes.some(({ cause, fix = '' }) => has(cause) || has(fix)) ? 1 : 0;
}
