/** By the codes of OpenSSL that Node.js hands on, and its words where a library has put a code of its own in their place. */
const problems: readonly (readonly [RegExp, string])[] = [
  [/ERR_TLS_CERT_ALTNAME_INVALID|does not match certificate's altnames/, 'its certificate is for another host'],
  [/CERT_HAS_EXPIRED|certificate has expired/, 'its certificate has expired'],
  [/CERT_NOT_YET_VALID|certificate is not yet valid/, 'its certificate is not valid yet'],
  [
    /UNABLE_TO_VERIFY_LEAF_SIGNATURE|UNABLE_TO_GET_ISSUER_CERT|SELF_SIGNED_CERT|unable to verify the first certificate|unable to get (?:local )?issuer certificate|self.signed certificate/,
    'its certificate is from an authority that is not known here; NODE_EXTRA_CA_CERTS can name a file of further ones',
  ],
];

/** Why a server does not prove who it is, as a clause; null where that is not what went wrong. */
export function certificateProblem(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  const said = `${'code' in error ? String(error.code) : ''} ${error.message}`;
  return problems.find(([pattern]) => pattern.test(said))?.[1] ?? certificateProblem(error.cause);
}
