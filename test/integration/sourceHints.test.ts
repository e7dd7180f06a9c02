import assert from 'node:assert/strict';

import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';

import { closeAll, openLog, problems, problemsOf, until } from './support';

describe('the source of a problem', () => {
  afterEach(closeAll);

  it('says at the line that logged it how often that is in the log, with the way back', async () => {
    const { document: log } = await openLog('kettle.log', ['2026-11-22 10:00:00,000 ERROR [main] kitchen - The kettle 4 has boiled dry', '2026-11-22 10:00:09,000 ERROR [main] kitchen - The kettle 7 has boiled dry', ''].join('\n'));
    await problems(log.uri, 2);
    const { document: source } = await openLog('kettle.ts', ['export function boil(kettle: number): void {', '  console.error(`The kettle ${kettle} has boiled dry`);', '}', ''].join('\n'));
    const hint = await until('a hint', () => problemsOf(source.uri)[0]);
    assert.equal(hint.range.start.line, 1);
    assert.equal(hint.severity, vscode.DiagnosticSeverity.Hint);
    assert.match(hint.message, /×2 in kettle\.log, last 2026-11-22 10:00:09/);
    const [back] = hint.relatedInformation ?? [];
    assert.deepEqual([back?.location.uri.path, back?.location.range.start.line], [log.uri.path, 1]);
  });
});
