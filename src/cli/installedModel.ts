import type { Classifier } from '../ml/classifier';
import { classifierOn } from '../engine/classifierOn';
import { ModelShelf } from '../engine/modelShelf';
import { modelFolder } from './modelFolder';
import { complain } from './output';

/** What says what findings are about: the model that is installed for a store, named or not. A damaged one is complained of. */
export async function installedModel(store: string | undefined): Promise<Classifier> {
  const { classifier, problem } = await classifierOn(new ModelShelf(modelFolder(store, process.env)));
  if (problem !== null) complain(problem);
  return classifier;
}
