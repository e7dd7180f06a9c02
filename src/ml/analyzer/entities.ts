import type { Entity, EntityKind } from '../../core/learning';

interface Finder {
  readonly kind: EntityKind;
  /** Global, with indices (`d`); what it names is the group `it`, else all of it. Linear in the text. */
  readonly pattern: RegExp;
  /** Words that are no names where they stand bare. */
  readonly except?: ReadonlySet<string>;
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));
/** What goes on after "user" or "account" in a sentence: the name is said elsewhere, or not at all. */
const notUsers = words(
  'a access account action actions activity added again agent an and any are as at attempted authenticated authentication balance before but by can cannot canceled cancelled changed closed connected connection could created creation credentials data database deactivated defined deleted denied details did directory disabled disconnected does enabled error errors exceeded exists expired failed failure for form found from group groups had has have home id ids in input interface interrupted into invalid is issued journey killed left limit list locked logged logging login logout lookup management may mode must name named names needs never no not of on only or out password permission permissions pool preferences process profile provided pwd record records rejected registered removed request requested requests required role roles service session sessions settings should signed signing space state status store table that the timed to token tried type unknown unlocked update updated user was wants were when which who will with without would',
);

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
  { kind: 'user', pattern: /\b(?:user(?:name)?|login|account)(?:[=:] ?| )(?:["'](?<it>[A-Za-z_][\w.@\\-]{0,60})["']|(?<two>[A-Za-z_][\w.@\\-]{0,60})(?![\w(=/]))|\b(?:password|publickey|login|session|authentication(?: failure)?|access denied|certificate) for (?:(?:invalid |illegal |unknown )?user )?["']?(?<three>[A-Za-z_][\w.@\\-]{0,60})(?![\w(=/])/dgi, except: notUsers },
  { kind: 'host', pattern: /\b(?:r?host(?:name)?|server|node|machine)(?:=|: ?| )["']?(?<it>(?=[\w.-]{0,60}[\d.-])[a-z][\w.-]{1,120})(?![\w(:])|(?<![\w.@/])(?:[a-z0-9](?:[a-z0-9-]{0,60}[a-z0-9])?\.){1,6}(?:com|org|net|io|dev|local|internal|lan|svc|cloud|edu|gov|de|uk|eu|[a-z]{2})(?![\w(.])|\blocalhost\b|(?<![\w.@/:-])(?=[a-z0-9-]{0,62}[\d-])[a-z][a-z0-9-]{1,62}(?=:\d{2,5}\b(?![.:]\d))/dgi },
  { kind: 'port', pattern: /(?<=[\w\])]):(?<it>\d{2,5})\b(?![.:]\d)|\bport[ =:]{1,2}(?<two>\d{1,5})\b/dgi },
  { kind: 'id', pattern: /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b|\b0x[0-9a-f]{2,16}\b|\b(?=[0-9a-f]{0,31}\d)(?=[0-9a-f]{0,31}[a-f])[0-9a-f]{8,64}\b|\b(?:id|pid|tid|trace|request|order|job|transaction)[ =:#]{1,2}(?<it>[\w-]{0,30}\d[\w-]{0,30})\b/dgi },
];

/** The things that a message names, in the order in which they stand. */
export function entitiesOf(message: string): Entity[] {
  const text = message.slice(0, maxLength);
  const found: Entity[] = [];
  for (const { kind, pattern, except } of finders) {
    for (const match of text.matchAll(pattern)) {
      if (found.length >= mostEntities) break;
      const groups = match.indices?.groups;
      const [start, end] = groups?.['it'] ?? groups?.['two'] ?? groups?.['three'] ?? [match.index, match.index + match[0].length];
      const shorter = trimmedEnd(text, start, end);
      if (except?.has(text.slice(start, shorter).toLowerCase()) === true) continue;
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
