import { maskVariables, variable } from './masking';

/**
 * What a run fetched, how far it was and which commit it is about: caches, clocks and commits decide about these
 * lines, not the job. What could not be fetched is told in other words.
 */
const routines: readonly RegExp[] = [
  /^(?:Download(?:ing|ed)|Upload(?:ing|ed)|Fetch(?:ing|ed)|Receiv(?:ing|ed)|Pull(?:ing|ed)|Unpacking|Extract(?:ing|ed)|Collecting|Resolving deltas)\b/i,
  /^(?:Using cached|Requirement already satisfied|Selecting previously unselected package|Preparing to unpack|Setting up|Get:\d+) /,
  /^(?:Progress \(\d|remote: [A-Z][a-z]+ing objects|Cache (?:restored|saved|hit|not found)\b)/,
  /^(?:HEAD is now at|Commit message:|Checking out Revision|Previous HEAD position was|\* \[new [a-z]+\] )/,
];

/** Is this only what any run of a job tells in its own way? Not to be asked about problems. */
export function isRoutine(message: string): boolean {
  const text = message.trimStart();
  return routines.some((routine) => routine.test(text));
}

/** What another run of the same job writes of another length, in another unit or at another moment. */
const bar = /[-=#*~_.+>|\\/\u2500-\u259f]{3,}|\[[-=#*.>\u2588-\u2593]+ *\]/g;
const emptyClock = /-{1,2}:-{1,2}(?::-{1,2})?/g;
const unit = /(<\*>) ?(?:[kKMGT]i?B|B|[Bb]ytes|[kKMGT]?bits?|ns|[uµ]s|ms|s|secs?|seconds?|m|min|minutes?|h|hours?|days?|%)(?:\/s(?:ec)?)?(?![\w.-])/g;
const neighbours = /<\*>(?:[\s,;:/|()+%-]*<\*>)+/g;
const letter = /\p{L}/u;

/**
 * What an event says, for comparing it with those of another run of the same job: its template, in which more is
 * masked than two events of one run would bear. Progress that a carriage return wrote over is left out, as on a
 * terminal; bars, rulers and spinners count whatever their length, sizes and durations whatever their unit, and a row
 * of variables as one. Empty where no word is left.
 */
export function runTemplate(message: string, template: string): string {
  const shown = message.includes('\r') ? lastShown(message) : null;
  const masked = (shown === null ? template : maskVariables(shown))
    .replace(emptyClock, variable)
    .replace(bar, '<bar>')
    .replace(unit, '$1')
    .replace(neighbours, variable)
    .replace(/\s+/g, ' ')
    .trim();
  return letter.test(masked.replaceAll('<bar>', '')) ? masked : '';
}

/** The piece a terminal shows in the end, where a program writes over its own line. */
function lastShown(message: string): string {
  return message.split('\r').findLast((piece) => /\S/.test(piece)) ?? '';
}
