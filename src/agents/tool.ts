import { checkSchema, type Schema } from '../core/formats/schemaCheck';
import { type Ground, ToolError } from './ground';

/** A tool that agents can call. All are read-only. */
export interface Tool {
  readonly name: string;
  /** For people. */
  readonly title: string;
  /** For models: what it does and when to call it. */
  readonly description: string;
  readonly inputSchema: ObjectSchema;
  /** Answers with JSON. Rejects with a ToolError where the input is wrong or asks for what there is not. */
  run(input: unknown, ground: Ground, signal: AbortSignal): Promise<string>;
}

interface ObjectSchema extends Schema {
  readonly type: 'object';
  readonly properties: Readonly<Record<string, Schema>>;
}

type ValueOf<Property> = Property extends { readonly enum: readonly (infer Value)[] } ? Value : Property extends { readonly type: 'string' } ? string : Property extends { readonly type: 'integer' } ? number : unknown;
type RequiredOf<Shape> = Shape extends { readonly required: readonly (infer Key)[] } ? Key : never;
/** What keeps to a schema. */
type InputOf<Shape extends ObjectSchema> = { readonly [Key in keyof Shape['properties'] as Key extends RequiredOf<Shape> ? Key : never]: ValueOf<Shape['properties'][Key]> } & {
  readonly [Key in keyof Shape['properties'] as Key extends RequiredOf<Shape> ? never : Key]?: ValueOf<Shape['properties'][Key]>;
};

/** A tool that is run with what keeps to its schema, and nothing else. */
export function tool<const Shape extends ObjectSchema>({ run, ...described }: Omit<Tool, 'run' | 'inputSchema'> & { readonly inputSchema: Shape; readonly run: (input: InputOf<Shape>, ground: Ground, signal: AbortSignal) => Promise<string> }): Tool {
  return {
    ...described,
    run: (input, ground, signal) => {
      const given = input ?? {};
      const [problem] = checkSchema(given, described.inputSchema);
      if (problem) return Promise.reject(new ToolError(`${problem.path.length === 0 ? 'The input' : `"${problem.path.join('.')}"`} ${problem.message}.`));
      return run(given as InputOf<Shape>, ground, signal);
    },
  };
}

export const logName = { type: 'string', minLength: 1, maxLength: 4096, description: 'The log: its path, absolute or below the open folder, as the tools name it.' } as const satisfies Schema;
export const fingerprintId = { type: 'string', pattern: '^v[0-9]{1,3}:[0-9a-f]{8,64}$', description: 'Fingerprint of an error, as stacklens_findErrors gives it: the same in every log, run and machine.' } as const satisfies Schema;
export const minSeverity = { type: 'string', enum: ['critical', 'high', 'medium', 'low'], description: 'Leave out what is less severe; medium unless told. low adds handled failures, retries and deprecations.' } as const satisfies Schema;
export const offset = { type: 'integer', minimum: 0, maximum: 1_000_000_000, description: 'Leave out so many first; 0 unless told.' } as const satisfies Schema;
export const limit = { type: 'integer', minimum: 1, maximum: 100, description: 'So many at most; 20 unless told.' } as const satisfies Schema;

interface Page {
  readonly offset: number;
  readonly limit: number;
}

/** What a page is where its input leaves it open. */
export function pageOf({ offset = 0, limit = 20 }: Partial<Page>): Page {
  return { offset, limit };
}
