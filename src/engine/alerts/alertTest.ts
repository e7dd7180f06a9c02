import type { Store } from '../store/store';
import type { AlertChannel } from './alertRules';
import { deliver, DeliveryError, destinationOf, type Notify, type Secret } from './delivery';

/** What became of a test message. */
export interface TestedChannel {
  readonly channel: string;
  /** The host, without what may be secret of the address. */
  readonly destination: string;
  /** Why it was not delivered, as a clause; null where it was. */
  readonly problem: string | null;
}

/** Sends a test message by a channel, which the audit trail keeps. */
export async function testChannel(channel: string, how: AlertChannel, { store, ...by }: { readonly store: Store; readonly secret: Secret; readonly notify: Notify }): Promise<TestedChannel> {
  const destination = destinationOf(how, by.secret);
  const told = { channel, destination, alerts: 0 };
  try {
    await deliver(how, { kind: 'test', alerts: [], more: 0 }, by);
    await store.noteDelivery({ ...told, outcome: 'delivered' });
    return { channel, destination, problem: null };
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error;
    await store.noteDelivery({ ...told, outcome: 'failed', reason: error.message });
    return { channel, destination, problem: error.message };
  }
}
