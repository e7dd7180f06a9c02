export interface Field {
  /** The key as the record writes it, without those around it. */
  readonly key: string;
  readonly value: unknown;
}

/** A field that was looked for, by its name: the keys around it and its own joined with dots, in lower case. */
export interface NamedField extends Field {
  readonly name: string;
}

const mostFields = 400;
const deepest = 4;

/** The fields of an object and of those inside it, by their names. */
export function fieldsOf(object: unknown): ReadonlyMap<string, Field> {
  const fields = new Map<string, Field>();
  flatten(object, '', 0, fields);
  return fields;
}

/** Of keys that differ only in case the first one counts. */
function flatten(value: unknown, path: string, depth: number, into: Map<string, Field>): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Array.isArray(value) ? attributesOf(value) : Object.entries(value)) {
    if (into.size >= mostFields) return;
    const name = path === '' ? key.toLowerCase() : `${path}.${key.toLowerCase()}`;
    if (!into.has(name)) into.set(name, { key, value: inner });
    if (depth < deepest) flatten(inner, name, depth + 1, into);
  }
}

/** OpenTelemetry writes attributes as a list of `{"key": …, "value": {"stringValue": …}}`; other lists hold no fields. */
function attributesOf(list: readonly unknown[]): readonly (readonly [string, unknown])[] {
  return list.flatMap((entry) => {
    if (typeof entry !== 'object' || entry === null || !('key' in entry) || typeof entry.key !== 'string' || !('value' in entry)) return [];
    const { value } = entry;
    return [[entry.key, typeof value === 'object' && value !== null && 'stringValue' in value ? value.stringValue : value] as const];
  });
}

/** The place of a name among those of each role that it can play. */
type Ranks<Role extends string> = Partial<Record<Role, number>>;

interface RankedField<Role extends string> extends NamedField {
  readonly ranks: Ranks<Role>;
}

/** A name that is looked for, or what stands before some of them. */
interface Step<Role extends string> {
  readonly name: string;
  readonly ranks: Ranks<Role>;
  isWanted: boolean;
  /** By the next key, which may hold dots. */
  readonly next: Map<string, Step<Role>>;
}

/** Finds fields of few names in objects of any: much faster than `fieldsOf`, as no other name is put together. */
export class FieldFinder<Role extends string> {
  private readonly root: Step<Role>;

  /** The names (in lower case) of the fields that can play each role, the best first. */
  constructor(wanted: Readonly<Record<Role, readonly string[]>>) {
    const steps = new Map<string, Step<Role>>();
    this.root = stepOf('', steps);
    for (const role in wanted) {
      wanted[role].forEach((name, rank) => {
        const step = stepOf(name, steps);
        step.isWanted = true;
        step.ranks[role] ??= rank;
      });
    }
  }

  find(object: unknown): Found<Role> {
    const fields: RankedField<Role>[] = [];
    collect(object, this.root, fields);
    return new Found(fields);
  }
}

/** What was found in one object. */
export class Found<Role extends string> {
  constructor(private readonly fields: readonly RankedField<Role>[]) {}

  /** The fields that can play this role, the best first. */
  of(role: Role): readonly NamedField[] {
    const able = this.fields.filter(({ ranks }) => ranks[role] !== undefined);
    return able.length > 1 ? able.sort((a, b) => (a.ranks[role] ?? 0) - (b.ranks[role] ?? 0)) : able;
  }

  get(wanted: string): NamedField | undefined {
    return this.fields.find(({ name }) => name === wanted);
  }
}

/** The step of this name, known or new; the steps before it lead to it, by one key or by several. */
function stepOf<Role extends string>(name: string, steps: Map<string, Step<Role>>): Step<Role> {
  const known = steps.get(name);
  if (known !== undefined) return known;
  const step: Step<Role> = { name, ranks: {}, isWanted: false, next: new Map() };
  steps.set(name, step);
  if (name !== '') stepOf('', steps).next.set(name, step);
  for (let dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
    stepOf(name.slice(0, dot), steps).next.set(name.slice(dot + 1), step);
  }
  return step;
}

function collect<Role extends string>(value: unknown, { next }: Step<Role>, into: RankedField<Role>[]): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Array.isArray(value) ? attributesOf(value) : Object.entries(value)) {
    const step = next.get(key) ?? next.get(key.toLowerCase());
    if (step === undefined) continue;
    if (step.isWanted && !into.some(({ name }) => name === step.name)) into.push({ name: step.name, ranks: step.ranks, key, value: inner });
    if (step.next.size > 0) collect(inner, step, into);
  }
}
