import { StoreError } from '../store';

/** The database cannot be reached, or lets nobody in, for now: another try, later, may come through. */
export class ServerAwayError extends StoreError {}

/** The login is not allowed to do this. */
export class NotAllowedError extends StoreError {}

/** Conditions of PostgreSQL (Appendix A of its documentation) that tell that the server is going, gone, or not there yet. */
const away = /^(?:08...|57P0[1-3]|53300)$/;
/** Errors of the operating system that tell the same. */
const unreachable = ['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'EHOSTDOWN', 'ENETUNREACH', 'ENETDOWN', 'ENOTFOUND', 'EAI_AGAIN'];
/** What the client says, without a code, where a connection ended or did not come about. */
const ended = /^(?:Connection terminated|timeout e?xpired|timeout exceeded when trying to connect|Client has encountered a connection error|The server closed the connection)/i;

/** Puts what a server, or the way to it, has answered into plain words; `label` is how the database is called. */
export function plainly(error: unknown, label: string, secondsPerStatement: number): StoreError {
  if (error instanceof StoreError) return error;
  const cause = { cause: error };
  const code = codeOf(error);
  const words = error instanceof Error ? error.message : String(error);
  if (away.test(code) || unreachable.includes(code) || ended.test(words)) {
    return new ServerAwayError(`The database ${label} cannot be reached (${code || words}).`, cause);
  }
  const told = explanations.find(([pattern]) => pattern.test(code))?.[1];
  if (told) return told(label, words, cause, secondsPerStatement);
  if (/CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO_VERIFY/.test(code) || /SSL|certificate|self.signed/i.test(words)) {
    return new ServerAwayError(`The database ${label} does not prove who it is, or does not speak TLS: ${words}. sslmode and sslrootcert in its address say what is asked of it.`, cause);
  }
  if (/password must be a string|no password|SASL/i.test(words)) return withoutPassword(label, cause);
  return new StoreError(`The database ${label} cannot do that: ${words}`, cause);
}

type Explanation = (label: string, words: string, cause: ErrorOptions, seconds: number) => StoreError;

const explanations: readonly (readonly [RegExp, Explanation])[] = [
  [/^28/, (label, _, cause) => withoutPassword(label, cause)],
  [/^3D000$/, (label, _, cause) => new ServerAwayError(`There is no such database: ${label}. An administrator of the server can make it.`, cause)],
  [/^42501$/, (label, words, cause) => new NotAllowedError(`Your login may not do that in the database ${label}: ${words}. An administrator can give it the role stacklens_analyst.`, cause)],
  [/^57014$/, (label, _, cause, seconds) => new StoreError(`The database ${label} took longer than ${String(seconds)} s and was stopped. Try again, or ask for less.`, cause)],
  [/^53[12]00$/, (label, words, cause) => new StoreError(`The database ${label} is full: ${words}. An administrator of the server can make room.`, cause)],
  [/^25006$/, (label, _, cause) => new StoreError(`The database ${label} takes no changes now: it is read-only.`, cause)],
];

function withoutPassword(label: string, cause: ErrorOptions): StoreError {
  return new ServerAwayError(`The database ${label} does not accept the login. “StackLens: Set Database Password…” sets its password; PGPASSWORD and a pgpass file are looked at, too.`, cause);
}

function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  // Where a name has several addresses, each has failed in a way of its own.
  return error instanceof AggregateError ? codeOf(error.errors[0]) : '';
}
