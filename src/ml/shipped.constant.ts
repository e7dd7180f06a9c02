import { writeModel } from './model';
import { seedSet } from './seed/seedMessages';
import { finish } from './softmax';
import { trainModel } from './trainer';

/** The model that is shipped, trained when we build. */
export const shippedModel = writeModel(finish(trainModel(seedSet(), { now: null })).model);
