import { any, chained, header, indented, text, traceback } from '../table';
import type { TraceTable } from '../table';

const file = /^[\s>]\s*File "/;
const name = /^[A-Za-z_][\w.]*(?::(?:\s|$)|$)/;
const preface = new RegExp(
  [
    String.raw`^(?:Exception|Error|Unhandled exception|Unhandled error) (?:in|on) \S.*$`,
    String.raw`^Exception ignored (?:in|on|while)\b`,
    String.raw`^(?:Process \S+:|Unhandled Error|Original exception was:|Internal Server Error: \S+)$`,
    String.raw`^(?:Task exception was never|Future exception was never|--- Logging error ---|unhandled exception during asyncio)`,
    String.raw`^\S*RemoteTraceback:`,
  ].join('|'),
);

/** Python: bare, chained, grouped, from other processes; as pytest, IPython and Rich print it. */
export const python: TraceTable = {
  language: 'python',
  rows: [
    ['start', traceback, 'trace'],
    ['start', /^\s+File ".*", line \d+/, 'frame'],
    ['start', /^Stack \(most recent call last\):$/, 'printed'],
    ['printed', file, 'printed'],
    ['printed', /^ {4}\S/, 'printed'],
    ['start', preface, 'preface'],
    ['preface preface?', traceback, 'trace'],
    ['preface', /^(?:"""|-{40,}|)$/, 'preface'],
    ['preface preface?', text, 'preface?'],
    ['trace', file, 'frame'],
    ['frame', /^\s+\S/, 'frame'],
    ['frame', file, 'frame'],
    ['frame', /^(?:- - - |\[Previous line repeated)/, 'frame'],
    ['trace frame', name, 'raised'],
    ['trace frame', /validation errors? for \S+$/, 'fields'],
    ['fields', text, 'field?'],
    ['field? fields', indented, 'fields'],
    ['frame', /^Message: /, 'raised'],
    ['raised', indented, 'raised'],
    ['raised', /^(?:"""$|\[SQL: |\[parameters: |\(Background on this error|LINE \d+: |DETAIL: |HINT: |CONTEXT: |Arguments: )/, 'raised'],
    ['raised', /^Call stack:$/, 'frame'],
    ['raised fields more?', text, 'more?'],
    ['raised fields more? group', chained, 'chain'],
    ['chain', traceback, 'trace'],
    ['trace group group?', /^\s+[|+]/, 'group'],
    ['group group?', text, 'group?'],
    // The interpreter itself
    ['start', /^(?:Fatal Python error: |Timeout \(\d+:\d\d:\d\d(?:\.\d+)?\)!$)/, 'fatal'],
    ['start', /^Python path configuration:$/, 'configuration'],
    ['configuration', /^\s+\S/, 'configuration'],
    ['configuration', /^Fatal Python error: /, 'fatal'],
    ['fatal fatal?', /^(?:Python runtime state|Current thread|Thread 0x|<no Python frame>)/, 'fatal'],
    ['fatal', header, 'fatal?'],
    ['fatal', /^\s+(?:File "|<no Python|\.\.\.)/, 'fatal'],
    ['fatal', /^(?:Extension modules|Current thread's C stack)/, 'fatal'],
    // Warnings
    ['start', /^\S.*:\d+: \w*Warning: /, 'warning'],
    ['warning', indented, 'warned'],
    ['warning warned', /^Object allocated at \(most recent call last\):$/, 'warned'],
    ['warned', /^\s+File ".*", lineno \d+$/, 'printed'],
    ['warning', /^ResourceWarning: Enable tracemalloc /, 'end'],
    // unittest and pytest
    ['start', /^(?:ERROR|FAIL): \w+ \(\S+\)/, 'test'],
    ['test', /^-{60,}$/, 'test'],
    ['test', traceback, 'trace'],
    ['start', /^_{3,} .* _{3,}$/, 'pytest'],
    ['pytest pytest?', /^E {3}/, 'failure'],
    ['pytest pytest? failure', /^\S+\.py:\d+: \w+$/, 'end'],
    ['pytest pytest? failure', /^(?:> {3}|\S+\.py:\d+: |_ _ _ )/, 'pytest'],
    ['failure', /^E(?: {3}|$)/, 'failure'],
    ['pytest pytest?', /^ {4,}\S/, 'pytest'],
    ['pytest pytest?', /^(?!_{3,} |={3,} |-{3,} )\S/, 'pytest?'],
    // IPython and Rich
    ['start', /^-{70,}$/, 'ipython!'],
    ['ipython!', /^\w+ +Traceback \(most recent call last\)$/, 'ipython'],
    ['start', /^[A-Z]\w+ {2,}Traceback \(most recent call last\)$/, 'ipython'],
    ['ipython ipython?', /^(?:Cell |File |Input |\s+\d|-+> ?\d|\/|<ipython)/, 'ipython'],
    ['ipython ipython?', header, 'raised'],
    ['ipython ipython?', text, 'ipython?'],
    ['start', /^╭─+.*Traceback \(most recent call last\).*─╮$/, 'rich'],
    ['rich', /^[│╰├]/, 'rich'],
    ['rich', name, 'raised'],
    ['rich', any, 'more?'],
  ],
};
