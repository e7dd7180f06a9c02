import { at, header, text } from '../table';
import type { TraceTable } from '../table';

/** .NET, .NET Framework and Mono. */
export const dotnet: TraceTable = {
  language: 'dotnet',
  rows: [
    ['start', /^(?:Unhandled [Ee]xception[.:]|\[ERROR\] FATAL UNHANDLED EXCEPTION:)\s*\S/, 'exception.header'],
    ['start', /^(?:An unhandled exception occurred|Unhandled [Ee]xception):?\s*$/, 'unhandled'],
    ['unhandled', header, 'exception.header'],
    ['unhandled', /^(?:[A-Z]\w*\.)+[A-Z][\w`]*: /, 'exception.header'],
    ['inner message?', text, 'message?'],
    ['inner message? frames', /^.* ---> \S/, 'inner'],
    ['inner message? frames', /^\s*---> /, 'inner'],
    ['inner message? frames', at, 'frames'],
    ['inner message? frames', /^\s*--- End of /, 'frames'],
    ['frames', /^\s*(?:Exception data:|Data:)$/, 'data'],
    ['data', /^\s+\S/, 'data'],
    ['frames data', /^(?:ClientConnectionId:|Error Number:|HResult)/, 'frames'],
    // Unity
    ['unity', /^\S+ ?\(.*\) ?(?:\(at \S.*:\d+\))?$/, 'unity'],
    ['unity', /^\(Filename: /, 'end'],
    // The runtime itself gives up.
    ['start', /^(?:Process terminated\.|Fatal error\.|Stack overflow\.)/, 'failed'],
    ['failed failed?', /^\s+at \S/, 'failed'],
    ['failed', /^(?:Repe(?:at|ated) \d+ times:|-{20,})$/, 'failed'],
    ['failed', text, 'failed?'],
  ],
};

const powershellPlace = /^At (?:line:\d+|\S.*:\d+) char:\d+$/;
const messageOfFault = /^(?:Faulting |Exception code: |Fault offset: |Report Id: )/;

/** PowerShell, Windows' event texts and WinDbg. */
export const windows: TraceTable = {
  language: 'windows',
  rows: [
    ['start', /^[A-Za-z][\w.-]* : \S/, 'said?'],
    ['said? more?', powershellPlace, 'place'],
    ['said?', text, 'more?'],
    ['more?', text, 'more?'],
    ['place', /^\s*\+ /, 'place'],
    ['place', /^ {3}\S/, 'place'],
    ['start', /^[\w.-]+: (?:\/|[A-Za-z]:\\)\S.*:\d+$/, 'concise!'],
    ['concise!', /^Line \|$/, 'concise'],
    ['concise', /^\s*\d* \|/, 'concise'],
    ['script', /^at .+, .+: line \d+$/, 'script'],
    ['start', messageOfFault, 'fault'],
    ['fault', messageOfFault, 'fault'],
    ['start', /^Fault bucket /, 'bucket'],
    ['bucket', /^(?:Event Name: |Response: |Cab Id: |Cab Guid: |Problem signature:|P\d+:|Attached files:|These files may|Analysis symbol:|Rechecking for|Report Id: |Report Status: |Hashed bucket: |\\\\\?\\)/, 'bucket'],
    ['start', /^Application: \S.*$/, 'event?'],
    ['event?', /^(?:CoreCLR|Framework|\.NET|\.NET Core) Version: /, 'event?'],
    ['event? event', /^Description: The (?:process|application) /, 'event'],
    ['event', /^(?:Exception Info: |Exception Code: |Message: |Stack:)/, 'event'],
    ['event', text, 'text?'],
    ['text?', text, 'text?'],
    ['event text?', at, 'dotnet.frames'],
    // WinDbg's `!analyze -v`
    ['start', /^\*{60,}$/, 'analysis?'],
    ['analysis?', /^\*.*\*$/, 'analysis?'],
    ['analysis?', /^\* +(?:Exception|Bugcheck) Analysis +\*$/, 'analysis'],
    ['start', /^(?:FAULTING_IP|EXCEPTION_RECORD|STACK_TEXT|[A-Z]{3,}(?:_[A-Z]+){2,} \([0-9a-f]+\)$)/, 'analysis'],
    ['analysis analysis?', /^(?:\*.*\*$|[A-Z][A-Z0-9_]{3,}: |[A-Z][A-Z0-9_]{3,}:$|Exception(?:Address|Code|Flags): |NumberParameters: |Arg(?:uments:|\d+: )|(?:[0-9a-f`]{8,17} ){2,}|Followup: |Debugging Details:|-{9,}$|Key {2}: )/, 'analysis'],
    ['analysis', /^ {2,3}(?:Exception\w+|Parameter\[\d+\]): /, 'analysis'],
    ['analysis analysis?', text, 'analysis?'],
  ],
};
