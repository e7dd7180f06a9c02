import type { Frame } from '../finding';
import { anyOf } from './anyOf';
import { originOf, type Runtime } from './origin';

/** Reads the lines of a trace one after the other; of a frame written on two lines, `half` comes with the first and the frame with the second. */
export type FrameReader = (line: string) => Frame | 'half' | null;

interface Notation {
  readonly runtime: Runtime;
  readonly pattern: RegExp;
  /** What to make of the named groups, where they are not a frame as they stand. */
  readonly read?: FramePlacer;
}

/** `pending` is the function that the line before named. */
type FramePlacer = (groups: Groups, runtime: Runtime, pending: string | null) => Placed | null;

/** fn, file, line, column; `package`: the archive or library that the frame names; `next`: a function whose place the next line tells. */
type Groups = Readonly<Record<string, string | undefined>>;

interface Placed {
  readonly groups: Groups;
  readonly runtime: Runtime;
  /** Where the notation alone tells whose code it is. */
  readonly application?: boolean;
}

/** First lines that state the place of the error themselves. */
const headings: readonly Notation[] = [
  { runtime: 'javascript', pattern: /^(?:file:\/\/)?(?<file>(?:[A-Za-z]:)?[^\s:]+\.[cm]?[jt]sx?):(?<line>\d+)$/ },
  { runtime: 'rust', pattern: /\bpanicked at (?:['"].*, )?(?<file>[^\s:,'"]+):(?<line>\d+):(?<column>\d+):?$/ },
  { runtime: 'php', pattern: /\bin (?<file>(?:[A-Za-z]:)?[^\s:]+\.php)(?::| on line )(?<line>\d+)$/ },
  { runtime: 'perl', pattern: /\sat (?<file>\S+) line (?<line>\d+)(?:, (?:<\S+> (?:line|chunk) \d+|near ".*))?\.?$/ },
  { runtime: 'native', pattern: /(?:^|\s)(?<file>[\w./-]+\.\w+):(?<line>\d+): (?<fn>\S.*): Assertion .* failed\.$/ },
  { runtime: 'native', pattern: /(?:^|\s)(?<file>[^\s:]+):(?<line>\d+):(?<column>\d+): runtime error: / },
  { runtime: 'python', pattern: /(?:^|\s)(?<file>[^\s:]+\.py):(?<line>\d+): \w*Warning: / },
  { runtime: 'native', pattern: /^(?<file>[\w./-]+\.swift):(?<line>\d+): Fatal error/ },
];

/** The place a trace's first line states, for traces whose frames leave it out. */
export function readHeading(line: string): Frame | null {
  for (const notation of headings) {
    const groups = notation.pattern.exec(line)?.groups;
    if (groups) return frame({ groups, runtime: notation.runtime });
  }
  return null;
}

/** Reads the frames of a trace, line by line. */
export function frameReader(): FrameReader {
  let pending: string | null = null;
  return (line) => {
    if (!anyNotation.test(line)) return null;
    for (const { runtime, pattern, read } of notations) {
      const match = pattern.exec(line);
      if (!match) continue;
      const groups: Groups = match.groups ?? {};
      if (groups['next'] !== undefined) {
        pending = groups['next'];
        return 'half';
      }
      const placed = read ? read(groups, runtime, pending) : { groups, runtime };
      if (placed === null) continue;
      pending = null;
      return frame(placed);
    }
    return null;
  };
}

/** The notations, the particular before the general. */
const notations: readonly Notation[] = [
  { runtime: 'python', pattern: /^[\s|]*File "(?<file>[^"]*)", line (?<line>\d+)(?:,? in (?<fn>.+))?/ },
  { runtime: 'python', pattern: /^File (?<file>\S+\.py):(?<line>\d+), in (?<fn>[\w.<>]+)/ },
  // pytest, whose frames end in what was raised
  { runtime: 'python', pattern: /^(?<file>\S+\.py):(?<line>\d+): (?:in (?<fn>\w+)|(?=\w*(?:Error|Exception|Failed|Warning)?$))/ },
  // .NET, then Mono, which writes the address between
  { runtime: 'dotnet', pattern: /^\s+at (?<fn>[^(]+)\(.*?\) in (?<file>.+):line (?<line>\d+)(?:<---)?\s*$/ },
  { runtime: 'dotnet', pattern: /^\s+at (?<fn>.+?) \(.*\) \[0x[0-9a-f]+\] in (?<file>.+):(?<line>\d+)\s*(?:<---\s*)?$/ },
  { runtime: 'dotnet', pattern: /^(?<fn>[\w.`+<>:]+) ?\(.*\) \(at (?<file>\S.*):(?<line>\d+)\)$/ },
  // Java, Kotlin, Scala; a jar and its version may follow
  { runtime: 'jvm', pattern: /^\s+(?:at |\|- )?(?<fn>[\w.$<>/@-]+)\((?<file>[^():]*)(?::(?<line>\d+))?\)(?: ~?\[(?<package>[^\]]*)\])?$/, read: jvmFrame },
  // JavaScript, Rust's places, and .NET without files
  { runtime: 'javascript', pattern: /^\s+(?:eval )?at (?:async )?(?<place>\S.*?)(?: \{)?$/, read: ({ place = '' }, _, pending) => atFrame(place, pending) },
  { runtime: 'javascript', pattern: /^(?<fn>[^\s@]*)@(?<file>[a-z][\w+.-]*:\S+?|\S+\.[cm]?js|\[native code\]):?(?<line>\d+)?(?::(?<column>\d+))?$/ },
  { runtime: 'javascript', pattern: /^ *\d+: (?<fn>[^(]+?) \((?<file>[^()\s]+):(?<line>\d+):(?<column>\d+)\)$/ },
  // Rust and V8 number frames; the place follows on a line of its own
  { runtime: 'native', pattern: /^\s+\d+: 0x[0-9a-f]+ (?<fn>.*?) ?\[(?<package>[^\]]+)\]$/ },
  { runtime: 'rust', pattern: /^\s+\d+:\s+(?:0x[0-9a-f]+ - )?(?<next>[\w<>{}:&,$ #'[\]()*;=+.!-]+)$/ },
  { runtime: 'php', pattern: /^#\d+ (?<file>\/.+?|[A-Za-z]:\\.+?|\S+\.php)\((?<line>\d+)\): (?<fn>[^(]*)/ },
  { runtime: 'php', pattern: /^#\d+ \[internal function\]: (?<fn>[^(]*)/, read: runtimeFrame },
  { runtime: 'php', pattern: /^PHP +\d+\. (?<fn>[^(]+)\(.*\) (?<file>\/\S+|[A-Za-z]:\\\S+):(?<line>\d+)$/ },
  { runtime: 'php', pattern: /^#\d+ {2}(?<fn>[^(]+)\(.*\) called at \[(?<file>[^\]]+):(?<line>\d+)\]$/ },
  { runtime: 'dart', pattern: /^#\d+ {2,}(?<fn>\S.*?) \((?<file>[^()\s]+?)(?::(?<line>\d+))?(?::(?<column>\d+))?\)$/ },
  { runtime: 'dart', pattern: /^(?<file>(?:package|dart):\S+) (?<line>\d+):(?<column>\d+) {2,}(?<fn>\S.*)$/ },
  // C and C++: debuggers, then the sanitizers
  { runtime: 'native', pattern: /^#\d+ +(?:0x[0-9a-f]+ in )?(?<fn>[^\s(][^(]*?) ?\(.*\) at (?<file>.+?):(?<line>\d+)(?::(?<column>\d+))?$/ },
  { runtime: 'native', pattern: /^#\d+ +(?:0x[0-9a-f]+ in )?(?<fn>[^\s(][^(]*?) ?\(.*\) from (?<package>\S+)$/ },
  { runtime: 'native', pattern: /^#\d+ +(?:0x[0-9a-f]+ in )?(?<next>[^\s(][^(]*?) \([^)]*,$/ },
  { runtime: 'native', pattern: /^ {4}[^(]*\) at (?<file>\S+):(?<line>\d+)$/, read: pendingFrame },
  { runtime: 'native', pattern: /^\s+#\d+ (?:0x[0-9a-f]+ in )?(?<fn>[^\s(]+(?:\([^()]*\)(?: const)?)?) (?<file>[^\s()][^()]*?):(?<line>\d+)(?::(?<column>\d+))?(?: \(.*\))?$/ },
  { runtime: 'native', pattern: /^\s+#\d+ (?:0x[0-9a-f]+ (?:in )?)?(?<fn>\S.*?)? ?\((?<package>[^()]+)\+0x[0-9a-f]+\)/ },
  { runtime: 'native', pattern: /^#\d+ +(?:Source|Object) "(?<file>[^"]+)", (?:line (?<line>\d+)|at 0x[0-9a-f]+), in (?<fn>\S.*?)(?: \[0x[0-9a-f]+\])?$/ },
  { runtime: 'native', pattern: /^==\d+==\s+(?:at|by) 0x[0-9A-F]+: (?<fn>.+) \((?<file>[^():]+):(?<line>\d+)\)$/ },
  { runtime: 'native', pattern: /^==\d+==\s+(?:at|by) 0x[0-9A-F]+: (?<fn>.+) \(in (?<package>[^()]+)\)$/ },
  { runtime: 'native', pattern: /^\s*(?:\* )?frame #\d+: 0x[0-9a-f]+ (?<package>[^`]+)`(?<fn>[^(]+)(?:\(.*?\))?(?: at (?<file>\S+?):(?<line>\d+)(?::(?<column>\d+))?)?$/ },
  // `backtrace_symbols` of the C library, then Boost's and Abseil's
  { runtime: 'native', pattern: /^(?<package>[^\s(]+)\((?<fn>[^()+]+)\+0x[0-9a-f]+\) ?\[0x[0-9a-f]+\]$/ },
  { runtime: 'native', pattern: /^ *\d+# (?:0x[0-9A-F]+|(?<fn>.+?)) (?:at (?<file>\S+):(?<line>\d+)|in (?<package>\S+))$/ },
  { runtime: 'native', pattern: /^ +@ +0x[0-9a-f]+ +(?:0x[0-9a-f]+ +)?(?<fn>[^\s(].*?)(?: \((?<package>[^()]*)\))?$/ },
  // Zig, Android's tombstones, Breakpad, systemd
  { runtime: 'native', pattern: /^(?<file>\S+):(?<line>\d+):(?<column>\d+): 0x[0-9a-f]+ in (?<fn>\S+) \((?<package>[^)]*)\)$/ },
  { runtime: 'native', pattern: /^\s+#\d+ pc [0-9a-f]+ +(?<package>\S+) \((?<fn>.+?)(?:\+\d+)?\)/ },
  { runtime: 'native', pattern: /^ *\d+ {2}(?<package>[\w.-]+)!(?<fn>.+?) \[(?<file>\S+) : (?<line>\d+)/ },
  { runtime: 'native', pattern: /^#\d+ +0x[0-9a-f]+ (?!in )(?<fn>\S+) \((?<package>\S+) \+ 0x/ },
  // WinDbg
  { runtime: 'native', pattern: /^(?:[0-9a-f`]{8,17} ){2,}(?:: .+ : )?(?<package>\w+)!(?<fn>[^+]+)\+0x[0-9a-f]+(?: \[(?<file>.+?) @ (?<line>\d+)\])?/ },
  { runtime: 'ruby', pattern: /^\s*(?:\d+: )?(?:from )?(?:(?<package>[\w-]+) \([\w.]+\) )?(?<file>(?:[A-Za-z]:)?[^\s:][^:]*?|<internal:[^>]+>):(?<line>\d+):in [`'](?<fn>[^`']*)'/ },
  { runtime: 'perl', pattern: /^\t(?<fn>[\w:]+)(?:\(.*\)| \{\.\.\.\}| '.*')? called at (?<file>\S.*?) line (?<line>\d+)/ },
  { runtime: 'beam', pattern: /^\s+\((?<package>\w+) [\w.+-]+\) (?<file>\S+):(?<line>\d+): (?<fn>.+)$/ },
  { runtime: 'beam', pattern: /^\s+(?<file>[\w./-]+\.(?:exs?|erl)):(?<line>\d+): (?<fn>.+)$/ },
  { runtime: 'beam', pattern: /^\s+in (?:function|call from) +(?<fn>\S+) \((?<file>\S+), line (?<line>\d+)\)/ },
  { runtime: 'beam', pattern: /^[\s*[{]*\{(?<fn>[a-z]\w*,[^,[\]]+,\d+),\s?\[\{file,"(?<file>[^"]+)"\},\{line,(?<line>\d+)\}\]\}/, read: erlangTerm },
  // Lua, R, Haskell, OCaml, Nim, Crystal, Julia, PowerShell, Tcl
  { runtime: 'script', pattern: /^\t(?<file>[^\s:[]\S*?):(?<line>\d+): in (?:local |function |method |upvalue |field |global )*[<'"]?(?<fn>[^'">]*)['">]?$/ },
  { runtime: 'script', pattern: /^ +(?<fn>[\w.']+), called at (?<file>\S+):(?<line>\d+):(?<column>\d+) in (?<package>[\w.-]+):/ },
  { runtime: 'script', pattern: /^(?:Raised|Re-raised|Called|Raised by primitive operation) (?:at|from) (?<fn>.+?)(?: \(inlined\))? in file "(?<file>[^"]+)"(?: \(inlined\))?, lines? (?<line>\d+)/ },
  { runtime: 'script', pattern: /^ +from (?<file>[^\s:]+):(?<line>\d+):(?<column>\d+) in '(?<fn>.+)'$/ },
  { runtime: 'script', pattern: /^(?<file>(?:\/|[A-Za-z]:\\)\S+\.nim)\((?<line>\d+)\) (?<fn>\S+)$/ },
  { runtime: 'script', pattern: /^ +\[\d+\] (?<next>[^\s(].*?)(?:\(.*\))?$/ },
  { runtime: 'script', pattern: /^ +@ (?:(?<package>\S+) )?(?<file>(?:\.\/|\/|~\/|[\w-]+\.jl)\S*?):(?<line>\d+)/, read: pendingFrame },
  { runtime: 'script', pattern: /^at (?<fn>[^,]+), (?<file>[^:]*(?::\\[^:]*)?|<No file>): line (?<line>\d+)$/ },
  // Go: the call, and its place below
  { runtime: 'go', pattern: /^\s+(?<file>\S.*?\.(?:go|s|cgo1\.go)):(?<line>\d+)(?: \+0x[0-9a-f]+)?(?: fp=.*)?$/, read: pendingFrame },
  { runtime: 'go', pattern: /^ *(?:created by )?(?<next>[\w./@%-]{1,200}\.(?:\(\*?[\w[\].…]{1,80}\)\.)?[\w.·[\]]{1,80}|panic)(?:\(.*\))?(?: in goroutine \d+)?$/ },
  // Swift, and Apple's reports
  { runtime: 'native', pattern: /^\s*\d+ {2,}(?<package>\S+)\s+0x[0-9a-f]+ (?<fn>.+?) \+ \d+(?: \((?<file>[^():]+):(?<line>\d+)\))?$/ },
  { runtime: 'native', pattern: /^\d+ (?:\[\w+\] )?\[?0x[0-9a-f]+\]? (?<fn>\S.*?) (?:\+ \d+ )?in (?<package>\S+)(?: at (?<file>\S+?):(?<line>\d+)(?::(?<column>\d+))?)?$/ },
  // The JVM's native frames, and the kernel's
  { runtime: 'native', pattern: /^(?:# )?[VC] {2}\[(?<package>[^\]+]+)\+0x[0-9a-f]+\](?: {2}(?<fn>[^+\s][^+]*)\+0x[0-9a-f]+)?/ },
  { runtime: 'jvm', pattern: /^(?:# )?[Jj] (?:\d+ (?:%? ?c[12]) )?(?<fn>[\w.$/<>]+)\(.*\+0x?[0-9a-f]+/ },
  { runtime: 'kernel', pattern: /^(?:<\d+>)?(?:\[ *\d+\.\d+\] ?)?(?:\[ *[TC]\d+\] ?)?(?:\s+(?:\[<[0-9a-f]+>\] )?(?:\? )?|R?IP: (?:0010:)?(?:\[<[0-9a-f]+>\] )?)(?<fn>[\w.]+)\+0x[0-9a-f]+\/0x[0-9a-f]+(?: \[(?<package>[\w-]+)\])?(?: .*)?$/, read: kernelFrame },
];

const anyNotation = anyOf(notations.map(({ pattern }) => pattern));

function pendingFrame(groups: Groups, runtime: Runtime, pending: string | null): Placed {
  return { groups: { ...groups, fn: pending ?? undefined }, runtime };
}

function runtimeFrame(groups: Groups, runtime: Runtime): Placed {
  return { groups, runtime, application: false };
}

/** Frames of a driver are its author's, those of the kernel itself nobody's. */
function kernelFrame(groups: Groups, runtime: Runtime): Placed {
  return { groups, runtime, application: groups['package'] !== undefined };
}

/** `java.base/java.util.Optional.get(Optional.java:143)`: what no file was compiled to has a word in its place. */
function jvmFrame({ fn = '', file: place = '', line, package: archive }: Groups, runtime: Runtime): Placed | null {
  // Thread dumps have the module before the file.
  const [, dumped, file = ''] = /^(?:([\w.]+)(?:@[\w.+-]*)?\/)?(.*)$/.exec(place) ?? [];
  const isKnown = line !== undefined || /^(?:[\w$-]+\.\w+|Unknown Source|Native Method|Source ?File|<generated>|<unknown>|NO_SOURCE_FILE)$/.test(file);
  // In .NET's notation, arguments stand in the brackets.
  if (!fn.includes('.') || !isKnown) return null;
  const loader = /^(?:[\w.-]+(?:@[\w.+-]*)?\/{1,2}){1,2}/.exec(fn)?.[0] ?? '';
  const module = loader.replace(/^app\/+/, '').replace(/\/+$/, '');
  const source = /^[\w$-]+\.\w+$/.test(file) ? file : undefined;
  const groups = { fn: fn.slice(loader.length), file: source, line, package: archive ?? dumped ?? module };
  return file === '<generated>' ? { groups, runtime, application: false } : { groups, runtime };
}

/** `tank,drain,1` and `tank,drain,[17,[]]`. */
function erlangTerm({ fn = '', file, line }: Groups, runtime: Runtime): Placed {
  const [module = '', name = '', arity = ''] = fn.split(',');
  return { groups: { fn: `${module}:${name}/${arity}`, file, line }, runtime };
}

/** What stands after `at `: `name (place)`, `place`, or a name alone. */
function atFrame(text: string, pending: string | null): Placed {
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
    const { file = '', line, column, dotnet } = match.groups;
    const fn = name ?? pending ?? undefined;
    const runtime = dotnet !== undefined ? 'dotnet' : file.endsWith('.rs') ? 'rust' : 'javascript';
    return { groups: { fn, file: file === '<anonymous>' ? undefined : file, line: line ?? dotnet, column }, runtime };
  }
  if (name !== null && spaced < 0) return { groups: { fn: name }, runtime: 'dotnet' };
  // Without a place, `(native)` and `(<anonymous>)` are the engine's; a bare name may be anyone's.
  const groups = { fn: name ?? (/^[\w.$]+$/.test(text) ? text : undefined) };
  return name === null ? { groups, runtime: 'javascript' } : { groups, runtime: 'javascript', application: false };
}

function frame({ groups, runtime, application }: Placed): Frame {
  const named = filled(groups['fn']);
  const file = filled(groups['file']);
  const origin = originOf({ function: named, file, package: filled(groups['package']) }, runtime);
  return {
    function: named,
    file,
    line: number(groups['line']),
    column: number(groups['column']),
    module: origin.module,
    application: application ?? origin.application,
  };
}

function filled(text: string | undefined): string | null {
  const trimmed = text?.trim() ?? '';
  return trimmed === '' || trimmed === '<filename unknown>' || trimmed === '?' || trimmed === '??' || /^(?:<[0-9a-f]{32}>|(?:na|\?):[\w.?]*)$/.test(trimmed) ? null : trimmed;
}

function number(digits: string | undefined): number | null {
  return digits === undefined || digits.length > 9 ? null : Number(digits);
}
