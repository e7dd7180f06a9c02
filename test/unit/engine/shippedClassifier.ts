import { Classifier } from '../../../src/ml/classifier';
import { readShippedModel } from '../../../src/ml/shipped';

/** The model that comes with the product, as analyses are given it. */
export function shippedClassifier(): Classifier {
  return new Classifier(readShippedModel, 'shipped');
}
