import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import type { Prediction } from '../../../src/core/learning';
import { entitiesOf } from '../../../src/ml/analyzer/entities';
import { MessageAnalyzer } from '../../../src/ml/analyzer/analyzer';
import { Sentiment } from '../../../src/ml/analyzer/sentiment';

const medium: Prediction = { category: 'general', confidence: 0.5, severity: 'medium', decidedBy: 'model' };

describe('Sentiment', () => {
  const sentiment = new Sentiment();

  it('tells dire from glad from neither', () => {
    assert.ok(sentiment.of('Fatal: the index is corrupt and data was lost') < sentiment.of('The request failed'));
    assert.ok(sentiment.of('The request failed') < 0);
    assert.equal(sentiment.of('Listening on 10.0.0.1:80'), 0);
    assert.ok(sentiment.of('Recovered successfully') > 0);
  });

  it('turns round what is denied, and no more than that', () => {
    assert.ok(sentiment.of('There was no error') > 0);
    assert.ok(sentiment.of('Did not succeed') < 0);
    assert.ok(sentiment.of('There is no route to the host, which is fatal') < 0);
    assert.ok(sentiment.of('No memory is left, the process was killed') < 0);
  });

  it('stays in its range for any text', () => {
    fc.assert(fc.property(fc.string(), (text) => Math.abs(sentiment.of(text)) < 1));
    for (const name of ['constructor', '__proto__', 'toString', '']) assert.equal(sentiment.of(name), 0);
  });
});

describe('MessageAnalyzer', () => {
  it('finds more urgent what sounds worse', () => {
    const analyzer = new MessageAnalyzer({ predict: () => medium });
    const urgencies = ['Recovered successfully', 'Took 3 s', 'Request failed', 'Fatal: data was lost'].map((text) => analyzer.analyze(text).urgency);
    assert.deepEqual(urgencies, urgencies.toSorted((a, b) => a - b));
    assert.equal(new Set(urgencies).size, urgencies.length);
  });

  it('says the same of messages of a template but for what they name', () => {
    const analyzer = new MessageAnalyzer({ predict: () => medium });
    const [one, other] = ['10.0.0.1', '10.0.0.2'].map((host) => analyzer.analyze(`Replication slot of ${host} was lost`));
    assert.deepEqual(one?.entities.map(({ text }) => text), ['10.0.0.1']);
    assert.deepEqual(other?.entities.map(({ text }) => text), ['10.0.0.2']);
    assert.deepEqual({ ...one, entities: [], rootCause: '' }, { ...other, entities: [], rootCause: '' });
  });
});

describe('entitiesOf', () => {
  const named = (message: string, kind: string): string[] => entitiesOf(message).flatMap((entity) => (entity.kind === kind ? [entity.text] : []));

  it('takes for users who is named, and not what users did', () => {
    const users: Readonly<Record<string, readonly string[]>> = {
      'user kim signed in from 10.0.0.4': ['kim'],
      'User signed in': [],
      'user logged out after 3 s': [],
      'the account was locked': [],
      'account mueller locked after 5 wrong passwords': ['mueller'],
      'Failed password for invalid user admin from 203.0.113.50 port 4242 ssh2': ['admin'],
      'Failed password for root from 203.0.113.50 port 4242 ssh2': ['root'],
      'pam_unix(sshd:session): session opened for user deploy': ['deploy'],
      'authentication failure; user=svc_backup rhost=203.0.113.9': ['svc_backup'],
      'password authentication failed for user "quaymaster"': ['quaymaster'],
      'login failed: wrong second factor': [],
      'waited for request 41 for 30 s': [],
      "Access denied for user 'relay'@'10.2.0.4'": ['relay'],
      'user data could not be read': [],
      'username: anna': ['anna'],
    };
    for (const [message, expected] of Object.entries(users)) assert.deepEqual(named(message, 'user'), expected, message);
  });

  it('takes hosts by their endings, and by what stands before them', () => {
    const hosts: Readonly<Record<string, readonly string[]>> = {
      'cannot reach mail.example.org': ['mail.example.org'],
      'host db-1 does not answer': ['db-1'],
      'hostname=crane7 is down': ['crane7'],
      'host unreachable': [],
      'Connection refused: db-1:5432': ['db-1'],
      'see line:120 and main.rs:12:9': [],
      'server closed the connection': [],
      'could not resolve host: quay.invalid': ['quay.invalid'],
    };
    for (const [message, expected] of Object.entries(hosts)) assert.deepEqual(named(message, 'host'), expected, message);
  });

  it('names what stands in the text, in order and apart, for any text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.array(fc.constantFrom('user', 'for', 'password', 'host', '=', ' ', '"', 'kim', '10.0.0.1', ':', '8080', 'signed')).map((parts) => parts.join(''))), (text) => {
        let past = 0;
        for (const { start, end, text: name } of entitiesOf(text)) {
          assert.ok(start >= past && end > start);
          assert.equal(text.slice(start, end), name);
          past = end;
        }
      }),
    );
  });
});
