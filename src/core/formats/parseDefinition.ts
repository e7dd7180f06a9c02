import schema from '../../../schemas/format.schema.json';
import type { FormatDefinition } from './definition';
import { definedFormat } from './definedFormat';
import { FormatSet } from './detect';
import type { FormatSample, LogFormat } from './format';
import { checkSchema, type SchemaProblem } from './schemaCheck';
import { compileShapes, type CompileShapes } from './shapes';

/** What is wrong at one place of a format's definition. */
export type DefinitionProblem = SchemaProblem;

/** A definition, or all that is wrong with what should have been one. */
export type ParsedDefinition = { readonly definition: FormatDefinition } | { readonly problems: readonly DefinitionProblem[] };

/**
 * Holds a definition against the schema, its expressions against JavaScript and its samples against what is read
 * from them. `compile` runs its expressions; what it throws while they run goes through.
 */
export function parseDefinition(json: unknown, compile: CompileShapes = compileShapes): ParsedDefinition {
  const misshapen = checkSchema(json, schema);
  if (misshapen.length > 0) return { problems: misshapen };
  const definition = json as FormatDefinition;
  const unsound = [...contradictions(definition), ...expressionsOf(definition).flatMap(({ path, source, names }) => checkExpression(source, names).map((message) => ({ path, message })))];
  if (unsound.length > 0) return { problems: unsound };
  const problems = checkSamples(definition, definedFormat(definition, compile));
  return problems.length === 0 ? { definition } : { problems };
}

/** A place in a definition as people write it: `samples[0].level`; empty for the whole of it. */
export function placeOf(path: DefinitionProblem['path']): string {
  return path.map((step, index) => (typeof step === 'number' ? `[${String(step)}]` : index === 0 ? step : `.${step}`)).join('');
}

function contradictions(definition: FormatDefinition): readonly DefinitionProblem[] {
  const besideLines = (['second', 'continued', 'weight'] as const).filter((key) => definition[key] !== undefined && definition.lines === undefined);
  return [
    ...(definition.signature !== undefined && definition.marks === undefined ? [{ path: ['signature'], message: 'goes with "marks" only' }] : []),
    ...besideLines.map((key) => ({ path: [key], message: 'goes with "lines" only' })),
  ];
}

interface Expression {
  readonly path: DefinitionProblem['path'];
  readonly source: string;
  /** Names that its groups may have. */
  readonly names: readonly string[];
}

const groupNames = ['timestamp', 'date', 'year', 'month', 'day', 'time', 'zone', 'level', 'priority', 'status', 'logger', 'message'];

function expressionsOf({ lines = [], second, continued = [], marks = [], signature, object }: FormatDefinition): readonly Expression[] {
  return [
    ...lines.map((source, index) => ({ path: ['lines', index], source, names: groupNames })),
    ...(second === undefined ? [] : [{ path: ['second'], source: second, names: groupNames }]),
    ...continued.map((source, index) => ({ path: ['continued', index], source, names: [] })),
    ...marks.map((source, index) => ({ path: ['marks', index], source, names: groupNames })),
    ...(signature === undefined ? [] : [{ path: ['signature'], source: signature, names: [] }]),
    ...Object.entries(object?.where ?? {}).map(([key, source]) => ({ path: ['object', 'where', key], source, names: [] })),
  ];
}

function checkExpression(source: string, names: readonly string[]): readonly string[] {
  try {
    new RegExp(source);
  } catch (error) {
    return [`is no regular expression: ${error instanceof Error ? error.message : String(error)}`];
  }
  if (names.length > 0 && new RegExp(`^(?:${source})`).test('')) return ['matches the empty text, and so every line'];
  const parts = source.matchAll(/\\k<|\\[1-9]|\\.|\[(?:\\.|[^\]\\])*\]|\(\?<(\w+)>/g);
  return [...parts].flatMap(([part, name]) => {
    if (/^\\(?:k<|[1-9])/.test(part)) return [`must do without back references such as ${part}`];
    if (name === undefined || names.includes(name)) return [];
    return [names.length === 0 ? `needs no named groups such as "${name}"` : `has a group "${name}" that means nothing: ${names.join(', ')} do`];
  });
}

function checkSamples(definition: FormatDefinition, format: LogFormat): readonly DefinitionProblem[] {
  const among = new FormatSet([format]);
  return definition.samples.flatMap((sample, index) => checkSample(sample, format, among, definition.signature !== undefined).map(({ path, message }) => ({ path: ['samples', index, ...path], message })));
}

/** `isSigned`: a line without the signature is told from plain text only within a file that has it. */
function checkSample(sample: FormatSample, format: LogFormat, among: FormatSet, isSigned: boolean): readonly DefinitionProblem[] {
  const lines = sample.text.split('\n');
  const context = { fileName: '', year: Number(sample.timestamp?.slice(0, 4) ?? 2024) };
  const { id } = among.detect(lines, context);
  if (id !== format.id && !(isSigned && id === 'plain')) return [{ path: ['text'], message: `is taken for the format "${id}"` }];
  const reader = format.open(context);
  const records = [...lines.flatMap((text, index) => reader.read({ number: index + 1, byteOffset: 0, text })), ...reader.end()];
  const [record] = records;
  if (record === undefined || records.length > 1) return [{ path: ['text'], message: `must be one record, and is read as ${String(records.length)}` }];
  const timestamp = record.timestamp === null ? null : new Date(record.timestamp).toISOString();
  const read = { level: record.level, timestamp, message: record.message };
  return (['level', 'timestamp', 'message'] as const).flatMap((key) => (read[key] === sample[key] ? [] : [{ path: [key], message: `is read as ${JSON.stringify(read[key])}, not as ${JSON.stringify(sample[key])}` }]));
}
