import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { RpcChannel, type MessagePortLike, type Silent } from '../../../src/shared/rpc';

interface Kitchen {
  requests: {
    cook(params: { dish: string }): string;
    wait(params: null): null;
    burn(params: null): null;
    unpackable(params: null): unknown;
  };
  events: { smell: string };
}

/** Two ports joined by a wire that carries copies, one message at a time. */
class Wire {
  readonly kitchenPort: MessagePortLike;
  readonly guestPort: MessagePortLike;
  readonly sent: unknown[] = [];
  private readonly receivers = { kitchen: new Set<(message: unknown) => void>(), guest: new Set<(message: unknown) => void>() };

  constructor() {
    this.kitchenPort = this.port('kitchen', 'guest');
    this.guestPort = this.port('guest', 'kitchen');
  }

  /** Puts anything on the wire. */
  deliver(to: 'kitchen' | 'guest', message: unknown): void {
    for (const receive of this.receivers[to]) receive(message);
  }

  listeners(side: 'kitchen' | 'guest'): number {
    return this.receivers[side].size;
  }

  private port(own: 'kitchen' | 'guest', other: 'kitchen' | 'guest'): MessagePortLike {
    return {
      post: (message) => {
        const copy: unknown = structuredClone(message);
        this.sent.push(copy);
        setImmediate(() => {
          this.deliver(other, copy);
        });
      },
      listen: (receive) => {
        this.receivers[own].add(receive);
        return () => this.receivers[own].delete(receive);
      },
    };
  }
}

class Burnt extends Error {
  override readonly name = 'Burnt';
}

function open(): { readonly wire: Wire; readonly kitchen: RpcChannel<Kitchen, Silent>; readonly guest: RpcChannel<Silent, Kitchen>; readonly cancelled: Promise<unknown> } {
  const wire = new Wire();
  let tell: (reason: unknown) => void;
  const cancelled = new Promise<unknown>((resolve) => {
    tell = resolve;
  });
  const kitchen = new RpcChannel<Kitchen, Silent>(wire.kitchenPort, {
    cook: ({ dish }) => `${dish}, hot`,
    wait: (_, signal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          tell(signal.reason);
          reject(new Error('stopped'));
        });
      }),
    burn: () => {
      throw new Burnt('black');
    },
    unpackable: () => () => 'a function cannot be copied',
  });
  return { wire, kitchen, guest: new RpcChannel<Silent, Kitchen>(wire.guestPort, {}), cancelled };
}

describe('RpcChannel', () => {
  it('answers each request with its own result', async () => {
    const { guest } = open();
    const dishes = ['soup', 'pie', 'stew'];
    assert.deepEqual(await Promise.all(dishes.map((dish) => guest.request('cook', { dish }))), ['soup, hot', 'pie, hot', 'stew, hot']);
  });

  it("brings the other side's error with name and message", async () => {
    const { guest } = open();
    await assert.rejects(guest.request('burn', null), { name: 'Burnt', message: 'black' });
  });

  it('rejects where the other side knows no such request', async () => {
    const { guest } = open();
    const strange = guest as unknown as RpcChannel<Silent, { requests: { constructor: (params: null) => null }; events: Record<string, never> }>;
    await assert.rejects(strange.request('constructor', null), /No handler for request "constructor"/);
  });

  it('rejects where a result cannot be copied', async () => {
    await assert.rejects(open().guest.request('unpackable', null), { name: 'DataCloneError' });
  });

  it('rejects where a request cannot be copied, and keeps nothing of it', async () => {
    const { guest, wire } = open();
    const controller = new AbortController();
    const dish = (() => 'soup') as unknown as string;
    await assert.rejects(guest.request('cook', { dish }, { signal: controller.signal }), { name: 'DataCloneError' });
    controller.abort();
    assert.deepEqual(wire.sent, []);
    assert.equal(await guest.request('cook', { dish: 'soup' }), 'soup, hot');
  });

  it('cancels on both sides', async () => {
    const { guest, cancelled } = open();
    const controller = new AbortController();
    const waiting = guest.request('wait', null, { signal: controller.signal });
    setImmediate(() => {
      controller.abort(new Error('too long'));
    });
    await assert.rejects(waiting, /too long/);
    assert.ok(await cancelled);
    assert.equal(await guest.request('cook', { dish: 'soup' }), 'soup, hot');
  });

  it('asks nothing where the signal is aborted before', async () => {
    const { guest, wire } = open();
    await assert.rejects(guest.request('cook', { dish: 'soup' }, { signal: AbortSignal.abort(new Error('too late')) }), /too late/);
    assert.deepEqual(wire.sent, []);
  });

  it('has no interest in a signal that comes after the answer', async () => {
    const { guest, wire } = open();
    const controller = new AbortController();
    await guest.request('cook', { dish: 'soup' }, { signal: controller.signal });
    const before = wire.sent.length;
    controller.abort();
    assert.equal(wire.sent.length, before);
  });

  it('tells events to who listens, while they listen', async () => {
    const { kitchen, guest } = open();
    const heard: string[] = [];
    const stop = guest.on('smell', (payload) => heard.push(`first ${payload}`));
    guest.on('smell', (payload) => heard.push(`second ${payload}`));
    kitchen.emit('smell', 'garlic');
    await guest.request('cook', { dish: 'soup' });
    stop();
    kitchen.emit('smell', 'onion');
    await guest.request('cook', { dish: 'soup' });
    assert.deepEqual(heard, ['first garlic', 'second garlic', 'second onion']);
  });

  it('rejects what is pending and what comes later once it is closed, and lets go of the port', async () => {
    const { guest, wire } = open();
    const pending = [guest.request('wait', null), guest.request('cook', { dish: 'soup' })];
    guest.close(new Error('closed for today'));
    guest.close(new Error('never heard of'));
    for (const request of [...pending, guest.request('cook', { dish: 'pie' })]) await assert.rejects(request, /closed for today/);
    assert.equal(wire.listeners('guest'), 0);
  });

  it('aborts what it is doing for the other side when it is closed, and says no more', async () => {
    const { kitchen, guest, wire, cancelled } = open();
    const waiting = guest.request('wait', null);
    await guest.request('cook', { dish: 'soup' });
    const before = wire.sent.length;
    kitchen.close(new Error('fire'));
    kitchen.emit('smell', 'smoke');
    assert.match(String(await cancelled), /fire/);
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(wire.sent.length, before);
    guest.close(new Error('done'));
    await assert.rejects(waiting, /done/);
  });

  it('passes over messages that are none of its own', async () => {
    const { guest, wire } = open();
    for (const message of [null, 7, 'text', {}, { kind: 7 }, { kind: 'dance' }, { kind: 'result', id: 99, value: 1 }, { kind: 'error', id: 99, name: 'x', message: 'y' }, { kind: 'cancel', id: 99 }, { kind: 'event', name: 'unheard', payload: 1 }]) {
      wire.deliver('guest', message);
      wire.deliver('kitchen', message);
    }
    assert.equal(await guest.request('cook', { dish: 'soup' }), 'soup, hot');
  });
});
