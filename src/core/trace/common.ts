import { atSignFrame } from './languages/javascript';
import { goFunction } from './languages/go';
import { any, at, bareRubyFrame, causedBy, certainAt, chained, header, indented, symbol, text, traceback } from './table';
import type { TraceTable } from './table';

const atFrames = 'jvm.frames javascript.frames dotnet.frames';
const numberedFrames = 'dart.frames php.stack cpp.frames';
const told = 'header header? message message?';

/** First lines and messages that several languages have in common; the first frame tells them apart. */
export const exceptions: TraceTable = {
  language: 'exception',
  rows: [
    ['start', header, 'header'],
    ['start', /^Exception in thread "/, 'header'],
    ['header message', indented, 'message'],
    [told, text, 'message?'],
    [told, /[Nn]ested [Ee]xception is:?\s*$/, 'nested'],
    ['nested', any, 'message?'],
    ['header message', at, atFrames],
    [told, certainAt, atFrames],
    [told, /^\s+at .* \{$/, 'javascript.object'],
    [told, atSignFrame, 'javascript.frames'],
    [told, /^\s+\.\.\. /, 'jvm.frames'],
    [told, causedBy, 'header'],
    [told, /^\s*---> /, 'dotnet.inner'],
    [told, /^\S+ ?\(.*\) \(at \S.*:\d+\)$/, 'dotnet.unity'],
    [told, /^.*\) ---> \S/, 'dotnet.inner'],
    [told, /^\s*#0 +\S/, numberedFrames],
    [told, /^\[?[Ss]tack ?trace:?\]?$/, 'php.stack'],
    [told, bareRubyFrame, 'ruby.backtrace'],
    [told, /^\s+from .+:\d+/, 'ruby.frames'],
    [told, /^Caused by:$/, 'rust.causes'],
    [told, /^[Ss]tack backtrace:$/, 'rust.stack'],
    [told, chained, 'python.chain'],
    [told, /^(?:Node\.js|Bun) v\d/, 'javascript.end'],
  ],
};

/** A line of any kind, with a frame at once below it, or an error a logger announced before its trace. */
export const plainLines: TraceTable = {
  language: 'plain',
  rows: [
    ['start', any, 'line!'],
    ['line!', certainAt, atFrames],
    ['line!', /^\s*#0 +\S/, numberedFrames],
    ['line!', /^\s*0# \S/, 'cpp.hashed'],
    ['line!', symbol, 'cpp.symbols'],
    ['line!', /^\*\*\* .*stack trace: \*\*\*$/, 'cpp.glibc'],
    ['line!', bareRubyFrame, 'ruby.backtrace'],
    ['line!', goFunction, 'go.function?'],
    ['line!', /^[Ss]tack backtrace:$/, 'rust.stack'],
    ['line!', /^ {4}while \w+$/, 'tcl.within'],
    ['line!', /^At (?:line:\d+|\S.*:\d+) char:\d+$/, 'windows.place'],
    ['line!', /^at .+, .+: line \d+$/, 'windows.script'],
    ['line! one?', /^CallStack \(from (?:HasCallStack|-prof)\):$/, 'haskell.stack'],
    ['line! one?', /^stack traceback:$/, 'lua.stack'],
    ['line! one?', /^Stack trace:$/, 'php.stack'],
    ['start', /^[A-Za-z_][\w.\\-]*: \S/, 'first!'],
    ['first!', text, 'one?'],
    ['start', /^\[?(?:WARN(?:ING)?|ERROR|FATAL|CRITICAL|SEVERE|[Ww]arn(?:ing)?|[Ee]rror|[Ff]atal|[Cc]ritical|Severe)\b/, 'logged!'],
    ['logged!', header, 'exception.header?'],
    ['logged!', causedBy, 'exception.header?'],
    ['logged!', traceback, 'python.trace'],
    ['logged!', /^Stack \(most recent call last\):$/, 'python.printed'],
  ],
};

/** First lines that speak of an error, where no language knows them: what is indented below belongs to them. */
export const fallback: TraceTable = {
  language: 'fallback',
  rows: [
    [
      'start',
      /(?:^|[^\w.])(?:\w*(?:error|exception)|fail(?:ed|ure|ures|ing|s)?|fatal|panic|panicked|abort|aborted|aborting|crash|crashed|critical|severe|unhandled|uncaught|oops)(?:[^\w.]|$)/i,
      'error!',
    ],
    ['error!', indented, 'error!'],
  ],
};
