import type { TraceTable } from '../table';

/** dmesg writes a time before each line, and maybe the caller; journald may have taken it off. */
const stamp = String.raw`(?:<\d+>)?\[ *\d+\.\d+\](?: |$)(?:\[ *[TC]\d+\] )?`;

const cut = String.raw`-+\[ cut here \]`;
const opens = [
  'BUG: ',
  'Oops',
  'kernel BUG at ',
  'general protection fault',
  'Unable to handle kernel ',
  'WARNING: (?:CPU: |possible |inconsistent |suspicious |bad |kernel stack |lock held )',
  'Kernel panic ',
  String.raw`INFO: (?:task \S+ blocked |rcu\w* |possible )`,
  '(?:watchdog|rcu|NMI watchdog): ',
  '(?:divide error|invalid opcode|stack segment|segment not present|alignment check|int3): ',
  'double fault: ',
  'Internal error: ',
  String.raw`\S+ invoked oom-killer: `,
  String.raw`\S+: page allocation failure`,
];

/** How a report goes on that ends in a panic; one for another reason is a report of its own. */
const panicked = 'Kernel panic - not syncing: (?:Fatal |Attempted to kill |softlockup|hung_task|hardlockup|corrupted )';

const registers = [
  '[ER]?IP: ',
  'pc : ',
  'lr : ',
  'sp : ',
  'pstate: ',
  'PSTATE: ',
  String.raw`x\d+ ?: `,
  String.raw`r\d+ ?: `,
  String.raw`(?:gp|tp|t\d|s\d+|a\d|ra|epc|status|ip|fp|sl) ?: `,
  'R[A-Z0-9]{2}: ',
  '[CDEFGS]S: ',
  String.raw`[CD]R\d: `,
  'PKRU: ',
  'F[Ll]ags: ',
  'Control: ',
  '(?:PC|LR) is at ',
  'ESR',
  '(?:Mem|Data) abort info:',
  '(?:user|swapper) pgtable: ',
];

const facts = [
  '#PF: ',
  'PGD ',
  'pgd = ',
  String.raw`\[<?[0-9a-f]{8,}>?\] ?\S`,
  '[0-9a-f]{4}: +[0-9a-f]{8}',
  String.raw`CPU: +\d`,
  'Hardware name: ',
  'Workqueue: ',
  String.raw`task: ?\S`,
  'Tainted: ',
  'Not tainted',
  '"echo 0 > ',
  'Code: ',
  'Stack: ?',
  'Call [Tt]race:?',
  'Backtrace: ?',
  String.raw`\s*<(?:TASK|/?(?:IRQ|NMI|SOFTIRQ|EOI|#\w+))>`,
  String.raw`\s*\? \S`,
  'Modules linked in: ',
  'note: ',
  panicked, 'Kernel Offset',
  'Rebooting in',
  'Comm: ',
  String.raw`Process \S+ \(pid: `,
  'Exception stack',
  'Sending NMI',
  'NMI backtrace',
  'Showing all locks',
  'irq event stamp: ',
  '(?:hard|soft)irqs last ',
  String.raw`\d+ locks? held by `,
  // KASAN and its relatives
  '(?:Read|Write) of size ',
  '(?:Allocated|Freed|Last potentially related work|Second to last) ',
  'The buggy address ',
  'which (?:belongs|lock) ',
  'Memory state around ',
  '[ >]?ffff[0-9a-f]+: ',
  'page: ?[0-9a-f]',
  'raw: ',
  'flags: 0x',
  'page dumped because',
  'Disabling lock debugging',
  // Lock dependencies
  '\\S+/\\d+ is trying to ',
  'ffff[0-9a-f]{12} ',
  '(?:but task is|other info that|the existing dependency|stack backtrace:|-> #|which lock already|Possible unsafe|Chain exists|and this task)',
  String.raw`\d+\.\d+\.\d+\S* #\d+`,
  // Memory
  'Mem-Info:',
  String.raw`(?:Node )?\d* ?(?:DMA|Normal|Movable|hugepages)`,
  'Node \\d',
  'active_anon:',
  String.raw`\s[a-z_]+:\d+(?: |$)`,
  'lowmem_reserve',
  String.raw`\d+ (?:total |pages )`,
  '(?:Swap cache|Free swap|Total swap)',
  'Tasks state',
  String.raw`\[ *(?:pid|\d+) *\] `,
  'oom-kill:',
  'Out of memory: ',
  'Memory cgroup ',
];

const call = String.raw`\s+\S+\+0x[0-9a-f]+/0x`;
const known = [...registers, ...facts, call, String.raw`\s*\?? ?0x[0-9a-f]{8,}`];
const afterEnd = [...registers, 'CPU: ', 'Code: ', 'Modules linked in', 'note: ', panicked, 'Kernel Offset', 'Rebooting in', call, String.raw`-+\[ end `, 'Fixing recursive fault'];

/** The rows of a report whose lines all begin with `prefix`; `indented`: what else may belong to it. */
function rowsOf(name: string, prefix: string, indented: string): TraceTable['rows'] {
  const line = (...parts: readonly string[]): RegExp => new RegExp(`^${prefix}(?:${parts.join('|')})`);
  const [report, guess, traced, boxed, ended] = [name, `${name}Guess?`, `${name}Traced`, `${name}Boxed`, `${name}Ended`];
  // Behind the kernel's time, what is indented is the report's; without it, only as long as the stack goes on.
  const inside = String.raw`\s+(?!</TASK>)\S`;
  const continues = prefix === '' ? known : [...known, inside];
  return [
    ['start', line(...opens), report],
    // A warning's own words may stand before what the kernel says of it.
    ['start', line(cut), `${report} ${name}Cut!`],
    [`${name}Cut!`, line('\\S'), guess],
    ['start', line('={17,}$'), `${name}Ruled!`],
    [`${name}Ruled!`, line('BUG: K', 'WARNING: '), `${report} ${boxed}`],
    [boxed, line(...continues, String.raw`\s*</TASK>`, '-{17,}$', '$'), boxed],
    [boxed, new RegExp(indented), boxed],
    [boxed, line('={17,}$'), ended],
    [`${report} ${guess}`, line(...opens), report],
    [`${report} ${guess}`, line(String.raw`\s*</TASK>`), traced],
    // A report that comes after the stack is another one.
    [`${report} ${guess}`, line(...continues), report],
    [traced, line(...continues), traced],
    [report, new RegExp(indented), report],
    [traced, /^\s{10,}\S/, traced],
    [`${report} ${guess} ${traced}`, line(String.raw`-+\[ end `), ended],
    [ended, line(...afterEnd), ended],
  ];
}

/** Oopses, warnings, panics, lockups, hung tasks and what the kernel says of its memory. */
export const kernel: TraceTable = {
  language: 'kernel',
  rows: [
    ...rowsOf('bare', '', String.raw`^\s+(?!</TASK>)\S`),
    ...rowsOf('stamped', stamp, String.raw`^\s{10,}\S`),
    ['stamped', new RegExp(`^${stamp}\\S`), 'stampedGuess?'],
    ['stamped', new RegExp(`^${stamp}$`), 'stamped'],
  ],
};
