import type { Decode, Encoding } from '../core/scan/lineSplitter';

export interface Detected {
  readonly encoding: Encoding;
  /** Bytes of the byte order mark. */
  readonly skip: number;
}

/** So many NULs in a row are a hole, as copytruncate or a crashed machine leaves it; scattered NULs are what programs are made of. */
const holeLength = 32;
/** Shares of scattered NULs and of other controls that no text has. A NUL at the end of each line is still text. */
const mostNuls = 0.05;
const mostControls = 0.02;

/** Guesses the encoding from a file's first bytes (`whole`: from all of them); null where they are no text. */
export function detectEncoding(head: Buffer, whole: boolean): Detected | null {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: 'utf-8', skip: 3 };
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: 'utf-16le', skip: 2 };
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: 'utf-16be', skip: 2 };
  const { even, odd, scattered, control } = countOddities(head);
  const half = head.length / 2;
  if (odd > half * 0.4 && even < half * 0.05) return { encoding: 'utf-16le', skip: 0 };
  if (even > half * 0.4 && odd < half * 0.05) return { encoding: 'utf-16be', skip: 0 };
  if (control > head.length * mostControls || scattered > head.length * mostNuls) return null;
  return { encoding: isUtf8(head, whole) ? 'utf-8' : 'windows-1252', skip: 0 };
}

/** Counts NULs at even and at odd places, those outside holes, and other control characters. */
function countOddities(head: Buffer): { readonly even: number; readonly odd: number; readonly scattered: number; readonly control: number } {
  let even = 0;
  let odd = 0;
  let scattered = 0;
  let control = 0;
  let run = 0;
  for (let i = 0; i <= head.length; i++) {
    const byte = head[i];
    if (byte === 0) {
      run++;
      if (i % 2 === 0) even++;
      else odd++;
      continue;
    }
    if (run < holeLength) scattered += run;
    run = 0;
    // Bells, backspaces and escapes stand in the logs of terminals.
    if (byte !== undefined && (byte < 7 || (byte > 13 && byte < 32 && byte !== 27))) control++;
  }
  return { even, odd, scattered, control };
}

/** Whether it reads as UTF-8, a stray byte here and there aside. */
function isUtf8(head: Buffer, whole: boolean): boolean {
  // A head may end within a character.
  return mostlyValid(new TextDecoder().decode(head, { stream: !whole }));
}

/** Most of what is not ASCII is valid: one wrong byte in a line of Polish is damage, one in a line of ASCII another encoding. */
function mostlyValid(text: string): boolean {
  let invalid = 0;
  let valid = 0;
  for (const character of text) {
    if (character === '\ufffd') invalid++;
    else if (character > '\x7f') valid++;
  }
  return invalid <= valid;
}

/** What Windows-1252 has where Latin-1 has controls that no log uses. */
const western = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

const decodeWestern: Decode = (bytes, start, end) => {
  const text = asBuffer(bytes).toString('latin1', start, end);
  return text.replace(/[\x80-\x9f]/g, (character) => western.charAt(character.charCodeAt(0) - 0x80));
};

export const decoders: Readonly<Record<Encoding, Decode>> = {
  'utf-8': (bytes, start, end) => {
    const text = asBuffer(bytes).toString('utf8', start, end);
    // Logs that several programs write may have lines in an older encoding.
    return text.includes('\ufffd') && !mostlyValid(text) ? decodeWestern(bytes, start, end) : text;
  },
  'windows-1252': decodeWestern,
  'utf-16le': (bytes, start, end) => asBuffer(bytes).toString('utf16le', start, end),
  'utf-16be': (bytes, start, end) => {
    const even = end - ((end - start) % 2);
    return Buffer.from(bytes.subarray(start, even)).swap16().toString('utf16le');
  },
};

/** Lines that end with a CR alone, as on old machines: a head with several and no LF at all. */
export function endsLinesWithCarriageReturns(head: Buffer): boolean {
  const first = head.indexOf(13);
  return first >= 0 && head.indexOf(13, first + 1) >= 0 && !head.includes(10);
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
