import { certificateProblem } from '../certificateProblem';
import { type AlertChannel, type EmailChannel, type WebhookChannel, wrongWithAddress } from './alertRules';
import { type AlertMessage, jsonBody, mailOf, slackBody, teamsBody } from './alertMessage';

/** A message could not be delivered; the reason is a clause that has no secret in it. */
export class DeliveryError extends Error {
  constructor(
    reason: string,
    /** Milliseconds that the other side asks to be left alone; null where it does not say. */
    readonly retryAfter: number | null = null,
    options?: ErrorOptions,
  ) {
    super(reason, options);
  }
}

/** The value of a variable that a file of alerts names; undefined where it is not set. */
export type Secret = (variable: string) => string | undefined;

/** Milliseconds that the other side may take. */
const patience = 15_000;
const longestWait = 3_600_000;
const ports = { tls: 465, starttls: 587, none: 25 } as const;
const bodies = { json: jsonBody, slack: slackBody, teams: teamsBody } as const;

/** Says something on this machine. */
export type Notify = (message: AlertMessage) => void;

/** Sends a message, or rejects with a `DeliveryError` after some seconds. */
export async function deliver(channel: AlertChannel, message: AlertMessage, { secret, notify }: { readonly secret: Secret; readonly notify: Notify }): Promise<void> {
  if (channel.type === 'webhook') await post(channel, message, secret);
  else if (channel.type === 'email') await mail(channel, message, secret);
  else notify(message);
}

/** Where a channel's messages go, for people and the audit trail: the host alone, as all else may be secret. */
export function destinationOf(channel: AlertChannel, secret: Secret): string {
  if (channel.type === 'notification') return 'this machine';
  if (channel.type === 'email') return channel.server;
  const address = channel.url ?? secret(channel.urlFrom ?? '') ?? '';
  return URL.canParse(address) ? new URL(address).host : 'nowhere';
}

async function post({ url, urlFrom, tokenFrom, body = 'json' }: WebhookChannel, message: AlertMessage, secret: Secret): Promise<void> {
  const address = url ?? needed(secret, urlFrom ?? '');
  const [wrong] = wrongWithAddress(address);
  if (wrong !== undefined) throw new DeliveryError(`the address in ${urlFrom ?? 'the file'} ${wrong}`);
  const token = tokenFrom === undefined ? null : needed(secret, tokenFrom);
  const headers = { 'content-type': 'application/json', 'user-agent': 'StackLens-AI', ...(token === null ? {} : { authorization: `Bearer ${token}` }) };
  const silence = AbortSignal.timeout(patience);
  let response: Response;
  try {
    // Neither the message nor a token goes on to wherever a redirection leads.
    response = await fetch(address, { method: 'POST', redirect: 'manual', headers, body: JSON.stringify(bodies[body](message)), signal: silence });
    await response.body?.cancel();
  } catch (error) {
    throw new DeliveryError(silence.aborted ? `it did not answer for ${String(patience / 1000)} s` : (certificateProblem(error) ?? `it cannot be reached (${reasonOf(error)})`), null, { cause: error });
  }
  if (response.ok) return;
  if (response.status >= 300 && response.status < 400) throw new DeliveryError('it sends on to another address, which is not followed');
  throw new DeliveryError(`it answered ${String(response.status)}`, waitOf(response.headers.get('retry-after')));
}

async function mail({ server, port, security = 'starttls', userFrom, passwordFrom, from, to }: EmailChannel, message: AlertMessage, secret: Secret): Promise<void> {
  const { createTransport } = await import('nodemailer');
  const auth = userFrom === undefined || passwordFrom === undefined ? {} : { auth: { user: needed(secret, userFrom), pass: needed(secret, passwordFrom) } };
  const transport = createTransport({
    host: server,
    port: port ?? ports[security],
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    ...auth,
    connectionTimeout: patience,
    greetingTimeout: patience,
    socketTimeout: patience,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    await transport.sendMail({ from, to: [...to], ...mailOf(message) });
  } catch (error) {
    throw new DeliveryError(certificateProblem(error) ?? `the mail server refused it or cannot be reached (${reasonOf(error)})`, null, { cause: error });
  } finally {
    transport.close();
  }
}

function needed(secret: Secret, variable: string): string {
  const value = secret(variable);
  if (value === undefined || value === '') throw new DeliveryError(`the variable ${variable} is not set`);
  return value;
}

/** Milliseconds that `Retry-After` asks for, as seconds or as a date; null where it does not. */
function waitOf(header: string | null): number | null {
  if (header === null) return null;
  const wait = /^\d+$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(wait) ? Math.min(longestWait, Math.max(0, wait)) : null;
}

/** What went wrong, without what was said: it may hold addresses and logins. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  if (typeof cause !== 'object' || cause === null) return 'unknown';
  const { code, responseCode } = cause as { readonly code?: unknown; readonly responseCode?: unknown };
  return [code, responseCode].filter((each) => typeof each === 'string' || typeof each === 'number').join(' ') || 'unknown';
}
