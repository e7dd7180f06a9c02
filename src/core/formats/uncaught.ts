import type { Head } from './head';

/** First lines of what a runtime, a shell or a build tool prints when nobody caught the failure; never part of a message. */
const opener =
  /^(?:Traceback \(most recent call last\):|Exception in thread "|Unhandled [Ee]xception|Uncaught |panic: |fatal error: |thread '[^']{1,80}' panicked|terminate called |Segmentation fault|Bus error|Aborted(?: \(core dumped\))?$|Killed$|Fatal Python error|FATAL ERROR: |PHP Fatal error|java\.lang\.OutOfMemoryError|make(?:\[\d{1,3}\])?: \*\*\* )/;

/** What a message says that announces the failure printed below it. */
const announcement = /error|exception|fail|trace|crash|panic|abort|fatal|uncaught|unhandled|stack|caught|dump|:\s*$/i;

/**
 * Whether a bare line below a record is the first of an uncaught failure that has nothing to do with it: of a problem,
 * or of what announces one, it may tell more.
 */
export function isUncaught(text: string, { level, message }: Head): boolean {
  const harmless = level === null || level === 'info' || level === 'debug' || level === 'trace';
  return harmless && opener.test(text) && !announcement.test(message);
}
