import type { Part } from '../part';
import { alerts } from './alerts';
import { anomalies } from './anomalies';
import { causes } from './causes';
import { chunks } from './chunks';
import { classification } from './classification';
import { detection } from './detection';
import { diff } from './diff';
import { grouping } from './grouping';
import { samples } from './samples';
import { traces } from './traces';

export const parts: readonly Part[] = [detection, samples, grouping, traces, chunks, diff, classification, alerts, anomalies, causes];
