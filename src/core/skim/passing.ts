import { messageScreen } from '../matching';
import type { LogRecord } from '../record';
import { telltalePlaces } from '../rules/screens.constant';
import { plainWords } from '../scan/lineShapes';
import { packScreen, type PackedScreen } from '../scan/packedScreen';

/** What a message may say, in bits: words of a rule; what the telltales stand for. */
const said = { rule: 1, piece: 2, level: 4, format: 8 } as const;

/** The screen by which the kernel passes over what says nothing. */
export function passingScreen(): PackedScreen {
  const { piece, level, format } = telltalePlaces;
  return packScreen(messageScreen.automaton, (place) => (place === piece ? said.piece : place === level ? said.level : place === format ? said.format : said.rule));
}

/**
 * What a message may not say behind a head (as in this record) if it is to be no finding and stand alone, in bits; null
 * where that hangs on more than the message. `takesAnyTail`: what stands behind such heads is the message, whatever it is.
 */
export function unsaidBehind({ level, levelSource, httpStatus, malformed, trace }: LogRecord, takesAnyTail: boolean): number | null {
  const declared = levelSource === 'declared' ? level : null;
  if (httpStatus !== undefined || malformed !== undefined || trace !== undefined || (declared === null && level !== null)) return null;
  if (declared === 'warn' || declared === 'error' || declared === 'fatal') return null;
  const beside = takesAnyTail ? 0 : said.level | said.format | plainWords;
  // What an author calls debugging is no finding, whatever its words.
  if (declared === 'debug' || declared === 'trace') return said.piece | beside;
  return said.piece | said.rule | (declared === null ? said.level : 0) | beside;
}
