// What must not leave the machine, and how it is found. Logs are hostile: each expression has one place to begin in a
// run of characters it could match, or is bounded, so that all of them take linear time.

export type SensitiveKind = 'TEXT' | 'CUSTOM' | 'KEY' | 'SECRET' | 'COOKIE' | 'EMAIL' | 'CARD' | 'ADDRESS' | 'USER' | 'HOST';

/** UTF-16 offsets into the text, `end` exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Sensitive extends Span {
  readonly kind: SensitiveKind;
}

const q = String.raw`\\{0,3}["']?`;
const assigned = String.raw`${q}\s{0,4}(?:=>|:=|[:=])\s{0,4}`;
const secretName = String.raw`(?:pass(?:word|wd|phrase|code)|pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|client[_-]?key|account[_-]?key|signing[_-]?key|encryption[_-]?key|credentials?|session[_-]?id|jsessionid|phpsessid|csrf|xsrf|otp)[\w-]{0,20}`;
/** Quoted (also within quoted JSON) to its quote or the line's end, else to what ends a field. */
const value = String.raw`(?:\\{1,3}"(?<escaped>[^"\\\r\n]+)|"(?<double>(?:[^"\\\r\n]|\\.)+)|'(?<single>(?:[^'\\\r\n]|\\.)+)|(?<bare>(?:[^\s"',;&<>]|[,;](?!\s|[\w.-]{1,40}[=:]|$))+))`;
const name = String.raw`(?<name>[\p{L}\p{N}][\p{L}\p{N}_.@\\-]*)`;

/** Asked in this order; what one has covered, a later one cannot show again. All of a match counts, or its named groups. */
const expressions: readonly { readonly kind: SensitiveKind; readonly expression: RegExp; readonly counts?: (text: string) => boolean }[] = [
  { kind: 'SECRET', expression: /(?<![\w-])eyJ[\w-]{5,}\.[\w-]{5,}(?:\.[\w-]*)*/gd },
  { kind: 'KEY', expression: /(?<![A-Za-z0-9])(?:sk-|rk_live_|[sp]k_(?:live|test)_|gh[oprsu]_|github_pat_|glpat-|npm_|hf_|pypi-|xox[abeoprs]-|dop_v1_|SG\.|ya29\.|AIza)[\w.-]{16,}/gd },
  { kind: 'KEY', expression: /(?<![A-Za-z0-9])A(?:KIA|SIA|GPA|IDA|ROA)[A-Z0-9]{16}(?![A-Z0-9])/gd },
  { kind: 'COOKIE', expression: new RegExp(String.raw`\b(?:set-)?cookie${assigned}${q}(?<value>[^\r\n"']+)`, 'dgi') },
  { kind: 'SECRET', expression: new RegExp(String.raw`\bauthorization${assigned}${q}(?:(?:bearer|basic|token|negotiate)\s{1,4}(?<token>[^\s"',;\\]+)|digest\s(?<digest>[^\r\n]+)|(?<other>[^\s"',;\\]+))`, 'dgi') },
  { kind: 'SECRET', expression: /\b(?:bearer|basic)\s{1,4}(?<value>[\w.~+/=-]{12,})/dgi, counts: (text) => /[\d=+/]|[a-z][A-Z]/.test(text) },
  { kind: 'SECRET', expression: new RegExp(`${secretName}${assigned}${value}`, 'dgim'), counts: isSecret },
  { kind: 'SECRET', expression: new RegExp(String.raw`(?<![\w-])--?[\w-]{0,20}?${secretName}\s{1,4}${value}`, 'dgim'), counts: isSecret },
  { kind: 'SECRET', expression: /:\/\/[^\s/@:"'<>]{0,256}:(?<value>[^\s@"'<>]{1,256})@/dg },
  { kind: 'USER', expression: /:\/\/(?<value>[^\s/@:"'<>]{1,256})[:@](?=[^\s"'<>]{0,256})/dg, counts: (text) => !/^[\w.-]+\.\w+$|^localhost$/.test(text) },
  { kind: 'EMAIL', expression: /(?<![\p{L}\p{N}_.+%-])[\p{L}\p{N}_.+%-]+@[\p{L}][\p{L}\p{N}.-]*/dgu },
  { kind: 'ADDRESS', expression: /(?<![\d.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?!\d|\.\d)/dg, counts: (text) => !/^(?:127\.|0\.0\.0\.0$)/.test(text) },
  { kind: 'ADDRESS', expression: /(?<![\w:.])[0-9a-f:]{3,}(?![\w:])/dgi, counts: isHexAddress },
  { kind: 'USER', expression: /(?:\/home|\/Users|\/export\/home|\b[a-z]:\/Users)\/(?<value>[^\s/\\:"'<>|;,)]+)/dgi, counts: isPersonal },
  { kind: 'USER', expression: /\b[a-z]:\\{1,4}Users\\{1,4}(?<value>(?:[^\s\\/:"'<>|;,)]| (?=[^\s\\/:"'<>|]{1,40}\\))+)/dgi, counts: isPersonal },
  { kind: 'USER', expression: new RegExp(String.raw`(?<![\p{L}\p{N}])(?:user|username|user[_-]name|login|account|owner|principal|ruser)${assigned}${q}${name}`, 'dgiu'), counts: isPersonal },
  { kind: 'USER', expression: /\b(?:user|role|login|account)\s{1,2}["'`](?<value>[^"'`\r\n]{1,64})["'`]/dgi, counts: isPersonal },
  { kind: 'USER', expression: /\b(?:for|invalid) user\s(?<value>[\w.-]+)/dgi, counts: isPersonal },
  { kind: 'HOST', expression: /:\/\/(?:[^\s/@"'<>]{0,256}@)?(?<value>[\p{L}\p{N}][\p{L}\p{N}_.-]*)/dgu, counts: isForeign },
  { kind: 'HOST', expression: new RegExp(String.raw`(?<![\p{L}\p{N}])(?:host|hostname|host[_-]name|server|nodename|machine|computer|rhost)${assigned}${q}${name}`, 'dgiu'), counts: isForeign },
  { kind: 'HOST', expression: /\b(?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|UnknownHostException:|unknown host:?|resolve host(?:name)?:?)\s{1,3}["']?(?<value>[\p{L}\p{N}][\p{L}\p{N}_.-]*)/dgiu, counts: isForeign },
  { kind: 'HOST', expression: /(?<![\w.@-])(?!javax?\.)(?:[a-z0-9-]{1,63}\.){1,6}(?:com|net|org|io|dev|cloud|internal|local|lan|corp|intra|intranet|localdomain)(?![\w-]|\.\w)/dg },
];

/** All that is sensitive, by kind and not by place; spans may overlap. */
export function findSensitive(text: string): Sensitive[] {
  const found: Sensitive[] = [...privateKeys(text), ...cards(text)];
  for (const { kind, expression, counts } of expressions) {
    for (const match of text.matchAll(expression)) {
      const groups = Object.values(match.indices?.groups ?? {}).filter((at): at is [number, number] => (at as [number, number] | undefined) !== undefined);
      for (const [start, end] of groups.length > 0 ? groups : [[match.index, match.index + match[0].length] as const]) {
        if (counts?.(text.slice(start, end)) !== false) found.push({ kind, start, end });
      }
    }
  }
  return found;
}

/** A block that is cut off counts to the end of the text. */
function* privateKeys(text: string): Generator<Sensitive> {
  let from = 0;
  for (const { index } of text.matchAll(/-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY/g)) {
    if (index < from) continue;
    const end = text.indexOf('-----END', index);
    const close = end < 0 ? -1 : text.indexOf('-----', end + '-----END'.length);
    from = close < 0 ? text.length : close + '-----'.length;
    yield { kind: 'KEY', start: index, end: from };
  }
}

/** Windows over groups of digits, as a time may stand right before a number; so long as cards are, with a sum that fits. */
function* cards(text: string): Generator<Sensitive> {
  for (const run of text.matchAll(/\d[\d -]{11,}/g)) {
    const groups = [...run[0].matchAll(/\d+/g)].map((group) => ({ start: run.index + group.index, digits: group[0] }));
    for (let first = 0; first < groups.length; first++) {
      let digits = '';
      for (let last = first; last < groups.length && digits.length <= 19; last++) {
        const group = groups[last];
        if (!group) break;
        digits += group.digits;
        const start = groups[first]?.start ?? group.start;
        if (isCard(digits)) yield { kind: 'CARD', start, end: group.start + group.digits.length };
      }
    }
  }
}

/** Of a length and first digit that cards have (2 to 6, so no time in milliseconds), and right by Luhn's sum. */
function isCard(digits: string): boolean {
  if (!/^[2-6]\d{12,18}$/.test(digits)) return false;
  let sum = 0;
  for (let index = 0; index < digits.length; index++) {
    const digit = Number(digits[digits.length - 1 - index]);
    const twice = digit * 2;
    sum += index % 2 === 0 ? digit : twice > 9 ? twice - 9 : twice;
  }
  return sum % 10 === 0;
}

/** Of IPv6, or of a network card. */
function isHexAddress(text: string): boolean {
  if (text === '::1' || text.length > 39) return false;
  const groups = text.split(':');
  if (groups.some((group) => group.length > 4)) return false;
  if (text.includes('::')) return groups.length <= 9 && text.indexOf('::') === text.lastIndexOf('::') && /\d/.test(text);
  return groups.length === 8 || (groups.length === 6 && groups.every(({ length }) => length === 2));
}

function isSecret(text: string): boolean {
  return !/^(?:[^\p{L}\p{N}]{1,2}|null|nil|none|true|false|undefined|required|missing|invalid|expired|empty|\*+)$/iu.test(text);
}

function isPersonal(text: string): boolean {
  return !/^(?:root|nobody|null|nil|none|undefined|unknown|anonymous|public|shared|default|\d{1,3})$/i.test(text);
}

function isForeign(text: string): boolean {
  return !/^(?:localhost|null|nil|none|undefined|unknown|127\.[\d.]+|0\.0\.0\.0)$/i.test(text);
}
