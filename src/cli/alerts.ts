import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { Alerts } from '../engine/alerts/alerts';
import { noticeOf } from '../engine/alerts/alertMessage';
import { type AlertChannel, AlertRulesError, type AlertSettings, isSent, parseAlertRules, variablesOf } from '../engine/alerts/alertRules';
import { testChannel } from '../engine/alerts/alertTest';
import { destinationOf, type Notify, type Secret } from '../engine/alerts/delivery';
import { knownFingerprints } from '../engine/alerts/knownFingerprints';
import type { Store } from '../engine/store/store';
import { modelFolder } from './modelFolder';
import { openNamedDatabase, storeOn } from './namedStore';
import { complain, openOutput } from './output';
import { storePath } from './storePath';
import { UsageError } from './usage';

/** Secrets stand in the environment, as the file of alerts names them. */
const secret: Secret = (variable) => process.env[variable];
const notify: Notify = (message) => complain(noticeOf(message));

/** `stacklens alerts check|test FILE`. Returns 1 where something would not be delivered, or was not. */
export async function alerts(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: { channel: { type: 'string' }, store: { type: 'string' } } });
  const [command, file, ...rest] = positionals;
  if ((command !== 'check' && command !== 'test') || file === undefined || rest.length > 0) throw new UsageError('Use stacklens alerts check FILE, or stacklens alerts test FILE [--channel NAME].');
  const settings = await rulesIn(file);
  const { channel: wanted } = values;
  if (wanted !== undefined && !Object.hasOwn(settings.channels, wanted)) throw new UsageError(`${file} has no channel ${wanted}.`);
  const channels = Object.entries(settings.channels).filter(([name]) => wanted === undefined || name === wanted);
  const { sink } = await openOutput(undefined);
  const write = (text: string): Promise<void> => sink.write(`${text}\n`);
  return command === 'check' ? check({ file, settings, channels, write }) : test({ file, settings, channels, write }, storePath(values.store, process.env));
}

interface Asked {
  readonly file: string;
  readonly settings: AlertSettings;
  readonly channels: readonly (readonly [string, AlertChannel])[];
  readonly write: (text: string) => Promise<void>;
}

async function check({ file, settings, channels, write }: Asked): Promise<number> {
  const missing = channels.flatMap(([name, channel]) => variablesOf(channel).flatMap((variable) => (secret(variable) === undefined ? [`The variable ${variable} of the channel ${name} is not set.`] : [])));
  for (const each of missing) complain(each);
  const mayNot = isSent(settings) && settings.consent !== true;
  if (mayNot) complain(`${file} does not say "consent": true, so nothing is sent.`);
  await write(`${file}: ${String(settings.rules.length)} ${settings.rules.length === 1 ? 'rule' : 'rules'}; ${channels.map(([name, channel]) => `${name} to ${destinationOf(channel, secret)}`).join(', ')}`);
  return missing.length > 0 || mayNot ? 1 : 0;
}

async function test({ file, settings, channels, write }: Asked, name: string): Promise<number> {
  mustConsent(settings, file);
  const store = storeOn(await openNamedDatabase(name));
  let failed = 0;
  try {
    for (const [channel, how] of channels) {
      const { destination, problem } = await testChannel(channel, how, { store, secret, notify });
      if (problem === null) {
        await write(`${channel}: delivered to ${destination}`);
      } else {
        failed++;
        complain(`${channel} (${destination}) could not be told: ${problem}.`);
      }
    }
    await store.flush();
  } finally {
    await store.close();
  }
  return failed === 0 ? 0 : 1;
}

/** Alerts as a file asks for them, of what is found from now on. Throws a UsageError for a file that cannot be used. */
export async function alertsOf(file: string, store: Store, named: string | undefined): Promise<Alerts> {
  const settings = await rulesIn(file);
  mustConsent(settings, file);
  for (const variable of Object.values(settings.channels).flatMap(variablesOf)) if (secret(variable) === undefined) throw new UsageError(`${file} names the variable ${variable}, which is not set.`);
  return Alerts.open({
    settings,
    folder: alertFolder(named),
    secret,
    notify,
    known: await knownFingerprints(store),
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    now: Date.now,
    random: Math.random,
    note: (note) => store.noteDelivery(note),
    onProblem: complain,
  });
}

/** What waits to be sent is kept beside the store, as models are. */
function alertFolder(named: string | undefined): string {
  return modelFolder(named, process.env).replace(/\.models$/, '.alerts');
}

async function rulesIn(file: string): Promise<AlertSettings> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}.`, { cause: error });
  }
  try {
    return parseAlertRules(text, file);
  } catch (error) {
    throw error instanceof AlertRulesError ? new UsageError(error.message) : error;
  }
}

function mustConsent(settings: AlertSettings, file: string): void {
  if (isSent(settings) && settings.consent !== true) throw new UsageError(`${file} does not say "consent": true. Nothing is sent to anybody before it does.`);
}
