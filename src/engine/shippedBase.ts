import { KnowledgeBase } from '../ml/knowledgeBase';
import { shippedAreas } from '../ml/shippedKnowledge';

/** What comes with the product, ready to be asked. Import this module on first use only. */
export const shippedBase = new KnowledgeBase(shippedAreas);
