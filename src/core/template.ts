import type { Frame } from './finding';

/** Names the scheme by which fingerprints are made; ids of another scheme are mapped by their templates. */
export const fingerprintScheme = 'v1';

/**
 * Identity of an event: a function of its template and of the innermost application frame of its trace, if any.
 * The prefix names the scheme; frames count by function and file name, since line numbers move with every edit.
 */
export function fingerprint(template: string, frames: readonly Frame[]): string {
  const frame = frames.find((candidate) => candidate.application);
  const place = frame ? `\n${frame.function ?? ''}@${frame.file?.split(/[\\/]/).at(-1) ?? ''}` : '';
  return `${fingerprintScheme}:${hash64(template + place)}`;
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
