import { areas } from './knowledge/*.yaml';
import type { KnowledgeArea } from './knowledgeArea';

/** What comes with the product. Import this module on first use only: it holds all of the data. */
export const shippedAreas = areas as readonly KnowledgeArea[];
