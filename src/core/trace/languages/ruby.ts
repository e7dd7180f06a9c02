import { bareRubyFrame, indented, rubyHeader, text } from '../table';
import type { TraceTable } from '../table';

/** Ruby in both orders, Rails' cleaned backtraces, and crashes of the interpreter. */
export const ruby: TraceTable = {
  language: 'ruby',
  rows: [
    ['start', rubyHeader, 'header'],
    ['start', /^ ?[A-Z]\w*(?:::\w+)* \(.*\):\s*$/, 'rails'],
    ['start', /^ ?[A-Z]\w*(?:::[A-Z]\w*)+: /, 'rails'],
    ['start', /^Traceback \(most recent call last\):/, 'reversed'],
    ['reversed', /^\s+\d+: from /, 'reversed'],
    ['reversed', /^\s+\.\.\. \d+ levels/, 'reversed'],
    ['reversed', rubyHeader, 'lower'],
    ['lower lower?', text, 'lower?'],
    ['lower lower?', /^\s+\d+: from /, 'reversed'],
    ['start', /^bundler: failed to load command: /, 'thread'],
    ['start', /^rake aborted!$/, 'rails'],
    ['rails', /^[A-Z]\w*(?:::\w+)*(?:: |$)/, 'rails'],
    ['backtrace', /^(?:Tasks: TOP|\(See full trace by )/, 'backtrace'],
    ['start', /^#<Thread:.* terminated with exception/, 'thread'],
    ['thread', rubyHeader, 'header'],
    ['header text?', text, 'text?'],
    ['text?', /^\s*[~^]+$/, 'header'],
    ['header text? frames', /^\s+from .+:\d+/, 'frames'],
    ['frames', /^\s+\.\.\. \d+ levels/, 'frames'],
    ['frames', rubyHeader, 'header'],
    ['rails', indented, 'rails'],
    ['rails text?', text, 'text?'],
    ['rails text? backtrace', bareRubyFrame, 'backtrace'],
    ['backtrace', /^(?:Caused by|Causes):/, 'rails'],
    ['start', /: \[BUG\] /, 'bug'],
    ['bug bug?', /^(?:ruby \d|-- .* -+$|c:\d{4} p:|\* |\[NOTE\]|You may have encountered|Bug reports are welcome|For details: http|\s*\d+ \S|[0-9a-f]+-[0-9a-f]+ |\S+\(.*\) \[0x| *R\w+: 0x)/, 'bug'],
    ['bug bug?', text, 'bug?'],
  ],
};
