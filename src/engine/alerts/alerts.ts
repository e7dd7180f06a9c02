import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type LiveAnomaly, LiveWatch } from '../../core/anomalies/liveWatch';
import { type Finding, isProblem, severities } from '../../core/finding';
import { findingWords } from '../../core/redaction/customWords';
import { Redaction } from '../../core/redaction/redaction';
import type { Followed } from '../api';
import { ownNames } from '../ownNames';
import { errorCode } from '../store/fileLayer';
import type { DeliveryNote } from '../store/store';
import type { Alert } from './alert';
import { AlertDecider, ofLogs, type ToldTimes } from './alertDecider';
import { messageOf } from './alertMessage';
import type { AlertChannel, AlertSettings } from './alertRules';
import { deliver, DeliveryError, destinationOf, type Notify, type Secret } from './delivery';
import { isQuiet } from './quietHours';
import { Spool } from './spool';

export interface AlertsOptions {
  readonly settings: AlertSettings;
  /** Folder of what waits to be sent. */
  readonly folder: string;
  readonly secret: Secret;
  readonly notify: Notify;
  /** Fingerprints that were there before. */
  readonly known: Iterable<string>;
  /** IANA name of the machine's zone. */
  readonly zone: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** From 0 to 1. */
  readonly random: () => number;
  /** Keeps in the audit trail what was delivered and what was not. */
  readonly note: (note: DeliveryNote) => Promise<void>;
  /** Told in sentences. */
  readonly onProblem: (message: string) => void;
}

/** Milliseconds. */
const tickInterval = 250;
/** Where nothing waits it is looked again after this time: quiet hours end, and other processes leave something. */
const idleInterval = 5_000;
/** Between two looks for what has become unusual. */
const lookInterval = 1_000;
const minute = 60_000;
const firstWait = 1_000;
const longestWait = 10 * minute;
const longestLife = 3 * 24 * 60 * minute;
const usualPerMinute = 6;
const longestMessage = 500;

/** A log that is looked at for what becomes unusual. */
interface LiveLog {
  readonly watch: LiveWatch;
  records: number;
  problems: number;
  lastLine: number;
}

/** How a channel is doing. */
interface Line {
  readonly name: string;
  readonly channel: AlertChannel;
  failures: number;
  /** Nothing is sent before. */
  next: number;
  /** Nothing waits that may be sent, as far as is known, before it is looked again then. */
  idleUntil: number;
  /** Settles when what was sent last has been told, or could not be. */
  sending: Promise<void>;
  isSending: boolean;
}

/**
 * Tells channels of findings. What is to be told is kept in a folder until it has been, so it outlives the process; a
 * channel that fails is tried again, ever more rarely, for three days.
 */
export class Alerts {
  private readonly spool: Spool;
  private readonly lines: readonly Line[];
  private readonly custom: ReturnType<typeof findingWords>;
  private readonly stateFile: string;
  /** By file; none are kept where no rule asks for anomalies. */
  private readonly logs = new Map<string, LiveLog>();
  private readonly looksAtLogs: boolean;
  private timer: NodeJS.Timeout | undefined;
  private lookedAt = 0;
  private looking: Promise<void> = Promise.resolve();

  private constructor(
    private readonly options: AlertsOptions,
    private readonly decider: AlertDecider,
  ) {
    const { settings, folder } = options;
    this.spool = new Spool(folder);
    this.stateFile = stateFileIn(folder);
    this.custom = findingWords(settings.hide ?? []);
    this.looksAtLogs = settings.rules.some(({ anomalies }) => anomalies !== undefined);
    this.lines = Object.entries(settings.channels).map(([name, channel]) => ({ name, channel, failures: 0, next: 0, idleUntil: 0, sending: Promise.resolve(), isSending: false }));
  }

  /** Begins to send what waits, also from earlier. */
  static async open(options: AlertsOptions): Promise<Alerts> {
    await mkdir(options.folder, { recursive: true, mode: 0o700 });
    const alerts = new Alerts(options, new AlertDecider(options.settings.rules, new Set(options.known), await toldIn(options.folder)));
    alerts.timer = setInterval(() => {
      for (const line of alerts.lines) if (!line.isSending && options.now() >= Math.max(line.next, line.idleUntil)) void alerts.tell(line);
      alerts.look();
    }, tickInterval);
    return alerts;
  }

  /** Fingerprints that were there before what is taken from now on. */
  know(fingerprints: Iterable<string>): void {
    this.decider.know(fingerprints);
  }

  /** Takes new findings of a file; what is to be told of them is on the disk when this is over. */
  async take(file: string, findings: readonly Finding[]): Promise<void> {
    const now = this.options.now();
    let hasTold = false;
    for (const finding of findings) {
      for (const { rule, count } of this.decider.decide(file, finding, now)) {
        hasTold = true;
        await this.leave(rule.channels, { ...this.alertOf(file, finding, finding.message, now), rule: rule.name, count });
      }
    }
    if (this.looksAtLogs) this.logOf(file).watch.found(findings, now);
    if (hasTold) await this.keepState(now);
  }

  /** A log was written to, or is another one. */
  grown(file: string, { counts: { records, lines, severities: found }, restarted }: Pick<Followed, 'counts' | 'restarted'>): void {
    if (!this.looksAtLogs) return;
    const isKnown = this.logs.has(file);
    const log = this.logOf(file);
    const problems = severities.reduce((sum, severity) => sum + (isProblem(severity) ? found[severity] : 0), 0);
    if (restarted !== null) [log.records, log.problems] = [0, 0];
    // What stood in it before is not written now.
    const [moreRecords, moreProblems] = isKnown ? [records - log.records, problems - log.problems] : [0, 0];
    const hasGrown = lines > log.lastLine || restarted !== null;
    [log.records, log.problems, log.lastLine] = [records, problems, lines];
    if (hasGrown) log.watch.written(Math.max(0, moreRecords), Math.max(0, moreProblems), this.options.now());
  }

  /** A log is no longer followed. */
  forget(file: string): void {
    this.logs.delete(file);
  }

  /** Tries once more to send what waits, and ends. */
  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.looking;
    await Promise.all(this.lines.map(({ sending }) => sending));
    await Promise.all(this.lines.map((line) => this.tell(line)));
  }

  private wake(name: string): void {
    for (const line of this.lines) if (line.name === name) line.idleUntil = 0;
  }

  private logOf(file: string): LiveLog {
    const log = this.logs.get(file) ?? { watch: new LiveWatch(this.options.now()), records: 0, problems: 0, lastLine: 1 };
    this.logs.set(file, log);
    return log;
  }

  private look(): void {
    const now = this.options.now();
    if (now - this.lookedAt < lookInterval) return;
    this.lookedAt = now;
    for (const [file, { watch, lastLine }] of this.logs) {
      for (const anomaly of watch.look(now)) {
        this.looking = this.looking
          .then(() => this.takeAnomaly(file, anomaly, lastLine, now))
          .catch((error: unknown) => this.options.onProblem(`Alerts about ${file} cannot be kept: ${error instanceof Error ? error.message : String(error)}`));
      }
    }
  }

  private async takeAnomaly(file: string, anomaly: LiveAnomaly, line: number, now: number): Promise<void> {
    const { kind, finding, evidence } = anomaly;
    const rules = this.decider.decideAnomaly(file, anomaly, now);
    const about = finding ?? { ...ofLogs, fingerprint: null, line: Math.max(1, line), timestamp: null };
    for (const rule of rules) await this.leave(rule.channels, { ...this.alertOf(file, about, evidence, now), rule: rule.name, count: 1, anomaly: kind });
    if (rules.length > 0) await this.keepState(now);
  }

  private async leave(channels: readonly string[], alert: Alert): Promise<void> {
    for (const name of channels) {
      if (await this.spool.add(name, alert)) this.wake(name);
      else this.options.onProblem(`Too many alerts wait for the channel ${name}: this one is left out.`);
    }
  }

  private alertOf(file: string, { severity, category, fingerprint, line, timestamp }: Pick<Finding, 'severity' | 'category' | 'line' | 'timestamp'> & Pick<Alert, 'fingerprint'>, message: string, time: number): Omit<Alert, 'rule' | 'count'> {
    const redaction = new Redaction({ names: ownNames(), custom: this.custom });
    const cut = message.length > longestMessage ? `${message.slice(0, longestMessage)}…` : message;
    return { time, severity, category, fingerprint, file: redaction.redact(path.basename(file)), line, happened: timestamp, message: redaction.redact(cut) };
  }

  /** Never rejects. */
  private async tell(line: Line): Promise<void> {
    line.isSending = true;
    line.sending = this.send(line).catch((error: unknown) => {
      line.next = this.options.now() + longestWait;
      this.options.onProblem(`Alerts for the channel ${line.name} cannot be read or kept: ${error instanceof Error ? error.message : String(error)}`);
    });
    await line.sending;
    line.isSending = false;
  }

  private async send(line: Line): Promise<void> {
    const { settings, secret, notify, zone, now, note } = this.options;
    const quiet = isQuiet(settings.quietHours, now(), zone);
    line.idleUntil = now() + idleInterval;
    const claim = await this.spool.claim(line.name, (severity) => !quiet || severity === 'critical');
    if (claim === null) return;
    line.idleUntil = 0;
    const told = { channel: line.name, destination: destinationOf(line.channel, secret), alerts: claim.alerts.length };
    try {
      await deliver(line.channel, messageOf(claim.alerts), { secret, notify });
    } catch (error) {
      if (!(error instanceof DeliveryError)) {
        await claim.release();
        throw error;
      }
      const isOld = now() - (claim.alerts[0]?.time ?? 0) > longestLife;
      await (isOld ? claim.done() : claim.release());
      line.failures++;
      line.next = now() + Math.max(error.retryAfter ?? 0, this.backOff(line.failures));
      if (line.failures === 1 || isOld) {
        this.options.onProblem(`The channel ${line.name} (${told.destination}) could not be told: ${error.message}. ${isOld ? 'It was given up after three days.' : 'It is tried again.'}`);
        await note({ ...told, outcome: isOld ? 'given up' : 'failed', reason: error.message });
      }
      return;
    }
    await claim.done();
    line.failures = 0;
    line.next = now() + minute / (line.channel.perMinute ?? usualPerMinute);
    await note({ ...told, outcome: 'delivered' });
  }

  /** Milliseconds, doubled with each failure; at random somewhat less, so that not all come back at once. */
  private backOff(failures: number): number {
    return Math.min(longestWait, firstWait * 2 ** Math.min(20, failures - 1)) * (0.5 + this.options.random() / 2);
  }

  private async keepState(now: number): Promise<void> {
    const unfinished = `${this.stateFile}.${String(process.pid)}`;
    await writeFile(unfinished, JSON.stringify(this.decider.toldTimes(now)), { mode: 0o600 });
    await rename(unfinished, this.stateFile);
  }
}

function stateFileIn(folder: string): string {
  return path.join(folder, 'told.json');
}

/** What an earlier run told of; nothing where that is not known. */
async function toldIn(folder: string): Promise<ToldTimes> {
  try {
    const told: unknown = JSON.parse(await readFile(stateFileIn(folder), 'utf8'));
    return Array.isArray(told) ? told.filter((each): each is ToldTimes[number] => Array.isArray(each) && typeof each[0] === 'string' && typeof each[1] === 'string' && typeof each[2] === 'number') : [];
  } catch (error) {
    // What is damaged tells nothing: at worst a problem is told of once more.
    if (error instanceof SyntaxError || errorCode(error) === 'ENOENT') return [];
    throw error;
  }
}
