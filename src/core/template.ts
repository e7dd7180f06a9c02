import type { Frame } from './finding';

/**
 * Variables of a message, most specific first. Each alternative starts with a character that the others
 * before it cannot leave half-read, and none nests quantifiers: the expression is linear in the text.
 */
const variables = new RegExp(
  [
    /(?<url>\b[a-z][a-z0-9+.-]{1,15}:\/\/[^\s"'<>)\]}]+)/,
    /(?<email>\b[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+)/,
    /(?<uuid>\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b)/,
    /(?<time>\b\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?|\b\d\d:\d\d:\d\d(?:[.,]\d+)?\b)/,
    /(?<ip>\b\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}(?::\d{1,5})?\b|\b[0-9a-f]{1,4}(?::[0-9a-f]{0,4}){3,7}(?![\w:]))/,
    /(?<path>(?<![\w.:])(?:~|\.{1,2})?(?:\/[\w.@%+~-]+){2,}\/?|\b[a-z]:\\[^\s"'<>|,;)]+)/,
    /(?<quoted>"[^"\n]{0,300}"|(?<!\w)'[^'\n]{0,300}'(?!\w)|`[^`\n]{0,300}`)/,
    /(?<hex>\b0x[0-9a-f]+\b|\b(?=[a-f]{0,64}\d)(?:[0-9a-f]{12,64}|[0-9a-f]{8})\b)/,
    /(?<num>(?<![a-z0-9])[-+]?\d[\d.,]*(?:[a-zµ]{1,3}\b)?|(?<=[_])-?\d+|(?<![a-z0-9])[a-z]{1,2}\d+(?![a-z\d])|(?<=[a-z])\d{2,})/,
  ]
    .map((part) => part.source)
    .join('|'),
  'gi',
);

/** Longer messages are cut before masking: what makes two events alike stands at their beginning. */
const maxMaskedLength = 2000;

/** The message with its variables masked, each as `<kind>`. */
export function maskVariables(message: string): string {
  const text = message.length > maxMaskedLength ? message.slice(0, maxMaskedLength) : message;
  return text.replace(variables, (...match: unknown[]) => {
    const groups = match.at(-1) as Record<string, string | undefined>;
    for (const kind in groups) if (groups[kind] !== undefined) return `<${kind}>`;
    return '<*>';
  });
}

/**
 * Identity of an event: a function of its template and of the innermost application frame of its trace, if any.
 * The prefix names the scheme; frames count by function and file name, since line numbers move with every edit.
 */
export function fingerprint(template: string, frames: readonly Frame[]): string {
  const frame = frames.find((candidate) => candidate.application);
  const place = frame ? `\n${frame.function ?? ''}@${frame.file?.split(/[\\/]/).at(-1) ?? ''}` : '';
  return `v1:${hash64(template + place)}`;
}

/** 64 bits in hexadecimal: two FNV-1a lanes with different offsets, mixed at the end as MurmurHash3 does. */
export function hash64(text: string): string {
  let a = 0x811c9dc5;
  let b = 0x9e3779b1;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ code, 0x5bd1e995) ^ (b >>> 13);
  }
  return mix(a ^ (b >>> 7)) + mix(b ^ Math.imul(a, 0x27d4eb2f));
}

function mix(value: number): string {
  let h = value;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) >>> 0).toString(16).padStart(8, '0');
}
