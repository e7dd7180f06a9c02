import { compareRuns } from './compareRuns';
import { explainError } from './explainError';
import { findErrors } from './findErrors';
import { listOccurrences } from './listOccurrences';
import type { Tool } from './tool';

/** Every tool that agents have, in the order in which they are mostly called. */
export const tools: readonly Tool[] = [findErrors, explainError, listOccurrences, compareRuns];
