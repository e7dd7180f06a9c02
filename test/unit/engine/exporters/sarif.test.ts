import { strict as assert } from 'node:assert';
import { join, resolve } from 'node:path';
import { describe, it } from 'mocha';
import type { ExportedFinding } from '../../../../src/engine/exporters/exporter';
import { sarifFaults } from './sarifRules';
import { exportedText, finding, hostileMessages } from './support';

interface Region {
  startLine: number;
  startColumn?: number;
  endLine?: number;
  endColumn?: number;
}
interface Location {
  physicalLocation: { artifactLocation: { uri: string; uriBaseId?: string }; region?: Region; contextRegion?: Region };
}
interface Result {
  ruleId: string;
  ruleIndex: number;
  level: string;
  message: { text: string };
  locations: Location[];
  partialFingerprints: Record<string, string>;
}
interface Sarif {
  $schema: string;
  version: string;
  runs: {
    columnKind: string;
    tool: { driver: { name: string; version: string; rules: { id: string }[] } };
    invocations: { executionSuccessful: boolean; toolExecutionNotifications: { level: string; message: { text: string } }[] }[];
    results: Result[];
  }[];
}

const baseDirectory = resolve('/project');

async function run(findings: readonly ExportedFinding[], changes = {}): Promise<Sarif['runs'][number]> {
  const document = JSON.parse(await exportedText('sarif', findings, { baseDirectory }, changes)) as Sarif;
  assert.equal(document.version, '2.1.0');
  assert.match(document.$schema, /sarif-2\.1\.0/);
  assert.equal(document.runs.length, 1);
  return document.runs[0]!;
}

const uriOf = (result: Result): string => result.locations[0]!.physicalLocation.artifactLocation.uri;

describe('sarif', () => {
  it('has what the standard asks of a run, with no findings too', async () => {
    const empty = await run([]);
    assert.deepEqual(empty.results, []);
    assert.deepEqual(empty.tool.driver.rules, []);
    assert.equal(empty.tool.driver.name, 'StackLens AI');
    assert.equal(empty.columnKind, 'utf16CodeUnits');
    assert.deepEqual(empty.invocations, [{ executionSuccessful: true, toolExecutionNotifications: [] }]);
  });

  it('keeps the rules of the standard, whatever a log says and is called', async () => {
    const names = ['../outside.log', '/etc/x y.log', '..', '.', 'a:b.log', 'c%41.log', 'd\\e.log', 'f\n\x1b.log', 'g?h#i.log', '日本語 😀.log', 'half\ud83d.log', '..hidden/x.log', 'vscode-vfs://github/o/r/a b%.log', 'untitled:Untitled-1', join(baseDirectory, 'x.log'), '\\\\server\\share\\y.log'];
    const places = [{ line: 1, endLine: 5, range: { line: 3, start: 2, end: 9 } }, { line: 4, endLine: 4, range: { line: 4, start: 9, end: 9 } }, { line: 2, endLine: 2, range: { line: 2, start: 0, end: 1 } }];
    const findings = [...names.map((file) => finding({ file })), ...hostileMessages.map((message) => finding({ message, template: message })), ...places.map((place) => finding(place))];
    const evidence = hostileMessages.map((message) => finding({ evidence: { rule: `pattern:${message}`, text: message, weighed: [message] } }));
    for (const changes of [{}, { status: 'failed' as const, reason: '[x](y)', notes: hostileMessages.filter((text) => text !== '').map((text, index) => ({ line: index || null, text })) }]) {
      assert.deepEqual(sarifFaults(JSON.parse(await exportedText('sarif', [...findings, ...evidence], { baseDirectory }, changes))), []);
    }
    assert.deepEqual(sarifFaults(JSON.parse(await exportedText('sarif', [], { baseDirectory }))), []);
  });

  it('refers each result to its rule by id and index, and lists a rule once', async () => {
    const evidence = { rule: 'level:error', text: '', weighed: [] };
    const { tool, results } = await run([finding(), finding({ evidence }), finding()]);
    assert.deepEqual(
      tool.driver.rules.map(({ id }) => id),
      ['rule:connection-refused', 'level:error'],
    );
    for (const { ruleId, ruleIndex } of results) assert.equal(tool.driver.rules[ruleIndex]!.id, ruleId);
  });

  it('maps severities to levels and carries the fingerprint', async () => {
    const { results } = await run((['critical', 'high', 'medium', 'low'] as const).map((severity) => finding({ severity })));
    assert.deepEqual(
      results.map(({ level }) => level),
      ['error', 'error', 'warning', 'note'],
    );
    assert.deepEqual(Object.values(results[0]!.partialFingerprints), ['v1:aaaa']);
  });

  it('counts lines and columns from one and shows the whole record as context', async () => {
    const { results } = await run([finding({ line: 3, endLine: 9, range: { line: 3, start: 4, end: 10 } }), finding({ range: { line: 7, start: 0, end: 0 } })]);
    const { region, contextRegion } = results[0]!.locations[0]!.physicalLocation;
    assert.deepEqual(region, { startLine: 3, startColumn: 5, endLine: 3, endColumn: 11 });
    assert.deepEqual(contextRegion, { startLine: 3, endLine: 9 });
    assert.deepEqual(results[1]!.locations[0]!.physicalLocation.region, { startLine: 7 });
  });

  it('names files relative to the base, encoded, and others by their URI', async () => {
    const files = ['logs/my app#1.log', join(baseDirectory, 'x', 'y.log'), resolve('/elsewhere/z.log'), 'half\ud83d.log'];
    const { results } = await run(files.map((file) => finding({ file })));
    assert.deepEqual(results.map(uriOf).slice(0, 2), ['logs/my%20app%231.log', 'x/y.log']);
    assert.match(uriOf(results[2]!), /^file:\/\/\/.*elsewhere\/z\.log$/);
    assert.equal(uriOf(results[3]!), 'half%EF%BF%BD.log');
  });

  it('has a message that is never empty and makes no link', async () => {
    const { results } = await run(hostileMessages.map((message) => finding({ message })));
    for (const { message } of results) {
      assert.notEqual(message.text, '');
      assert.doesNotMatch(message.text, /\[[^\]\\]*\]\(/);
    }
  });

  it('tells of a file that failed, and of notes', async () => {
    const { invocations } = await run([finding()], { status: 'failed', reason: 'truncated', notes: [{ line: 4, text: 'a malformed part' }] });
    const [invocation] = invocations;
    assert.equal(invocation!.executionSuccessful, false);
    assert.deepEqual(
      invocation!.toolExecutionNotifications.map(({ level, message }) => [level, message.text]),
      [
        ['error', 'truncated'],
        ['note', 'a malformed part'],
      ],
    );
  });
});
