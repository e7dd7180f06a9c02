import os from 'node:os';
import type { RedactionOptions } from '../core/redaction/redaction';

/** The names of this machine and of who uses it. */
export function ownNames(): NonNullable<RedactionOptions['names']> {
  const host = { kind: 'HOST', name: os.hostname() } as const;
  try {
    const { username } = os.userInfo();
    return username === 'root' ? [host] : [host, { kind: 'USER', name: username }];
  } catch {
    // Containers run as numbers that have no name.
    return [host];
  }
}
