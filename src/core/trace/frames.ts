import type { Frame } from '../finding';

/** Reads the lines of a trace one after the other; a frame written on two lines comes with the second. */
export type FrameReader = (line: string) => Frame | null;

interface Notation {
  readonly pattern: RegExp;
  /** Builds the frame from the named groups; `pending` is the function that the line before named. */
  readonly read?: (groups: Groups, pending: string | null) => Frame | null;
}

type Groups = Readonly<Record<string, string | undefined>>;

/** Files and functions of runtimes, standard libraries and packages from elsewhere. */
const foreignFile =
  /^(?:node:|internal\/|native\b|ext:|webpack\/|dart:|package:flutter\/|<frozen |<(?:internal|anonymous|unknown)|\/rustc\/|\.\.\/sysdeps\/|\.\.\/csu\/|\/build\/glibc)|(?:^|[\\/])(?:node_modules|site-packages|dist-packages|lib(?:64)?[\\/]python\d[\d.]*|Python\d+[\\/]Lib|\.cargo[\\/]registry|\.rustup|usr[\\/](?:local[\\/])?go[\\/]src|go[\\/](?:src[\\/](?:runtime|net|reflect|internal)|pkg[\\/]mod)|go-\d[\d.]*[\\/]src|vendor|gems|rubygems|ruby[\\/]\d[\d.]*|libsanitizer|perl5?[\\/]\d[\d.]*)(?:[\\/]|$)/;
const foreignFunction =
  /^(?:(?:java|javax|jakarta|jdk|sun|com\.sun|kotlin|kotlinx|scala|clojure|groovy|org\.(?:springframework|apache|hibernate|eclipse|junit|codehaus|gradle|mortbay|jboss|postgresql|mongodb|slf4j|aopalliance)|com\.(?:mysql|zaxxer|fasterxml|mongodb|google\.common)|ch\.qos|io\.(?:netty|micrometer|grpc)|oracle\.jdbc|okhttp3|reactor|akka|System|Microsoft|Mono)\.|(?:java|jdk)\.[\w.]+(?:@[\w.]+)?\/|std::|core::|alloc::|rust_begin_unwind|__rust_|_?__libc_|__GI_|__pthread|start_thread$|clone3?$|_start$|__asan|__ubsan|__tsan|__interceptor|operator (?:new|delete)|(?:runtime|reflect|syscall|net\/http|testing|sync|panic)[.(]|panic\(|:erlang|:gen_server|:proc_lib|v8::|node::|swift_)/;
/** Packages in a frame's own notation: gems as `puma (3.10.0) lib/…`, hex packages as `(elixir 1.15.0) lib/…`. */
const foreignPackage = /^(?:elixir|stdlib|kernel|erts|mix|ex_unit|iex|phoenix\w*|plug\w*|ecto\w*|db_connection|cowboy|bandit|ranch)$/;

/** First lines that state the place of the error themselves. */
const headings: readonly RegExp[] = [
  /^(?:file:\/\/)?(?<file>(?:[A-Za-z]:)?[^\s:]+\.[cm]?[jt]sx?):(?<line>\d+)$/,
  /\bpanicked at (?:['"].*, )?(?<file>[^\s:,'"]+):(?<line>\d+):(?<column>\d+):?$/,
  /\bin (?<file>\S[^:]*\.php)(?::| on line )(?<line>\d+)$/,
  /\sat (?<file>\S+) line (?<line>\d+)(?:, (?:<\S+> (?:line|chunk) \d+|near ".*))?\.?$/,
  /(?:^|\s)(?<file>[\w./-]+\.\w+):(?<line>\d+): (?<fn>\S.*): Assertion .* failed\.$/,
  /(?:^|\s)(?<file>[^\s:]+):(?<line>\d+):(?<column>\d+): runtime error: /,
  /(?:^|\s)(?<file>[^\s:]+\.py):(?<line>\d+): \w*Warning: /,
];

/** The place a trace's first line states, for traces whose frames leave it out. */
export function readHeading(line: string): Frame | null {
  for (const pattern of headings) {
    const groups = pattern.exec(line)?.groups;
    if (groups) return frame(groups);
  }
  return null;
}

/** Reads the frames of a trace, line by line. */
export function frameReader(): FrameReader {
  let pending: string | null = null;
  return (line) => {
    for (const { pattern, read = plainFrame } of notations) {
      const match = pattern.exec(line);
      if (!match) continue;
      const groups: Groups = match.groups ?? {};
      if (groups['next'] !== undefined) {
        pending = groups['next'];
        return null;
      }
      const frame = read(groups, pending);
      pending = null;
      if (frame) return frame;
    }
    return null;
  };
}

/** The notations, the particular before the general; groups: fn, file, line, column, `next` (a function whose place the next line tells). */
const notations: readonly Notation[] = [
  // Python
  { pattern: /^[\s|]*File "(?<file>[^"]*)", line (?<line>\d+)(?:,? in (?<fn>.+))?/ },
  // .NET, then Mono, which writes the address between
  { pattern: /^\s+at (?<fn>[^(]+)\(.*?\) in (?<file>.+):line (?<line>\d+)$/ },
  { pattern: /^\s+at (?<fn>\S+) \(.*\[0x[0-9a-f]+\] in (?<file>.+):(?<line>\d+)\s*$/ },
  // Java, Kotlin, Scala
  { pattern: /^\s+at (?<fn>[\w.$<>/@-]+)\((?<file>[^():]*)(?::(?<line>\d+))?\)(?: ~?\[[^\]]*\])?$/, read: jvmFrame },
  // JavaScript, and Rust's places
  { pattern: /^\s+(?:eval )?at (?:async )?(?<place>\S.*?)(?: \{)?$/, read: (groups, pending) => atFrame(groups['place'] ?? '', pending) },
  { pattern: /^(?<fn>[^\s@]*)@(?<file>[a-z][\w+.-]*:\S+?):(?<line>\d+)(?::(?<column>\d+))?$/ },
  // Rust and V8 number frames; the place follows on a line of its own
  { pattern: /^\s+\d+: 0x[0-9a-f]+ (?<fn>.+?) \[(?<lib>[^\]]+)\]$/, read: libraryFrame },
  { pattern: /^\s+\d+:\s+(?:0x[0-9a-f]+ - )?(?<next>[\w<>{}:&,$ #'[\]()*;=+.!-]+)$/ },
  // PHP
  { pattern: /^#\d+ (?<file>\/.+?|[A-Za-z]:\\.+?|\S+\.php)\((?<line>\d+)\): (?<fn>[^(]*)/ },
  { pattern: /^#\d+ \[internal function\]: (?<fn>[^(]*)/, read: runtimeFrame },
  // Dart
  { pattern: /^#\d+ {2,}(?<fn>\S.*?) \((?<file>[^()\s]+?)(?::(?<line>\d+))?(?::(?<column>\d+))?\)$/ },
  // C and C++: debuggers, then the sanitizers
  { pattern: /^#\d+ +(?:0x[0-9a-f]+ in )?(?<fn>[^(]+?) ?\(.*\) at (?<file>.+):(?<line>\d+)$/ },
  { pattern: /^#\d+ +(?:0x[0-9a-f]+ in )?(?<fn>[^(]+?) ?\(.*\) from (?<lib>\S+)$/, read: libraryFrame },
  { pattern: /^#\d+ +(?:0x[0-9a-f]+ in )?(?<next>[^(]+?) \([^)]*,$/ },
  { pattern: /^ {4}[^(]*\) at (?<file>\S+):(?<line>\d+)$/, read: pendingFrame },
  { pattern: /^\s+#\d+ (?:0x[0-9a-f]+ in )?(?<fn>[^\s(]+(?:\([^()]*\)(?: const)?)?) (?<file>[^\s()][^()]*?):(?<line>\d+)(?::(?<column>\d+))?(?: \(.*\))?$/ },
  { pattern: /^\s+#\d+ (?:0x[0-9a-f]+ in )?(?<fn>\S+) \((?<lib>.+?)\+0x[0-9a-f]+\)/, read: libraryFrame },
  { pattern: /^\s*(?:\* )?frame #\d+: 0x[0-9a-f]+ [^`]+`(?<fn>.+?)(?: at (?<file>\S+?):(?<line>\d+)(?::(?<column>\d+))?)?$/ },
  // Ruby
  { pattern: /^\s*(?:\d+: )?(?:from )?(?:(?<package>[\w-]+) \([\d.]+\) )?(?<file>(?:[A-Za-z]:)?[^\s:][^:]*):(?<line>\d+):in [`'](?<fn>[^`']*)'/, read: packagedFrame },
  // Perl
  { pattern: /^\t(?<fn>[\w:]+)\(?.* called at (?<file>\S.*?) line (?<line>\d+)/ },
  // Elixir
  { pattern: /^\s+\((?<package>\w+) [\w.+-]+\) (?<file>\S+):(?<line>\d+): (?<fn>.+)$/, read: packagedFrame },
  { pattern: /^\s+(?<file>[\w./-]+\.exs?):(?<line>\d+): (?<fn>.+)$/ },
  // Lua
  { pattern: /^\t(?<file>[^\s:[]\S*\.lua):(?<line>\d+): in (?:local |function |method |upvalue )*'?(?<fn>[^']*)'?$/ },
  // Go: the call, and its place below
  { pattern: /^\t(?<file>\S.*?\.(?:go|s)):(?<line>\d+)(?: \+0x[0-9a-f]+)?(?: fp=.*)?$/, read: pendingFrame },
  { pattern: /^(?:created by )?(?<next>[\w./-]+\.(?:\(\*?[\w[\].…]+\)\.)?[\w.·[\]]+|panic)(?:\(.*\))?(?: in goroutine \d+)?$/ },
  // Swift, and Apple's reports
  { pattern: /^\s*\d+ {2,}(?<lib>\S+) +0x[0-9a-f]+ (?<fn>.+?) \+ \d+$/, read: libraryFrame },
  // The kernel
  { pattern: /^(?:\[ *\d+\.\d+\] ?)?\s+(?:\? )?(?<fn>[\w.]+)\+0x[0-9a-f]+\/0x[0-9a-f]+(?: \[(?<module>[\w-]+)\])?$/, read: (groups) => ({ ...frame(groups), application: groups['module'] !== undefined }) },
];

function frame(groups: Groups, application?: boolean): Frame {
  const named = filled(groups['fn']);
  const file = filled(groups['file']);
  return {
    function: named,
    file,
    line: number(groups['line']),
    column: number(groups['column']),
    application: application ?? isApplication(named, file),
  };
}

/** Whether the program's own code is meant; what says nothing of its origin is given the benefit of the doubt. */
function isApplication(name: string | null, file: string | null): boolean {
  if (name === null && file === null) return false;
  return !(file !== null && foreignFile.test(file)) && !(name !== null && foreignFunction.test(name));
}

function plainFrame(groups: Groups): Frame {
  return frame(groups);
}

function pendingFrame(groups: Groups, pending: string | null): Frame {
  return frame({ ...groups, fn: pending ?? undefined });
}

function runtimeFrame(groups: Groups): Frame {
  return frame(groups, false);
}

/** A frame known by the library it lies in; the C library's and the runtime's are not the application's. */
function libraryFrame(groups: Groups): Frame {
  return frame(groups, isApplication(groups['fn'] ?? null, null) && !/(?:^|\/)(?:lib|ld-|node$|CoreFoundation|UIKit)/.test(groups['lib'] ?? ''));
}

function packagedFrame(groups: Groups): Frame {
  const from = groups['package'];
  const ruby = groups['file']?.endsWith('.rb') === true;
  return from === undefined ? frame(groups) : frame(groups, !ruby && !foreignPackage.test(from));
}

/** `java.base/java.util.Optional.get(Optional.java:143)`: the module is left out, files without source are null. */
function jvmFrame(groups: Groups): Frame {
  const named = groups['fn'] ?? '';
  const file = /^[\w$-]+\.\w+$/.test(groups['file'] ?? '') ? groups['file'] : undefined;
  const foreign = foreignFunction.test(named);
  const fn = named.slice(named.lastIndexOf('/') + 1);
  return frame({ ...groups, fn, file }, !foreign && isApplication(fn, null));
}

/** What stands after `at `: `name (place)`, `place`, or a name alone. */
function atFrame(text: string, pending: string | null): Frame {
  const spaced = text.indexOf(' (');
  const open = text.endsWith(')') ? (spaced > 0 ? spaced : text.indexOf('(')) : -1;
  const name = open > 0 ? text.slice(0, open) : null;
  const place = open > 0 ? text.slice(text.indexOf('(', open) + 1, -1) : text;
  // `eval at render (eval at load (file.js:1:2))`: the place is the innermost.
  if (place.startsWith('eval at ')) {
    const inner = place.slice(place.lastIndexOf('(') + 1).replace(/\).*$/, '');
    return atFrame(name === null ? inner : `${name} (${inner})`, null);
  }
  const match = /^(?<file>.*?\S)(?::line (?<dotnet>\d+)|:(?<line>\d+)(?::(?<column>\d+))?)$/.exec(place);
  if (match?.groups) {
    const { file, line, column, dotnet } = match.groups;
    return frame({ fn: name ?? pending ?? undefined, file: file === '<anonymous>' ? undefined : file, line: line ?? dotnet, column });
  }
  // Without a place, `(native)` and `(<anonymous>)` are the engine's; a bare name may be anyone's.
  return frame({ fn: name ?? (/^[\w.$]+$/.test(text) ? text : undefined) }, name === null ? undefined : false);
}

function filled(text: string | undefined): string | null {
  const trimmed = text?.trim() ?? '';
  return trimmed === '' || trimmed === '<filename unknown>' ? null : trimmed;
}

function number(digits: string | undefined): number | null {
  return digits === undefined || digits.length > 9 ? null : Number(digits);
}
