import type { Reading } from '../engine/api';

/** How the command line reads a log where nothing else is asked for. */
export const defaultReading: Reading = { lineBreaks: 'lf', patterns: [], formats: [], clientErrors: 'low', zone: 'UTC' };
