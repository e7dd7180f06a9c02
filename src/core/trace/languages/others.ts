import { any, indented, text } from '../table';
import type { TraceTable } from '../table';

const ocamlFrame = /^(?:Raised|Re-raised|Called) (?:at|from|by) \S/;
const nimFrame = /^\S+\.nims?\(\d+\) \S+$/;
const crystalFrame = /^ +from (?:\S+(?::\d+:\d+)? in '|\?\?\?)/;

/** Languages and programs of which a few rows tell all: Lua, Julia, R, Haskell, OCaml, Nim, Crystal, Tcl, Octave, Zig, D, Lisps, Oracle. */
export const others: readonly TraceTable[] = [
  {
    language: 'lua',
    rows: [
      ['start', /^(?:\S*\/)?lua(?:jit)?[\d.]*(?:\.exe)?: /, 'told'],
      ['told', /^\t(?:no |\S)/, 'told'],
      ['told told?', text, 'told?'],
      ['told told?', /^stack traceback:$/, 'stack'],
      ['stack', /^(?:\t\S|coroutine \d+:$)/, 'stack'],
    ],
  },
  {
    language: 'julia',
    rows: [
      ['start', /^ERROR: /, 'told?'],
      ['told?', text, 'told?'],
      ['told?', /^Stacktrace:$/, 'stack'],
      ['stack', /^\s+(?:\[\d+\] |@ |\.\.\. |╰|┌|⋮|--- the last)/, 'stack'],
      ['stack', /^in expression starting at /, 'stack'],
      ['stack', /^caused by: /, 'told?'],
    ],
  },
  {
    language: 'r',
    rows: [
      ['start', /^Error(?: in .*)? ?:/, 'told'],
      ['told', indented, 'told'],
      ['told', /^Calls: /, 'calls'],
      ['told calls', /^Execution halted$/, 'end'],
      ['told', /^! \S/, 'abort'],
      ['abort', /^(?:[ℹ✖•*] |Caused by error |! )\S/, 'abort'],
      ['abort', /^Backtrace:$/, 'tree'],
      ['tree', /^\s+(?:▆|█|\d+\. )/, 'tree'],
      ['abort tree', /^(?:Run .*rlang::last_trace|Execution halted$)/, 'end'],
      ['told', /^In addition: Warning messages?:$/, 'warning'],
      ['calls', /^(?:\d+: \S|\s+\S)/, 'calls'],
      ['start', /^Warning messages?:\s*$/, 'warning'],
      ['warning', /^(?:In .* :|\d+: )/, 'warned'],
      ['warning', text, 'end'],
      ['warned', /^(?:\d+: |\s+\S)/, 'warned'],
      ['warned', /^(?:Calls: |Execution halted$)/, 'end'],
    ],
  },
  {
    language: 'haskell',
    rows: [
      ['start', /^\S+: Uncaught exception \S+:$/, 'uncaught?'],
      ['uncaught?', text, 'uncaught?'],
      ['start', /^\S+: \S.*Non-exhaustive patterns in /, 'uncaught?'],
      ['uncaught?', /^(?:HasCallStack backtrace|CallStack \(from (?:HasCallStack|-prof)\)):$/, 'stack'],
      ['stack', /^ {2}\S+, called at \S+/, 'stack'],
      ['start', /^\S+\.hs:\d+:\d+(?:-\d+)?: (?:error|warning)/, 'diagnostic'],
      ['diagnostic', /^(?:\s+\S| *\d* \|)/, 'diagnostic'],
    ],
  },
  {
    language: 'ocaml',
    rows: [
      ['start', /^(?:Fatal error: exception |Thread \d+ killed on uncaught exception )/, 'told'],
      ['told told?', text, 'told?'],
      ['told told? frames', ocamlFrame, 'frames'],
    ],
  },
  {
    language: 'nim',
    rows: [
      ['start', nimFrame, 'frames?'],
      ['start', /^Traceback \(most recent call last\)$/, 'frames?'],
      ['frames?', nimFrame, 'frames?'],
      ['frames?', /^\[\[reraised from:$|^\]\]$/, 'frames?'],
      ['frames?', /^(?:Error: unhandled exception: |SIG[A-Z]+: |Unhandled exception)/, 'end'],
    ],
  },
  {
    language: 'crystal',
    rows: [
      ['start', /^Unhandled exception(?: in \w+)?: /, 'told'],
      ['told told?', text, 'told?'],
      ['told told? frames', crystalFrame, 'frames'],
      ['frames', /^Caused by: /, 'told'],
    ],
  },
  {
    language: 'tcl',
    rows: [
      ['within', /^".*"$/, 'stack'],
      ['within', /^"/, 'open?'],
      ['open?', /"$/, 'stack'],
      ['open?', any, 'open?'],
      ['stack', /^ {4}invoked from within$/, 'within'],
      ['stack', /^ {4}\(/, 'stack'],
    ],
  },
  {
    language: 'octave',
    rows: [
      ['start', /^error: \S/, 'told!'],
      ['told!', /^error: called from$/, 'frames'],
      ['frames', /^ {4}\S+ at line \d+/, 'frames'],
    ],
  },
  {
    language: 'zig',
    rows: [
      ['start', /^(?:thread \d+ panic: |error: \w+$)/, 'told!'],
      ['told! frames', /^\S+:(?:\d+|\?):(?:\d+|\?): 0x[0-9a-f]+ in /, 'frames'],
      ['frames', /^ {4}.*\S/, 'source?'],
      ['source?', /^\s+\^/, 'frames'],
    ],
  },
  {
    language: 'd',
    rows: [
      ['start', /^[\w.]+@\S+\.d\(\d+\)(?:: |$)/, 'told'],
      ['told told?', text, 'told?'],
      ['told told?', /^-{16}$/, 'frames'],
      ['frames', /^\S+ .*\[0x[0-9a-f]+\]$/, 'frames'],
    ],
  },
  {
    language: 'lisp',
    rows: [
      ['start', /^Backtrace:$/, 'guile!'],
      ['guile!', /^(?:In \S.*:$|\s+\d+ \()/, 'guile'],
      ['guile', /^(?:In \S.*:$|\s+(?:\d+:\d+ +)?\d+ \()/, 'guile'],
      ['guile', /^ERROR: In procedure \S+:$/, 'said'],
      ['said', text, 'end'],
      ['start', /^Unhandled [A-Z][A-Z0-9-]+(?: in thread .*)?:$/, 'sbcl'],
      ['sbcl', /^ {2}\S/, 'sbcl'],
      ['sbcl', /^Backtrace for: /, 'sbclFrames'],
      ['sbclFrames', /^(?:\d+: \(|unhandled condition in )/, 'sbclFrames'],
      ['start', /^\S+: \S/, 'racket?'],
      ['racket?', /^ {2}\w+\S*: /, 'racket?'],
      ['racket?', /^ {2}context\.\.\.:$/, 'context'],
      ['context', /^ {3}\S/, 'context'],
    ],
  },
  {
    language: 'oracle',
    rows: [
      ['start', /^ORA-\d{5}: /, 'told'],
      ['told', /^ORA-06512: /, 'told'],
    ],
  },
];
