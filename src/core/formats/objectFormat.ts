import type { FormatDefinition, ObjectShape } from './definition';
import { fieldsOf, type Field } from './fieldFinder';
import type { KnownKeys } from './fields';
import type { LogFormat } from './format';
import { jsonLinesSyntax } from './jsonLines';
import { isBlank } from './openRecord';
import { pieceReader, type PieceSyntax } from './pieces';
import { namedLevels, type CompileShapes } from './shapes';

/** What other JSON gets for the same lines is 0.97; the more a definition asks for, the closer it fits. */
const leastWeight = 0.975;
const perCondition = 0.002;
const mostConditions = 10;
/** So many objects of a file's head tell whose they are. */
const sniffedObjects = 40;

/** One JSON object a line, of one library's or service's making. */
export function objectFormat(definition: FormatDefinition, shape: ObjectShape, compile: CompileShapes): LogFormat {
  const { id, title, samples, levels = {}, defaultLevel } = definition;
  const fits = conditions(shape, compile);
  const weight = leastWeight + perCondition * Math.min(mostConditions, shape.has.length + Object.keys(shape.where ?? {}).length);
  const format = { id, defaultLevel, known: { ...lowerCase(shape), levels: namedLevels(levels) } };
  return {
    id,
    title,
    samples,
    sniff(lines) {
      const filled = lines.filter((line) => !isBlank(line));
      const objects = filled.filter((line) => /^\s*\{\s*"/.test(line));
      const sniffed = objects.slice(0, sniffedObjects);
      const fitting = sniffed.filter(fits);
      return fitting.length === 0 ? 0 : (weight * fitting.length * objects.length) / (sniffed.length * filled.length);
    },
    open: (context) => pieceReader(format, syntaxOf(shape), context),
  };
}

/** Whether a line holds an object as this shape describes it. */
function conditions({ has, where = {}, each }: ObjectShape, compile: CompileShapes): (line: string) => boolean {
  const keys = has.map((key) => key.toLowerCase());
  const patterns = Object.entries(where).map(([key, source]) => ({ key: key.toLowerCase(), match: compile([`(?:${source})$`]) }));
  // What the line must hold to the letter is found faster than it is parsed.
  const literals = [...keys, ...patterns.map(({ key }) => key)].map((key) => `${key.slice(key.lastIndexOf('.') + 1)}"`);
  return (line) => {
    const lower = line.toLowerCase();
    if (!literals.every((literal) => lower.includes(literal))) return false;
    const objects = elementsOf(parsed(line), each);
    return objects.length > 0 && objects.every((object) => {
      const fields = fieldsOf(object);
      return keys.every((key) => fields.has(key)) && patterns.every(({ key, match }) => match(textOf(fields.get(key))) !== null);
    });
  };
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    // A line cut short is no object of anyone's.
    return null;
  }
}

function textOf(field: Field | undefined): string {
  const value = field?.value;
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

function syntaxOf({ each }: ObjectShape): PieceSyntax {
  const syntax = jsonLinesSyntax();
  return each === undefined ? syntax : { ...syntax, each: (object) => elementsOf(object, each) };
}

/** The objects at the end of a path of keys joined with dots, whatever their case; arrays on the way are walked through. */
function elementsOf(object: unknown, path: string | undefined): readonly unknown[] {
  let reached: readonly unknown[] = [object];
  for (const key of path?.toLowerCase().split('.') ?? []) {
    reached = reached.flatMap((each) => (typeof each === 'object' && each !== null ? Object.entries(each) : [])).flatMap(([name, value]: [string, unknown]) => (name.toLowerCase() === key ? value : []));
  }
  return reached.filter((each) => typeof each === 'object' && each !== null && !Array.isArray(each));
}

function lowerCase({ timestamp, level, message, logger, trace }: ObjectShape): KnownKeys {
  const given = Object.entries({ timestamp, level, message, logger, trace }).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(given.map(([name, key]) => [name, key.toLowerCase()]));
}
