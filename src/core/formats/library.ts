import type { FormatDefinition } from './definition';
import logback from './library/logback.json';

/** Every format that is told by data alone, by name. */
export const library: readonly FormatDefinition[] = [logback as FormatDefinition];
