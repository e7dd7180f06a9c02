import { certificateProblem } from '../certificateProblem';
import { SourceError } from '../sources';
import type { Secrets } from './remoteLog';

interface Call {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** From the base on, with its query. */
  readonly path: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

interface EngineOptions {
  readonly label: string;
  readonly base: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** Milliseconds of silence that are waited for. */
  readonly patience: number;
}

/** Bytes of one answer that is read as a whole. */
const largestAnswer = 256_000_000;
/** Characters of one line of a streamed answer. */
const longestLine = 16_000_000;
/** Characters of what an engine says of its failure. */
export const longestReason = 300;
/** Milliseconds for what is said to an engine when nobody waits any more. */
const partingPatience = 2_000;

/** An engine that is spoken to over HTTP. All its methods reject with SourceError, or the signal's reason. */
export class HttpEngine {
  constructor(private readonly options: EngineOptions) {}

  /** The JSON of an answer. */
  async json(call: Call): Promise<unknown> {
    const parts: Uint8Array[] = [];
    let size = 0;
    for await (const part of this.body(call)) {
      size += part.length;
      if (size > largestAnswer) throw this.problem('answers with more than can be read at once. Ask for less: a shorter time, or more labels.');
      parts.push(part);
    }
    const text = Buffer.concat(parts).toString('utf8');
    try {
      return JSON.parse(text);
    } catch {
      throw this.problem(`does not answer as it should: what came begins with “${oneLine(text).slice(0, 60)}”. Check the address.`);
    }
  }

  /** The lines of an answer as they come, some at a time; the next are asked for when these are done with. */
  async *lines(call: Call): AsyncGenerator<readonly string[]> {
    const decoder = new TextDecoder();
    let rest = '';
    for await (const part of this.body(call)) {
      const lines = (rest + decoder.decode(part, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      if (rest.length > longestLine) throw this.problem('sends a line that is too long to be read.');
      if (lines.length > 0) yield lines;
    }
    if (rest !== '') yield [rest];
  }

  /** Says something that is not waited for by anybody: what goes wrong is of no consequence, as what it ends runs out by itself. */
  async part(call: Call): Promise<void> {
    try {
      await (await this.fetched(call, AbortSignal.timeout(partingPatience))).body?.cancel();
    } catch {
      // See above.
    }
  }

  problem(text: string, cause?: unknown): SourceError {
    return new SourceError(`${this.options.label} ${text}`, { cause });
  }

  /** The parts of a successful answer. */
  private async *body(call: Call): AsyncGenerator<Uint8Array> {
    const silence = new AbortController();
    const { signal, patience } = this.options;
    signal.throwIfAborted();
    const wait = (): NodeJS.Timeout => setTimeout(() => silence.abort(), patience);
    let timer = wait();
    const until = AbortSignal.any([signal, silence.signal]);
    try {
      const response = await this.fetched(call, until);
      if (!response.ok) throw this.refused(response.status, await reasonIn(response));
      const type = response.headers.get('content-type') ?? '';
      if (/\bhtml\b/i.test(type)) throw this.problem(`answers with a web page (${type.split(';', 1)[0] ?? ''}). Check the address, and whether a proxy asks for a login.`);
      if (response.body === null) return;
      for await (const part of response.body as unknown as AsyncIterable<Uint8Array>) {
        // Whoever takes it may take their time.
        clearTimeout(timer);
        yield part;
        timer = wait();
      }
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof SourceError) throw error;
      if (silence.signal.aborted) throw this.problem(`did not answer for ${String(patience / 1000)} s. Ask for less, or see whether it is overloaded.`, error);
      const untrusted = certificateProblem(error);
      if (untrusted !== null) throw this.problem(`does not prove who it is: ${untrusted}.`, error);
      throw this.problem(`cannot be reached, or the connection was lost (${codeOf(error)}). What was read before counts.`, error);
    } finally {
      clearTimeout(timer);
    }
  }

  private fetched({ method, path, body, headers }: Call, signal: AbortSignal): Promise<Response> {
    // Secrets are not taken along to wherever a redirection leads.
    return fetch(this.options.base + path, { method, redirect: 'error', signal, headers: { ...this.options.headers, ...headers }, ...(body === undefined ? {} : { body }) });
  }

  private refused(status: number, reason: string): SourceError {
    const told = reason === '' ? '' : `: ${reason}`;
    if (status === 401 || status === 403) return this.problem(`does not accept the login (${String(status)})${told}. Set STACKLENS_SOURCE_TOKEN, or STACKLENS_SOURCE_USER and STACKLENS_SOURCE_PASSWORD.`);
    if (status === 404) return this.problem(`is not there (404)${told}. Check the address.`);
    if (status === 429) return this.problem(`is asked too much (429)${told}. Try again later, or ask for less.`);
    return this.problem(`could not do what it was asked (${String(status)})${told}.`);
  }
}

/** What proves who asks, as HTTP has it. */
export function authorization({ user, password, token }: Secrets, scheme = 'Bearer'): Readonly<Record<string, string>> {
  if (token !== undefined) return { authorization: `${scheme} ${token}` };
  return user === undefined ? {} : { authorization: `Basic ${Buffer.from(`${user}:${password ?? ''}`).toString('base64')}` };
}

/** A member of something that came as JSON; undefined where there is none. */
export function memberOf(value: unknown, ...keys: readonly string[]): unknown {
  let found = value;
  for (const key of keys) found = typeof found === 'object' && found !== null && Object.hasOwn(found, key) ? (found as Record<string, unknown>)[key] : undefined;
  return found;
}

/** What an engine says of its failure, on one line. */
async function reasonIn(response: Response): Promise<string> {
  const text = await response.text().catch(() => '');
  if (/^\s*</.test(text)) return '';
  const parsed = ((): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      return null;
    }
  })();
  const told = [memberOf(parsed, 'error', 'reason'), memberOf(parsed, 'message'), memberOf(parsed, 'error')].find((each) => typeof each === 'string');
  return oneLine(typeof told === 'string' ? told : text).replace(/\.$/, '').slice(0, longestReason);
}

function oneLine(text: string): string {
  // eslint-disable-next-line no-control-regex -- they are what is taken out
  return text.replace(/[\s\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]+/g, ' ').trim();
}

function codeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause instanceof Error) return 'code' in cause ? String(cause.code) : cause.message;
  return error instanceof Error ? error.message : String(error);
}
