import type { TrainingMessage } from '../trainer';
import { seedMessages } from './variants';

/** Variants of each sentence: more of them teach nothing new. */
const variantsEach = 3;

/** What every model is trained with, whatever else it learns from. */
export function seedSet(): TrainingMessage[] {
  return seedMessages(variantsEach).map((message) => ({ ...message, source: 'seed' }));
}
