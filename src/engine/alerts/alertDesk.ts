import { fileURLToPath } from 'node:url';
import { correct } from '../../core/corrections';
import type { Finding } from '../../core/finding';
import type { AlertRulesText, Followed } from '../api';
import type { Store } from '../store/store';
import { NewFindings } from '../watch/newFindings';
import { Alerts } from './alerts';
import { type AlertChannel, type AlertSettings, isSent, parseAlertRules, variablesOf } from './alertRules';
import { type TestedChannel, testChannel } from './alertTest';
import { destinationOf, type Notify, type Secret } from './delivery';
import { knownFingerprints } from './knownFingerprints';

interface AlertDeskOptions {
  readonly store: () => Promise<Store>;
  /** Folder of what waits to be sent. */
  readonly folder: string;
  readonly notify: Notify;
  /** Told in sentences. */
  readonly onProblem: (message: string) => void;
}

/** What is new in a log that is followed. */
interface FollowedNews {
  readonly file: string;
  readonly news: NewFindings;
}

/** What a file of alerts asks for, before anything of it is done. */
export interface AlertPlan {
  readonly channels: readonly { readonly name: string; /** The host, or the variable that holds its address. */ readonly destination: string; readonly isSent: boolean }[];
  readonly variables: readonly string[];
  readonly consent: boolean;
}

/** Milliseconds between two times that new findings are handed on. */
const tellInterval = 200;
/** Findings of a log that is new that are looked at. */
const mostAtFirst = 1_000;

/** Tells channels of what is found in the logs that are followed, while there are rules for that. */
export class AlertDesk {
  private alerts: Alerts | null = null;
  private readonly logs = new Map<number, FollowedNews>();
  private timer: NodeJS.Timeout | undefined;
  private telling: Promise<void> = Promise.resolve();

  constructor(private readonly options: AlertDeskOptions) {}

  /** What a file of alerts asks for. Throws an AlertRulesError where it is wrong. */
  static plan({ text, name }: Pick<AlertRulesText, 'text' | 'name'>): AlertPlan {
    const settings = parseAlertRules(text, name);
    const destination = (channel: AlertChannel): string => (channel.type === 'webhook' && channel.urlFrom !== undefined ? channel.urlFrom : destinationOf(channel, () => undefined));
    return {
      channels: Object.entries(settings.channels).map(([channel, how]) => ({ name: channel, destination: destination(how), isSent: how.type !== 'notification' })),
      variables: [...new Set(Object.values(settings.channels).flatMap(variablesOf))],
      consent: settings.consent === true,
    };
  }

  /** From now on these rules count; null for none. Rejects with an AlertRulesError. */
  async use(rules: AlertRulesText | null): Promise<void> {
    await this.close();
    if (rules === null) return;
    const settings = agreed(rules);
    const store = await this.options.store();
    const { folder, notify, onProblem } = this.options;
    this.alerts = await Alerts.open({
      settings,
      folder,
      secret: secretOf(rules),
      notify,
      known: await knownFingerprints(store),
      zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      now: Date.now,
      random: Math.random,
      note: (note) => store.noteDelivery(note),
      onProblem,
    });
    this.timer = setInterval(() => this.tell(false), tellInterval);
  }

  /** Sends a test message by a channel. Rejects with an AlertRulesError. */
  async test(rules: AlertRulesText, channel: string): Promise<TestedChannel> {
    const how = agreed(rules).channels[channel];
    if (!how) throw new Error(`${rules.name} has no channel ${channel}.`);
    return testChannel(channel, how, { store: await this.options.store(), secret: secretOf(rules), notify: this.options.notify });
  }

  /** A log is followed from now on; of one that is new what stands in it is told, too. */
  async begin(uri: string, analysisId: number, isNew: boolean): Promise<void> {
    const { alerts } = this;
    if (!alerts) return;
    const store = await this.options.store();
    if (isNew) await this.take(alerts, fileURLToPath(uri), (await store.findings({ analysisId, minSeverity: 'low', order: 'line', offset: 0, limit: mostAtFirst })).findings);
    alerts.know((await store.groups({ analysisId, minSeverity: 'low', decisions: [] })).flatMap(({ members }) => members.map(({ fingerprint }) => fingerprint)));
  }

  /** Takes what has happened to a log that is followed. */
  hear({ followId, uri, restarted, added, removed, counts }: Followed): void {
    if (!this.alerts) return;
    const log = this.logs.get(followId) ?? { file: fileURLToPath(uri), news: new NewFindings() };
    this.logs.set(followId, log);
    this.alerts.grown(log.file, { counts, restarted });
    if (restarted !== null) log.news.restart();
    for (const key of removed) log.news.remove(key);
    for (const finding of added) log.news.add(finding, performance.now());
  }

  /** A log is followed no more. */
  end(followId: number): void {
    const log = this.logs.get(followId);
    this.logs.delete(followId);
    if (!log) return;
    this.hand(log, true);
    const { alerts } = this;
    // What was handed in is taken first.
    this.telling = this.telling.then(() => alerts?.forget(log.file));
  }

  /** Tells what waits, as far as that succeeds now; the rest is told when rules are used again. */
  async close(): Promise<void> {
    clearInterval(this.timer);
    this.tell(true);
    await this.telling;
    const { alerts } = this;
    this.alerts = null;
    this.logs.clear();
    await alerts?.close();
  }

  private tell(all: boolean): void {
    for (const log of this.logs.values()) this.hand(log, all);
  }

  /** One burst after the other. */
  private hand({ file, news }: FollowedNews, all: boolean): void {
    const { alerts } = this;
    const findings = news.take(performance.now(), all);
    if (!alerts || findings.length === 0) return;
    this.telling = this.telling.then(() => this.take(alerts, file, findings)).catch((error: unknown) => this.options.onProblem(`Alerts about ${file} cannot be kept: ${error instanceof Error ? error.message : String(error)}`));
  }

  /** As the user has corrected them. */
  private async take(alerts: Alerts, file: string, findings: readonly Finding[]): Promise<void> {
    const said = new Map((await (await this.options.store()).corrections()).map((each) => [each.member.fingerprint, each]));
    await alerts.take(file, findings.flatMap((finding) => correct(said, finding) ?? []));
  }
}

/** Throws an Error where something would leave the machine that may not. */
function agreed(rules: AlertRulesText): AlertSettings {
  const settings = parseAlertRules(rules.text, rules.name);
  if (isSent(settings) && settings.consent !== true) throw new Error(`${rules.name} does not say "consent": true. Nothing is sent to anybody before it does.`);
  return settings;
}

function secretOf({ secrets }: AlertRulesText): Secret {
  return (variable) => secrets[variable] ?? process.env[variable];
}
