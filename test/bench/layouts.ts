import type { Level } from '../../src/core/record';
import { ordinaryEvent, problemEvent, type Event } from './events';
import { stamps, type Stamp } from './stamp';
import { javaTrace, pythonTrace } from './traces';
import type { World } from './world';

/** A record as a format writes it. */
export interface Written {
  /** Its lines, without the last line break; varying values and the time are marked. */
  readonly text: string;
  /** What the format declares; null where it has no way to. */
  readonly level: Level | null;
}

/** One log format: how it writes what is ordinary, and what is a problem (of level warn or above). */
export interface Layout {
  readonly id: string;
  readonly stamp: Stamp;
  readonly ordinary: (world: World) => Written;
  readonly problem: (world: World) => Written;
}

/** What a format calls the levels. Where it has no name for the gravest it calls it by that of another. */
type LevelNames = Readonly<Record<Level, string>>;

const capitals: LevelNames = { trace: 'TRACE', debug: 'DEBUG', info: 'INFO', warn: 'WARN', error: 'ERROR', fatal: 'FATAL' };
const small: LevelNames = { trace: 'trace', debug: 'debug', info: 'info', warn: 'warn', error: 'error', fatal: 'fatal' };
const pythonNames: LevelNames = { ...capitals, trace: 'DEBUG', warn: 'WARNING', fatal: 'CRITICAL' };
const pinoNumbers: LevelNames = { trace: '10', debug: '20', info: '30', warn: '40', error: '50', fatal: '60' };
const klogLetters: LevelNames = { trace: 'I', debug: 'I', info: 'I', warn: 'W', error: 'E', fatal: 'F' };
/** Facility local0 (16): sixteen times eight and the severity. */
const syslogPriorities: LevelNames = { trace: '135', debug: '135', info: '134', warn: '132', error: '131', fatal: '130' };
/** Daemons that write to a plain syslog file say it in the message, or not at all. */
const syslogWords: LevelNames = { trace: '', debug: '', info: '', warn: 'warning: ', error: 'error: ', fatal: 'critical: ' };

/** A format of programs: the same events in the form that `write` gives them. */
function ofPrograms(id: string, stamp: Stamp, write: (event: Event, world: World, time: string) => string, declares: Partial<Record<Level, Level | null>> = {}): Layout {
  const written = (event: Event, world: World): Written => {
    const declared = declares[event.level];
    return { text: write(event, world, stamp.placeholder), level: declared === undefined ? event.level : declared };
  };
  return { id, stamp, ordinary: (world) => written(ordinaryEvent(world), world), problem: (world) => written(problemEvent(world), world) };
}

const spring = ofPrograms(
  'spring',
  stamps.spaced(),
  ({ level, component, message, thrown }, world, time) => {
    const logger = `w.${component.package.slice(0, 1)}.${component.type}`.padEnd(40);
    return `${time} ${(level === 'fatal' ? 'ERROR' : capitals[level]).padStart(5)} 4821 --- [${`exec-${world.random.between(1, 64)}`.padStart(15)}] ${logger} : ${message}${javaTrace(world, component, thrown)}`;
  },
  { fatal: 'error' },
);

const log4j = ofPrograms('log4j', stamps.comma(), ({ level, component, message, thrown }, world, time) => {
  const logger = `example.works.${component.package}.${component.type}`;
  return `${time} [${component.package}-${world.random.between(1, 32)}] ${capitals[level].padEnd(5)} ${logger} - ${message}${javaTrace(world, component, thrown)}`;
});

const python = ofPrograms('python', stamps.comma(), ({ level, component, message, thrown }, world, time) => {
  return `${time} - works.${component.package} - ${pythonNames[level]} - ${message}${pythonTrace(world, component, thrown)}`;
});

const syslog = ofPrograms(
  'syslog',
  stamps.syslog(),
  ({ level, component, message }, world, time) => `${time} ${world.host().split('.')[0]!} ${component.package}[${world.number(4)}]: ${syslogWords[level]}${message}`,
  { trace: null, debug: null, info: null },
);

const syslog5424 = ofPrograms('syslog5424', stamps.isoMicroseconds(), ({ level, component, message, fields }, world, time) => {
  const data = world.random.below(3) === 0 ? `[works@32473 station="${fields.station ?? ''}" request="${fields.request ?? ''}"]` : '-';
  return `<${syslogPriorities[level]}>1 ${time}Z ${world.host()} ${component.package} ${world.number(4)} - ${data} ${message}`;
});

const nginx = ofPrograms(
  'nginx',
  stamps.slashed(),
  ({ level, message }, world, time) => {
    const names: LevelNames = { ...small, trace: 'debug', fatal: 'emerg' };
    const request = world.random.below(2) === 0 ? `, request: "GET ${world.route()} HTTP/1.1", host: "${world.host()}"` : '';
    return `${time} [${names[level]}] 812#812: *${world.count(7)} ${message}, client: ${world.address()}, server: portal.works.example${request}`;
  },
);

const pino = ofPrograms('pino', stamps.epoch(), ({ level, component, message, fields, thrown }, world, time) => {
  const stack = thrown === null || world.random.below(2) === 0 ? {} : { err: { type: thrown, message, stack: `${thrown}: ${message}\n    at ${component.type}.run (/app/${component.package}/index.js:${world.number(3)}:${world.number(2)})\n    at process.processTicks (node:internal/tasks:95:5)` } };
  return `{"level":${pinoNumbers[level]},"time":${time},"pid":812,"hostname":"${world.host()}","name":"${component.package}",${inner({ reqId: fields.request, station: fields.station, ...stack, msg: message })}}`;
});

const zap = ofPrograms('zap', stamps.iso(), ({ level, component, message, fields }, world, time) => {
  return `{"level":"${small[level]}","ts":"${time}Z","caller":"${component.package}/${component.type.toLowerCase()}.go:${world.number(3)}",${inner({ msg: message, station: fields.station, request: fields.request })},"took_ms":${fields.took ?? '0'}}`;
});

const logfmt = ofPrograms('logfmt', stamps.iso(), ({ level, component, message, fields }, _world, time) => {
  return `ts=${time}Z level=${small[level]} component=${component.package} station=${fields.station ?? ''} request=${fields.request ?? ''} took=${fields.took ?? ''}ms msg="${message}"`;
});

const klog = ofPrograms(
  'klog',
  stamps.klog(),
  ({ level, component, message }, world, time) => `${klogLetters[level]}${time}    4821 ${component.type.toLowerCase()}.go:${world.number(3)}] ${message}`,
  { trace: 'info', debug: 'info' },
);

/** As a distributed file system writes, with names of blocks. */
const segments = ofPrograms('segments', stamps.compact(), ({ level, component, message }, world, time) => {
  return `${time} ${world.count(4)} ${capitals[level]} works.${component.type}$Receiver: ${message} for ${world.segment()}`;
});

const agents = ['WaterPortal/4.2 (X11; Linux x86_64)', 'MeterApp/11.0 (Android 15; Mobile)', 'ReadingClient/2.7 python', 'FieldTablet/3.1 (Windows NT 10.0; Win64; x64)'];

const access: Layout = {
  id: 'access',
  stamp: stamps.access(),
  ordinary: (world) => ({ text: accessLine(world, world.random.pickEarly([200, 200, 204, 304, 201, 301])), level: 'info' }),
  problem: (world) => ({ text: accessLine(world, world.random.pick([500, 502, 503, 504])), level: 'error' }),
};

function accessLine(world: World, status: number): string {
  const user = world.random.below(3) === 0 ? world.user() : '-';
  const referrer = world.random.below(2) === 0 ? `https://portal.works.example/${world.resource()}/${world.count(4)}` : '-';
  const method = world.random.pickEarly(['GET', 'GET', 'POST', 'PUT']);
  return `${world.address()} - ${user} [${access.stamp.placeholder} +0000] "${method} ${world.route()} HTTP/1.1" ${status} ${world.count(5)} "${referrer}" "${world.random.pick(agents)}"`;
}

/** The members of a JSON object without its braces. `JSON.stringify` would escape the marks. */
function inner(members: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(members)
    .slice(1, -1)
    .replace(/\\u000([123])/g, (_, mark: string) => String.fromCharCode(Number(mark)));
}

export const layouts: readonly Layout[] = [spring, access, zap, python, syslog, log4j, pino, segments, logfmt, nginx, klog, syslog5424];
