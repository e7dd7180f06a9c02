import { any, at, causedBy, chained, header, indented, numbered, rubyFrame, text, traceback } from './table';
import type { TraceTable } from './table';

const omitted = /^\s+\.\.\. /;
export const rubyHeader = /^(?:[A-Za-z]:)?[^\s:][^:]*:\d+:in [`'][^`']*': /;

const java: TraceTable = {
  language: 'java',
  rows: [
    ['start', /^"[^"]*" (?:#\d+|daemon|prio=|Id=|tid=)/, 'thread'],
    ['thread', /^\s+java\.lang\.Thread\.State: /, 'frames'],
    ['frames', at, 'frames'],
    ['frames', omitted, 'frames'],
    ['frames', /^\s+(?:- (?:locked|waiting|parking|eliminated|blocked)|\[CIRCULAR|\(Coroutine boundary|Locked |\|_|\*__|_{2,})/, 'frames'],
    ['frames', /^Original Stack Trace:$/, 'frames'],
    ['frames', causedBy, 'exception.header'],
  ],
};

const afterNode = 'frames closed thrown thrown?';
const javascript: TraceTable = {
  language: 'javascript',
  rows: [
    ['start', /^(?:file:\/\/)?(?:[A-Za-z]:)?\S[^:]*\.(?:[cm]?[jt]sx?|vue|svelte):\d+$/, 'location'],
    ['start', /^(?:node:[\w/]+|\[eval\d*\](?:-wrapper)?|\[stdin\](?:-wrapper)?|evalmachine\.<anonymous>|<anonymous_script>|internal\/[\w/]+\.js):\d+$/, 'location'],
    ['start', /^(?:\(node:\d+\) |error: Uncaught|Uncaught |Unhandled )/, 'exception.header warning'],
    ['start', /^\[\w*(?:Error|Rejection)\b.*\{$/, 'object'],
    ['location', any, 'source?'],
    ['source?', /^\s*\^+\s*$/, 'caret'],
    ['caret', header, 'exception.header thrown'],
    ['caret', any, 'exception.message? thrown?'],
    ['caret', /^\[?\w.*\{$/, 'object'],
    ['warning', /^\(Use `/, 'end'],
    ['frames', at, 'frames'],
    ['frames', /^[^\s@]*@\S+:\d+(?::\d+)?$/, 'frames'],
    ['frames', /^\s+at .* \{$/, 'object'],
    ['frames', omitted, 'frames'],
    ['frames', /^(?:Emitted '|From previous event:|Thrown at:)/, 'frames'],
    ['frames closed', causedBy, 'exception.header'],
    ['object', /^\s+\S/, 'object'],
    ['object', /^[}\]]/, 'closed'],
    [afterNode, /^\(Use `node /, 'closed'],
    [afterNode, /^Thrown at:/, 'frames'],
    [afterNode, /^(?:Node\.js|Bun) v\d/, 'end'],
  ],
};

const dotnet: TraceTable = {
  language: 'dotnet',
  rows: [
    ['start', /^(?:Unhandled [Ee]xception[.:]|\[ERROR\] FATAL UNHANDLED EXCEPTION:)\s*\S/, 'exception.header'],
    ['start', /^Unhandled [Ee]xception:?\s*$/, 'unhandled'],
    ['unhandled', header, 'exception.header'],
    ['inner message?', text, 'message?'],
    ['inner message? frames', /^\s*---> /, 'inner'],
    ['inner message? frames', at, 'frames'],
    ['inner message? frames', /^\s*--- End of /, 'frames'],
    ['frames', /^\s*(?:Exception data:|Data:)$/, 'data'],
    ['data', /^\s+\S/, 'data'],
    ['frames data', /^(?:ClientConnectionId:|Error Number:|HResult)/, 'frames'],
  ],
};

const pythonFile = /^\s+File "/;
const python: TraceTable = {
  language: 'python',
  rows: [
    ['start', traceback, 'trace'],
    ['start', /^\s+File ".*", line \d+/, 'frame'],
    ['start', /^(?:Exception in (?:thread|callback|ASGI)|Exception ignored |Process \S+:$|Task exception was never|Future exception was never|--- Logging error ---|Unhandled exception in|\S*RemoteTraceback:)/, 'preface'],
    ['start', /^Fatal Python error: /, 'fatal'],
    ['start', /^\S.*\.py:\d+: \w*Warning: /, 'warning'],
    ['preface preface?', traceback, 'trace'],
    ['preface', /^"""$/, 'preface'],
    ['preface preface?', text, 'preface?'],
    ['trace', pythonFile, 'frame'],
    ['frame', /^\s+\S/, 'frame'],
    ['trace frame', /^[A-Za-z_][\w.]*(?::(?:\s|$)|$)/, 'raised'],
    ['frame', /^Message: /, 'raised'],
    ['raised', indented, 'raised'],
    ['raised', /^(?:"""$|\[SQL: |\[parameters: |\(Background on this error|LINE \d+: |DETAIL: |HINT: |CONTEXT: |Arguments: )/, 'raised'],
    ['raised', /^Call stack:$/, 'frame'],
    ['raised more?', text, 'more?'],
    ['raised more? group', chained, 'chain'],
    ['chain', traceback, 'trace'],
    ['trace group group?', /^\s+[|+]/, 'group'],
    ['group group?', text, 'group?'],
    ['fatal fatal?', /^(?:Python runtime state|Current thread|Thread 0x|<no Python frame>)/, 'fatal'],
    ['fatal', /^\s+(?:File "|<no Python)/, 'fatal'],
    ['fatal', /^(?:Extension modules|Current thread's C stack)/, 'fatal'],
    ['warning', indented, 'end'],
  ],
};

const php: TraceTable = {
  language: 'php',
  rows: [
    ['start', /^(?:PHP )?(?:(?:Fatal|Parse|Recoverable fatal|Catchable fatal|Compile) error|Warning|Notice|Deprecated): /, 'header'],
    ['start', /^exception '/, 'header'],
    ['start', /"exception":"\[object\] /, 'header'],
    ['header message?', text, 'message?'],
    ['header message?', /^(?:(?:PHP )?Stack trace:|\[stacktrace\])$/, 'stack'],
    ['stack', /^#\d+ /, 'stack'],
    ['stack', /^PHP +\d+\. /, 'stack'],
    ['stack', /^(?:Next |\[previous exception\] )\S/, 'header'],
    ['stack', /^\s+thrown in /, 'end'],
    ['stack', /^"\}\s*(?:\[\])?\s*$/, 'end'],
  ],
};

const ruby: TraceTable = {
  language: 'ruby',
  rows: [
    ['start', rubyHeader, 'header'],
    ['start', /^ ?[A-Z]\w*(?:::\w+)* \(.*\):\s*$/, 'rails'],
    ['start', /^ ?[A-Z]\w*(?:::[A-Z]\w*)+: /, 'rails'],
    ['start', /^Traceback \(most recent call last\):/, 'reversed'],
    ['reversed', /^\s+\d+: from /, 'reversed'],
    ['reversed', rubyHeader, 'end'],
    ['start', /^#<Thread:.* terminated with exception/, 'thread'],
    ['thread', rubyHeader, 'header'],
    ['header text?', text, 'text?'],
    ['text?', /^\s*[~^]+$/, 'header'],
    ['header text? frames', /^\s+from .+:\d+/, 'frames'],
    ['frames', /^\s+\.\.\. \d+ levels/, 'frames'],
    ['frames', rubyHeader, 'header'],
    ['rails', indented, 'rails'],
    ['rails text?', text, 'text?'],
    ['rails text? backtrace', rubyFrame, 'backtrace'],
    ['backtrace', /^(?:Caused by|Causes):/, 'rails'],
  ],
};

const perl: TraceTable = {
  language: 'perl',
  rows: [
    ['start', /\sat \S.* line \d+(?:, (?:<\S+> (?:line|chunk) \d+|near ".*))?\.?$/, 'died'],
    ['died', /^\t\S.* called at \S.* line \d+/, 'died'],
    ['died', /^(?:BEGIN failed--|Compilation failed in |Execution of .+ aborted |\S.* had compilation errors\.)/, 'died'],
  ],
};

const lua: TraceTable = {
  language: 'lua',
  rows: [['stack', /^\t\S/, 'stack']],
};

const elixir: TraceTable = {
  language: 'elixir',
  rows: [
    ['start', /^\*\* \((?:\w|\.)+/, 'header'],
    ['start', /\b(?:GenServer|Task|Process|Agent|:gen_\w+|Ranch|State machine) \S.*(?:terminating|raised an exception|failed)$/, 'report'],
    ['start', /^=(?:ERROR|CRASH|SUPERVISOR|WARNING) REPORT====/, 'erlang'],
    ['start', /^(?:Error in process <|escript: exception|\*\* exception \w+:|init terminating|\{"init terminating)/, 'erlang'],
    ['report', /^\*\* \(/, 'header'],
    ['header', indented, 'frames'],
    ['header message?', text, 'message?'],
    ['header message? frames', /^\s+(?:\([\w.]+(?: [\w.+-]+)?\) )?\S+:\d+: |^\s+\([\w.]+ [\w.+-]+\) \S/, 'frames'],
    ['header message? frames', /^\s+\S/, 'frames'],
    ['header frames', /^(?:(?:Last message|State|Function|Initial Call|Ancestors|Queue|Postponed)\b[^:]*:|Client #PID)/, 'frames'],
    ['erlang', /^(?:\*\* (?!\()|\s+\S|\[?\{)/, 'erlang'],
    ['erlang header frames', /^Crash dump is being written/, 'end'],
  ],
};

const dart: TraceTable = {
  language: 'dart',
  rows: [
    ['start', /^(?:\[\w+:\S+\] )?Unhandled [Ee]xception:/, 'header'],
    ['start', /^══.*╞═+$/, 'flutter'],
    ['header', any, 'message?'],
    ['message?', text, 'message?'],
    ['header message?', numbered, 'frames'],
    ['header message?', /^\S+ \d+:\d+ {2,}\S/, 'frames'],
    ['frames', numbered, 'frames'],
    ['frames', /^\S+ \d+:\d+ {2,}\S/, 'frames'],
    ['frames', /^(?:<asynchronous suspension>|=+ asynchronous gap =+|\.\.\.$)/, 'frames'],
    ['flutter flutter?', /^═+$/, 'end'],
    ['flutter flutter?', /^(?:#\d+ |\S.*:$|\(elided )/, 'flutter'],
    ['flutter flutter?', any, 'flutter?'],
  ],
};

/** Languages with exceptions and a runtime that prints them. */
export const managedLanguages: readonly TraceTable[] = [java, javascript, dotnet, python, php, ruby, perl, lua, elixir, dart];
