import { exitStatus, text } from '../table';
import type { TraceTable } from '../table';

const goroutine = /^goroutine \d+[^[]*\[[^\]]*\]:/;
/** A function as errors with stacks name it, without arguments: `main.(*Tank).Drain`. */
export const goFunction = /^[\w./@%-]{1,200}\.(?:\(\*?\w{1,80}\)\.)?[A-Za-z_][\w.]{0,80}$/;

/** Go: panics, the runtime's fatal errors, and errors that carry their stack. */
export const go: TraceTable = {
  language: 'go',
  rows: [
    ['start', /^(?:panic: |fatal error: |unexpected fault address|runtime: (?:goroutine|out of memory|marked|pointer|bad)|SIG[A-Z]+: |fatal: morestack)/, 'panic'],
    ['start', /\bpanic serving \S+: /, 'panic'],
    ['start', goroutine, 'stack'],
    ['panic', /^(?:\[signal |\tpanic: |\[recovered|runtime: |fatal error: |PC=|\t?\S+ deferred )/, 'panic'],
    ['panic message?', text, 'message?'],
    ['panic message?', /^runtime stack:$/, 'stack'],
    ['panic message? stack', goroutine, 'stack'],
    ['stack', /^(?:created by |\S.*\)\s*$)/, 'call?'],
    ['stack', /^\tgoroutine running on other thread; stack unavailable$/, 'stack'],
    ['stack call?', /^\t\S/, 'stack'],
    ['stack', /^\.\.\.(?:additional|\d+) frames elided/, 'stack'],
    ['stack', /^runtime stack:$/, 'stack'],
    ['stack', /^(?:[er][a-z0-9]{1,2}|[cfg]s|rip|rflags|lr|sp|pc|fault|trap|error|oldmask|cpsr|x\d+|r\d+) +0x[0-9a-f]+$/, 'stack'],
    ['panic message? stack', exitStatus, 'end'],
    ['function?', /^\t\S+\.(?:go|s):\d+/, 'errors'],
    ['errors wrapped?', goFunction, 'function?'],
    ['errors', text, 'wrapped?'],
  ],
};
