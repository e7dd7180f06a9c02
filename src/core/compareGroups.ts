import type { Group } from './analysis';
import type { ChangeKind } from './diff';
import { severities } from './finding';

/** How a group of one analysis differs from another analysis. */
export interface GroupChange {
  readonly kind: ChangeKind;
  /** Of the newer analysis; of the older one where it is gone. */
  readonly group: Group;
  readonly counts: { readonly old: number; readonly new: number };
}

const order: readonly ChangeKind[] = ['new', 'more', 'fewer', 'gone'];

/** What is new, gone, more or fewer in an analysis against an older one, in this order of kinds, the worst first: groups are the same where they share a fingerprint. */
export function compareGroups(older: readonly Group[], newer: readonly Group[]): GroupChange[] {
  const known = byFingerprint(older);
  const found = byFingerprint(newer);
  const changes = newer.flatMap((group): GroupChange[] => {
    const counts = { old: countOf(group, known), new: group.count };
    const kind = counts.old === 0 ? 'new' : counts.new > counts.old ? 'more' : counts.new < counts.old ? 'fewer' : null;
    return kind === null ? [] : [{ kind, group, counts }];
  });
  const gone = older.filter((group) => countOf(group, found) === 0).map((group): GroupChange => ({ kind: 'gone', group, counts: { old: group.count, new: 0 } }));
  return [...changes, ...gone].sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || severities.indexOf(a.group.severity) - severities.indexOf(b.group.severity) || larger(b) - larger(a));
}

function byFingerprint(groups: readonly Group[]): ReadonlyMap<string, Group> {
  return new Map(groups.flatMap((group) => group.members.map(({ fingerprint }) => [fingerprint, group])));
}

/** How many findings the groups have that are the same as this one. */
function countOf({ members }: Group, groups: ReadonlyMap<string, Group>): number {
  const same = new Set(members.flatMap(({ fingerprint }) => groups.get(fingerprint) ?? []));
  return [...same].reduce((sum, { count }) => sum + count, 0);
}

function larger({ counts }: GroupChange): number {
  return Math.max(counts.old, counts.new);
}
