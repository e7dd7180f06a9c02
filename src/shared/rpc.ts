/**
 * One typed channel over anything that posts messages: a worker, a webview, two halves of a test.
 * A protocol is one interface for each direction, of request functions and events:
 * `{ requests: { name(params): result }, events: { name: payload } }`.
 */
export interface Protocol {
  requests: Record<string, (params: never) => unknown>;
  events: Record<string, unknown>;
}

export interface MessagePortLike {
  post(message: unknown, transfer?: readonly Transferable[]): void;
  /** Subscribes to messages and returns how to stop. */
  listen(receive: (message: unknown) => void): () => void;
}

/** What both `node:worker_threads` and the DOM can hand over without a copy. */
type Transferable = ArrayBuffer;

type Params<F> = F extends (params: infer P) => unknown ? P : never;
type Result<F> = F extends (params: never) => infer R ? Awaited<R> : never;

/** The protocol of an end that answers and emits nothing. */
export interface Silent extends Protocol {
  requests: Record<string, never>;
  events: Record<string, never>;
}

/** A handler for every request of the protocol: a forgotten one does not compile. */
export type Handlers<P extends Protocol> = {
  readonly [K in keyof P['requests']]: (
    params: Params<P['requests'][K]>,
    signal: AbortSignal,
  ) => Promise<Result<P['requests'][K]>> | Result<P['requests'][K]>;
};

/** An error of the other side, with its name and message kept. */
class RemoteError extends Error {
  override readonly name: string;
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

type Envelope =
  | { readonly kind: 'request'; readonly id: number; readonly name: string; readonly params: unknown }
  | { readonly kind: 'cancel'; readonly id: number }
  | { readonly kind: 'result'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'error'; readonly id: number; readonly name: string; readonly message: string }
  | { readonly kind: 'event'; readonly name: string; readonly payload: unknown };

function isEnvelope(message: unknown): message is Envelope {
  return typeof message === 'object' && message !== null && 'kind' in message && typeof message.kind === 'string';
}

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/**
 * One end of a channel: `Remote` is what the other end answers and emits, `Local` what this end does.
 * After `close` every pending and later request rejects.
 */
export class RpcChannel<Local extends Protocol, Remote extends Protocol> {
  private readonly pending = new Map<number, Pending>();
  private readonly running = new Map<number, AbortController>();
  private readonly listeners = new Map<string, Set<(payload: never) => void>>();
  private readonly handlers: ReadonlyMap<string, (params: unknown, signal: AbortSignal) => unknown>;
  private readonly stop: () => void;
  private nextId = 1;
  private closed: Error | undefined;

  constructor(
    private readonly port: MessagePortLike,
    handlers: Handlers<Local>,
  ) {
    this.handlers = new Map(Object.entries(handlers));
    this.stop = port.listen((message) => {
      if (isEnvelope(message)) this.receive(message);
    });
  }

  /** Asks the other end; aborting `signal` cancels there and rejects here at once with the signal's reason. */
  request<K extends keyof Remote['requests'] & string>(
    name: K,
    params: Params<Remote['requests'][K]>,
    options: { readonly signal?: AbortSignal | undefined; readonly transfer?: readonly Transferable[] } = {},
  ): Promise<Result<Remote['requests'][K]>> {
    const { signal, transfer } = options;
    if (this.closed) return Promise.reject(this.closed);
    if (signal?.aborted) return Promise.reject(abortError(signal));
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      const abort = (): void => {
        this.pending.delete(id);
        this.port.post({ kind: 'cancel', id } satisfies Envelope);
        if (signal) reject(abortError(signal));
      };
      const settle = (): void => {
        this.pending.delete(id);
        signal?.removeEventListener('abort', abort);
      };
      this.pending.set(id, {
        resolve: (value) => {
          settle();
          resolve(value as Result<Remote['requests'][K]>);
        },
        reject: (error) => {
          settle();
          reject(error);
        },
      });
      signal?.addEventListener('abort', abort, { once: true });
      try {
        this.port.post({ kind: 'request', id, name, params } satisfies Envelope, transfer);
      } catch (error) {
        // What cannot be cloned never left.
        settle();
        throw error;
      }
    });
  }

  emit<K extends keyof Local['events'] & string>(name: K, payload: Local['events'][K]): void {
    if (!this.closed) this.port.post({ kind: 'event', name, payload } satisfies Envelope);
  }

  /** Subscribes to an event of the other end and returns how to stop. */
  on<K extends keyof Remote['events'] & string>(name: K, listener: (payload: Remote['events'][K]) => void): () => void {
    const set = this.listeners.get(name) ?? new Set();
    this.listeners.set(name, set);
    set.add(listener);
    return () => set.delete(listener);
  }

  /** Ends the channel: what is pending rejects with `reason`, what runs here is aborted. */
  close(reason: Error): void {
    if (this.closed) return;
    this.closed = reason;
    this.stop();
    for (const controller of this.running.values()) controller.abort(reason);
    for (const { reject } of [...this.pending.values()]) reject(reason);
  }

  private receive(message: Envelope): void {
    switch (message.kind) {
      case 'request':
        void this.answer(message.id, message.name, message.params);
        return;
      case 'cancel':
        this.running.get(message.id)?.abort();
        return;
      case 'result':
        this.pending.get(message.id)?.resolve(message.value);
        return;
      case 'error':
        this.pending.get(message.id)?.reject(new RemoteError(message.name, message.message));
        return;
      case 'event':
        for (const listener of this.listeners.get(message.name) ?? []) listener(message.payload as never);
        return;
    }
  }

  private async answer(id: number, name: string, params: unknown): Promise<void> {
    const controller = new AbortController();
    this.running.set(id, controller);
    try {
      const handler = this.handlers.get(name);
      if (!handler) throw new Error(`No handler for request "${name}"`);
      const value = await handler(params, controller.signal);
      if (!this.closed) this.port.post({ kind: 'result', id, value } satisfies Envelope);
    } catch (error) {
      const { name: errorName, message } = error instanceof Error ? error : new Error(String(error));
      if (!this.closed) this.port.post({ kind: 'error', id, name: errorName, message } satisfies Envelope);
    } finally {
      this.running.delete(id);
    }
  }
}

function abortError(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new Error('Cancelled');
}
