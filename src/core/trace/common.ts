import { any, at, causedBy, certainAt, chained, header, indented, rubyFrame, symbol, text, traceback } from './table';
import type { TraceTable } from './table';

const atFrames = 'java.frames javascript.frames dotnet.frames';
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
    [told, /nested exception is:?\s*$/i, 'nested'],
    ['nested', any, 'message?'],
    ['header message', at, atFrames],
    [told, certainAt, atFrames],
    [told, /^\s+at .* \{$/, 'javascript.object'],
    [told, /^[^\s@]*@\S+:\d+(?::\d+)?$/, 'javascript.frames'],
    [told, /^\s+\.\.\. /, 'java.frames'],
    [told, causedBy, 'header'],
    [told, /^\s*---> /, 'dotnet.inner'],
    [told, /^\s*#0 +\S/, numberedFrames],
    [told, /^\[?[Ss]tack ?trace:?\]?$/, 'php.stack'],
    [told, rubyFrame, 'ruby.backtrace'],
    [told, /^\s+from .+:\d+/, 'ruby.frames'],
    [told, /^Caused by:$/, 'rust.causes'],
    [told, chained, 'python.chain'],
  ],
};

/** A line of any kind, with a frame at once below it, or an error a logger announced before its trace. */
export const plainLines: TraceTable = {
  language: 'plain',
  rows: [
    ['start', any, 'line!'],
    ['line!', certainAt, atFrames],
    ['line!', /^\s*#0 +\S/, numberedFrames],
    ['line!', symbol, 'cpp.symbols'],
    ['line!', /^stack traceback:$/, 'lua.stack'],
    ['start', /^\[?(?:WARN|WARNING|ERROR|FATAL|CRITICAL|SEVERE)\b/i, 'logged!'],
    ['logged!', header, 'exception.header?'],
    ['logged!', causedBy, 'exception.header?'],
    ['logged!', traceback, 'python.trace'],
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
