import { marksOfFolds } from '../foldedTrace';
import { levelWords } from '../formats/levels';
import { pieceBeginnings } from '../tracePieces';
import { noLetter, requirementsOf, type Requirement } from './literals';

/** What a message may hold beside words of the rules that has it looked at: a part of a trace; a level; characters of a format's own. */
export type Telltale = 'piece' | 'level' | 'format';

/** Characters with which formats write more than words. */
export const charactersOfFormats = '={}|<>[]\t';

/** For each of them what a text is to meet one of, if it holds such. */
export const requirementsOfTelltales: Readonly<Record<Telltale, readonly Requirement[]>> = {
  // Behind a hole of NULs another line begins.
  piece: [...pieceBeginnings.flatMap(requirementsOf), [marksOfFolds], [['\0']]],
  level: [[levelWords.map((word) => `${noLetter}${word}${noLetter}`)]],
  format: [[Array.from(charactersOfFormats)]],
};
