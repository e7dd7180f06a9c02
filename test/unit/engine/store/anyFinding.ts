import fc from 'fast-check';
import { type Finding, categories, severities } from '../../../../src/core/finding';
import { levels } from '../../../../src/core/record';

/** Words of all scripts, with halves of surrogate pairs, and what templates and blobs are made of. */
const anyText = fc.oneof(fc.string({ unit: 'binary' }), fc.string(), fc.constantFrom('half a pair: \ud83d', 'zażółć 漢字 🎉', '<*>', '\u00ff\u0000\n', ''));
const nullable = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { nil: null });
const count = fc.integer({ min: 1, max: 2 ** 31 });
const frame = fc.record({ function: nullable(anyText), file: nullable(anyText), line: nullable(count), column: nullable(count), module: nullable(anyText), application: fc.boolean() });

/** Templates with and without variables, and what a message may put in their place; or a message that is no such thing. */
const named = fc.constantFrom('connection to <*> refused', '<*>', 'disk full', '<*> of <*>: <*>', '漢<*>字 <*>', '<*><*>', 'key=<*>').chain((template) =>
  fc
    .tuple(fc.array(fc.oneof(anyText, fc.nat().map(String)), { minLength: 4, maxLength: 4 }), anyText, fc.boolean())
    .map(([values, other, fits]) => {
      let next = 0;
      return { template, fingerprint: `v1:${template}`, message: fits ? template.replaceAll('<*>', () => values[next++] ?? '') : other };
    }),
);

/** Any finding that can be, on any of these lines. */
export function anyFinding(line: fc.Arbitrary<number> = count): fc.Arbitrary<Finding> {
  return fc
    .record({
      named,
      line,
      height: fc.nat(1_000),
      byteOffset: fc.nat(2 ** 50),
      timestamp: nullable(fc.integer({ min: -(2 ** 50), max: 2 ** 50 })),
      inferred: fc.constantFrom(undefined, 'zone' as const, 'year' as const, 'date' as const),
      level: nullable(fc.constantFrom(...levels)),
      levelSource: fc.constantFrom('declared', 'inferred', 'none'),
      severity: fc.constantFrom(...severities),
      category: fc.constantFrom(...categories),
      confidence: fc.oneof(fc.constantFrom(0.5, 0.98), fc.double({ min: 0, max: 1, noNaN: true }).map(Math.abs)),
      evidence: fc.record({ rule: anyText, text: anyText, weighed: fc.array(anyText, { maxLength: 4 }) }, { noNullPrototype: true }),
      range: fc.record({ line: count, start: fc.nat(), end: fc.nat() }, { noNullPrototype: true }),
      frames: fc.oneof(fc.constant([]), fc.array(frame, { maxLength: 4 })),
    })
    .map(({ named: names, height, inferred, ...rest }) => ({
      ...names,
      ...rest,
      ...(rest.timestamp !== null && inferred ? { timestampInferred: inferred } : {}),
      endLine: rest.line + height,
    }));
}

/** Through JSON, which has no prototypes to compare: fast-check makes records without one. */
export function plainly<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}
