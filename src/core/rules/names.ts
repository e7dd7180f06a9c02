import type { Rule } from './rule';

/**
 * Failures that are told by a name, a code or a field rather than by a sentence: words joined in camel, snake or
 * capital case, return codes, flags. Names of parts of a program look the same; the vetoes tell them apart.
 */
export const nameRules: readonly Rule[] = [
  {
    id: 'failure-code',
    title: 'A code says that it failed',
    category: 'general',
    severity: 'high',
    vague: true,
    pattern:
      /(?:\b(?:rc|retcode|err|return(?:ed)?[ _-]?(?:code|value)|result ?code|exit_?(?:code|status))["']?\s*(?:[=:]|is)|\b(?:errno|error[ _-](?:code|no|number)|err(?:or)?(?:code|no))["']?\s*(?:[=:]|is|(?= ?\(?-?\d)))\s*["'(]?(?!0x0+\b|200\b)(?:-?[1-9]\d{0,9}\b(?![.:]\d)|0x[\da-f]{1,8}\b)|\bret(?:urn(?:s|ed)?)?(?: value)?\s*[=:]?\s*-[1-9]\d{0,9}\b|\b(?:hr|hresult|(?:nt)?status|error|code|result)["']?\s*[=:]?\s*\(?0x[89a-f][\da-f]{7}\b/i,
    actions: ['Look the code up in the documentation of the program or library that returned it.'],
  },
  {
    id: 'failure-flag',
    title: 'A field says that it failed',
    category: 'general',
    severity: 'high',
    vague: true,
    pattern:
      /(?:\b(?:is|has|had|was)?[_-]?(?:error|errors|failed|failure|faulted|timed_?out|crashed|aborted|rejected))["']?\s*[=:]\s*["']?(?:true|yes)\b|\b(?:is_?)?(?:success|successful|succeeded)["']?\s*[=:]\s*["']?(?:false|no)\b/i,
    actions: ['Read the fields beside it: they often say what failed.'],
  },
  {
    id: 'failure-name',
    title: 'An event of failure',
    category: 'general',
    severity: 'high',
    vague: true,
    pattern:
      /^Failed(?=[A-Z][a-z]+)|(?<=[a-z\d])(?:Failed|Failure|Fail|Error|TimedOut|Timeout|Crashed|Aborted|Rejected|Refused|Denied|Unreachable)(?![a-z])|(?<=[a-z\d]_)(?:failed|failure|fail|error|timed_out|timeout|crashed|aborted|rejected|refused|denied|exceeded|unreachable)(?![a-z])|(?<=[A-Z\d]_)(?:FAILED|FAILURE|FAIL|ERROR|FAULT|TIMED_OUT|TIMEOUT|CRASHED|ABORTED|REJECTED|REFUSED|DENIED|EXCEEDED|EXHAUSTED|UNREACHABLE|UNAVAILABLE|CORRUPT(?:ED)?)(?![A-Za-z])|\bERR(?:OR)?_[A-Z](?=[A-Z])|\berr(?==")/,
    actions: ['Look at what the program did just before the event.'],
  },
];
