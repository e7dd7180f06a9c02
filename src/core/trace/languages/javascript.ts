import { any, at, causedBy, header, shellTail, text } from '../table';
import type { TraceTable } from '../table';

const location = /^(?:(?:file:\/\/)?(?:[A-Za-z]:)?\S[^:]*\.(?:[cm]?[jt]sx?|vue|svelte)|node:[\w/]+|\[[\w ]+\](?:-wrapper)?|evalmachine\.<anonymous>|<anonymous_script>|internal\/[\w/]+\.js):\d+$/;
/** `f@url:1:2`, as Firefox and Safari write it. */
export const atSignFrame = /^(?:[\w$ ]{1,60}[*/])?(?:(?:global|module|eval|anonymous) code|[^\s@]*)@(?:\S*?(?: line \d+ > (?:eval|Function)){0,9}:\d+(?::\d+)?|\[native code\])$/;
const excerpt = /^ *\d+ \| /;
const bunHeader = /^(?:error|[A-Z]\w*(?:Error|Exception)|E[A-Z]{3,14}): /;
const afterFrames = 'frames closed thrown thrown?';

/** Node, browsers, Deno and Bun. */
export const javascript: TraceTable = {
  language: 'javascript',
  rows: [
    ['start', location, 'location'],
    ['start', /^(?:\(node:\d+\) |error: Uncaught|Uncaught |Unhandled |error: )/, 'exception.header warning told'],
    ['start', /^(?:error: )?Uncaught(?: \(in promise\)| Exception)?:$/, 'uncaught'],
    ['start', /^A JavaScript error occurred in /, 'announced!'],
    ['announced!', /^Uncaught Exception:$/, 'uncaught'],
    ['start', /^\[\w*(?:Error|Rejection)\b.*\{$/, 'object'],
    ['location', any, 'source?'],
    ['source?', /^\s*\^+\s*$/, 'caret'],
    ['source?', header, 'exception.header'],
    ['caret', location, 'location'],
    ['caret uncaught', header, 'exception.header thrown'],
    ['caret uncaught', any, 'exception.message? thrown?'],
    ['caret uncaught', /^(?:\[?\w.*)?\{$/, 'object'],
    ['warning', /^\(Use `/, 'end'],
    ['frames', at, 'frames'],
    ['start', atSignFrame, 'signed!'],
    ['signed!', atSignFrame, 'frames'],
    ['frames', atSignFrame, 'frames'],
    ['frames', /^\[native code\]$/, 'frames'],
    ['frames', /^\s+at .* \{$/, 'object'],
    ['frames', /^\s+\[?\.\.\. /, 'frames'],
    ['frames', /^(?:Emitted '|From previous event:|Thrown at:)/, 'frames'],
    ['frames closed', causedBy, 'exception.header'],
    // Deno's groups, and the source it quotes last
    ['frames', /^ {4}[A-Z]\w*(?:Error|Exception)(?::|$)/, 'exception.header'],
    ['frames', text, 'quote?'],
    ['quote?', /^\s*\^+\s*$/, 'pointed?'],
    ['frames', /^Stack backtrace:$/, 'rust.stack'],
    ['object', /^\s+\S/, 'object'],
    ['object', /^[}\]]/, 'closed'],
    ['object', /^[}\]] \{$/, 'object'],
    [afterFrames, /^\(Use `node /, 'closed'],
    ['closed', /^Emitted '/, 'frames'],
    [afterFrames, /^Thrown at:/, 'frames'],
    [afterFrames, /^(?:Node\.js|Bun) v\d/, 'end'],
    // Bun quotes the source first, and tells causes below.
    ['start', excerpt, 'excerpt?'],
    ['excerpt?', excerpt, 'excerpt?'],
    ['excerpt?', /^\s*\^+\s*$/, 'pointed?'],
    ['pointed?', bunHeader, 'told'],
    ['told told?', text, 'told?'],
    ['told told?', /^\s+at \S/, 'frames'],
    ['told told?', excerpt, 'excerpt?'],
    ['told told?', /^Bun v\d/, 'end'],
    ['frames', excerpt, 'excerpt?'],
    ['pointed?', /^\s+at \S/, 'frames'],
    ['told', /^\s*\d* \|/, 'quoted'],
    ['quoted', /^\s*\d* \|/, 'quoted'],
    ['quoted', /^\s+at \S/, 'frames'],
  ],
};

/** What V8 prints as it dies. */
export const v8: TraceTable = {
  language: 'v8',
  rows: [
    ['start', /^<--- Last few GCs --->/, 'fatal'],
    ['start', /^FATAL ERROR: /, 'fatal'],
    ['start', /^-+ Native stack trace -+$/, 'fatal'],
    ['start', /^# Fatal (?:JavaScript )?(?:error|invalid)/, 'notice'],
    ['start', /^#$/, 'notice'],
    ['fatal', /^(?:<--- |FATAL ERROR: |-+ (?:Native|JavaScript) stack trace -+|=+ JS stack trace =+|\[\d+:0x|\s*\d+: |\s+\d|\s+[A-Za-z][\w ]*: |Security context: )/, 'fatal'],
    ['fatal notice', shellTail, 'end'],
    ['notice', /^#(?:$|[ #F])/, 'notice'],
    ['notice', /^-+ Native stack trace -+/, 'fatal'],
  ],
};
