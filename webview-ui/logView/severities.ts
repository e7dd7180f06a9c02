import type { Category, Severity } from '../../src/core/finding';

/** Worst first. */
export const severities: readonly Severity[] = ['critical', 'high', 'medium', 'low'];

export const categories: readonly Category[] = ['network', 'timeout', 'memory', 'permission', 'database', 'disk-io', 'configuration', 'runtime', 'system', 'business', 'general'];
