import type { FingerprintCount, Group, GroupMember } from './analysis';
import { atLeast, severities, type Severity } from './finding';
import { mergeTemplates } from './grouping';
import { maskVariables } from './masking';
import { fingerprint, fingerprintScheme } from './template';

/**
 * What the user decided about groups, as kept in the settings. Members carry their template, by which they are found
 * again should the scheme of fingerprints change.
 */
export interface GroupDecision {
  readonly name?: string;
  /** These belong together, whatever the file shows. */
  readonly together?: readonly GroupMember[];
  /** Each of these stands alone. */
  readonly apart?: readonly GroupMember[];
}

/** More templates than this, and those seen last stay groups of their own. */
const mostMerged = 20_000;

/** A fingerprint with how often it was seen. */
export interface CountedMember extends GroupMember {
  readonly count: number;
}

/** For each fingerprint (given in the order of their first occurrences) the id of its group: what the file shows to be one event. */
export function groupIds(members: readonly CountedMember[]): Map<string, string> {
  const ids = new Map(members.map((each) => [each.fingerprint, each.fingerprint]));
  // Where a trace's frame is part of the identity, the words alone do not say what belongs together.
  const worded = members.slice(0, mostMerged).filter((each) => each.fingerprint === fingerprint(each.template, []));
  for (const [index, leader] of mergeTemplates(worded).entries()) {
    const [member, first] = [worded[index], worded[leader]];
    if (member && first) ids.set(member.fingerprint, first.fingerprint);
  }
  return ids;
}

/**
 * The groups of one analysis from its counts, of which a fingerprint may have several: what the file shows, then what
 * the user decided. Only what is at least of `minSeverity` is counted. Worst first, then most frequent.
 */
export function gatherGroups(counts: readonly FingerprintCount[], decisions: readonly GroupDecision[], minSeverity: Severity): Group[] {
  const ordered = counts.toSorted((a, b) => a.firstLine - b.firstLine);
  const ids = decidedIds(ordered, decisions);
  const groups = new Map<string, Group>();
  for (const each of ordered) {
    if (!atLeast(each.severity, minSeverity)) continue;
    const id = ids.get(each.fingerprint) ?? each.fingerprint;
    const group = groups.get(id);
    groups.set(id, group ? joined(group, each) : { ...each, members: [memberOf(each)], name: null });
  }
  const named = decisions.flatMap(({ name, together }) => (name === undefined ? [] : [{ name, isMember: isAmong(together ?? []) }]));
  return [...groups.values()].map((group) => ({ ...group, name: named.find(({ isMember }) => group.members.some(isMember))?.name ?? null })).sort(worstFirst);
}

function decidedIds(ordered: readonly FingerprintCount[], decisions: readonly GroupDecision[]): Map<string, string> {
  const members = membersOf(ordered);
  const ids = groupIds(members);
  for (const { apart = [] } of decisions) for (const { fingerprint: alone } of members.filter(isAmong(apart))) isolate(ids, alone);
  for (const { together = [] } of decisions) joinAll(ids, members.filter(isAmong(together)));
  return ids;
}

/** Each fingerprint once. */
function membersOf(counts: readonly FingerprintCount[]): CountedMember[] {
  const members = new Map<string, CountedMember>();
  for (const each of counts) members.set(each.fingerprint, { ...memberOf(each), count: each.count + (members.get(each.fingerprint)?.count ?? 0) });
  return [...members.values()];
}

function isAmong(wanted: readonly GroupMember[]): (each: GroupMember) => boolean {
  const known = new Set(wanted.flatMap(identities));
  return (each) => known.has(each.fingerprint) || known.has(each.template);
}

/** By what a member is known: its fingerprint; one of another scheme by its template, masked as ours are. */
function identities({ fingerprint: id, template }: GroupMember): readonly string[] {
  return id.startsWith(`${fingerprintScheme}:`) ? [id] : [maskVariables(template)];
}

function memberOf({ fingerprint: id, template }: FingerprintCount): GroupMember {
  return { fingerprint: id, template };
}

/** Takes a fingerprint out of its group; where it gave the group its id, the next member does. */
function isolate(ids: Map<string, string>, alone: string): void {
  const others = [...ids].filter(([member, id]) => id === ids.get(alone) && member !== alone).map(([member]) => member);
  const [next] = others;
  if (next !== undefined && ids.get(alone) === alone) for (const member of others) ids.set(member, next);
  ids.set(alone, alone);
}

function joinAll(ids: Map<string, string>, members: readonly GroupMember[]): void {
  const joinedIds = new Set(members.map((member) => ids.get(member.fingerprint)));
  if (joinedIds.size < 2) return;
  const first = [...ids].find(([, id]) => joinedIds.has(id))?.[0];
  if (first === undefined) return;
  for (const [member, id] of ids) if (joinedIds.has(id)) ids.set(member, first);
}

/** What describes a group comes from its first occurrence. */
function joined(group: Group, part: FingerprintCount): Group {
  return {
    ...group,
    members: group.members.some((member) => member.fingerprint === part.fingerprint) ? group.members : [...group.members, memberOf(part)],
    severity: atLeast(group.severity, part.severity) ? group.severity : part.severity,
    count: group.count + part.count,
    lastLine: Math.max(group.lastLine, part.lastLine),
    firstTimestamp: ofBoth(Math.min, group.firstTimestamp, part.firstTimestamp),
    lastTimestamp: ofBoth(Math.max, group.lastTimestamp, part.lastTimestamp),
  };
}

/** Order: the worst first, then the most frequent, then the first in the file. */
function worstFirst(a: Group, b: Group): number {
  return severities.indexOf(a.severity) - severities.indexOf(b.severity) || b.count - a.count || a.firstLine - b.firstLine;
}

function ofBoth(choose: (a: number, b: number) => number, a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : choose(a, b);
}
