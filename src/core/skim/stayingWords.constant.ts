import { eventLevels } from '../formats/windowsWords';
import { levelWords } from '../formats/levels';
import { library } from '../formats/library';
import { objectLibrary } from '../formats/objectLibrary';
import { lettersOfStaying } from '../scan/sketchOf';

const namesOfLevels = [...levelWords, ...eventLevels.keys(), ...[...library, ...objectLibrary].flatMap(({ levels = {} }) => Object.keys(levels))];

/** Words that may name a level, in small letters, as far as they count in a sketch. */
export const stayingWords: readonly string[] = [...new Set(namesOfLevels.flatMap((name) => name.toLowerCase().match(/[a-z]{3,}/g) ?? []).map((word) => word.slice(0, lettersOfStaying)))];
