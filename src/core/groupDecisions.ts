import type { Group, GroupMember } from './analysis';
import type { GroupDecision } from './groups';

// How what the user does with groups changes the list of decisions. Decisions that say nothing any more are dropped.

type Members = readonly GroupMember[];

/** Puts these groups together, under the first name one of them has. */
export function merge(decisions: readonly GroupDecision[], groups: readonly Group[]): GroupDecision[] {
  const members = groups.flatMap((group) => group.members);
  const name = groups.find((group) => group.name !== null)?.name;
  return withTogether(withoutApart(decisions, members), members, name ?? undefined);
}

/** Lets these members of a group stand alone. */
export function split(decisions: readonly GroupDecision[], members: Members): GroupDecision[] {
  const apart = unique([...decisions.flatMap((decision) => decision.apart ?? []), ...members]);
  const others = decisions.map(({ name, together = [] }) => ({ ...(name === undefined ? {} : { name }), together: without(together, members) }));
  return tidy([...others, { apart }]);
}

/** Gives a group a name; an empty one takes it away. */
export function rename(decisions: readonly GroupDecision[], group: Group, name: string): GroupDecision[] {
  return withTogether(decisions, group.members, name.trim() === '' ? undefined : name.trim());
}

/** One decision about all of these and what was decided to belong to them. */
function withTogether(decisions: readonly GroupDecision[], members: Members, name: string | undefined): GroupDecision[] {
  const touched = decisions.filter(({ together = [] }) => together.some((member) => includes(members, member)));
  const together = unique([...touched.flatMap((decision) => decision.together ?? []), ...members]);
  const decision = { ...(name === undefined ? {} : { name }), together };
  return tidy([...decisions.filter((each) => !touched.includes(each)), decision]);
}

function withoutApart(decisions: readonly GroupDecision[], members: Members): GroupDecision[] {
  return decisions.map(({ apart, ...rest }) => (apart ? { ...rest, apart: without(apart, members) } : rest));
}

function tidy(decisions: readonly GroupDecision[]): GroupDecision[] {
  return decisions.filter(({ name, together = [], apart = [] }) => apart.length > 0 || together.length > 1 || (name !== undefined && together.length > 0));
}

function includes(members: Members, { fingerprint }: GroupMember): boolean {
  return members.some((each) => each.fingerprint === fingerprint);
}

function without(members: Members, others: Members): Members {
  return members.filter((member) => !includes(others, member));
}

function unique(members: Members): Members {
  return [...new Map(members.map((member) => [member.fingerprint, member])).values()];
}
