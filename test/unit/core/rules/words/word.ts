/** What a log without levels tells with one message: something to look at, something in passing, nothing. */
type Telling = 'problem' | 'mention' | 'none';

/** A message, what it tells, and why a reader of the log would say so. */
export type Word = readonly [message: string, telling: Telling, reason: string];
