import { readTimestamp } from '../../timestamp';
import { cleanText } from '../ansi';
import { levelOfWord } from '../levels';
import { isInnerLine, readIsoStamp, readsAsLogLine, type Unwrapped, type Wrapper } from './wrapper';

const jsonStart = '{"log":"';

/** Docker's json-file driver: a line of more than 16 kB is split, and only its last part ends in a line break. */
export const dockerJson: Wrapper = {
  id: 'docker-json',
  title: 'Docker json-file log',
  strays: 'apart',
  samples: [
    {
      text: '{"log":"2024-03-05 07:08:09,123 ERROR lid is off\\n","stream":"stderr","time":"2024-03-05T07:08:09.5Z"}\n{"log":"java.lang.Error: lid\\n","stream":"stderr","time":"2024-03-05T07:08:09.5Z"}\n{"log":"\\tat com.acme.Lid.open(Lid.java:7)\\n","stream":"stderr","time":"2024-03-05T07:08:09.5Z"}',
      level: 'error',
      timestamp: '2024-03-05T07:08:09.123Z',
      message: 'lid is off',
    },
    {
      text: '{"log":"WARNING: slow valve\\n","stream":"stdout","time":"2024-03-05T07:08:09.123456789Z"}',
      level: 'warn',
      timestamp: '2024-03-05T07:08:09.123Z',
      message: 'slow valve',
    },
    {
      text: '{"log":"WARNING: slow ","stream":"stdout","time":"2024-03-05T07:08:09.123456789Z"}\n{"log":"valve\\n","stream":"stdout","time":"2024-03-05T07:08:09.123456789Z"}',
      level: 'warn',
      timestamp: '2024-03-05T07:08:09.123Z',
      message: 'slow valve',
    },
  ],
  unwrap(text, year) {
    if (!text.startsWith(jsonStart)) return null;
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      // A line cut short is no wrapping: it is read as it stands.
      return null;
    }
    if (typeof value !== 'object' || value === null || !('log' in value) || typeof value.log !== 'string') return null;
    if (!('stream' in value) && !('time' in value)) return null;
    const inner = value.log.replace(/\r?\n$/, '');
    return {
      text: inner,
      column: text.startsWith(inner, jsonStart.length) ? jsonStart.length : null,
      timestamp: 'time' in value && typeof value.time === 'string' ? readTimestamp(value.time, 0, year) : null,
      stream: 'stream' in value && typeof value.stream === 'string' ? value.stream : '',
      partial: !value.log.endsWith('\n'),
    };
  },
};

const criTags = /^ (stdout|stderr) ([FP])(?::[^\s]{1,40})?(?: |$)/;

/** The notation of Kubernetes' container runtimes; `P` marks a line that goes on. */
export const cri: Wrapper = {
  id: 'kubernetes-cri',
  title: 'Kubernetes container log (CRI)',
  strays: 'apart',
  samples: [
    {
      text: '2024-03-05T07:08:09.123456789+00:00 stderr F {"level":50,"msg":"no water"}',
      level: 'error',
      timestamp: '2024-03-05T07:08:09.123Z',
      message: 'no water',
    },
    {
      text: '2024-03-05T07:08:09.123456789Z stdout P ERROR: no wa\n2024-03-05T07:08:09.123456789Z stdout F ter',
      level: 'error',
      timestamp: '2024-03-05T07:08:09.123Z',
      message: 'no water',
    },
  ],
  unwrap(text, year) {
    const timestamp = text.charAt(10) === 'T' ? readTimestamp(text, 0, year) : null;
    const tags = timestamp === null ? null : criTags.exec(text.slice(timestamp.length, timestamp.length + 60));
    if (timestamp === null || tags === null) return null;
    const [whole, stream = '', tag] = tags;
    const column = timestamp.length + whole.length;
    return { text: text.slice(column), column, timestamp, stream, partial: tag === 'P' };
  },
};

/** The text from `column` on, without the timestamp (RFC 3339, nine decimals) that the tool was asked to add. */
function withStamp(raw: string, column: number, stream: string, year: number): Unwrapped {
  const stamp = readIsoStamp(raw, column, 9, 'Z', year);
  const at = stamp?.column ?? column;
  return { text: raw.slice(at), column: at, timestamp: stamp?.timestamp ?? null, stream };
}

/** `docker logs --timestamps` and `kubectl logs --timestamps`. */
export const nanoStamped: Wrapper = {
  id: 'container-timestamps',
  title: 'Container log with added timestamps',
  strays: 'continue',
  samples: [
    {
      text: '2024-03-05T07:08:09.123456789Z 2024-03-05T07:08:09.120+00:00 ERROR lid is off\n2024-03-05T07:08:09.123456789Z java.lang.Error: lid\n2024-03-05T07:08:09.123456789Z \tat com.acme.Lid.open(Lid.java:7)',
      level: 'error',
      timestamp: '2024-03-05T07:08:09.120Z',
      message: 'lid is off',
    },
  ],
  unwrap(text, year) {
    const stamp = readIsoStamp(text, 0, 9, 'Z', year);
    return stamp && { text: text.slice(stamp.column), ...stamp, stream: '' };
  },
  claims: (lines) => lines.some(isInnerLine) || lines.some(({ text }) => text.startsWith('{"') || /^\[?\d{4}[-/]\d\d[-/]\d\d[T ]/.test(text)),
};

const composeName = /^([A-Za-z0-9][\w.@-]{0,120}) +\|(?: |$)/;
const numbered = /[a-z].*(?:[-_]\d{1,3}|\.\d{1,3}\.[a-z0-9]{5,30}@\S+)$/i;
/** Most services that a head of 200 lines can be expected to name. */
const mostServices = 24;

/** Docker compose and `docker service logs`, all services on one screen: names padded to one width, then a bar. */
export const compose: Wrapper = {
  id: 'docker-compose',
  title: 'Docker compose log',
  strays: 'apart',
  samples: [
    { text: 'web_1  | 2024-03-05 07:08:09,123 ERROR lid is off', level: 'error', timestamp: '2024-03-05T07:08:09.123Z', message: 'lid is off' },
    { text: 'tank-pump-1  | WARNING: slow valve', level: 'warn', timestamp: null, message: 'slow valve' },
    { text: 'web-1  | 2024-03-05T07:08:09.123456789Z ERROR: lid is off', level: 'error', timestamp: '2024-03-05T07:08:09.123Z', message: 'lid is off' },
    { text: 'tank_web.1.x7k2pq0z@node-3    | WARNING: slow valve', level: 'warn', timestamp: null, message: 'slow valve' },
    { text: '\u001b[36mweb-1  | \u001b[0mERROR: lid is off', level: 'error', timestamp: null, message: 'lid is off' },
  ],
  unwrap(raw, year) {
    const clean = cleanText(raw);
    const match = composeName.exec(clean.text.slice(0, 200));
    if (match === null) return null;
    const [whole, name = ''] = match;
    if (levelOfWord(name) !== null || /^[\d.:-]+$/.test(name)) return null;
    return withStamp(raw, clean.rawColumn(whole.length), name, year);
  },
  claims(lines) {
    const services = [...new Set(lines.map(({ stream }) => stream))];
    if (services.every((name) => numbered.test(name))) return true;
    // A table has a bar too, and its first column would have to repeat as services do.
    const repeated = services.length <= mostServices && services.length * 3 <= lines.length;
    return repeated && lines.filter(readsAsLogLine).length * 4 >= lines.length;
  },
};

const podPath = /^\[pod\/([^\s/\]]{1,253}\/[^\s/\]]{1,63})\](?: |$)/;

/** `kubectl logs --prefix`. */
export const kubectlPrefix: Wrapper = {
  id: 'kubectl-prefix',
  title: 'kubectl logs with pod names',
  strays: 'apart',
  samples: [
    { text: '[pod/web-0/app] ERROR: lid is off', level: 'error', timestamp: null, message: 'lid is off' },
    { text: '[pod/web-0/app] 2024-03-05T07:08:09.123456789Z {"level":40,"msg":"slow valve"}', level: 'warn', timestamp: '2024-03-05T07:08:09.123Z', message: 'slow valve' },
  ],
  unwrap(text, year) {
    const match = podPath.exec(text.slice(0, 340));
    return match && withStamp(text, match[0].length, match[1] ?? '', year);
  },
};

/** Kubernetes makes these names of letters and digits that spell no words: no other line begins so. */
const podName = /^(?:[a-z0-9][a-z0-9-]{0,62} )?[a-z0-9][a-z0-9.-]{0,230}-[bcdf-hj-np-tv-xz2456789]{6,10}-[bcdf-hj-np-tv-xz2456789]{5} [a-z0-9][a-z0-9-]{0,62}(?: |$)/;

/** stern: namespace (where there are several), pod and container before each line. */
export const stern: Wrapper = {
  id: 'stern',
  title: 'stern',
  strays: 'apart',
  samples: [
    { text: 'water web-6d4cf56db6-x7k2p app ERROR: lid is off', level: 'error', timestamp: null, message: 'lid is off' },
    { text: 'web-6d4cf56db6-x7k2p app 2024-03-05T07:08:09.123456789Z WARNING: slow valve', level: 'warn', timestamp: '2024-03-05T07:08:09.123Z', message: 'slow valve' },
  ],
  unwrap(raw, year) {
    const clean = cleanText(raw);
    const match = podName.exec(clean.text.slice(0, 400));
    return match && withStamp(raw, clean.rawColumn(match[0].length), match[0].trimEnd(), year);
  },
};
