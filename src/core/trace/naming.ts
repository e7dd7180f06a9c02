import { bothEnds, parseTrace } from './exceptions';

/** What a trace says has happened, and where it stands. */
export interface Happening {
  readonly message: string;
  /** 0-based. */
  readonly line: number;
  /** 0-based, in the line's text. */
  readonly column: number;
}

const occurred = String.raw`(?: (?:was )?(?:occurred|caught|thrown|raised|happened))?`;

/** First lines that open a trace and say nothing of what happened. */
const openers = new RegExp(
  [
    String.raw`^\W*$`,
    String.raw`(?:^|\s)(?:Exception Group )?Traceback \(most recent call last\):?\s*$`,
    String.raw`^\W*(?:an? )?(?:(?:unhandled|uncaught|unexpected|fatal|internal) ){0,2}(?:exception|error|panic|crash)${occurred}[\s.:!]*$`,
    String.raw`^\W*(?:stack ?trace|back ?trace|call stack|oops|cause|reason|details)[\s.:!]*$`,
    // JavaScript, and Bun's excerpt
    String.raw`^(?:file:\/\/)?(?:[A-Za-z]:)?\S[^:]*\.(?:[cm]?[jt]sx?|vue|svelte):\d+$`,
    String.raw`^(?:node:[\w/]+|\[[\w ]+\](?:-wrapper)?|evalmachine\.<anonymous>|<anonymous_script>|internal\/[\w/]+\.js):\d+$`,
    String.raw`^ *\d+ \| `,
    String.raw`^<--- Last few GCs --->`,
    // Go, Rust, C++
    String.raw`^goroutine \d+ .*\[[^\]]*\]:$`,
    String.raw`^thread '[^']*'(?: \(\d+\))? panicked at \S.*:\d+:\d+:$`,
    String.raw`^terminate called after throwing an instance of `,
    // Python
    String.raw`^\s*File ".*", line \d+$`,
    String.raw`^(?:Exception in (?:thread|callback) .*|Exception in ASGI application|Exception ignored (?:in|on|while)\b.*|Process \S+:|(?:Task|Future) exception was never retrieved|--- Logging error ---|Unhandled exception in .*|\S*RemoteTraceback:)\s*$`,
    // Sanitizers, valgrind, the kernel, the JVM
    String.raw`^(?:\w+Sanitizer:DEADLYSIGNAL|={17,})$`,
    String.raw`^==\d+== Memcheck, a memory error detector`,
    String.raw`^(?:<\d+>)?(?:\[ *\d+\.\d+\] ?)?(?:\[ *[TC]\d+\] ?)?-+\[ cut here \]-+$`,
    String.raw`^# A fatal error has been detected by`,
    // Dart, Erlang, Windows
    String.raw`^══+╡ EXCEPTION CAUGHT BY .*╞═+$`,
    String.raw`^=(?:ERROR|CRASH|SUPERVISOR) REPORT====`,
    String.raw`^Application: \S.*$`,
  ].join('|'),
  'i',
);

/**
 * What the trace in these lines (without terminal codes, the first one without its prefix) says has happened, where
 * the first line only opens it; null where the first line says it, or nothing does.
 */
export function whatHappened(lines: readonly string[]): Happening | null {
  const [first] = lines;
  if (first === undefined || lines.length < 2 || !openers.test(bothEnds(first))) return null;
  const at = parseTrace(lines).exceptions[0]?.at;
  const text = at ? (lines[at.line]?.slice(at.column).trimEnd() ?? '') : '';
  return !at || at.line === 0 || text === '' ? null : { message: text, line: at.line, column: at.column };
}
