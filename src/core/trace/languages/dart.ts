import { any, numbered, text } from '../table';
import type { TraceTable } from '../table';

const terse = /^\S+ \d+:\d+ {2,}\S/;

/** Dart, and the boxes that Flutter draws. */
export const dart: TraceTable = {
  language: 'dart',
  rows: [
    ['start', /^(?:\[\w+:\S+\] )?Unhandled [Ee]xception:/, 'header'],
    ['start', /^══.*╞═+$/, 'flutter'],
    ['header', any, 'message?'],
    ['message?', text, 'message?'],
    ['header message?', numbered, 'frames'],
    ['header message?', terse, 'frames'],
    ['frames', numbered, 'frames'],
    ['frames', terse, 'frames'],
    ['frames', /^(?:<asynchronous suspension>|=+ asynchronous gap =+|\.\.\.$)/, 'frames'],
    ['flutter flutter?', /^═+$/, 'end'],
    ['flutter flutter?', /^(?:#\d+ |\S.*:$|\(elided )/, 'flutter'],
    ['flutter flutter?', any, 'flutter?'],
  ],
};
