import type { Classifier } from '../ml/classifier';
import { modelFolder } from './modelFolder';
import { complain } from './output';

/** What says what findings are about: the model that is installed for a store, named or not. A damaged one is complained of. */
export async function installedModel(store: string | undefined): Promise<Classifier> {
  // Large, and no part of what a command needs to begin.
  const [{ ModelShelf }, { Classifier: Made }] = await Promise.all([import('../engine/modelShelf'), import('../ml/classifier')]);
  const { model, version, problem } = await new ModelShelf(modelFolder(store, process.env)).current();
  if (problem !== null) complain(problem);
  return new Made(model, version);
}
