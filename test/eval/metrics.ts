/** Counts of a yes-or-no question, against the truth. */
export interface Confusion {
  truePositives: number;
  falsePositives: number;
  falseNegatives: number;
  trueNegatives: number;
}

export function noAnswers(): Confusion {
  return { truePositives: 0, falsePositives: 0, falseNegatives: 0, trueNegatives: 0 };
}

export function count(confusion: Confusion, expected: boolean, given: boolean): void {
  if (expected) confusion[given ? 'truePositives' : 'falseNegatives']++;
  else confusion[given ? 'falsePositives' : 'trueNegatives']++;
}

/** All three from 0 to 1; 0 where nothing was there to find or nothing was found. */
export interface Fit {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

export function fit({ truePositives, falsePositives, falseNegatives }: Omit<Confusion, 'trueNegatives'>): Fit {
  const precision = ratio(truePositives, truePositives + falsePositives);
  const recall = ratio(truePositives, truePositives + falseNegatives);
  return { precision, recall, f1: harmonic(precision, recall) };
}

/** How well a log was grouped, as the literature on log parsing has it. */
export interface Grouping {
  /** Share of the lines that are in a group with exactly the lines they belong with (GA). */
  readonly accuracy: number;
  /** F1 of the groups that are exactly right (FGA): a rare event counts as much as a frequent one. */
  readonly f1: number;
}

/** Compares two groupings of the same lines; a group is named by any text. */
export function groupingFit(expected: readonly string[], given: readonly string[]): Grouping {
  const wanted = membersOf(expected);
  const found = membersOf(given);
  let rightLines = 0;
  let rightGroups = 0;
  for (const members of found.values()) {
    const group = expected[members[0] ?? 0] ?? '';
    if (members.length !== wanted.get(group)?.length || !members.every((index) => expected[index] === group)) continue;
    rightLines += members.length;
    rightGroups++;
  }
  return { accuracy: ratio(rightLines, expected.length), f1: harmonic(ratio(rightGroups, found.size), ratio(rightGroups, wanted.size)) };
}

function membersOf(groups: readonly string[]): Map<string, number[]> {
  const members = new Map<string, number[]>();
  groups.forEach((group, index) => {
    const list = members.get(group);
    if (list) list.push(index);
    else members.set(group, [index]);
  });
  return members;
}

/** 0 where there is nothing. */
export function mean(values: readonly number[]): number {
  return ratio(
    values.reduce((sum, value) => sum + value, 0),
    values.length,
  );
}

/** The upper one of two in the middle; 0 where there is nothing. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/** 0 where the whole is 0. */
export function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

function harmonic(a: number, b: number): number {
  return ratio(2 * a * b, a + b);
}

/** The value below which so large a share (0 to 1) of the values lies; 0 of none. */
export function percentile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(share * values.length))] ?? 0;
}
