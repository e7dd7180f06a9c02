import { faultsOf, type Schema } from '../../jsonSchema';

const object = (properties: Readonly<Record<string, Schema>>, ...required: readonly string[]): Schema => ({ type: 'object', properties, required });
const list = (items: Schema): Schema => ({ type: 'array', items });
const text: Schema = { type: 'string', pattern: '^[^]' };
const message = object({ text }, 'text');
const position: Schema = { type: 'integer', minimum: 1 };
const region = object({ startLine: position, startColumn: position, endLine: position, endColumn: position });
const location = object({
  physicalLocation: object({ artifactLocation: object({ uri: text, uriBaseId: text }, 'uri'), region, contextRegion: region }, 'artifactLocation'),
});
const level: Schema = { enum: ['none', 'note', 'warning', 'error'] };

/** What the standard (OASIS SARIF 2.1.0) allows of the objects that we write: their properties, and the values of these. */
const document = object(
  {
    $schema: { type: 'string', pattern: '^https://.*sarif.*2\\.1\\.0' },
    version: { const: '2.1.0' },
    runs: list(
      object(
        {
          tool: object({ driver: object({ name: text, version: text, semanticVersion: { type: 'string', pattern: '^\\d+\\.\\d+\\.\\d+' }, rules: list(object({ id: text, shortDescription: message, help: message }, 'id')) }, 'name') }, 'driver'),
          columnKind: { enum: ['utf16CodeUnits', 'unicodeCodePoints'] },
          invocations: list(object({ executionSuccessful: { type: 'boolean' }, toolExecutionNotifications: list(object({ level, message, locations: list(location) }, 'message')) }, 'executionSuccessful')),
          results: list(
            object(
              { ruleId: text, ruleIndex: { type: 'integer', minimum: 0 }, level, message, locations: list(location), partialFingerprints: { type: 'object' }, properties: { type: 'object' } },
              'message',
            ),
          ),
        },
        'tool',
      ),
    ),
  },
  'version',
  'runs',
);

interface Region {
  readonly startLine: number;
  readonly startColumn?: number;
  readonly endLine?: number;
  readonly endColumn?: number;
}
interface Location {
  readonly physicalLocation: { readonly artifactLocation: { readonly uri: string; readonly uriBaseId?: string }; readonly region?: Region; readonly contextRegion?: Region };
}
interface Run {
  readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
  readonly invocations: readonly { readonly toolExecutionNotifications: readonly { readonly locations: readonly Location[] }[] }[];
  readonly results: readonly { readonly ruleId: string; readonly ruleIndex: number; readonly message: { readonly text: string }; readonly locations: readonly Location[]; readonly partialFingerprints: Readonly<Record<string, unknown>> }[];
}

/** Says where a document breaks the standard: first the shape of it, then what its parts demand of each other. */
export function sarifFaults(value: unknown): string[] {
  const faults = faultsOf(value, document);
  return faults.length > 0 ? faults : (value as { runs: readonly Run[] }).runs.flatMap(runFaults);
}

function runFaults({ tool, invocations, results }: Run): string[] {
  const { rules } = tool.driver;
  const ids = rules.map(({ id }) => id);
  const locations = [...results, ...invocations.flatMap(({ toolExecutionNotifications }) => toolExecutionNotifications)].flatMap((each) => each.locations);
  return [
    ...(new Set(ids).size === ids.length ? [] : ['a rule is there twice']),
    ...results.filter(({ ruleId, ruleIndex }) => ids[ruleIndex] !== ruleId).map(({ ruleId }) => `${ruleId} is not the rule at its index`),
    ...results.filter(({ partialFingerprints }) => Object.values(partialFingerprints).some((each) => typeof each !== 'string')).map(() => 'a fingerprint is no string'),
    // Text with an unescaped `[x](y)` is a link, and `{0}` a placeholder where there are arguments.
    ...results.filter(({ message: { text: shown } }) => /\[[^\]\\]*\]\(/.test(shown)).map(({ message: { text: shown } }) => `a link: ${shown}`),
    ...locations.flatMap(locationFaults),
  ];
}

function locationFaults({ physicalLocation: { artifactLocation, region: at, contextRegion } }: Location): string[] {
  const { uri, uriBaseId } = artifactLocation;
  const faults: string[] = [];
  // RFC 3986: these characters and no others, and a percent sign only before two hexadecimal digits.
  if (!/^(?:[\w.~:/?#[\]@!$&'()*+,;=-]|%[\da-f]{2})+$/i.test(uri)) faults.push(`${uri} is no URI`);
  const isAbsolute = /^[a-z][a-z\d+.-]*:/i.test(uri);
  if (isAbsolute === (uriBaseId !== undefined)) faults.push(`${uri} is absolute and has a base, or relative and has none`);
  if (!isAbsolute && (uri.startsWith('/') || uri.split('/').includes('..'))) faults.push(`${uri} leaves its base`);
  if (isAbsolute && !URL.canParse(uri)) faults.push(`${uri} cannot be read`);
  for (const each of [at, contextRegion]) if (each) faults.push(...regionFaults(each));
  if (contextRegion && (!at || contextRegion.startLine > at.startLine || (contextRegion.endLine ?? 0) < (at.endLine ?? at.startLine))) faults.push('the context does not hold the region');
  return faults;
}

function regionFaults({ startLine, startColumn = 1, endLine = startLine, endColumn }: Region): string[] {
  if (endLine < startLine) return ['a region ends before its line'];
  return endLine === startLine && endColumn !== undefined && endColumn < startColumn ? ['a region ends before its column'] : [];
}
