/** What our schemas use of JSON Schema, draft 7. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly definitions?: Readonly<Record<string, Schema>>;
}

const known = new Set(['$schema', '$ref', 'title', 'description', 'type', 'const', 'enum', 'required', 'properties', 'items', 'pattern', 'minimum', 'maximum', 'definitions']);

/**
 * Says where a value is not what the schema describes. Stricter than the standard: a property that the schema does not
 * name is a fault, as what we write is to be documented. Throws for a keyword that it does not know.
 */
export function faultsOf(value: unknown, schema: Schema, root: Schema = schema, place = '$'): string[] {
  for (const keyword of Object.keys(schema)) if (!known.has(keyword)) throw new Error(`The schema uses ${keyword}, which is not checked.`);
  const { $ref, type, enum: allowed, pattern, minimum, maximum, required = [], properties = {}, items } = schema;
  const faults: string[] = [];
  if ($ref !== undefined) {
    const target = root.definitions?.[$ref.replace('#/definitions/', '')];
    if (!target) throw new Error(`The schema has no ${$ref}.`);
    faults.push(...faultsOf(value, target, root, place));
  }
  if (type !== undefined && ![type].flat().some((each) => isOfType(value, each))) faults.push(`${place} is no ${[type].flat().join(' or ')}`);
  if ('const' in schema && value !== schema.const) faults.push(`${place} is not ${String(schema.const)}`);
  if (allowed && !allowed.includes(value)) faults.push(`${place} is none of the values: ${String(value)}`);
  if (typeof value === 'string' && pattern !== undefined && !new RegExp(pattern, 'u').test(value)) faults.push(`${place} does not match ${pattern}`);
  if (typeof value === 'number' && (value < (minimum ?? value) || value > (maximum ?? value))) faults.push(`${place} is out of range`);
  if (Array.isArray(value) && items) faults.push(...value.flatMap((item, index) => faultsOf(item, items, root, `${place}[${String(index)}]`)));
  if (schema.properties && typeof value === 'object' && value !== null) {
    for (const name of required) if (!(name in value)) faults.push(`${place}.${name} is missing`);
    for (const [name, member] of Object.entries(value)) {
      const its = properties[name];
      faults.push(...(its ? faultsOf(member, its, root, `${place}.${name}`) : [`${place}.${name} is not described`]));
    }
  }
  return faults;
}

function isOfType(value: unknown, type: string): boolean {
  switch (type) {
    case 'null':
      return value === null;
    case 'array':
      return Array.isArray(value);
    case 'integer':
      return Number.isInteger(value);
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    default:
      return typeof value === type;
  }
}
