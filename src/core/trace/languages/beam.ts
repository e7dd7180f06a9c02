import { indented, text } from '../table';
import type { TraceTable } from '../table';

const frame = /^\s+(?:\([\w.]+(?: [\w.+-]+)?\) )?\S+:\d+: |^\s+\([\w.]+ [\w.+-]+\) \S/;
/** Calls without a place, lists of arguments, and what a process said as it ended. */
const more = /^\s+(?:[(:#*%{[|]|[A-Z]\w*(?:\.\w+)*[.(/]|Args: |anonymous fn|The following arguments|\d+ )/;

/** Elixir and Erlang: exceptions, processes that end, and the reports of OTP. */
export const beam: TraceTable = {
  language: 'beam',
  rows: [
    ['start', /^\*\* \((?:\w|\.)+/, 'header'],
    ['start', /\b(?:GenServer|Task|Process|Agent|:gen_\w+|Ranch|State machine) \S.*(?:terminating|raised an exception|failed)$/, 'report'],
    ['start', /^#PID<[\d.]+> running \S.*terminated$/, 'report'],
    ['report', /^(?:Server|Request): /, 'report'],
    ['report', /^\*\* \(/, 'header'],
    ['header', indented, 'frames'],
    ['header message?', text, 'message?'],
    ['header message? frames', frame, 'frames'],
    ['header message? frames', more, 'frames'],
    ['header frames', /^(?:(?:Last message|State|Function|Initial Call|Ancestors|Queue|Postponed)\b[^:]*:|Client \S+ is )/, 'frames'],
    ['start', /^=(?:ERROR|CRASH|SUPERVISOR|WARNING) REPORT====/, 'erlang'],
    ['start', /^(?:\*\* (?:Generic server|State machine|gen_event handler) |Error in process <|escript: exception|\*\* exception \w+:|init terminating|\{"init terminating)/, 'erlang'],
    ['erlang', /^(?:\*\* (?!\()|\s+\S|\[?\{(?!")|init terminating |Error in process <)/, 'erlang'],
    ['erlang header frames', /^Crash dump is being written/, 'end'],
  ],
};
