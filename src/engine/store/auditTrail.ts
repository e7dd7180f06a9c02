import { randomInt } from 'node:crypto';
import { userInfo } from 'node:os';
import { type Row, type Steps, number, rows, run, runAll, text, textOrNull } from './steps';
import type { Delivery } from '../../shared/backgroundWork';
import type { AuditEntry, Decision, ExportNote } from './store';

/** Where StackLens AI was used. */
export type Program = 'editor' | 'cli';

/** Who does what the trail tells of. */
export interface Actor {
  /** Name of the account. */
  readonly user: string;
  readonly program: Program;
}

export function actorIn(program: Program): Actor {
  return { user: accountName(), program };
}

function accountName(): string {
  try {
    return userInfo().username;
  } catch {
    // Containers run as numbers that have no name.
    return process.getuid ? `user ${process.getuid()}` : 'unknown';
  }
}

/** Ids are unique over all processes that share a file without asking each other: 48 random bits. */
export function randomId(): number {
  return randomInt(1, 2 ** 48 - 1);
}

export type AuditNote = Pick<AuditEntry, 'action' | 'subject' | 'details'>;

/** An entry of its own; it is to be made once and may be written to any number of databases. */
export function auditEntry(actor: Actor, time: number, { action, subject, details }: AuditNote): AuditEntry {
  return { id: randomId(), time, ...actor, action, subject, details };
}

/** Adds to the trail, unless it is there already. */
export function insertAudit(entries: readonly AuditEntry[]): Steps<void> {
  return runAll(
    'INSERT INTO audit (id, time, account, program, action, subject, details) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
    entries.map(({ id, time, user, program, action, subject, details }) => [id, time, user, program, action, subject, JSON.stringify(details)]),
  );
}

/** What became of alerts, the newest first. */
export function* deliveries(limit: number): Steps<Delivery[]> {
  const entries = (yield* rows("SELECT * FROM audit WHERE action = 'alerted' ORDER BY time DESC, id DESC LIMIT ?", limit)).map(entryOf);
  return entries.map(({ time, subject, details }) => {
    const { destination, alerts, outcome, reason } = details;
    return {
      time,
      channel: subject ?? '',
      destination: typeof destination === 'string' ? destination : '',
      alerts: typeof alerts === 'number' ? alerts : 0,
      outcome: outcome === 'delivered' || outcome === 'given up' ? outcome : 'failed',
      reason: typeof reason === 'string' ? reason : null,
    };
  });
}

/** The newest first. */
export function* auditTrail(offset: number, limit: number): Steps<AuditEntry[]> {
  return (yield* rows('SELECT * FROM audit ORDER BY time DESC, id DESC LIMIT ? OFFSET ?', limit, offset)).map(entryOf);
}

function entryOf(row: Row): AuditEntry {
  return {
    id: number(row, 'id'),
    time: number(row, 'time'),
    user: text(row, 'account'),
    program: text(row, 'program') as Program,
    action: text(row, 'action') as AuditEntry['action'],
    subject: textOrNull(row, 'subject'),
    details: JSON.parse(text(row, 'details')) as AuditEntry['details'],
  };
}

/** Keeps what the user decided, with the id of the entry that tells of it. */
export function insertDecision({ id, time, user }: AuditEntry, { kind, members, value }: Decision): Steps<void> {
  return run('INSERT INTO feedback (id, time, account, kind, members, value) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING', id, time, user, kind, JSON.stringify(members), value);
}

export function insertExport({ id, time, user }: AuditEntry, { format, target, scope, findings }: ExportNote): Steps<void> {
  return run('INSERT INTO exports (id, time, account, format, target, scope, findings) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING', id, time, user, format, target, scope, findings);
}
