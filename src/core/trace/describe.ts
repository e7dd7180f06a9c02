import type { Say } from '../explanationText';
import type { Frame } from '../finding';
import { causesOf, type Relation, type Trace, type TraceException } from './exceptions';

/** Frames told of each exception, beside the innermost of the application. */
const mostFrames = 6;

/**
 * A trace in lines of text: the root cause first and named as such, then what it led to, then what was thrown beside
 * it. The innermost frame of the application has an arrow before it. Empty where the trace has neither frames nor causes.
 */
export function describeTrace(trace: Trace, say: Say): string[] {
  const { exceptions } = trace;
  if (exceptions.length < 2 && exceptions.every(({ frames }) => frames.length === 0)) return [];
  const chain = causesOf(exceptions);
  const described = (heading: string, exception: TraceException): string[] => [say(heading, nameOf(exception, say)), ...frameTexts(exception, trace.innermostApplicationFrame, say)];
  return [
    ...chain.toReversed().flatMap((exception, index) => described(headingOf(chain, chain.length - 1 - index), exception)),
    ...exceptions.flatMap((exception) => {
      if (chain.includes(exception)) return [];
      const depth = depthOf(exception, exceptions, chain);
      return described(besides[exception.relation], exception).map((line) => '  '.repeat(depth) + line);
    }),
  ];
}

/** `chain` begins with what was thrown in the end. */
function headingOf(chain: readonly TraceException[], index: number): string {
  const cause = chain[index + 1];
  if (cause === undefined) return chain.length > 1 ? 'Root cause: {0}' : '{0}';
  return cause.relation === 'context' ? 'While that was handled: {0}' : 'That led to: {0}';
}

/** Steps from one that was thrown beside the chain. */
function depthOf(exception: TraceException, exceptions: readonly TraceException[], chain: readonly TraceException[]): number {
  const above = exception.of === null ? undefined : exceptions[exception.of];
  return above === undefined || chain.includes(above) ? 0 : 1 + depthOf(above, exceptions, chain);
}

const besides: Readonly<Record<Relation, string>> = {
  thrown: 'Also: {0}',
  cause: 'Because of: {0}',
  context: 'While this was handled: {0}',
  suppressed: 'Suppressed: {0}',
  grouped: 'Part of it: {0}',
};

function nameOf({ type, message }: TraceException, say: Say): string {
  if (type === null) return message === '' ? say('an exception without a name') : message;
  return message === '' ? type : `${type}: ${message}`;
}

function frameTexts({ frames }: TraceException, innermost: Frame | null, say: Say): string[] {
  const shown = frames.slice(0, mostFrames);
  const isBeyond = innermost !== null && frames.indexOf(innermost) >= mostFrames;
  const left = frames.length - shown.length - (isBeyond ? 1 : 0);
  return [
    ...shown.map((frame) => frameText(frame, frame === innermost)),
    ...(isBeyond ? [frameText(innermost, true)] : []),
    ...(left > 0 ? [`    ${say('… {0} more frames', left)}`] : []),
  ];
}

/** `  → open  lid.js:3:7  [works-lid]`. */
function frameText({ function: name, file, line, column, module }: Frame, isInnermost: boolean): string {
  const place = [file, line, column].filter((part) => part !== null).join(':');
  return `  ${isInnermost ? '→' : ' '} ${[name ?? '?', place, module === null ? '' : `[${module}]`].filter((part) => part !== '').join('  ')}`;
}
