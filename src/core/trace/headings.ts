import { anyOf } from './anyOf';
import type { Relation } from './exceptions';

/** A line that says what was thrown, or that the next one does. */
export interface Heading {
  /** `consequence`: what is told here was caused by the exception before it; `detail`: it is the message of that one. */
  readonly relation: Exclude<Relation, 'context'> | 'consequence' | 'detail';
  /** The exception as it stands in the line; null where the next line tells it. */
  readonly told: Told | null;
  /** Of what the next line tells. */
  readonly type?: string;
}

/** An exception as a line tells it. */
export interface Told {
  readonly type: string | null;
  readonly message: string;
  /** Where type and message begin in the line. */
  readonly column: number;
}

interface HeadingNotation {
  /** The group `what` holds type and message; without it, they stand on the next line. An empty group `at` marks where to begin to quote. */
  readonly pattern: RegExp;
  readonly relation?: Heading['relation'];
  /** How type and message are written: `Type: message`, `message (Type)`, or a message whose type the notation says. */
  readonly written?: 'type-first' | 'type-last';
  readonly type?: string;
}

const class_ = String.raw`(?:[A-Za-z_$][\w$]{0,80}(?:\.|::|\\|\/|\+)){0,20}`;
const suffix = String.raw`(?:Error|Exception|Throwable|Failure|Panic|Rejection|Interrupt|Defect|Fault|Violation|NotFound|Timeout|Abort)`;
const typed = String.raw`${class_}[\w$]{0,80}${suffix}(?:\$[\w$]{1,80})?(?:\`\d+(?:\[[^\]]*\])?)?`;
/** `java.util.Foo: x`: of names that do not say that they are errors, those in packages and with a message. */
const packaged = String.raw`(?:[a-z_][\w$]{0,80}\.){2,20}[A-Z][\w$]*`;

const typeFirst = new RegExp(String.raw`^(?<type>${class_}[\w$]+(?:\`\d+(?:\[[^\]]*\])?)?)(?: \[[\w-]+\]| \((?:0x)?[0-9A-Fa-f]+\))?(?:: ?(?<message>.*)| *)$`);
const typeLast = /^(?<message>.*) [([](?<type>[A-Z]\w*(?:::\w+)*)[)\]]$/;
const startsTyped = new RegExp(String.raw`^(?:${typed}(?: \[[\w-]+\]| \((?:0x)?[0-9A-Fa-f]+\))?(?=:(?:\s|$)|\s*$| ---> | in /)|${packaged}(?=: |$))`);
const typedWithin = new RegExp(String.raw`(?:^|[\s(])(?<what>${class_}[A-Z][\w$]{0,80}(?:Error|Exception)(?:\$[\w$]{1,80})?: .*)$|^(?<first>${class_}[A-Z][a-z][\w$]*: \S.*)$`, 'd');

/** Of several that match, the first counts. */
const notations: readonly HeadingNotation[] = [
  // JVM
  { pattern: /^Exception in thread "[^"]*" (?<what>.*)$/d },
  { pattern: /^\s*(?:Caused by|caused by|Cause): (?:\[CIRCULAR REFERENCE: ?)?(?<what>.*?)\]?$/d, relation: 'cause' },
  { pattern: /^\s*Suppressed: (?<what>.*)$/d, relation: 'suppressed' },
  { pattern: /^\s*Wrapped by: (?<what>.*)$/d, relation: 'consequence' },
  { pattern: /[Nn]ested [Ee]xception is:?\s*$/, relation: 'cause' },
  { pattern: /^# {2}(?<what>(?:SIG[A-Z]+|EXCEPTION_\w+|Internal Error|Out of Memory Error) .*)$/d, type: 'fatal error' },
  { pattern: /^# (?<what>There is insufficient memory .*)$/d, type: 'fatal error' },
  { pattern: /^# (?<what>(?:Check failed|Debug check failed|unreachable code|Fatal JavaScript).*)$/d, type: 'fatal error' },
  { pattern: /^Execution error \((?<type>[\w.$]+)\) at / },
  // .NET
  { pattern: /^(?:Unhandled [Ee]xception[.:]|\[ERROR\] FATAL UNHANDLED EXCEPTION:) +(?<what>\S.*)$/d },
  { pattern: /^(?:\w+ )?(?:An )?[Uu]nhandled [Ee]xception(?: occurred)?[.:]?\s*$/ },
  { pattern: /^Exception Info: (?:exception code )?(?<what>.*)$/d },
  // JavaScript
  { pattern: /^\s*\[cause\]: (?<what>.*?)(?: \{)?$/d, relation: 'cause' },
  { pattern: /^(?:error: )?Uncaught (?:\(in promise\) )?(?<what>\S.*)$/d },
  { pattern: /^\(node:\d+\) (?:\[\w+\] )?(?:UnhandledPromiseRejectionWarning: )?(?<what>.*)$/d },
  { pattern: /^error: (?<what>\S.*)$/d },
  { pattern: /^(?<type>E[A-Z]{3,14}): (?<what>.*)$/d },
  { pattern: /^(?<at>)FATAL ERROR: (?<what>.*)$/d, type: 'fatal error' },
  { pattern: /^\[(?<what>\w*(?:Error|Rejection)\b.*?)(?:\] ?\{?)?$/d },
  // PHP
  { pattern: /^(?:PHP )?(?:Fatal error|Warning): +Uncaught (?:exception ')?(?<what>.*?)(?: in \S+\.php:\d+)?$/d },
  { pattern: /^(?:PHP )?(?<type>(?:Fatal|Parse|Recoverable fatal|Compile) error|Warning|Notice|Deprecated): +(?<what>.*?)(?: in \S+ on line \d+)?$/d },
  { pattern: /^Next (?<what>.*?)(?: in \S+:\d+)?$/d, relation: 'consequence' },
  { pattern: /^\[previous exception\] \[object\] \((?<type>[\w\\]+)\(code: [^)]*\): (?<what>.*?)(?: at \S+:\d+\))?$/d, relation: 'cause' },
  { pattern: /\{"exception":"\[object\] \((?<type>[\w\\]+)\(code: [^)]*\): (?<what>.*?)(?: at \S+:\d+\))?$/d },
  // Go
  { pattern: /^\s+(?<at>)panic: (?<what>.*?)(?: \[recovered\])?$/d, relation: 'consequence', type: 'panic' },
  { pattern: /(?:^|\s)(?<at>)panic: (?<what>.*?)(?: \[recovered\])?$/d, type: 'panic' },
  { pattern: /panic serving \S+: (?<what>.*)$/d, type: 'panic' },
  { pattern: /^(?<at>)fatal error: (?<what>.*)$/d, type: 'fatal error' },
  // Rust
  { pattern: /panicked at ['"](?<what>.*)['"], \S+:\d+:\d+$/d, type: 'panic' },
  { pattern: /panicked at \S.*:\d+:\d+:$/, type: 'panic' },
  { pattern: /^Error: *$/ },
  { pattern: /^Message: +(?<what>\S.*)$/d, type: 'panic' },
  { pattern: /^thread '[^']*'(?: \(\d+\))? (?<what>has overflowed its stack)$/d, type: 'fatal error' },
  // Elixir, Erlang
  { pattern: /^\*\* \(EXIT.*\) an exception was raised:$/ },
  { pattern: /^(?<at>)\*\* \((?!EXIT)(?<type>\w[\w.]*)\) (?<what>.*)$/d },
  { pattern: /^\s+(?<at>)\*\* \((?!EXIT)(?<type>\w[\w.]*)\) (?<what>.*)$/d, relation: 'cause' },
  { pattern: /^\s*(?:\w+: |\*\* )?(?<at>)exception (?<type>error|exit|throw): (?<what>.*)$/d },
  { pattern: /^\*\* Reason for termination ==?\s*$/ },
  { pattern: /^Error in process \S+ (?:on node \S+ )?with exit value:\s*$/ },
  // Python
  { pattern: /^E {3,}(?<what>\S.*)$/d },
  { pattern: /^(?<type>Fatal Python error): (?<what>.*)$/d },
  { pattern: /^\S+\.py:\d+: (?<what>\w*Warning: .*)$/d },
  // C, C++, and what watches over them
  { pattern: /^\s+what\(\): +(?<what>.*)$/d, relation: 'detail' },
  { pattern: /^terminate called after throwing an instance of '(?<type>.*)'$/ },
  { pattern: /^libc\+\+abi: terminating (?:due to|with) uncaught exception of type (?<what>\S.*)$/d },
  { pattern: /^==\d+==\s?(?<at>)(?:ERROR|WARNING): (?<type>\w+Sanitizer): (?<what>.*)$/d },
  { pattern: /^(?<at>)WARNING: (?<type>\w+Sanitizer|DATA RACE)(?:: (?<what>.*))?$/d },
  { pattern: /^\S+:\d+:\d+: (?<type>runtime error): (?<what>.*)$/d },
  { pattern: /^==\d+== (?<what>(?:Invalid|Conditional|Use of|Mismatched|Source and|Syscall|Process terminating|Argument|Jump to|Stack overflow|Illegal|Uninitialised)\b.*)$/d, type: 'memory error' },
  { pattern: /(?:^|: )(?<what>Assertion [`'"].*['"] failed\.)$/d, type: 'assertion' },
  { pattern: /^(?<at>)(?:Program|Thread \d+.*) (?:received|terminated with) signal (?<type>\w+), (?<what>.*)\.$/d },
  { pattern: /stop reason = (?<what>.*)$/d, type: 'stopped' },
  // Swift, Apple
  { pattern: /^(?:\S+\.swift:\d+: )?Fatal error: (?<what>.*)$/d, type: 'fatal error' },
  { pattern: /^\*\*\* Program crashed: (?<what>.*?)(?: \*\*\*)?$/d, type: 'crash' },
  { pattern: /^\*\*\* Terminating app due to uncaught exception '(?<type>[^']*)', reason: '?(?<what>.*?)'?$/d },
  { pattern: /^Exception Type: +(?<what>\S.*)$/d },
  // The kernel, whose times may stand before
  { pattern: /^(?:<\d+>)?(?:\[ *\d+\.\d+\] ?)?(?:\[ *[TC]\d+\] ?)?(?<type>kernel BUG|BUG|WARNING|Oops|general protection fault|Unable to handle kernel(?= )|Kernel panic|INFO|watchdog|rcu|divide error|invalid opcode|Internal error)(?:: | at | - |, |(?<=kernel) )(?<what>\S.*)$/d },
  // Windows
  { pattern: /^Faulting application name: (?<what>.*)$/d, type: 'fault' },
  { pattern: /^\s*(?:ExceptionCode|Exception code|EXCEPTION_CODE): (?<what>.*)$/d, type: 'exception code' },
  // Perl, Lua, R, PHP's relatives
  { pattern: /^(?<what>\S.*) at \S+ line \d+(?:, <\S+> (?:line|chunk) \d+)?\.?$/d, type: 'died' },
  { pattern: /^\S*lua\S*: (?:\S+:\d+: )?(?<what>.*)$/d, type: 'error' },
  { pattern: /^Error in (?:.+?) ?: *(?<what>\S.*)$/d, type: 'error' },
  { pattern: /^Error in .* :\s*$/ },
  // Others
  { pattern: /^ {5}\| (?<what>[^~\s].*)$/d, type: 'error' },
  { pattern: /: Uncaught exception \S+:$/ },
  { pattern: /^\S+:\d+:\d+(?:-\d+)?: error:(?: \[.*\])?\s*$/ },
  { pattern: /^ ?(?<type>[A-Z]\w*(?:::\w+)+|[A-Z]\w*Error) \((?<what>.*)\):\s*$/d },
  { pattern: /^(?:ERROR|Fatal error): (?:LoadError: |exception )?(?<what>.*)$/d },
  { pattern: /^Error: unhandled exception: (?<what>.*)$/d, written: 'type-last' },
  { pattern: /^Unhandled exception(?: in spawn)?: (?<what>.*)$/d, written: 'type-last' },
  { pattern: /^══+╡ EXCEPTION CAUGHT BY .*╞═+$/ },
  { pattern: /^The following .* was thrown\b.*:$/ },
];

const anyNotation = anyOf(notations.map(({ pattern }) => pattern));

const rubyHeading = /^(?:\S+ )?(?<place>(?:[A-Za-z]:)?[^\s:][^:]*|<internal:[^>]+>):\d+:in [`'][^`']*': (?<what>.*)$/d;

/** What a line tells that is a frame and a heading in one, as Ruby writes it. */
export function readRubyHeading(line: string): Told | null {
  const match = rubyHeading.exec(line);
  return match === null ? null : told(match, { pattern: rubyHeading, written: 'type-last' });
}

/** Reads the line as one that says what was thrown; null where it says nothing of the kind. */
export function readExceptionHeading(line: string): Heading | null {
  for (const notation of anyNotation.test(line) ? notations : []) {
    const match = notation.pattern.exec(line);
    if (match) return { relation: notation.relation ?? 'thrown', told: told(match, notation), ...(notation.type === undefined ? {} : { type: notation.type }) };
  }
  const start = line.length - line.trimStart().length;
  return startsTyped.test(line.slice(start)) ? { relation: start === 0 ? 'thrown' : 'grouped', told: readTold(line, start) } : null;
}

/** Reads a line of any kind as the exception itself; for lines that must be it. */
export function readTold(line: string, column: number): Told {
  return split(line.slice(column).trimEnd(), column, 'type-first');
}

/** The exception that a message of any kind ends with, as `request failed: java.io.IOException: pipe`, or may consist of, as `DryTank: 7`. */
export function findTold(line: string): Told | null {
  const places = typedWithin.exec(line)?.indices?.groups;
  const at = places?.['what'] ?? places?.['first'];
  return at === undefined ? null : readTold(line, at[0]);
}

function told(match: RegExpExecArray, { written, type, relation }: HeadingNotation): Told | null {
  const places = match.indices?.groups;
  const named = match.groups?.['type'];
  const text = match.groups?.['what']?.trimEnd();
  const column = (places?.['at'] ?? places?.['type'] ?? places?.['what'])?.[0] ?? 0;
  if (text === undefined) return named === undefined ? null : { type: named, message: '', column };
  if (named !== undefined || type !== undefined || relation === 'detail') return { type: named ?? type ?? null, message: text, column };
  return split(text, column, written ?? 'type-first');
}

function split(text: string, column: number, written: 'type-first' | 'type-last'): Told {
  const groups = (written === 'type-first' ? typeFirst.exec(text) : null)?.groups ?? typeLast.exec(text)?.groups;
  return groups ? { type: groups['type'] ?? null, message: groups['message'] ?? '', column } : { type: null, message: text, column };
}
