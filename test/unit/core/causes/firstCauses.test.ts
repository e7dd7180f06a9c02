import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { findIncidents, type Occurrence } from '../../../../src/core/causes/firstCauses';
import { sharedIds } from '../../../../src/core/causes/ids';

function occurrence(fingerprint: string, seconds: number, line: number, more: Partial<Occurrence> = {}): Occurrence {
  return { fingerprint, at: seconds * 1000, line, ids: [], category: 'general', severity: 'high', source: null, template: fingerprint, ...more };
}

describe('findIncidents', () => {
  it('ranks what came first above what followed, and folds that under it', () => {
    const [incident] = findIncidents([occurrence('disk', 100, 10), occurrence('write', 101, 11), occurrence('orders', 102, 12), occurrence('gateway', 103, 13)], 'time');
    const [first] = incident?.causes ?? [];
    assert.equal(first?.fingerprint, 'disk');
    assert.deepEqual(first.followers, ['write', 'orders', 'gateway']);
    assert.deepEqual([first.lead, first.span, first.firstLine, first.lastLine], [1000, 3000, 10, 13]);
  });

  it('passes over what comes all the time, however early', () => {
    const noise = Array.from({ length: 60 }, (_, minute) => occurrence('noise', minute * 60 + 5, minute * 10 + 1));
    const incidents = findIncidents([...noise, occurrence('disk', 1808, 302), occurrence('orders', 1809, 303)], 'time');
    assert.deepEqual(
      incidents.map(({ causes }) => causes[0]?.fingerprint),
      ['disk'],
    );
  });

  it('takes what stands apart before it for less likely than what shares ids and words with the rest', () => {
    const ids = ['req-77'];
    const [incident] = findIncidents(
      [
        occurrence('synonyms', 80, 8, { template: 'synonym list has a duplicate', severity: 'medium' }),
        occurrence('pool', 100, 10, { template: 'connection pool exhausted', source: 'orders', ids }),
        occurrence('timeout', 101, 11, { template: 'timed out waiting for a connection', source: 'orders', ids }),
        occurrence('upstream', 102, 12, { template: 'upstream orders timed out', source: 'gateway', ids }),
      ],
      'time',
    );
    assert.equal(incident?.causes[0]?.fingerprint, 'pool');
    assert.equal(incident.causes[0].linked, 2);
  });

  it('takes what is far apart for separate incidents, and one problem alone for none', () => {
    const found = findIncidents([occurrence('a', 0, 1), occurrence('b', 1, 2), occurrence('c', 1000, 3), occurrence('d', 1001, 4), occurrence('e', 5000, 5)], 'time');
    assert.deepEqual(found.map(({ first, last }) => [first, last]).sort(), [[1, 2], [3, 4]]);
    assert.deepEqual(findIncidents([], 'line'), []);
  });
});

describe('sharedIds', () => {
  it('finds ids of traces, requests and threads in the notations of logs', () => {
    assert.deepEqual(sharedIds('ERROR [traceId=4bf92f3577b34da6] request_id: "ab-12" failed'), ['4bf92f3577b34da6', 'ab-12']);
    assert.deepEqual(sharedIds('{"thread":"http-8","trace_id":"0af7651916cd43dd8448eb211c80319c"}'), ['http-8', '0af7651916cd43dd8448eb211c80319c']);
  });

  it('takes no words and few ids of very many', () => {
    assert.deepEqual(sharedIds('request: failed, thread=main'), []);
    assert.equal(sharedIds(Array.from({ length: 50 }, (_, index) => `job=${String(index)}00`).join(' ')).length, 4);
  });
});
