import { text } from '../table';
import type { TraceTable } from '../table';

/** PHP's own output, Xdebug's tables, and Laravel's log. */
export const php: TraceTable = {
  language: 'php',
  rows: [
    ['start', /^(?:PHP )?(?:(?:Fatal|Parse|Recoverable fatal|Catchable fatal|Compile) error|Warning|Notice|Deprecated): /, 'header'],
    ['start', /^exception '/, 'header'],
    ['start', /"exception":"\[object\] /, 'header'],
    ['start', /\sin \/\S+\.php:\d+$/, 'header'],
    ['header message?', text, 'message?'],
    ['header message?', /^(?:(?:PHP )?Stack trace:|\[stacktrace\])$/, 'stack'],
    ['header message?', /^Call Stack:$/, 'table'],
    ['table', /^\s+\d+\.\d+ +\d+ +\d+\. /, 'table'],
    ['stack', /^#\d+ /, 'stack'],
    ['stack', /^PHP +\d+\. /, 'stack'],
    ['stack', /^(?:Next |\[previous exception\] )\S/, 'header'],
    ['stack', /^\s+thrown in /, 'end'],
    ['stack', /^"\}\s*(?:\[\])?\s*$/, 'end'],
  ],
};
