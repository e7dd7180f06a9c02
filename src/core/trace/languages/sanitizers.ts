import { exitStatus, shellTail, text } from '../table';
import type { TraceTable } from '../table';

const rule = /^={17,}$/;
const report = /^(?:==\d+== ?(?:ERROR|WARNING): \w+Sanitizer|WARNING: (?:\w+Sanitizer|DATA RACE))/;

/** The sanitizers of compilers, Go's race detector, and valgrind. */
export const sanitizers: TraceTable = {
  language: 'sanitizers',
  rows: [
    ['start deadly', /^\w+Sanitizer:DEADLYSIGNAL$/, 'deadly'],
    ['start deadly', rule, 'rule'],
    ['start rule deadly', report, 'report'],
    ['report', /^\s+\S/, 'report'],
    [
      'report',
      /^(?:0x[0-9a-f]+ is located |\w[\w ]* by (?:thread|goroutine) |READ of |WRITE of |(?:Previous )?(?:[Rr]ead|[Ww]rite) (?:at|of) |(?:Dir|Indir)ect leak |Goroutine \d+ |Thread T\d+|Address 0x|Hint: |HINT: |Uninitialized |Memory access at |==\d+==|\w+Sanitizer can not |Objects leaked above:|-{40,}$|Suppressions used:)/,
      'report',
    ],
    ['report report?', /^SUMMARY: (?!Thread)\w+Sanitizer/, 'summary'],
    ['report report?', /^SUMMARY: Thread/, 'race'],
    ['report report?', text, 'report?'],
    ['report?', /^\s+#\d+ /, 'report'],
    ['summary', /^(?:Shadow byte|=>0x|\s+0x[0-9a-f]+: |\s+[A-Z][\w -]+: +[0-9a-f]{2}|==\d+==(?!ABORTING))/, 'summary'],
    ['report report? summary', /^==\d+==ABORTING/, 'end'],
    ['summary', /^Exiting$/, 'end'],
    ['report race', rule, 'closed'],
    ['closed', /^(?:\w+Sanitizer: reported |Found \d+ data race)/, 'closed'],
    ['closed', exitStatus, 'end'],
    ['start', /^\S+:\d+:\d+: runtime error: /, 'undefined'],
    ['undefined', /^(?:\s+#\d+ 0x|0x[0-9a-f]+: note: | [0-9a-f]{2} | {14,}\^)/, 'undefined'],
    ['undefined', /^SUMMARY: Undefined/, 'end'],
    ['start', /^==\d+== \S/, 'valgrind'],
    ['valgrind', /^==\d+== {2,}\S/, 'valgrind'],
    ['valgrind', shellTail, 'end'],
  ],
};
