/** How one failure shows in several services, in the order in which it does. */
export interface Scenario {
  readonly name: string;
  readonly root: Told;
  /** `lag` in seconds behind the root, about; `times` how often, about. */
  readonly followers: readonly (Told & { readonly lag: number; readonly times: number })[];
}

interface Told {
  readonly service: string;
  readonly level: 'WARN' | 'ERROR' | 'FATAL';
  /** `#` stands for a number, `@` for the id of the request. */
  readonly says: string;
}

const told = (service: string, level: Told['level'], says: string): Told => ({ service, level, says });
const then = (lag: number, times: number, service: string, level: Told['level'], says: string): Scenario['followers'][number] => ({ ...told(service, level, says), lag, times });

export const scenarios: readonly Scenario[] = [
  {
    name: 'disk full under the database',
    root: told('db', 'ERROR', 'could not extend file base/#/#: No space left on device'),
    followers: [then(1, 6, 'db', 'ERROR', 'could not write to log file: transaction # aborted'), then(2, 12, 'orders', 'ERROR', 'requestId=@ insert into orders failed after # ms'), then(3, 15, 'gateway', 'ERROR', 'requestId=@ upstream orders answered 500'), then(8, 3, 'gateway', 'WARN', 'circuit for orders opened after # failures')],
  },
  {
    name: 'connections of a pool used up',
    root: told('orders', 'WARN', 'connection pool exhausted: # of # in use, # waiting'),
    followers: [then(2, 14, 'orders', 'ERROR', 'requestId=@ timed out waiting for a connection after # ms'), then(3, 10, 'gateway', 'ERROR', 'requestId=@ upstream orders timed out'), then(6, 5, 'gateway', 'ERROR', 'health check of orders failed # times')],
  },
  {
    name: 'a certificate that has expired',
    root: told('payments', 'ERROR', 'TLS handshake with bank failed: certificate has expired'),
    followers: [then(1, 8, 'payments', 'ERROR', 'charge # could not be sent: provider unavailable'), then(2, 8, 'orders', 'ERROR', 'requestId=@ payment was declined by the system'), then(4, 6, 'gateway', 'WARN', 'requestId=@ checkout ended with 502')],
  },
  {
    name: 'memory of a worker',
    root: told('worker', 'FATAL', 'java.lang.OutOfMemoryError: Java heap space'),
    followers: [then(1, 2, 'worker', 'ERROR', 'executor # terminated, # tasks lost'), then(4, 9, 'queue', 'WARN', 'consumer worker-# missed # heartbeats'), then(9, 12, 'queue', 'ERROR', 'message # was rejected: queue is over its limit'), then(10, 9, 'orders', 'ERROR', 'requestId=@ could not publish event')],
  },
  {
    name: 'a leader that is lost',
    root: told('db', 'ERROR', 'lost contact with primary node-#, election # begins'),
    followers: [then(1, 10, 'orders', 'ERROR', 'requestId=@ cannot write: database is read-only'), then(2, 6, 'worker', 'ERROR', 'job # failed: write was refused'), then(3, 9, 'gateway', 'ERROR', 'requestId=@ upstream orders answered 503')],
  },
  {
    name: 'a name that cannot be resolved',
    root: told('cache', 'ERROR', 'getaddrinfo ENOTFOUND redis-#.internal'),
    followers: [then(1, 20, 'orders', 'WARN', 'cache is not there, going to the database for key #'), then(5, 6, 'db', 'WARN', 'statement took # ms, over the limit'), then(8, 10, 'gateway', 'ERROR', 'requestId=@ upstream orders timed out')],
  },
  {
    name: 'a deployment with a wrong setting',
    root: told('payments', 'ERROR', 'configuration key bank.endpoint is missing, using none'),
    followers: [then(2, 8, 'payments', 'ERROR', 'NullPointerException in BankClient at call #'), then(3, 8, 'orders', 'ERROR', 'requestId=@ payment failed with status 500'), then(6, 5, 'gateway', 'WARN', 'requestId=@ checkout ended with 502')],
  },
  {
    name: 'a lock that is held',
    root: told('db', 'WARN', 'process # still waiting for ExclusiveLock on relation # after # ms'),
    followers: [then(3, 8, 'db', 'ERROR', 'canceling statement due to lock timeout'), then(4, 9, 'orders', 'ERROR', 'requestId=@ update of stock was cancelled'), then(5, 4, 'worker', 'ERROR', 'job # gave up after # attempts')],
  },
  {
    name: 'a token that is no longer valid',
    root: told('auth', 'ERROR', 'signing key # was revoked, # sessions affected'),
    followers: [then(1, 20, 'gateway', 'WARN', 'requestId=@ token was rejected: unknown key'), then(2, 12, 'orders', 'ERROR', 'requestId=@ caller is not authorised'), then(7, 3, 'worker', 'ERROR', 'service account of job # was refused')],
  },
  {
    name: 'a network that drops packets',
    root: told('queue', 'ERROR', 'peer broker-# closed the connection: Connection reset by peer'),
    followers: [then(1, 4, 'queue', 'WARN', 'partition # has # replicas too few'), then(3, 10, 'worker', 'ERROR', 'cannot fetch from partition #: not the leader'), then(6, 8, 'orders', 'ERROR', 'requestId=@ could not publish event')],
  },
  {
    name: 'a process that was killed',
    root: told('node', 'ERROR', 'Out of memory: Killed process # (searchd) total-vm:#kB'),
    followers: [then(1, 10, 'search', 'ERROR', 'requestId=@ shard # does not answer'), then(2, 12, 'gateway', 'ERROR', 'requestId=@ upstream search answered 504'), then(12, 2, 'search', 'WARN', 'shard # starts again from its journal')],
  },
  {
    name: 'a clock that jumped',
    root: told('node', 'WARN', 'clock jumped by # s, stepping back'),
    followers: [then(1, 7, 'auth', 'ERROR', 'token of session # was issued in the future'), then(2, 12, 'gateway', 'WARN', 'requestId=@ token was rejected: not yet valid'), then(5, 4, 'queue', 'ERROR', 'lease # expired before it began')],
  },
];

/** What goes wrong all the time and means nothing, and what rarely does. */
export const noise: readonly Told[] = [
  told('gateway', 'WARN', 'client # closed the connection early'),
  told('gateway', 'ERROR', 'requestId=@ body could not be parsed at byte #'),
  told('worker', 'ERROR', 'thumbnail # failed: unsupported format'),
  told('orders', 'WARN', 'address # could not be validated'),
];
export const rare: readonly Told[] = [told('search', 'WARN', 'synonym list # has a duplicate'), told('auth', 'WARN', 'login of user # failed # times'), told('payments', 'WARN', 'statement # arrived late'), told('cache', 'WARN', 'key # is larger than # kB')];
export const quiet: readonly string[] = ['requestId=@ GET /orders/# answered 200 in # ms', 'requestId=@ POST /cart answered 201 in # ms', 'job # done in # ms', 'session # refreshed', 'index # merged'];
