import { readModel, type Model } from './model';
import { shippedModel } from './shipped.constant';

/** The model that comes with the product. Reading it takes some milliseconds: keep it. */
export function readShippedModel(): Model {
  return readModel(shippedModel);
}
