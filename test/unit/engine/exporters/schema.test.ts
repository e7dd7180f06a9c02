import { strict as assert } from 'node:assert';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'mocha';
import { categories, severities } from '../../../../src/core/finding';
import { levels } from '../../../../src/core/record';
import { faultsOf, type Schema } from '../../jsonSchema';
import { exportedText, finding, hostileMessages } from './support';

describe('the schema of exports', () => {
  const load = async (): Promise<Schema> => JSON.parse(await readFile('schemas/export.schema.json', 'utf8')) as Schema;
  const findings = [
    ...hostileMessages.map((message) => finding({ message, template: message, file: message })),
    ...severities.map((severity) => finding({ severity })),
    ...categories.map((category) => finding({ category })),
    ...[...levels, null].map((level) => finding({ level })),
    ...(['zone', 'year', 'date'] as const).map((timestampInferred) => finding({ timestampInferred })),
    ...[null, Date.UTC(12026, 0, 1), Date.UTC(-200, 0, 1)].map((timestamp) => finding({ timestamp })),
  ];

  it('describes every property of the json that is written', async () => {
    const notes = [{ line: null, text: 'the encoding was guessed' }, { line: 3, text: 'malformed' }];
    for (const changes of [{}, { notes }, { status: 'failed', reason: 'it vanished' } as const]) {
      assert.deepEqual(faultsOf(JSON.parse(await exportedText('json', findings, {}, changes)), await load()), []);
    }
    assert.deepEqual(faultsOf(JSON.parse(await exportedText('json', [])), await load()), []);
  });

  it('describes each line of ndjson', async () => {
    const schema = await load();
    const one = schema.definitions?.finding;
    assert.ok(one);
    for (const line of (await exportedText('ndjson', findings)).split('\n').slice(0, -1)) assert.deepEqual(faultsOf(JSON.parse(line), one, schema), []);
  });

  it('takes nothing else', async () => {
    const schema = await load();
    const document = JSON.parse(await exportedText('json', [finding()])) as { version: number; findings: Record<string, unknown>[] };
    const faults = (changes: Record<string, unknown>): string[] => faultsOf({ ...document, findings: [{ ...document.findings[0], ...changes }] }, schema);
    assert.deepEqual(faults({}), []);
    for (const changes of [{ line: 0 }, { line: '7' }, { severity: 'bad' }, { confidence: 2 }, { timestamp: 'today' }, { evidence: null }, { secret: 1 }]) assert.equal(faults(changes).length, 1, JSON.stringify(changes));
    assert.equal(faultsOf({ ...document, version: 2 }, schema).length, 1);
  });
});
