import type { Entity, EntityKind } from '../../core/learning';

interface Finder {
  readonly kind: EntityKind;
  /** Global, with indices (`d`); what it names is the group `it`, else all of it. Linear in the text. */
  readonly pattern: RegExp;
}

const maxLength = 4000;
const mostEntities = 40;

/** In the order in which they are asked: what one has taken no later one gets. */
const finders: readonly Finder[] = [
  { kind: 'url', pattern: /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s"'<>()[\]{}]{1,500}/gi },
  { kind: 'exception', pattern: /\b(?:[A-Za-z_][\w$]{0,80}\.){0,12}[A-Z]\w{0,80}(?:Exception|Error|Failure|Fault|Violation)\b/g },
  { kind: 'errno', pattern: /\bE(?:[A-Z]{3,15}|2BIG)\b(?![(\w])|\b(?:errno|error)[ =:]{1,2}(?<it>\d{1,4})\b|\[Errno (?<two>\d{1,4})\]/dg },
  { kind: 'sqlState', pattern: /\bSQLSTATE[ =:[(]{1,2}(?<it>[0-9A-Z]{5})\b|\bORA-\d{5}\b/dg },
  { kind: 'httpStatus', pattern: /\b(?:HTTP(?:\/\d(?:\.\d)?)?|status(?: code)?|returned|answered|response)[ =:]{1,2}(?<it>[1-5]\d\d)\b/dgi },
  { kind: 'version', pattern: /\bv\d{1,5}(?:\.\d{1,5}){1,3}(?:-[\w.]{1,30})?\b|\bversion[ =:]{1,2}(?<it>\d{1,5}(?:\.\d{1,5}){0,3})\b/dgi },
  { kind: 'ip', pattern: /(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.]\d)|(?<![\w:])(?:[0-9a-f]{1,4}:){3,7}(?::?[0-9a-f]{1,4}){0,4}(?![\w:])/gi },
  { kind: 'duration', pattern: /\b\d{1,12}(?:\.\d{1,9})? ?(?:ns|us|µs|ms|msecs?|milliseconds?|s|secs?|seconds?|m|mins?|minutes?|h|hours?|days?)\b/g },
  { kind: 'size', pattern: /\b\d{1,15}(?:\.\d{1,6})? ?(?:[kKMGTP]i?B|bytes?|B)\b/g },
  { kind: 'package', pattern: /(?<![\w/])@[a-z0-9-]{1,60}\/[a-z0-9._-]{1,80}(?:@[\w.-]{1,40})?/g },
  { kind: 'file', pattern: /(?<![\w/])(?:[A-Za-z]:\\|\\\\|\.{0,2}\/)[^\s"'<>|:;,()[\]{}]{1,300}|(?<![\w/.-])[\w-]{1,80}\.(?:c|cc|cfg|conf|config|cpp|cs|csv|db|go|h|ini|jar|java|js|json|jsx|kt|log|php|properties|py|rb|rs|sh|so|sql|toml|ts|tsx|txt|xml|ya?ml|zip)\b/g },
  { kind: 'user', pattern: /\b(?:user(?:name)?|login|account|rhost|for)[ =:]{1,2}["']?(?<it>[A-Za-z_][\w.@-]{0,60})["']?(?= from|["',;\s]|$)/dgi },
  { kind: 'host', pattern: /(?<![\w.@/])(?:[a-z0-9](?:[a-z0-9-]{0,60}[a-z0-9])?\.){1,6}(?:com|org|net|io|dev|local|internal|lan|svc|cloud|edu|gov|de|uk|eu|[a-z]{2})(?![\w(.])|\blocalhost\b/g },
  { kind: 'port', pattern: /(?<=[\w\])]):(?<it>\d{2,5})\b(?![.:]\d)|\bport[ =:]{1,2}(?<two>\d{1,5})\b/dgi },
  { kind: 'id', pattern: /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b|\b0x[0-9a-f]{2,16}\b|\b(?=[0-9a-f]{0,31}\d)(?=[0-9a-f]{0,31}[a-f])[0-9a-f]{8,64}\b|\b(?:id|pid|tid|trace|request|order|job|transaction)[ =:#]{1,2}(?<it>[\w-]{0,30}\d[\w-]{0,30})\b/dgi },
];

/** The things that a message names, in the order in which they stand. */
export function entitiesOf(message: string): Entity[] {
  const text = message.slice(0, maxLength);
  const found: Entity[] = [];
  for (const { kind, pattern } of finders) {
    for (const match of text.matchAll(pattern)) {
      if (found.length >= mostEntities) break;
      const groups = match.indices?.groups;
      const [start, end] = groups?.['it'] ?? groups?.['two'] ?? [match.index, match.index + match[0].length];
      const shorter = trimmedEnd(text, start, end);
      if (shorter > start && !found.some((other) => start < other.end && other.start < shorter)) found.push({ kind, text: text.slice(start, shorter), start, end: shorter });
    }
  }
  return found.sort((a, b) => a.start - b.start);
}

/** Marks that end a sentence end no name. */
function trimmedEnd(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && '.,;:!?'.includes(text.charAt(at - 1))) at--;
  return at;
}
