import type { Level } from '../record';

const words: ReadonlyMap<string, Level> = new Map<string, Level>([
  ['trace', 'trace'],
  ['trce', 'trace'],
  ['trc', 'trace'],
  ['finest', 'trace'],
  ['finer', 'trace'],
  ['verbose', 'trace'],
  ['verb', 'trace'],
  ['vrb', 'trace'],
  ['fine', 'debug'],
  ['debug', 'debug'],
  ['dbug', 'debug'],
  ['dbg', 'debug'],
  ['config', 'debug'],
  ['info', 'info'],
  ['inf', 'info'],
  ['information', 'info'],
  ['informational', 'info'],
  ['notice', 'info'],
  ['success', 'info'],
  ['warn', 'warn'],
  ['wrn', 'warn'],
  ['warning', 'warn'],
  ['error', 'error'],
  ['err', 'error'],
  ['eror', 'error'],
  ['severe', 'error'],
  ['fail', 'error'],
  ['failed', 'error'],
  ['failure', 'error'],
  ['fatal', 'fatal'],
  ['ftl', 'fatal'],
  ['fata', 'fatal'],
  ['critical', 'fatal'],
  ['crit', 'fatal'],
  ['crt', 'fatal'],
  ['dpanic', 'fatal'],
  ['alert', 'fatal'],
  ['emerg', 'fatal'],
  ['emergency', 'fatal'],
  ['panic', 'fatal'],
]);

const letters: ReadonlyMap<string, Level> = new Map<string, Level>([
  ['V', 'trace'],
  ['T', 'trace'],
  ['D', 'debug'],
  ['I', 'info'],
  ['N', 'info'],
  ['W', 'warn'],
  ['E', 'error'],
  ['F', 'fatal'],
  ['A', 'fatal'],
  ['C', 'fatal'],
  ['X', 'fatal'],
]);

/** Every word that names a level, in small letters. */
export const levelWords: readonly string[] = [...words.keys()];

const longestWord = Math.max(...levelWords.map((word) => word.length));

/** The level a whole word names, in any case; null for every other word. */
export function levelOfWord(word: string): Level | null {
  if (word.length < 3 || word.length > longestWord) return null;
  return words.get(word) ?? words.get(word.toLowerCase()) ?? null;
}

/** Words that name a level only where brackets or a colon mark them as one; in plain text they are prose. */
export function isAmbiguousLevelWord(word: string): boolean {
  return /^(?:fail|failed|failure|success)$/i.test(word);
}

/** The level of a capital letter as glog, logcat, CUPS, Ruby and others use it. */
export function levelOfLetter(letter: string): Level | null {
  return letters.get(letter) ?? null;
}

/** Syslog's severity: the low three bits of a priority. */
export function levelOfPriority(priority: number): Level | null {
  if (!Number.isInteger(priority) || priority < 0 || priority > 191) return null;
  const severity = priority % 8;
  if (severity <= 2) return 'fatal';
  return (['error', 'warn', 'info', 'info', 'debug'] as const)[severity - 3] ?? null;
}

/** Status of an HTTP response, 100 to 599. */
export function levelOfStatus(status: number): Level {
  if (status >= 500) return 'error';
  return status >= 400 ? 'warn' : 'info';
}

/** Pino's and bunyan's numbers; what stands between two steps counts as the lower one. */
export function levelOfPino(value: number): Level | null {
  if (value < 10 || value > 100) return null;
  return (['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const)[Math.min(Math.floor(value / 10), 6) - 1] ?? null;
}

/** Python's `levelno`: 10, 20, 30, 40, 50. */
export function levelOfPython(value: number): Level | null {
  return value < 10 ? null : levelOfPino(Math.floor(value) + 10);
}

/** OpenTelemetry's severity number, 1 to 24. */
export function levelOfOtel(value: number): Level | null {
  if (!(value >= 1 && value <= 24)) return null;
  return (['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const)[Math.floor((value - 1) / 4)] ?? null;
}

/** The level of a Windows event, 1 to 5; 0 (always logged) says nothing. */
export function levelOfWindows(value: number): Level | null {
  return (['fatal', 'error', 'warn', 'info', 'trace'] as const)[value - 1] ?? null;
}
