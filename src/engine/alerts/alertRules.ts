import schema from '../../../schemas/alerts.schema.json';
import type { LiveAnomalyKind } from '../../core/anomalies/liveWatch';
import type { Category, Severity } from '../../core/finding';
import { checkSchema, type SchemaProblem } from '../../core/formats/schemaCheck';
import { placeOf } from '../../core/formats/parseDefinition';
import { TimeZone } from '../../core/time/zones';
import { placeInJson } from '../jsonPlace';

/** Who is told of which findings; see `schemas/alerts.schema.json`. */
export interface AlertRule {
  readonly name: string;
  readonly severity?: Severity;
  readonly categories?: readonly Category[];
  readonly fingerprints?: readonly string[];
  readonly files?: readonly string[];
  readonly firstSeen?: boolean;
  readonly rate?: { readonly count: number; readonly minutes: number };
  readonly anomalies?: readonly LiveAnomalyKind[];
  readonly repeatMinutes?: number;
  readonly channels: readonly string[];
}

export interface WebhookChannel {
  readonly type: 'webhook';
  readonly perMinute?: number;
  readonly url?: string;
  readonly urlFrom?: string;
  readonly tokenFrom?: string;
  readonly body?: 'json' | 'slack' | 'teams';
}

export interface EmailChannel {
  readonly type: 'email';
  readonly perMinute?: number;
  readonly server: string;
  readonly port?: number;
  readonly security?: 'tls' | 'starttls' | 'none';
  readonly userFrom?: string;
  readonly passwordFrom?: string;
  readonly from: string;
  readonly to: readonly string[];
}

/** Told on this machine: by VS Code, or on standard error. */
interface NotificationChannel {
  readonly type: 'notification';
  readonly perMinute?: number;
}

export type AlertChannel = WebhookChannel | EmailChannel | NotificationChannel;

export interface QuietHours {
  /** `22:00`. */
  readonly from: string;
  readonly to: string;
  readonly zone?: string;
}

export interface AlertSettings {
  readonly consent?: boolean;
  readonly rules: readonly AlertRule[];
  readonly channels: Readonly<Record<string, AlertChannel>>;
  readonly quietHours?: QuietHours;
  readonly hide?: readonly string[];
}

/** What is wrong with a file of alerts, in sentences that name the file, the line and what to do. */
export class AlertRulesError extends Error {}

const ofWebhooks = ['url', 'urlFrom', 'tokenFrom', 'body'] as const;
const ofMail = ['server', 'port', 'security', 'userFrom', 'passwordFrom', 'from', 'to'] as const;
const longestFile = 1_000_000;

/** Throws an `AlertRulesError`. */
export function parseAlertRules(text: string, fileName: string): AlertSettings {
  if (text.length > longestFile) throw new AlertRulesError(`${fileName} is too large to be a file of alerts.`);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new AlertRulesError(`${fileName} is no JSON: ${error instanceof Error ? error.message : String(error)}.`, { cause: error });
  }
  const misshapen = checkSchema(json, schema);
  const problems = misshapen.length > 0 ? misshapen : contradictions(json as AlertSettings);
  if (problems.length > 0) throw new AlertRulesError(problems.map((problem) => told(problem, text, fileName)).join('\n'));
  return json as AlertSettings;
}

function told({ path, message }: SchemaProblem, text: string, fileName: string): string {
  const { start } = placeInJson(text, path);
  const line = text.slice(0, start).split('\n').length;
  return `${fileName}:${String(line)}: ${path.length === 0 ? 'the file' : placeOf(path)} ${message}.`;
}

function contradictions({ rules, channels, quietHours }: AlertSettings): SchemaProblem[] {
  const problems: SchemaProblem[] = [];
  const add = (path: SchemaProblem['path'], message: string): void => void problems.push({ path, message });
  const names = new Set<string>();
  for (const [index, rule] of rules.entries()) {
    if (names.has(rule.name)) add(['rules', index, 'name'], 'is the name of an earlier rule, too');
    names.add(rule.name);
    if (rule.anomalies) for (const key of ['firstSeen', 'rate'] as const) if (rule[key] !== undefined) add(['rules', index, key], 'cannot stand beside "anomalies": make two rules of it');
    for (const [place, channel] of rule.channels.entries()) if (!Object.hasOwn(channels, channel)) add(['rules', index, 'channels', place], 'is no channel of this file');
  }
  for (const [name, channel] of Object.entries(channels)) for (const message of wrongWith(channel)) add(['channels', name], message);
  if (quietHours?.zone !== undefined && !isZone(quietHours.zone)) add(['quietHours', 'zone'], 'is no time zone');
  if (quietHours?.from === quietHours?.to && quietHours !== undefined) add(['quietHours', 'to'], 'must differ from "from"');
  return problems;
}

function wrongWith(channel: AlertChannel): string[] {
  const others = { webhook: ofMail, email: ofWebhooks, notification: [...ofWebhooks, ...ofMail] } as const;
  const foreign = others[channel.type].filter((key) => Object.hasOwn(channel, key));
  if (foreign.length > 0) return [`is of type ${channel.type} and may not have ${foreign.map((key) => `"${key}"`).join(', ')}`];
  if (channel.type === 'webhook') {
    if ((channel.url === undefined) === (channel.urlFrom === undefined)) return ['must have either "url" or "urlFrom"'];
    return channel.url === undefined ? [] : wrongWithAddress(channel.url);
  }
  if (channel.type === 'notification') return [];
  const given: Readonly<Record<string, unknown>> = { ...channel };
  const missing = (['server', 'from', 'to'] as const).filter((key) => given[key] === undefined);
  if (missing.length > 0) return [`must have ${missing.map((key) => `"${key}"`).join(', ')}`];
  const { server, security, userFrom, passwordFrom, from, to } = channel;
  if ((userFrom === undefined) !== (passwordFrom === undefined)) return ['must have both "userFrom" and "passwordFrom", or neither'];
  if (security === 'none' && !isThisMachine(server)) return ['may go without encryption only to this machine (localhost)'];
  const odd = [from, ...to].find((address) => !/^[^\s<>"',;@]+@[^\s<>"',;@]+$/.test(address));
  return odd === undefined ? [] : [`has ${JSON.stringify(odd)}, which is no mail address`];
}

/** Whether something leaves this machine by these channels. */
export function isSent({ channels }: AlertSettings): boolean {
  return Object.values(channels).some(({ type }) => type !== 'notification');
}

/** The variables that hold a channel's secrets. */
export function variablesOf(channel: AlertChannel): string[] {
  if (channel.type === 'notification') return [];
  const named = channel.type === 'webhook' ? [channel.urlFrom, channel.tokenFrom] : [channel.userFrom, channel.passwordFrom];
  return named.filter((variable) => variable !== undefined);
}

/** What is wrong with the address of a webhook, as clauses. */
export function wrongWithAddress(address: string): string[] {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url === null || !['http:', 'https:'].includes(url.protocol)) return ['must have an address that begins with https://'];
  if (url.username !== '' || url.password !== '') return ['must not have a password in its address: put it into "tokenFrom"'];
  return url.protocol === 'https:' || isThisMachine(url.hostname) ? [] : ['may use http:// only to this machine (localhost)'];
}

function isThisMachine(host: string): boolean {
  return ['localhost', '127.0.0.1', '::1', '[::1]'].includes(host.toLowerCase());
}

function isZone(name: string): boolean {
  try {
    return new TimeZone(name).name === name;
  } catch {
    return false;
  }
}
