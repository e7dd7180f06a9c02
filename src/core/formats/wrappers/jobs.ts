import { readTimeOfDay, readTimestamp } from '../../timestamp';
import { levelOfWord } from '../levels';
import { isInnerLine, readIsoStamp, readsAsLogLine, type Unwrapped, type Wrapper } from './wrapper';

/** What the runners of GitHub and Azure print of their own accord. */
const runnerLine = /^(?:##\[|\[command\]|\uFEFF?Current runner version: |Job is about to start running on |Requested labels: |Starting: )/;

/** Whether the lines are a job's output, and not those of a logger that writes timestamps just so. */
function looksLikeJob(lines: readonly Unwrapped[], own: RegExp): boolean {
  if (lines.some(({ text }) => own.test(text))) return true;
  return lines.some(isInnerLine) && lines.filter(readsAsLogLine).length * 2 < lines.length;
}

/** Job logs of GitHub Actions and Azure Pipelines: seven decimals, UTC. */
export const actions: Wrapper = {
  id: 'github-actions',
  title: 'GitHub Actions or Azure Pipelines job log',
  strays: 'continue',
  samples: [
    { text: '2024-03-05T07:08:09.1234567Z ##[error]Process completed with exit code 1.', level: 'error', timestamp: '2024-03-05T07:08:09.123Z', message: 'Process completed with exit code 1.' },
    { text: '2024-03-05T07:08:09.1234567Z ##[warning]No lid was found', level: 'warn', timestamp: '2024-03-05T07:08:09.123Z', message: 'No lid was found' },
    { text: '2024-03-05T07:08:09.1234567Z ##[section]Starting: Fill the tank', level: 'info', timestamp: '2024-03-05T07:08:09.123Z', message: '##[section]Starting: Fill the tank' },
  ],
  unwrap(text, year) {
    const start = text.startsWith('\uFEFF') ? 1 : 0;
    const stamp = readIsoStamp(text, start, 7, 'Z', year);
    return stamp && { text: text.slice(stamp.column), ...stamp, stream: '' };
  },
  claims: (lines) => looksLikeJob(lines, runnerLine),
};

/** GitHub's command line writes job and step before each line. */
export const githubCli: Wrapper = {
  id: 'github-cli-run',
  title: 'GitHub Actions log (gh run view --log)',
  strays: 'continue',
  samples: [
    { text: 'build (tank)\tRun npm test\t2024-03-05T07:08:09.1234567Z ##[error]Process completed with exit code 1.', level: 'error', timestamp: '2024-03-05T07:08:09.123Z', message: 'Process completed with exit code 1.' },
    { text: 'build\tUNKNOWN STEP\t2024-03-05T07:08:09.1234567Z lid is on', level: null, timestamp: '2024-03-05T07:08:09.123Z', message: 'lid is on' },
  ],
  unwrap(text, year) {
    const match = /^([^\t]{1,200})\t[^\t]{0,200}\t\uFEFF?/.exec(text.slice(0, 410));
    const stamp = match && readIsoStamp(text, match[0].length, 7, 'Z', year);
    return stamp && { text: text.slice(stamp.column), ...stamp, stream: match[1] ?? '' };
  },
};

const gitlabMark = /^([0-9a-f]{2}[OE])([ +])/;
/** Where a section of the job begins or ends: the terminal is then told to go back and wipe the line. */
const section = /^(?:section_(?:start|end):\d{1,12}:[^\r\n]{1,200}\r.\[0K)+/;

/** Job logs of GitLab CI with timestamps: a stream's number, O(ut) or E(rr), and + where the line goes on. */
export const gitlab: Wrapper = {
  id: 'gitlab-ci',
  title: 'GitLab CI job log',
  strays: 'continue',
  samples: [
    { text: '2024-03-05T07:08:09.123456Z 00O ERROR: Job failed: exit code 1', level: 'error', timestamp: '2024-03-05T07:08:09.123Z', message: 'Job failed: exit code 1' },
    { text: '2024-03-05T07:08:09.123456Z 01E WARNING: no l\n2024-03-05T07:08:09.123456Z 01E+id', level: 'warn', timestamp: '2024-03-05T07:08:09.123Z', message: 'no lid' },
    { text: '2024-03-05T07:08:09.123456Z 00O section_start:1709622489:fill\r\u001b[0KFilling the tank', level: null, timestamp: '2024-03-05T07:08:09.123Z', message: 'Filling the tank' },
  ],
  unwrap(text, year) {
    const stamp = readIsoStamp(text, 0, 6, 'Z', year);
    const match = stamp && gitlabMark.exec(text.slice(stamp.column, stamp.column + 4));
    if (stamp === null || match === null) return null;
    const [mark, stream = '', joint] = match;
    const begin = stamp.column + mark.length;
    const column = begin + (section.exec(text.slice(begin))?.[0].length ?? 0);
    return { text: text.slice(column), column, timestamp: stamp.timestamp, stream, appends: joint === '+' };
  },
};

/** What Jenkins prints of its own accord. */
const jenkinsLine = /^(?:\[Pipeline\] |Started by |Running as SYSTEM|Building (?:in workspace|on |remotely on )|Finished: |\[WS-CLEANUP\] |\+ \S)/;

/** Jenkins with its Timestamper: a date in brackets, or the time of day and two blanks. */
export const jenkins: Wrapper = {
  id: 'jenkins-timestamps',
  title: 'Jenkins console with timestamps',
  strays: 'continue',
  samples: [
    { text: '[2024-03-05T07:08:09.123Z] + npm test', level: 'info', timestamp: '2024-03-05T07:08:09.123Z', message: '+ npm test' },
  ],
  unwrap(text, year) {
    if (text.startsWith('[')) {
      const timestamp = text.charAt(25) === ']' ? readTimestamp(text, 1, year) : null;
      if (timestamp?.length !== 24 || (text.length > 26 && text.charAt(26) !== ' ')) return null;
      const column = Math.min(27, text.length);
      return { text: text.slice(column), column, timestamp, stream: '' };
    }
    const timestamp = readTimeOfDay(text, 0);
    if (timestamp?.length !== 8 || (text.length > 8 && !text.startsWith('  ', 8))) return null;
    const column = Math.min(10, text.length);
    return { text: text.slice(column), column, timestamp, stream: '' };
  },
  claims: (lines) => lines.some(({ text }) => jenkinsLine.test(text)),
};

const logStream = /^(\S{1,400}(?:\/|\[\$LATEST\])\S{1,400})(?: |$)/;

/** `aws logs tail`: the time in UTC and the log stream's name before each event; an event may have several lines. */
export const cloudWatch: Wrapper = {
  id: 'cloudwatch-tail',
  title: 'CloudWatch log (aws logs tail)',
  strays: 'continue',
  samples: [
    { text: '2024-03-05T07:08:09.123000+00:00 2024/03/05/[$LATEST]0a1b2c3d [ERROR] no lid', level: 'error', timestamp: '2024-03-05T07:08:09.123Z', message: 'no lid' },
    { text: '2024-03-05T07:08:09.123000+00:00 app/web/0a1b2c3d WARNING: slow valve', level: 'warn', timestamp: '2024-03-05T07:08:09.123Z', message: 'slow valve' },
  ],
  unwrap(text, year) {
    const stamp = readIsoStamp(text, 0, 6, '+00:00', year);
    const match = stamp && logStream.exec(text.slice(stamp.column, stamp.column + 840));
    if (stamp === null || match === null) return null;
    const column = stamp.column + match[0].length;
    return { text: text.slice(column), column, timestamp: stamp.timestamp, stream: match[1] ?? '' };
  },
};

const managed = /^(?:\d{1,4}\||\d\d:\d\d:\d\d )([A-Za-z][\w.-]{0,80}) +\| ?/;

/** Several programs on one screen, by pm2 (number, bar, name) or foreman and its kin (time of day, name). */
export const processManager: Wrapper = {
  id: 'process-manager',
  title: 'pm2 or foreman',
  strays: 'apart',
  samples: [
    { text: '0|web   | ERROR: lid is off', level: 'error', timestamp: null, message: 'lid is off' },
    { text: '07:08:09 web.1    | WARNING: slow valve', level: 'warn', timestamp: null, message: 'slow valve' },
  ],
  unwrap(text) {
    const match = managed.exec(text.slice(0, 120));
    if (match === null || levelOfWord(match[1] ?? '') !== null) return null;
    const [prefix, name = ''] = match;
    const column = prefix.length;
    return { text: text.slice(column), column, timestamp: readTimeOfDay(text, 0), stream: name };
  },
};

const buildStep = /^#(\d{1,4}) (?:\d{1,6}\.\d{1,3}(?: |$))?/;
/** What BuildKit prints of its steps. */
const buildLine = /^(?:\[[\w./ -]{1,60}\] |DONE \d|CACHED$|transferring |exporting |load )/;

/** `docker build`: the number of the step and the seconds since it began; steps run side by side. */
export const dockerBuild: Wrapper = {
  id: 'docker-build',
  title: 'docker build',
  strays: 'apart',
  samples: [{ text: '#7 [web 3/4] RUN make lids', level: null, timestamp: null, message: '[web 3/4] RUN make lids' }],
  unwrap(text) {
    const match = buildStep.exec(text);
    if (match === null) return null;
    const column = match[0].length;
    return { text: text.slice(column), column, timestamp: null, stream: match[1] ?? '' };
  },
  claims: (lines) => lines.some(({ text }) => buildLine.test(text)),
};
