import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';

const patience = 15_000;

/** Waits until something has come about. */
export async function until(what: string, isSo: () => boolean): Promise<void> {
  for (const end = Date.now() + patience; !isSo(); ) {
    assert.ok(Date.now() < end, `waited in vain for ${what}`);
    await delay(20);
  }
}
