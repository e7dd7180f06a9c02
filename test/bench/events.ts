import type { Level } from '../../src/core/record';
import type { World } from './world';

/** What a program of the water works has to say, before a format gives it its form. */
export interface Event {
  readonly level: Level;
  readonly component: Component;
  readonly message: string;
  /** What of it structured formats give as fields too. */
  readonly fields: Readonly<Record<string, string>>;
  /** Names what was thrown, where something was. */
  readonly thrown: string | null;
}

export interface Component {
  readonly package: string;
  readonly type: string;
}

type Message = (world: World) => string;

const components: readonly Component[] = [
  { package: 'telemetry', type: 'ReadingCollector' },
  { package: 'dosing', type: 'DosingController' },
  { package: 'pumps', type: 'PumpScheduler' },
  { package: 'portal', type: 'SessionFilter' },
  { package: 'archive', type: 'SegmentWriter' },
  { package: 'billing', type: 'InvoiceRun' },
  { package: 'network', type: 'LeakModel' },
];

const debug: readonly Message[] = [
  (w) => `Polled ${w.count(3)} registers of ${w.host()}:${w.port()} in ${w.count(3)} ms`,
  (w) => `Cache holds ${w.count(5)} entries, ${w.count(4)} of them older than ${w.count(2)} minutes`,
  (w) => `Queue depth ${w.count(3)}, next batch ${w.hex(8)}`,
  (w) => `Token for ${w.user()} checked, scope ${w.resource()}:read, key ${w.hex(16)}`,
];

const info: readonly Message[] = [
  (w) => `Reading ${w.number(9)} of meter ${w.number(7)} at ${w.station()} stored: ${w.count(4)}.${w.number(2)} m3`,
  (w) => `Pump ${w.count(2)} at ${w.station()} runs at ${w.count(4)} rpm, pressure ${w.count(1)}.${w.number(2)} bar`,
  (w) => `GET ${w.route()} answered 200 for ${w.user()} in ${w.count(3)} ms`,
  (w) => `Valve ${w.number(4)} opened to ${w.random.between(5, 100)} percent by ${w.user()}`,
  (w) => `Dosed ${w.count(3)}.${w.number(1)} ml of ${w.material()} into tank ${w.count(2)}, level now ${w.count(3)} cm`,
  (w) => `Received segment ${w.segment()} of size ${w.number(8)} from /${w.address()}:${w.number(5)}`,
  (w) => `Request ${w.uuid()} from ${w.address()} accepted, queue ${w.resource()}`,
  (w) => `Session ${w.uuid()} of ${w.user()} opened on ${w.host()}`,
  (w) => `Committed batch ${w.hex(12)} with ${w.count(4)} rows to partition ${w.count(2)}`,
  (w) => `Forecast for ${w.station()} updated from ${w.count(4)} samples, next run in ${w.count(4)} s`,
  (w) => `Published ${w.count(4)} readings to topic works/${w.resource()}/${w.station()} as ${w.word(10)}`,
  (w) => `Rotated ${w.file()} at ${w.count(5)} kB`,
  (w) => `Shift of ${w.user()} at ${w.station()} begins, handover note ${w.number(6)}`,
  (w) => `Invoice run ${w.number(6)} complete: ${w.count(5)} invoices, 0 errors, 0 skipped`,
  (w) => `Health of https://${w.host()}/status is good, ${w.count(3)} ms`,
];

const warn: readonly Message[] = [
  (w) => `Slow query on ${w.resource()} took ${w.number(4)} ms, limit is 1500 ms`,
  (w) => `Meter ${w.number(7)} at ${w.station()} has not reported for ${w.count(3)} minutes`,
  (w) => `Disk usage of ${w.host()} is at ${w.random.between(86, 98)} percent`,
  (w) => `Retrying delivery of batch ${w.hex(12)} to ${w.host()}:${w.port()}, attempt ${w.random.between(2, 5)} of 5`,
  (w) => `Chlorine of tank ${w.count(2)} above its limit: ${w.count(1)}.${w.number(2)} mg/l`,
  (w) => `Clock of ${w.host()} is off by ${w.number(4)} ms`,
  (w) => `Discarded ${w.count(3)} readings of meter ${w.number(7)} with invalid checksum ${w.hex(8)}`,
  (w) => `Connection pool exhausted, ${w.count(3)} requests wait for ${w.resource()}`,
];

interface Failure {
  readonly message: Message;
  /** What a program would throw with it. */
  readonly thrown: string;
}

const error: readonly Failure[] = [
  { message: (w) => `Connection to ${w.host()}:${w.port()} refused`, thrown: 'ConnectException' },
  { message: (w) => `Request ${w.uuid()} timed out after ${w.number(5)} ms`, thrown: 'TimeoutException' },
  { message: (w) => `Could not store reading ${w.number(9)} of meter ${w.number(7)}: deadlock detected`, thrown: 'DataAccessException' },
  { message: (w) => `Writing segment ${w.segment()} failed: no space left on device`, thrown: 'IOException' },
  { message: (w) => `Login of ${w.user()} from ${w.address()} denied: password expired`, thrown: 'AuthenticationException' },
  { message: (w) => `Cannot read ${w.file()}: permission denied`, thrown: 'AccessDeniedException' },
  { message: (w) => `Dosing of ${w.material()} at ${w.station()} stopped: flow sensor ${w.count(3)} failed`, thrown: 'IllegalStateException' },
  { message: (w) => `GET ${w.route()} failed with status 503`, thrown: 'ServiceUnavailableException' },
  { message: (w) => `Unexpected value ${w.hex(6)} in telegram ${w.number(6)} of ${w.host()}`, thrown: 'ParseException' },
  { message: (w) => `Replica ${w.host()} lost ${w.count(4)} writes of partition ${w.count(2)}`, thrown: 'ReplicationException' },
];

const fatal: readonly Failure[] = [
  { message: (w) => `Out of memory after ${w.number(6)} kB, giving up`, thrown: 'OutOfMemoryError' },
  { message: (w) => `Archive index ${w.hex(8)} is corrupt, shutting down`, thrown: 'CorruptIndexException' },
];

/** Something ordinary: mostly information, some of it for developers. */
export function ordinaryEvent(world: World): Event {
  const level = world.random.below(6) === 0 ? 'debug' : 'info';
  return eventOf(world, level, world.random.pickEarly(level === 'debug' ? debug : info), null);
}

/** Something that went wrong, from a warning to the end of the program. */
export function problemEvent(world: World): Event {
  const kind = world.random.below(100);
  if (kind < 45) return eventOf(world, 'warn', world.random.pickEarly(warn), null);
  const { message, thrown } = kind < 97 ? world.random.pickEarly(error) : world.random.pick(fatal);
  return eventOf(world, kind < 97 ? 'error' : 'fatal', message, thrown);
}

function eventOf(world: World, level: Level, message: Message, thrown: string | null): Event {
  const fields = { station: world.station(), request: world.hex(16), took: world.count(4) };
  return { level, component: world.random.pick(components), message: message(world), fields, thrown };
}
