import { version } from '../../../package.json';

/** Who wrote an export. */
export const tool = { name: 'StackLens AI', version } as const;
