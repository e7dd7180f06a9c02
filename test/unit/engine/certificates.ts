import { readFileSync } from 'node:fs';
import path from 'node:path';

/** What is right or wrong with the certificate of a server that a test starts: see test/fixtures/tls. */
export type CertificateKind = 'right' | 'otherHost' | 'expired' | 'unknown';

export interface Certificate {
  readonly cert: Buffer;
  readonly key: Buffer;
}

/** The file of the authority that made all but the unknown one. */
export const authority = path.resolve('test/fixtures/tls/authority.crt');

export function certificate(kind: CertificateKind): Certificate {
  const file = (ending: string): Buffer => readFileSync(path.resolve(`test/fixtures/tls/${kind}.${ending}`));
  return { cert: file('crt'), key: file('key') };
}
