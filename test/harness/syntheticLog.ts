/** About how many of a hundred records tell of a problem, unless told. */
const usualProblems = 5;
const msPerLine = 40;

const loggers = ['com.shop.orders.OrderService', 'com.shop.payment.Gateway', 'com.shop.stock.Warehouse', 'com.shop.web.RequestLog', 'com.shop.jobs.Scheduler'];
const hosts = ['db-1:5432', 'cache-2:6379', 'mail.shop.test:25', 'search-3:9200'];

type Draw = (below: number) => number;
type Line = (draw: Draw) => string;

const quiet: readonly Line[] = [
  (draw) => `INFO  [http-${draw(32)}] ${loggers[3]!} - GET /api/orders/${draw(90_000)} 200 in ${draw(180)} ms`,
  (draw) => `INFO  [pool-${draw(8)}] ${loggers[0]!} - Order ${draw(90_000)} accepted, ${1 + draw(9)} items, total ${draw(500)}.${10 + draw(90)}`,
  (draw) => `DEBUG [pool-${draw(8)}] ${loggers[2]!} - Reserved ${1 + draw(9)} of article ${draw(4_000)} in aisle ${draw(40)}`,
  (draw) => `INFO  [http-${draw(32)}] ${loggers[1]!} - Payment ${draw(0x7fffffff).toString(16)} settled after ${draw(900)} ms`,
  (draw) => `DEBUG [jobs-${draw(4)}] ${loggers[4]!} - Job nightly-report-${draw(30)} has nothing to do`,
];

const problems: readonly Line[] = [
  (draw) => `WARN  [pool-${draw(8)}] ${loggers[2]!} - Slow query took ${1_000 + draw(4_000)} ms`,
  (draw) => `ERROR [pool-${draw(8)}] ${loggers[0]!} - Connection refused: ${hosts[draw(hosts.length)]!}`,
  (draw) => `ERROR [http-${draw(32)}] ${loggers[1]!} - Payment ${draw(0x7fffffff).toString(16)} timed out after 30000 ms`,
  (draw) => `ERROR [jobs-${draw(4)}] ${loggers[4]!} - No space left on device: /var/spool/report-${draw(30)}.csv`,
  (draw) =>
    [
      `ERROR [http-${draw(32)}] ${loggers[3]!} - Request ${draw(90_000)} failed`,
      `java.lang.IllegalStateException: Cart ${draw(9_000)} is closed`,
      ...['Cart.add(Cart.java', 'CartController.post(CartController.java', 'Dispatcher.handle(Dispatcher.java'].map((frame) => `\tat com.shop.web.${frame}:${10 + draw(200)})`),
    ].join('\n'),
];

/** An endless log of a made-up shop, the same for the same seed. */
export class SyntheticLog {
  #state: number;
  #time = Date.UTC(2026, 10, 22);

  constructor(
    seed: number,
    private readonly problemsInHundred = usualProblems,
  ) {
    this.#state = seed;
  }

  /** The next records, at least `bytes` of them, ending with a line break. */
  next(bytes: number): string {
    const records: string[] = [];
    for (let length = 0; length < bytes; ) {
      const record = this.#record();
      records.push(record);
      length += record.length;
    }
    return records.join('');
  }

  /** A whole number from 0 to below a bound. */
  draw(below: number): number {
    // A linear congruential generator; its low bits repeat soon, so the high ones are taken.
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((this.#state / 2 ** 32) * below);
  }

  #record(): string {
    const draw: Draw = (below) => this.draw(below);
    const kinds = draw(100) < this.problemsInHundred ? problems : quiet;
    this.#time += draw(2 * msPerLine);
    const time = new Date(this.#time).toISOString().replace('T', ' ').replace('.', ',').slice(0, -1);
    return `${time} ${kinds[draw(kinds.length)]!(draw)}\n`;
  }
}
