/** What one looks for in a log with a search tool: the trigger words of all contenders that search. */
export const words = [
  'error', 'fail', 'fatal', 'critical', 'panic', 'exception', 'warn', 'timed out', 'timeout', 'refused', 'denied',
  'unreachable', 'abort', 'crash', 'corrupt', 'out of memory', 'deadlock', 'exhausted', 'invalid', 'traceback', 'lost', 'no space left',
] as const;

/** The regexes of a script that goes through a log line by line, as they are written by hand. */
export const handwritten: readonly RegExp[] = [
  /\berror\b/i, /\bfail(ed|ure|s)?\b/i, /\bfatal\b/i, /\bcritical\b/i, /\bpanic(ked)?\b/i, /\b\w*exception\b/i, /\bwarn(ing)?\b/i,
  /\btime(d )?out\b/i, /\brefused\b/i, /\bdenied\b/i, /\bunreachable\b/i, /\babort(ed|ing)?\b/i, /\bcrash(ed)?\b/i, /\bcorrupt(ed|ion)?\b/i,
  /\bout of memory\b/i, /\bdeadlock\b/i, /" 5\d\d /,
];
