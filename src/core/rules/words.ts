import type { Rule } from './rule';

/** What remains: words that say that something is wrong, lost or tried again, and hardly what. */
export const wordRules: readonly Rule[] = [
  {
    id: 'data-lost',
    title: 'Work was lost or rolled back',
    category: 'general',
    severity: 'high',
    pattern: /\b(?:message|event|packet|request|record|job|task|write|update|frame|datagram)s? (?:was |were |has been |have been )?(?:dropped|discarded|lost|rejected)\b|\b(?:dropping|discarding|losing) (?:the |a |all |\d+ )?(?:\w+ )?(?:message|event|packet|request|record|job|task|write|update|datagram|frame|connection|mail)s?\b|\b(?:buffer|queue|heap|stack|integer) overflow\b|\bcalls? (?:was |were )?dropped\b|\broll(?:ed|ing) back\b|\bto (?:the )?dead[- ]letter\b/i,
    actions: ['Check whether what was lost is delivered again.'],
  },
  {
    id: 'count-of-errors',
    title: 'Errors were counted',
    category: 'general',
    severity: 'high',
    pattern: /(?<![A-Z])(?:(?:\b|(?<=_))(?:errors?|failures?|exceptions?|failed|faults?|crashes)|(?<=[a-z])(?:Errors?|Failures?|Exceptions?|Failed|Faults?)|(?:\b|(?<=_))(?:Errors?|Failures?|Exceptions?|Failed|Faults?|ERRORS?|FAILURES?|FAILED))(?:[_ -]?(?:[Cc]ount|[Tt]otal|[Rr]ate))?["']?\s*(?:=>|[=:]|\bis\b|(?<=\w_\w{1,20}) )\s*["'[(]?(?:[1-9][\d,]{0,12}\b(?![:/]|\.\d{1,3}\.)|0x0*[1-9a-fA-F]|0\.0*[1-9])|\b[1-9]\d{0,8}(?:,\d{3})? (?:errors?|failures?|exceptions?|faults?|Errors?|Failures?|ERRORS?)\b/,
    actions: ['Look above for the errors that were counted.'],
  },
  {
    id: 'exception',
    title: 'An exception was thrown',
    category: 'runtime',
    severity: 'high',
    pattern: /\b(?:[Uu]n(?:caught|handled)|[Uu]nexpected) (?:exception|error|rejection|promise rejection)\b|\bUncaught\b|\b[A-Z][A-Za-z0-9]{1,60}(?:Exception|Error|Failure|Fault)\b|\bException in thread\b|\bTraceback \(most recent call last\)|\bpanicked at\b|\bgoroutine \d+ \[|\b[Ee]xceptions?\b(?=:| (?:was )?(?:thrown|raised|occurred|in|at|while|during)\b)/,
    actions: ['Open the innermost frame of your own code.'],
  },
  {
    id: 'deprecated',
    title: 'Something is deprecated',
    category: 'general',
    severity: 'low',
    pattern: /\bdeprecat(?:ed|ion)\b|\bDeprecationWarning\b|\b(?:Pending|Future)(?:Deprecation)?Warning\b|\bend[- ]of[- ]life\b|\bwill be removed in\b/i,
    actions: ['Replace it before the version that removes it.'],
  },
  {
    id: 'retry',
    title: 'Something is tried again',
    category: 'general',
    severity: 'low',
    pattern: /\bretry(?:ing)?\b|\brestart counter is at [1-9]|\bscheduled restart\b|\bwill (?:retry|try again)\b|\bre-?connect(?:ing)?\b|\breattempt\w*\b|\bfall(?:ing|s)? back\b|\bfailover\b|\bbacking off\b|\battempt \d+ ?(?:of|\/) ?\d+\b/i,
    actions: ['Harmless while it succeeds in the end: look for what it retries and how often.'],
  },
  {
    id: 'came-right',
    title: 'It went wrong at first and well in the end',
    category: 'general',
    severity: 'low',
    pattern:
      /\b(?:recovered|recovering) (?:from|after)\b|\b(?:error|failure|fault|exception|issue|problem|fail(?:s|ed)?)(?:s|\(s\))?\b.{0,80}\b(?:corrected|resolved|recovered|then succeeded|succeeded)\b|\bsucceeded (?:after|on|at) (?:\w+ )?(?:[1-9]\d*|attempt|retry|several)/i,
    actions: ['Harmless now; look at what went wrong first where it happens often.'],
  },
  {
    id: 'stop-on-request',
    title: 'Somebody or something stopped it',
    category: 'general',
    severity: 'low',
    pattern:
      /\b(?:abort(?:ed|ing)|terminat(?:ed|ing)|cancell?ing|interrupted|killed|stopp(?:ed|ing))\b.{0,40}\b(?:by (?:the )?(?:user|administrator|operator|admin|master|ApplicationMaster|scheduler)|due to (?:user request|administrator command)|on (?:user )?request)\b/i,
    actions: ['Nothing, where it was meant to be stopped.'],
  },
  {
    id: 'passed-over',
    title: 'Something was passed over',
    category: 'general',
    severity: 'low',
    pattern:
      /\bskipped:? (?:\w+ )?previous run\b|\b[Ss]kipped: (?!\d)[a-z]\w+|\bignor(?:ed|ing) (?:\d+ )?(?:unknown|invalid|unexpected|duplicate|malformed|stale|missing|unsupported)\b|\bsession (?:has |is )?expired\b|\b(?:entry|cache|copy) is stale\b|\btaints kernel\b|(?:[a-z,;(]\s+|^\s*)[1-9]\d* (?:\w+ )?warning(?:s\b|(?=[,;)]| in\b| emitted\b))/i,
    actions: ['Harmless alone.'],
  },
  {
    id: 'fatal-word',
    title: 'The log says it is fatal',
    category: 'general',
    severity: 'critical',
    vague: true,
    pattern: /(?<!:\d{1,6}: )\bfatal(?:ly)?\b(?: error)?|^\W*emerg(?:ency)?\b(?! contact)|\bemergency (?:stop|shutdown|brake)\b|\bcatastrophic\b|\bcritical(?= (?:error|failure|message|alert|alarm|condition|problem|issue|warning|event|state)|\s*(?:$|[:\]!]))|^\W*severe(?=:)|\bpanic(?:king|ked)?\b/i,
    actions: ['Look at the records just before: the cause usually stands there.'],
  },
  {
    id: 'failure-word',
    title: 'The log tells of a failure',
    category: 'general',
    severity: 'high',
    vague: true,
    pattern: /\bfail(?:ed|ure|ures|s|ing)?\b|\berrors?\b|\berroneous\b|\bunsuccessful(?:ly)?\b|\bcorrupt(?:ed)?\b|\b(?:task|transaction|query|request|connection|command) abort\b|\bcrash of\b|\bviolat(?:es|ed|ing)\b|\bviolation (?:by|of|at|in|detected)\b|\b(?:aborted|aborting|crashed|rejected|refused|unreachable|unrecoverable|unable to|could not|couldn't|cannot|can not|can't)\b|\bE(?:INVAL|BADF|NOSYS|PROTO|FAULT|RANGE|DOM|AGAIN|INTR|STALE|LOOP)\b|\bexceptions?\b|\b(?:is|was|are|were|been|never) (?:not |never )?defined\b(?<=\b(?:not|never) defined)|\bundefined (?:variable|index|offset|method|function|constant|property)\b|\bNaN (?:detected|found|encountered)\b|\bloss is nan\b|\bwent wrong(?! way)\b|\binterrupted\b|\bhung\b(?! up by| in )|\bwrong (?:password|number|type|version|format|size|state)\b|(?:^|[:;,)\]] |\b(?:is|in a|got|received|due to|has) (?:a )?)bad \w+/i,
    actions: ['Read the record with its neighbours: the cause usually stands just before.'],
  },
  {
    id: 'warning-word',
    title: 'The log warns',
    category: 'general',
    severity: 'medium',
    vague: true,
    pattern: /\bwarn(?:ing|ings)?\b|\b(?:User|Runtime|Resource|Syntax|Import|Unicode|Encoding|Security|Performance|Convergence)Warning\b|^\W*(?:CAUTION|ATTENTION)\b:?|\b(?:invalid|unknown|unexpected|illegal|missing|not found|unsupported|mismatch|exceed(?:ed|s)?|suspicious|inconsistent|problems?|degraded|unhealthy|overload(?:ed)?|stale|expired)\b|\b(?:possible|potential|suspected|brute[- ]force) (?:\w+ )?attack\b|\battack (?:detected|attempt)|\bunder attack\b|\bnot[- ]responding\b|\btoo (?:large|big|long|many|few|high|old|late|deep|small|short)\b|\bmerge conflicts?\b|\bCONFLICT\b|\bconflicts? (?:in|with|between|detected|found)\b|\b(?:may|might) not be available\b|\b(?:status|state|health)\b.{0,60}\b(?:to|is|now)[ :]{1,2}\W?(?:red|failed|degraded|unhealthy|critical|not ready|faulted)\b/i,
    actions: ['Harmless alone; look at it when something else fails at the same time.'],
  },
];
