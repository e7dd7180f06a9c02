import { shellTail } from '../table';
import type { TraceTable } from '../table';

/** Swift's traps and backtraces, Objective-C's exceptions, and Apple's crash reports. */
export const apple: TraceTable = {
  language: 'apple',
  rows: [
    ['start', /^(?:\S+\.swift:\d+: )?Fatal error: /, 'header'],
    ['start', /^(?:\*\*\*|💣) (?:Program crashed|Terminating app|Signal \d+)/, 'header'],
    ['header stack', /^(?:Current stack trace:|Stack dump:|Thread \d+.*:$|\*\*\* First throw call stack:|\($|Registers:|Images \(|Backtrace took |Crash took )/, 'stack'],
    ['header', /^(?:reason: |(?:\*\*\*|💣) Program crashed)/, 'header'],
    ['stack', /^\s*\d+(?: +(?:\[\w+\] )?(?:\[?0x|\S+ +0x)|\.\t)/, 'stack'],
    ['stack', /^\s+(?:\*? *\d*│)|^(?:r\w{1,2}|x\d+|[a-z]{2}) 0x|^0x[0-9a-f]+[–-]0x|^\)$|^…$/, 'stack'],
    ['header stack', /^libc\+\+abi: terminating/, 'stack'],
    ['stack', shellTail, 'end'],
    ['start', /^(?:Incident Identifier|Process|Translated Report \(.*\)): *(?:\S.*)?$/, 'report?'],
    ['report?', /^[A-Z][\w /()-]+: /, 'report?'],
    ['report? report', /^Exception Type: /, 'report'],
    ['report', /^(?:(?!Binary Images)[A-Z][\w /()-]+:(?: |$)|Thread \d+(?: \w+)?:|\d+ +\S+\s+0x|\s*x\d+: 0x|\s+[a-z]{2,4}\d*: 0x|\(no additional)/, 'report'],
    ['report', /^Binary Images:$/, 'images'],
    ['images', /^(?:\s*0x[0-9a-f]+ - +0x|EOF$)/, 'images'],
  ],
};
