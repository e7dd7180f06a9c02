import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { describe, it } from 'mocha';
import { Intake, IntakeError } from '../../../../src/engine/intake/intake';
import { ReceivedLogs } from '../../../../src/engine/intake/receivedLogs';

const start = (host: string, port: number): Promise<Intake> =>
  Intake.start({ host, port, logs: new ReceivedLogs('nowhere'), store: () => Promise.reject(new Error('not asked')), token: 'x', mostBytes: 1, mostPerSecond: 1, onProblem: (problem) => assert.fail(problem) });

describe('a server for logs', () => {
  it('says in one sentence why it cannot listen', async () => {
    const other = createServer();
    other.listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    await assert.rejects(start('127.0.0.1', port), new IntakeError(`127.0.0.1:${String(port)} is taken by another program, or by another StackLens: choose another port.`));
    await assert.rejects(start('192.0.2.1', 0), new IntakeError('192.0.2.1:0 is no address of this machine.'));
    other.close();
  });

  it('tells its address, and is gone when it has stopped', async () => {
    const intake = await start('127.0.0.1', 0);
    assert.match(intake.address, /^http:\/\/127\.0\.0\.1:[1-9]\d+$/);
    assert.equal((await fetch(`${intake.address}/api/v1/health`)).status, 200);
    await intake.stop();
    await assert.rejects(fetch(`${intake.address}/api/v1/health`));
  });
});
