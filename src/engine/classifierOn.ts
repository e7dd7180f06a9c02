import type { Classifier } from '../ml/classifier';
import { shippedVersion, type ModelShelf } from './modelShelf';

/**
 * The model installed on a shelf, as what says what findings are about; where there is no shelf, or nothing can be read from
 * it, the shipped one. `problem` says what is wrong with the shelf; null where nothing is.
 */
export async function classifierOn(shelf: ModelShelf | null): Promise<{ readonly classifier: Classifier; readonly problem: string | null }> {
  const [{ Classifier: Made }, { readShippedModel }] = await Promise.all([import('../ml/classifier'), import('../ml/shipped')]);
  const { installed, problem } = (await shelf?.installed()) ?? { installed: null, problem: null };
  const classifier = installed === null ? new Made(readShippedModel, shippedVersion) : new Made(() => installed.model, installed.version);
  return { classifier, problem };
}
