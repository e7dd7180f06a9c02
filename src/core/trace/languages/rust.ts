import { any, indented, shellTail, text } from '../table';
import type { TraceTable } from '../table';

/** Rust: panics, the reports of anyhow and eyre, and the compiler's diagnostics. */
export const rust: TraceTable = {
  language: 'rust',
  rows: [
    ['start', /^thread '[^']*'(?: \(\d+\))? panicked at .*:\d+:\d+:$/, 'panic'],
    ['start', /^thread '[^']*'(?: \(\d+\))? panicked at ['"]/, 'message'],
    ['start', /^thread '[^']*'(?: \(\d+\))? has overflowed its stack/, 'note'],
    ['start', /^memory allocation of \d+ bytes failed/, 'message'],
    ['start', /^(?:error|warning)(?:\[E?\w+\])?: /, 'diagnostic'],
    ['panic', any, 'message'],
    ['message', indented, 'message'],
    ['message', /^ +(?:left|right): /, 'message'],
    ['message text?', text, 'text?'],
    ['message text?', /^[Ss]tack backtrace:$/, 'stack'],
    ['message', /^ {1,3}\d+: \S/, 'stack'],
    ['start', /^ {2,3}0: \S/, 'stack!'],
    ['stack!', /^\s+at \S+:\d+/, 'stack'],
    ['stack', /^\s+(?:\d+:|at |\[\.\.\. )/, 'stack'],
    ['message text? stack note', /^note: /, 'note'],
    ['message text? stack note', /^(?:fatal runtime error: |thread caused non-unwinding panic)/, 'note'],
    ['note', shellTail, 'end'],
    ['causes', /^ {4}\d+: /, 'causes'],
    ['causes', /^ {4}\S/, 'cause'],
    ['causes cause', /^ {5,}\S/, 'causes cause'],
    ['causes cause', /^[Ss]tack backtrace:$/, 'stack'],
    ['causes cause report', /^Location:$/, 'place'],
    ['place', /^\s+\S+:\d+(?::\d+)?$/, 'report'],
    // eyre's reports
    ['start', /^Error: *$/, 'report'],
    ['start', /^The application panicked \(crashed\)\.$/, 'report'],
    ['report', /^\s+(?:\d+: |at \S|━|⋮)/, 'report'],
    ['report', /^(?:Message: |Location: |Suggestion: )/, 'report'],
    ['report', /^(?:Backtrace omitted\.|Run with )/, 'hint'],
    ['hint', /^Run with /, 'hint'],
    ['diagnostic snippet', /^\s*(?:\d+ +)?(?:\||= )|^\s+(?:-->|:::) |^\.\.\.$/, 'snippet'],
    ['snippet', /^(?:note|help): /, 'diagnostic'],
  ],
};
