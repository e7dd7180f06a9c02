import { createHash } from 'node:crypto';
import path from 'node:path';
import { rotatedName } from '../core/rotation';
import { UsageError } from './usage';

/** One of the parts that a set of files is divided into. */
export interface Shard {
  /** From 1. */
  readonly number: number;
  readonly count: number;
}

const mostShards = 10_000;

/** Reads `I/N`. Throws UsageError where it is something else. */
export function shardOption(value: string): Shard {
  const [, number, count] = /^([1-9]\d{0,4})\/([1-9]\d{0,4})$/.exec(value) ?? [];
  const shard = { number: Number(number), count: Number(count) };
  if (number === undefined || shard.number > shard.count || shard.count > mostShards) {
    throw new UsageError(`--shard takes I/N, part I of N: from 1/N to N/N, N being at most ${String(mostShards)}; not "${value}".`);
  }
  return shard;
}

/**
 * Whether a file is in this part. That hangs on nothing but its name, seen from the current folder, and not on which others there
 * are: machines that do not see quite the same files leave none out and take none twice. The files that a log was
 * rotated to go with the log.
 */
export function isInShard(file: string, { number, count }: Shard): boolean {
  const folder = path.relative('', path.dirname(path.resolve(file)));
  const name = path.join(folder, rotatedName(path.basename(file)).family).split(path.sep).join('/');
  return createHash('sha256').update(name).digest().readUInt32BE(0) % count === number - 1;
}
