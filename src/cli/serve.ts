import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Alerts } from '../engine/alerts/alerts';
import { Intake } from '../engine/intake/intake';
import { newToken } from '../engine/intake/token';
import { ReceivedLogs } from '../engine/intake/receivedLogs';
import { isDatabaseAddress } from '../engine/store/postgres/address';
import { WatchedLogs } from '../engine/watch/watchedLogs';
import { alertsOf } from './alerts';
import { openNamedDatabase, storeOn } from './namedStore';
import { installedModel } from './installedModel';
import { complain, openOutput } from './output';
import { readingOptions, readingWith } from './reading';
import { storePath } from './storePath';
import { UsageError } from './usage';

const megabyte = 1_000_000;

/** `stacklens serve`; returns the exit code once it is interrupted, which is how it ends. */
export async function serve(args: readonly string[], signal: AbortSignal): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { port: { type: 'string', default: '4318' }, host: { type: 'string', default: '127.0.0.1' }, folder: { type: 'string' }, 'max-body': { type: 'string', default: '16' }, 'max-rate': { type: 'string', default: '500' }, store: { type: 'string' }, alerts: { type: 'string' }, ...readingOptions },
  });
  if (positionals.length > 0) throw new UsageError(`serve takes no ${positionals[0] ?? ''}.`);
  const name = storePath(values.store, process.env);
  if (values.folder === undefined && isDatabaseAddress(name)) throw new UsageError('Name the folder that logs are received into with --folder.');
  const logs = new ReceivedLogs(path.resolve(values.folder ?? path.join(path.dirname(name), 'received')));
  const mostBytes = numberOf('--max-body', values['max-body'], 500) * megabyte;
  const mostPerSecond = numberOf('--max-rate', values['max-rate'], 100_000);
  if (mostPerSecond === 0) throw new UsageError('--max-rate takes a number from 1.');
  const port = numberOf('--port', values.port, 65_535);
  const reading = await readingWith(values);
  const { sink } = await openOutput(undefined);
  const given = process.env.STACKLENS_TOKEN ?? '';
  const token = given === '' ? newToken() : given;
  const store = storeOn(await openNamedDatabase(name));
  let alerts: Alerts | null = null;
  try {
    alerts = values.alerts === undefined ? null : await alertsOf(values.alerts, store, values.store);
    const intake = await Intake.start({ port, host: values.host, logs, store: () => Promise.resolve(store), token, mostBytes, mostPerSecond, onProblem: complain });
    await sink.write(`${intake.address}\n${given === '' ? `token: ${token}\n` : ''}`);
    const watched = new WatchedLogs({
      list: () => logs.list(),
      reading,
      store,
      classifier: await installedModel(values.store),
      fromStart: true,
      onFindings: async (file, findings) => alerts?.take(file, findings),
      onGrown: (file, grown) => alerts?.grown(file, grown),
      onProblem: complain,
      onReady: () => undefined,
    });
    // What is being taken in is answered first, so that all of it is found.
    const stopped = new AbortController();
    signal.addEventListener('abort', () => void intake.stop().then(() => stopped.abort()));
    await watched.run(stopped.signal);
    await store.flush();
  } finally {
    await alerts?.close();
    await store.close();
  }
  return 0;
}

function numberOf(option: string, value: string, most: number): number {
  const number = Number(value);
  if (!/^\d{1,6}$/.test(value) || number > most) throw new UsageError(`${option} takes a number up to ${String(most)}.`);
  return number;
}
