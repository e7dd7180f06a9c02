import { categories, type Category, type Severity } from '../../core/finding';
import { randomFrom } from '../softmax';
import { network, permission, timeout } from './connections';
import { business, general } from './domain';
import { configuration, database, runtime } from './programs';
import { diskIo, memory, system } from './resources';

/** A message and what it is. */
export interface LabelledMessage {
  readonly message: string;
  readonly category: Category;
  readonly severity: Severity;
  /** Messages of one group are variants of each other. */
  readonly group: string;
}

const sentences: Readonly<Record<Category, string>> = { network, timeout, memory, permission, database, 'disk-io': diskIo, configuration, runtime, system, business, general };
const severityOfLetter: Readonly<Record<string, Severity>> = { c: 'critical', h: 'high', m: 'medium', l: 'low' };

const names = ['worker', 'orders', 'session-cache', 'gateway', 'ingest', 'Scheduler', 'reportBuilder', 'user_profile', 'backup', 'checkout', 'metrics', 'frontend', 'retry.limit', 'maxSize', 'alpha7', 'stage', 'indexer', 'primary'];
const hosts = ['node7.example.com', 'mail.example.org', 'build-3', 'svc.internal', 'localhost', 'api.example.net', 'store01', 'r2d4.lan'];
const paths = ['/var/lib/app/data.bin', '/tmp/out.txt', 'C:\\\\data\\\\in.csv', '/etc/app/main.conf', './build/report.json', '/srv/files/a.tar', 'settings.yml', '/home/kim/notes.md'];
const classes = ['com.example.orders.Cart', 'org.example.io.Reader', 'Example.Core.Worker', 'app.models.Invoice'];
const users = ['kim', 'root', 'svc_backup', 'anna', 'deploy', 'guest'];

/** Messages are seldom bare: who speaks, where, and what it was doing stands around them. */
const surroundings: readonly ((message: string) => string)[] = [
  (message) => message,
  (message) => message,
  (message) => message,
  (message) => `ERROR: ${message}`,
  (message) => `Error: ${message}`,
  (message) => `[worker-2] ${message}`,
  (message) => `${message} (request 41)`,
  (message) => `main: ${message}`,
  (message) => `failed: ${message}`,
  (message) => `${message}.`,
  (message) => `WARN ${message}`,
  (message) => message.charAt(0).toUpperCase() + message.slice(1),
];

/** The seed set: every sentence of ours in `each` variants, always the same. */
export function seedMessages(each: number): LabelledMessage[] {
  const random = randomFrom(20_261);
  return categories.flatMap((category) =>
    sentences[category].trim().split('\n').flatMap((line) => {
      const severity = severityOfLetter[line.charAt(0)] ?? 'high';
      const sentence = line.slice(2);
      const variants = new Set(Array.from({ length: each }, () => surrounded(filled(sentence, random), random)));
      return Array.from(variants, (message): LabelledMessage => ({ message, category, severity, group: sentence }));
    }),
  );
}

function surrounded(message: string, random: () => number): string {
  return pick(surroundings, random)?.(message) ?? message;
}

function filled(sentence: string, random: () => number): string {
  return sentence.replace(/\{(\w+)\}/g, (slot, kind: string) => valueOf(kind, random) ?? slot);
}

function valueOf(kind: string, random: () => number): string | undefined {
  const number = (below: number): string => String(1 + Math.floor(random() * below));
  switch (kind) {
    case 'name':
      return pick(names, random);
    case 'host':
      return pick(hosts, random);
    case 'path':
      return pick(paths, random);
    case 'class':
      return pick(classes, random);
    case 'user':
      return pick(users, random);
    case 'url':
      return `https://${pick(hosts, random) ?? ''}/v${number(3)}/${pick(names, random) ?? ''}`;
    case 'ip':
      return `10.${number(250)}.${number(250)}.${number(250)}`;
    case 'port':
      return number(60_000);
    case 'n':
      return number(random() < 0.6 ? 90 : 20_000);
    case 'ms':
      return random() < 0.5 ? `${number(60_000)} ms` : `${number(300)} seconds`;
    case 'size':
      return `${number(900)} ${random() < 0.5 ? 'MB' : 'kB'}`;
    case 'id':
      return (random() < 0.5 ? '' : '0x') + Math.floor(random() * 0xffffff).toString(16).padStart(6, '0');
    default:
      return undefined;
  }
}

function pick<T>(among: readonly T[], random: () => number): T | undefined {
  return among[Math.floor(random() * among.length)];
}
