import { findSensitive, type Sensitive, type SensitiveKind, type Span } from './sensitive';

export interface RedactionOptions {
  /**
   * Finds what the user wants hidden besides. It is the caller's part to run expressions of users under a time limit;
   * what it throws ends the redaction, so nothing is sent that was not looked through.
   */
  readonly custom?: (text: string) => readonly Span[];
  /** Names to hide wherever they stand as a word: of this machine, of who uses it. */
  readonly names?: readonly { readonly kind: 'USER' | 'HOST'; readonly name: string }[];
}

/** What a placeholder looks like; text of a log that looks so is given one itself, so that no log can forge them. */
const placeholder = /\[\[[A-Z]+_\d+\]\]/g;
const word = /[\p{L}\p{N}_][\p{L}\p{N}_.-]*/gu;
/** Shorter ones are words of their own too often. */
const shortestName = 3;

/**
 * Hides what is sensitive behind placeholders such as `[[EMAIL_1]]`, and puts it back. The same value has the same
 * placeholder in all texts of one redaction. `restore(redact(text))` is the text, whatever it holds.
 */
export class Redaction {
  private readonly placeholders = new Map<string, string>();
  private readonly values = new Map<string, string>();
  /** Names and secrets seen so far: they are hidden wherever they stand again. */
  private readonly known = new Map<string, SensitiveKind>();
  private readonly counts = new Map<SensitiveKind, number>();

  constructor(private readonly options: RedactionOptions = {}) {
    for (const { kind, name } of options.names ?? []) this.remember(kind, name);
  }

  /** How many different values were hidden, by kind. */
  get hidden(): ReadonlyMap<SensitiveKind, number> {
    return this.counts;
  }

  /** Throws what the custom patterns throw. */
  redact(text: string): string {
    const found: Sensitive[] = [...text.matchAll(placeholder)].map(({ 0: { length }, index }) => ({ kind: 'TEXT', start: index, end: index + length }));
    for (const { start, end } of this.options.custom?.(text) ?? []) found.push({ kind: 'CUSTOM', start: Math.max(0, start), end: Math.min(end, text.length) });
    found.push(...findSensitive(text));
    for (const { kind, start, end } of found) {
      if (kind === 'USER' || kind === 'HOST' || kind === 'SECRET') this.remember(kind, text.slice(start, end));
    }
    return this.replace(text, apart([...found, ...this.again(text)]));
  }

  /** Puts back what placeholders stand for; those that were never given out stay. */
  restore(text: string): string {
    return text.replace(placeholder, (given) => this.values.get(given) ?? given);
  }

  private remember(kind: SensitiveKind, value: string): void {
    if (value.length >= shortestName) this.known.set(value.toLowerCase(), kind);
  }

  private again(text: string): Sensitive[] {
    if (this.known.size === 0) return [];
    return [...text.matchAll(word)].flatMap(({ 0: matched, index }) => {
      const parts = [{ at: 0, part: matched.replace(/[.-]$/, '') }, ...[...matched.matchAll(/[^.-]+/g)].map(({ 0: part, index: at }) => ({ at, part }))];
      return parts.flatMap(({ at, part }) => {
        const kind = this.known.get(part.toLowerCase());
        return kind === undefined ? [] : [{ kind, start: index + at, end: index + at + part.length }];
      });
    });
  }

  private replace(text: string, spans: readonly Sensitive[]): string {
    let done = '';
    let from = 0;
    for (const { kind, start, end } of spans) {
      done += text.slice(from, start) + this.placeholderOf(kind, text.slice(start, end));
      from = end;
    }
    return done + text.slice(from);
  }

  private placeholderOf(kind: SensitiveKind, value: string): string {
    const earlier = this.placeholders.get(value);
    if (earlier !== undefined) return earlier;
    const count = (this.counts.get(kind) ?? 0) + 1;
    const given = `[[${kind}_${String(count)}]]`;
    this.counts.set(kind, count);
    this.placeholders.set(value, given);
    this.values.set(given, value);
    return given;
  }
}

/** In order of place, without overlap: those that overlap become one, of the kind that was found first, so no rest shows. */
function apart(found: readonly Sensitive[]): Sensitive[] {
  const ordered = found.map((span, rank) => ({ ...span, rank })).filter(({ start, end }) => start < end);
  ordered.sort((a, b) => a.start - b.start || a.rank - b.rank);
  const merged: (typeof ordered)[number][] = [];
  for (const span of ordered) {
    const last = merged.at(-1);
    if (!last || span.start >= last.end) merged.push(span);
    else merged[merged.length - 1] = { ...(span.rank < last.rank ? span : last), start: last.start, end: Math.max(last.end, span.end) };
  }
  return merged;
}
