/**
 * In any of the states `from` (names apart by spaces), a line that matches `on` leads to all states of `to`.
 * A name ending in `?` is a guess: lines that lead there belong to the trace only if it goes on.
 * A name ending in `!` is left at once or not at all: no blank line may stand between.
 * `start` rows read the first line; `end` reads no further line; `language.state` names a state of another table.
 */
type Row = readonly [from: string, on: RegExp, to: string];

/** How the stack traces of one language are written. */
export interface TraceTable {
  readonly language: string;
  readonly rows: readonly Row[];
}

/** The class of an exception and what it says: `TypeError: x`, `java.io.IOException`, `Uncaught Error [E_X]: y`. */
export const header =
  /^(?:(?:Uncaught|Unhandled)[^:.]{0,60}[:.]? ?)?(?:(?:[A-Za-z_$][\w$]{0,80}(?:\.|::|[\\/])){0,20}[\w$]{0,80}(?:Error|Exception|Throwable|Failure|Panic)(?:\$\w{1,80})?(?: \[[\w-]+\]|`\d| \((?:0x)?[0-9A-Fa-f]+\))?(?=:|$| ---> )|(?:[a-z_][\w$]{0,80}\.){2,20}[A-Z][\w$]*(?=: |$))/;

/** `a.rb:3:in 'drain': tank is dry (DryTank)`. */
export const rubyHeader = /^(?:<internal:[^>]{1,200}>|(?:[A-Za-z]:)?[^\s:][^:]*):\d+:in [`'][^`']*': /;

/** Lines that open a report of their own, so no message runs on into them. */
const opening = [
  header.source,
  rubyHeader.source,
  String.raw`^\s*(?:\+ )?(?:Exception Group )?Traceback \(`,
  String.raw`^(?:Exception in thread|Unhandled exception|panic: |fatal error: |thread '|terminate called |\*\* \(|<--- |PHP |Fatal error: |Program received|={17,}$|==\d+==)`,
  String.raw`^(?:\S*\.[cm]?[jt]sx?:\d+$|node:[\w/]+:\d+$|"[^"]*" (?:#\d|prio=)|\S+: runtime error: )`,
  String.raw`^(?:\[?\d{4}[-/]\d\d[-/]\d\d[ T\]]|\[?\d\d:\d\d:\d\d)`,
  String.raw`^\[?(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|FATAL|CRITICAL|SEVERE)\b`,
].join('|');

/** Anything but blank. */
export const any = /\S/;
/** A line of a message that runs over several. */
export const text = new RegExp(`^(?!${opening}).*\\S`);
/** More of a message or a list below a first line, and no frame. */
export const indented = /^(?:\t| {2,})\s*(?!\s|at |from |\.\.\. |#\d+ |File "|[^`']*:\d+:in [`'])/;
export const at = /^\s+(?:eval )?at \S/;
/** A frame beyond doubt, even below a line that says nothing of an error. */
export const certainAt = /^\s+(?:eval )?at \S.*(?:[)>\]]|:\d+|:line \d+)(?: \{)?\s*$/;
export const numbered = /^\s*#\d+ +\S/;
/** A frame and nothing else. */
export const bareRubyFrame = /^\s*\S.*:\d+:in [`'][^`']*'$/;
export const causedBy = /^\s*(?:[Cc]aused by|CAUSED BY|Suppressed|Wrapped by)(?: \([^)]*\))?: /;
export const traceback = /^\s*(?:\+ )?(?:Exception Group )?Traceback \(most recent call last\):/;
/** Between two exceptions of a Python chain. */
export const chained = /^\s*(?:During handling of the above exception|The above exception was the direct cause)/;
/** A frame as `backtrace_symbols` of the C library writes it. */
export const symbol = /^[^\s()]+\([^()]*\) ?\[0x[0-9a-f]+\]$/;
/** What a shell says of a process that was killed. */
export const shellTail = /^(?:\S+: line \d+: +\d+ )?(?:Aborted|Segmentation fault|Illegal instruction|Trace\/\S+ trap|Bus error|Killed)\b/;
export const exitStatus = /^exit status \d+$/;
