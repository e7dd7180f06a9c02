/** The part of JSON Schema that our schemas are written in. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly (string | null)[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly oneOf?: readonly { readonly required: readonly string[] }[];
  readonly definitions?: Readonly<Record<string, Schema>>;
  readonly description?: string;
}

/** What is wrong at one place of a JSON document. */
export interface SchemaProblem {
  /** The keys and indexes that lead to it from the document's root. */
  readonly path: readonly (string | number)[];
  /** A clause that goes after the place's name: `must be a text`. */
  readonly message: string;
}

/** Holds a value against a schema; every problem, in the order of the document's properties. */
export function checkSchema(value: unknown, root: Schema): readonly SchemaProblem[] {
  return check(value, root, root, []);
}

function check(value: unknown, schema: Schema, root: Schema, path: SchemaProblem['path']): readonly SchemaProblem[] {
  const { $ref, ...own } = schema;
  const rules: Schema = $ref === undefined ? schema : { ...root.definitions?.[$ref.slice('#/definitions/'.length)], ...own };
  const wrong = wrongItself(value, rules);
  if (wrong !== null) return [{ path, message: wrong }];
  if (Array.isArray(value)) return value.flatMap((item, index) => (rules.items === undefined ? [] : check(item, rules.items, root, [...path, index])));
  return isObject(value) ? checkProperties(value, rules, root, path) : [];
}

/** What is wrong with a value, whatever is inside it. */
function wrongItself(value: unknown, { type, enum: allowed, pattern, minLength = 0, maxLength = Infinity, minimum = -Infinity, maximum = Infinity, minItems = 0, maxItems = Infinity }: Schema): string | null {
  const types = typeof type === 'string' ? [type] : (type ?? []);
  if (allowed !== undefined) return allowed.some((each) => each === value) ? null : `must be one of ${allowed.map((each) => each ?? 'null').join(', ')}`;
  if (types.length > 0 && !types.includes(typeOf(value)) && !(types.includes('integer') && Number.isInteger(value))) return `must be ${types.map((each) => names[each] ?? each).join(' or ')}`;
  if (typeof value === 'string') {
    if (value.length < minLength) return 'must not be empty';
    if (value.length > maxLength) return `must have at most ${String(maxLength)} characters`;
    return pattern === undefined || new RegExp(pattern).test(value) ? null : `must match ${pattern}`;
  }
  if (typeof value === 'number') return value >= minimum && value <= maximum ? null : `must be from ${String(minimum)} to ${String(maximum)}`;
  if (!Array.isArray(value)) return null;
  if (value.length < minItems) return 'must not be empty';
  return value.length > maxItems ? `must have at most ${String(maxItems)} entries` : null;
}

function checkProperties(value: Readonly<Record<string, unknown>>, rules: Schema, root: Schema, path: SchemaProblem['path']): readonly SchemaProblem[] {
  const { properties = {}, required = [], additionalProperties = true, oneOf } = rules;
  const missing = required.filter((key) => !Object.hasOwn(value, key)).map((key) => ({ path, message: `must have "${key}"` }));
  const choices = oneOf?.flatMap((choice) => choice.required) ?? [];
  const chosen = choices.filter((key) => Object.hasOwn(value, key)).length;
  const unsure = oneOf === undefined || chosen === 1 ? [] : [{ path, message: `must have exactly one of ${choices.map((key) => `"${key}"`).join(', ')}` }];
  const inside = Object.entries(value).flatMap(([key, inner]) => {
    const known = Object.hasOwn(properties, key) ? properties[key] : undefined;
    if (known !== undefined) return check(inner, known, root, [...path, key]);
    if (additionalProperties === false) return [{ path: [...path, key], message: `is no known key: ${Object.keys(properties).join(', ')} are` }];
    return additionalProperties === true ? [] : check(inner, additionalProperties, root, [...path, key]);
  });
  return [...missing, ...unsure, ...inside];
}

const names: Readonly<Record<string, string | undefined>> = { string: 'a text', number: 'a number', integer: 'a whole number', array: 'a list', object: 'an object' };

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeOf(value) === 'object';
}
