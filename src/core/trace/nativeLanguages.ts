import { any, exitStatus, indented, numbered, shellTail, symbol, text } from './table';
import type { TraceTable } from './table';

const goroutine = /^goroutine \d+[^[]*\[[^\]]*\]:/;
const go: TraceTable = {
  language: 'go',
  rows: [
    ['start', /^(?:panic: |fatal error: |unexpected fault address|runtime: (?:goroutine|out of memory)|SIG[A-Z]+: )/, 'panic'],
    ['start', /\bpanic serving \S+: /, 'panic'],
    ['start', goroutine, 'stack'],
    ['panic', /^(?:\[signal |\tpanic: |\[recovered|runtime: |fatal error: |PC=|PC=0x)/, 'panic'],
    ['panic message?', text, 'message?'],
    ['panic message?', /^runtime stack:$/, 'stack'],
    ['panic message? stack', goroutine, 'stack'],
    ['stack', /^(?:created by |\S.*\)$)/, 'call?'],
    ['stack call?', /^\t\S/, 'stack'],
    ['stack', /^\.\.\.(?:additional|\d+) frames elided/, 'stack'],
    ['stack', /^runtime stack:$/, 'stack'],
    ['stack', /^(?:[er][a-z0-9]{1,2}|[cfg]s|rip|rflags|lr|sp|pc|fault|trap|error|oldmask|cpsr|x\d+) +0x[0-9a-f]+$/, 'stack'],
    ['panic message? stack', exitStatus, 'end'],
  ],
};

const rust: TraceTable = {
  language: 'rust',
  rows: [
    ['start', /^thread '[^']*'(?: \(\d+\))? panicked at .*:\d+:\d+:$/, 'panic'],
    ['start', /^thread '[^']*'(?: \(\d+\))? panicked at ['"]/, 'message'],
    ['start', /^thread '[^']*'(?: \(\d+\))? has overflowed its stack/, 'note'],
    ['start', /^(?:error|warning)(?:\[E?\w+\])?: /, 'diagnostic'],
    ['panic', any, 'message'],
    ['message', indented, 'message'],
    ['message', /^ +(?:left|right): /, 'message'],
    ['message text?', text, 'text?'],
    ['message text? causes', /^(?:S|s)tack backtrace:$/, 'stack'],
    ['stack', /^\s+(?:\d+:|at |\[\.\.\. )/, 'stack'],
    ['message text? stack note', /^note: /, 'note'],
    ['message text? stack note', /^(?:fatal runtime error: |thread caused non-unwinding panic)/, 'note'],
    ['note', shellTail, 'end'],
    ['causes', /^\s+\S/, 'causes'],
    ['causes', /^Location:$/, 'causes'],
    ['diagnostic snippet', /^\s*(?:\d+ +)?(?:\||= )|^\s+(?:-->|:::) |^\.\.\.$/, 'snippet'],
    ['snippet', /^(?:note|help): /, 'diagnostic'],
  ],
};

const swift: TraceTable = {
  language: 'swift',
  rows: [
    ['start', /^(?:\S+\.swift:\d+: )?Fatal error: /, 'header'],
    ['start', /^\*\*\* (?:Program crashed|Terminating app|Signal \d+)/, 'header'],
    ['header stack', /^(?:Current stack trace:|Stack dump:|Thread \d+.*:$|\*\*\* First throw call stack:|\($|Registers:|Images \(|Backtrace took )/, 'stack'],
    ['header', /^reason: /, 'header'],
    ['stack', /^\s*\d+[ .]\s*\S/, 'stack'],
    ['stack', /^\s+\S|^(?:r\w{1,2}|x\d+|[a-z]{2}) 0x|^\)$|^…$/, 'stack'],
    ['header stack', /^libc\+\+abi: terminating/, 'stack'],
    ['stack', shellTail, 'end'],
  ],
};

const cpp: TraceTable = {
  language: 'cpp',
  rows: [
    ['start', /^(?:terminate called |libc\+\+abi: terminating )/, 'terminate'],
    ['start', /: Assertion .* failed\.$/, 'terminate'],
    ['start', /^(?:free|malloc|realloc|munmap_chunk|malloc_\w+)\(\): \S/, 'terminate'],
    ['start', /^\*\*\* .* \*\*\*/, 'glibc'],
    ['start', /^(?:Program|Thread \d+(?: "[^"]*")?) (?:received signal|terminated with signal) /, 'stopped'],
    ['start', /^Thread \d+ \(/, 'stopped'],
    ['start', /^\* thread #\d+.*stop reason = /, 'lldb'],
    ['symbols glibc', symbol, 'symbols'],
    ['terminate', /^ +what\(\): /, 'what'],
    ['what what?', text, 'what?'],
    ['terminate what what? glibc symbols', shellTail, 'end'],
    ['glibc', /^(?:=+ (?:Backtrace|Memory map): =+|\S+\[0x[0-9a-f]+\]|[0-9a-f]+-[0-9a-f]+ [rwxps-]{4} )/, 'glibc'],
    ['stopped', /^(?:0x[0-9a-f]+ in |\d+\t|\[Switching to |__?\w+ \(|\S+ \(.*\) at \S+:\d+$)/, 'stopped'],
    ['stopped frames', numbered, 'frames'],
    ['frames', /^\s{2,}\S/, 'frames'],
    ['frames', /^Thread \d+ \(/, 'stopped'],
    ['frames', /^(?:\(More stack frames follow|Backtrace stopped: )/, 'end'],
    ['lldb', /^\s+(?:\* )?(?:frame #\d+: |\d+ +\S|-> |\S)/, 'lldb'],
  ],
};

const rule = /^={17,}$/;
const sanitizerReport = /^(?:==\d+== ?ERROR: \w+Sanitizer|(?:==\d+==)?WARNING: (?:\w+Sanitizer|DATA RACE))/;
const sanitizers: TraceTable = {
  language: 'sanitizers',
  rows: [
    ['start', rule, 'rule'],
    ['start rule', sanitizerReport, 'report'],
    ['report', /^\s+\S/, 'report'],
    ['report', /^(?:0x[0-9a-f]+ is located |\w[\w ]* by (?:thread|goroutine) |READ of |WRITE of |(?:Previous )?(?:[Rr]ead|[Ww]rite) (?:at|of) |(?:Dir|Indir)ect leak |Goroutine \d+ |Thread T\d+|Address 0x|Hint: |HINT: |Uninitialized |==\d+==|\w+Sanitizer can not )/, 'report'],
    ['report report?', /^SUMMARY: (?!Thread)\w+Sanitizer/, 'summary'],
    ['report report?', /^SUMMARY: Thread/, 'race'],
    ['report report?', text, 'report?'],
    ['report?', /^\s+#\d+ /, 'report'],
    ['summary', /^(?:Shadow byte|=>0x|\s+\S|==\d+==(?!ABORTING))/, 'summary'],
    ['report report? summary', /^==\d+==ABORTING/, 'end'],
    ['report race', rule, 'closed'],
    ['closed', /^(?:\w+Sanitizer: reported |Found \d+ data race)/, 'closed'],
    ['closed', exitStatus, 'end'],
    ['start', /^\S+:\d+:\d+: runtime error: /, 'undefined'],
    ['undefined', /^(?:\s+#\d+ 0x|0x[0-9a-f]+: note: | [0-9a-f]{2} |\s+\^)/, 'undefined'],
    ['undefined', /^SUMMARY: Undefined/, 'end'],
    ['start', /^==\d+== \S/, 'valgrind'],
    ['valgrind', /^==\d+== {2,}\S/, 'valgrind'],
  ],
};

// dmesg writes a time before each line, and journald may have taken it off.
const stamp = String.raw`^(?:<\d+>)?(?:\[ *\d+\.\d+\] ?(?:\[ *[TC]\d+\] ?)?)?`;
const kernel: TraceTable = {
  language: 'kernel',
  rows: [
    [
      'start',
      new RegExp(
        `${stamp}(?:-+\\[ cut here \\]|BUG: |Oops: |Oops - |kernel BUG at |general protection fault|Unable to handle kernel |WARNING: CPU: |Kernel panic |INFO: task \\S+ blocked |watchdog: BUG: |rcu: INFO: |divide error: |invalid opcode: |Internal error: |\\S+ invoked oom-killer: )`,
      ),
      'report',
    ],
    [
      'report guess?',
      new RegExp(
        `${stamp}(?:BUG: |WARNING: CPU: |kernel BUG at |Oops|#PF: |PGD |pgd = |\\[[0-9a-f]{8,}\\] |CPU: +\\d|Hardware name: |Workqueue: |task: ?\\S|Tainted: |Not tainted|"echo 0 > |[ER]?IP: |pc : |lr : |sp : |x\\d+ ?: |R[A-Z0-9]{2}: |[CDEFGS]S: |[CD]R\\d: |PKRU: |Code: |Stack: ?|Call Trace:|Call trace:|\\s*</?(?:TASK|IRQ|NMI|SOFTIRQ|EOI|\\#\\w+)>|\\s+\\S+\\+0x[0-9a-f]+/0x|\\s*\\? \\S|Modules linked in: |-+\\[ end |note: \\S+\\[\\d+\\]|Kernel (?:panic|Offset)|Rebooting in|Mem-Info:|(?:Node )?\\d* ?(?:DMA|Normal|Movable)|active_anon:|Tasks state|\\[ *pid *\\]|oom-kill:|Out of memory: |Memory cgroup |Call Trace|Internal error: |Process \\S+ \\(pid: |Exception stack|INFO: |task:|Showing all locks|Comm: |Sending NMI|NMI backtrace)`,
      ),
      'report',
    ],
    // Set in further than by the one blank after the time.
    ['report guess?', /^(?:(?:<\d+>)?\[ *\d+\.\d+\](?: ?\[ *[TC]\d+\])?\s)?\s+\S/, 'report'],
    ['report', /^(?:<\d+>)?\[ *\d+\.\d+\] /, 'guess?'],
  ],
};

const v8: TraceTable = {
  language: 'v8',
  rows: [
    ['start', /^<--- Last few GCs --->/, 'fatal'],
    ['start', /^FATAL ERROR: /, 'fatal'],
    ['start', /^# (?:Fatal (?:JavaScript )?(?:error|invalid)|A fatal error has been|There is insufficient memory)/, 'notice'],
    ['start', /^#$/, 'notice'],
    ['fatal', /^(?:<--- |FATAL ERROR: |-+ (?:Native|JavaScript) stack trace -+|=+ JS stack trace =+|\[\d+:0x|\s*\d+: |\s+\S)/, 'fatal'],
    ['fatal notice', shellTail, 'end'],
    ['notice', /^#(?:$|[ #])/, 'notice'],
    ['notice', /^-+ Native stack trace -+/, 'fatal'],
  ],
};

/** Languages and programs whose crash reports come from below: the runtime, the compiler's checks, the kernel. */
export const nativeLanguages: readonly TraceTable[] = [go, rust, swift, cpp, sanitizers, kernel, v8];
