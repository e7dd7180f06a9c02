import { alerts } from './alerts';
import { classify } from './classify';
import { db } from './db';
import { diff } from './diff';
import { explain } from './explain';
import { feedback } from './feedback';
import { knowledge } from './knowledge';
import { mcp } from './mcp';
import { merge } from './merge';
import { records } from './records';
import { serve } from './serve';
import { train } from './train';
import { watch } from './watch';

type Command = (args: readonly string[], signal: AbortSignal) => Promise<number>;

/** All commands but `scan`, which starts sooner without them. */
export const otherCommands: ReadonlyMap<string, Command> = new Map([
  ['watch', watch],
  ['serve', serve],
  ['records', records],
  ['explain', explain],
  ['merge', merge],
  ['knowledge', knowledge],
  ['diff', diff],
  ['classify', classify],
  ['train', train],
  ['feedback', feedback],
  ['db', db],
  ['mcp', mcp],
  ['alerts', alerts],
]);
