import { any, at, causedBy, header, text } from '../table';
import type { TraceTable } from '../table';

/** Java, Kotlin, Scala, Groovy, Clojure; thread dumps, and what the virtual machine says as it dies. */
export const jvm: TraceTable = {
  language: 'jvm',
  rows: [
    ['start', /^"[^"]*" (?:#\d+|daemon|prio=|Id=|tid=)/, 'thread'],
    ['thread', /^\s+java\.lang\.Thread\.State: /, 'frames'],
    ['frames', at, 'frames'],
    ['frames', /^\s+\.\.\. /, 'frames'],
    ['frames', /^\s+(?:- (?:locked|waiting|parking|eliminated|blocked)|\[CIRCULAR|\(Coroutine boundary|Locked |No compile task|\|_|\*__|_{2,})/, 'frames'],
    ['frames', /^Original Stack Trace:$/, 'frames'],
    ['frames', causedBy, 'exception.header'],
    ['start', /^Error occurred during initialization of (?:VM|boot layer)$/, 'refused'],
    ['refused', header, 'exception.header'],
    ['refused', text, 'end'],
    ['start', /^Caught: /, 'caught'],
    ['start', /^Caught: Assertion failed:/, 'asserted?'],
    ['caught', header, 'exception.header'],
    ['asserted?', any, 'asserted?'],
    ['asserted?', at, 'frames'],
    ['start', /^(?:Execution|Syntax|Unexpected) error (?:\([\w.$]+\) )?(?:macroexpanding|compiling|reading source)?.*at .*\(.*\)\.$/, 'clojure'],
    ['clojure clojure?', text, 'clojure?'],
    ['clojure clojure?', /^Full report at:$/, 'report'],
    ['report', /^\S+\.edn$/, 'end'],
    // The box that HotSpot prints.
    ['start', /^# (?:A fatal error has been|There is insufficient memory)/, 'box'],
    ['start', /^#$/, 'box'],
    ['start', /^Aborting due to java\.lang\./, 'aborting!'],
    ['aborting!', /^#$/, 'box'],
    ['box', /^#(?:$|[ #])/, 'box'],
    ['box', /^\[(?:thread \d+ also had an error|error occurred during error reporting).*\]$/, 'box'],
    ['box', /^Aborted(?: \(core dumped\))?$/, 'end'],
  ],
};
