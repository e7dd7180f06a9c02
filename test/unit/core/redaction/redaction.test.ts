import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { Redaction } from '../../../../src/core/redaction/redaction';

/** Text, and what of it must not show. */
const sensitive: readonly (readonly [text: string, ...hidden: string[]])[] = [
  ['password=hunter22 user=jane', 'hunter22', 'jane'],
  ['{"password":"it\'s \\"me\\", ok","x":1}', "it's", 'me', 'ok"'],
  ['body: {\\"token\\":\\"abc123def\\"}', 'abc123def'],
  ['db.password: s3cret,with,commas', 's3cret', 'commas'],
  ['mysql --password opensesame -h x', 'opensesame'],
  ['API_KEY=0123abcd', '0123abcd'],
  ['use AIzaSyA1234567890abcdefghijklmnopqrstuv now', 'AIzaSyA'],
  ['key AKIAIOSFODNN7EXAMPLE denied', 'AKIAIOSFODNN7EXAMPLE'],
  ['ghp_abcdefghijklmnopqrstuvwxyz0123456789', 'ghp_'],
  ['got eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl back', 'eyJ', 'c2lnbmF0dXJl'],
  ['Authorization: Bearer abc.def-123 failed', 'abc.def-123'],
  ['Authorization: Digest username="jo", response="77ff"', '77ff'],
  ['Set-Cookie: sid=31d4d96e; Path=/; HttpOnly', '31d4d96e'],
  ['-----BEGIN RSA PRIVATE KEY-----\nMIIEabc\n-----END RSA PRIVATE KEY-----\nafter', 'MIIEabc'],
  ['-----BEGIN PRIVATE KEY-----\nMIIEcut', 'MIIEcut'],
  ['postgres://svc:p%40ss/w@db01:5432/app', 'svc', 'p%40ss', 'db01'],
  ['mail to jane.doe+x@mail.example.org bounced', 'jane.doe', 'mail.example'],
  ['peer 10.1.2.3:443 reset.', '10.1.2.3'],
  ['peer fe80::1ff:fe23:4567:890a left', 'fe80'],
  ['12:00:01 4111 1111 1111 1111 declined', '4111 1111'],
  ['card 5500-0000-0000-0004', '5500'],
  ['at /home/jdoe/app/x.js, owned by jdoe', 'jdoe'],
  ['C:\\Users\\Jane Doe\\app.cs', 'Jane', 'Doe'],
  ['getaddrinfo ENOTFOUND build-7', 'build-7'],
  ['no route to db1.corp.internal', 'db1', 'corp'],
];

/** What must stay: an answer is only as good as what it is told. */
const usual = [
  'java.io.IOException: Broken pipe at com.example.Shop.buy(Shop.java:12)',
  'SyntaxError: Unexpected token: }',
  'listening on 127.0.0.1:8080 and ::1',
  '2026-11-23 12:00:01,123 ERROR std::bad_alloc after 1700000000000 ms',
  'password: required',
  'npm ERR! lodash@4.17.21 not found',
];

describe('redaction', () => {
  for (const [text, ...hidden] of sensitive) {
    it(`hides what is sensitive in: ${text.slice(0, 50).replaceAll('\n', ' ')}`, () => {
      const redaction = new Redaction();
      const redacted = redaction.redact(text);
      for (const part of hidden) assert.ok(!redacted.includes(part), `${part} shows in ${redacted}`);
      assert.equal(redaction.restore(redacted), text);
    });
  }

  for (const text of usual) it(`leaves: ${text}`, () => assert.equal(new Redaction().redact(text), text));

  it('gives the same value the same placeholder in all texts', () => {
    const redaction = new Redaction();
    assert.equal(redaction.redact('a@b.org to c@d.org'), '[[EMAIL_1]] to [[EMAIL_2]]');
    assert.equal(redaction.redact('c@d.org'), '[[EMAIL_2]]');
    assert.deepEqual([...redaction.hidden], [['EMAIL', 2]]);
    assert.equal(redaction.restore('Ask [[EMAIL_2]] or [[EMAIL_9]].'), 'Ask c@d.org or [[EMAIL_9]].');
  });

  it('lets no log forge a placeholder', () => {
    const redaction = new Redaction();
    const text = 'a@b.org [[EMAIL_1]] [[[EMAIL_1]]] [[EMAIL_a@b.org]]';
    const redacted = redaction.redact(text);
    assert.equal(redaction.restore(redacted), text);
    assert.equal(redacted.split('[[EMAIL_1]]').length - 1, 1, 'the one that stands for the address');
  });

  it('hides names that it was given, as words', () => {
    const redacted = new Redaction({ names: [{ kind: 'HOST', name: 'Tank' }] }).redact('tank tanker tank.log');
    assert.equal(redacted, '[[HOST_1]] tanker [[HOST_1]].log');
  });

  it('hides all of what overlaps, and what the user asks for', () => {
    const redaction = new Redaction({ custom: (text) => [...text.matchAll(/ACME-\d+/g)].map(({ 0: { length }, index }) => ({ start: index, end: index + length })) });
    assert.equal(redaction.redact('order ACME-77 of ACME-78@x.org'), 'order [[CUSTOM_1]] of [[CUSTOM_2]]');
  });

  it('ends where a custom pattern fails: nothing unlooked-through leaves', () => {
    const redaction = new Redaction({ custom: () => { throw new Error('too slow'); } });
    assert.throws(() => redaction.redact('text'), /too slow/);
  });

  it('restores any text made of hostile parts', () => {
    const parts = ['[[', ']]', 'EMAIL_1', 'TEXT_1', 'a@b.org', 'password="', 'eyJ', '10.0.0.1', '"', '\\', '\n', ' ', '::', '4111111111111111', '/home/', 'jdoe', '-----BEGIN PRIVATE KEY-----', 'é', '\u{1F600}', '\ud800', '=', '://', 'user='];
    let seed = 7;
    const next = (limit: number): number => (seed = (seed * 48271) % 2147483647) % limit;
    for (let round = 0; round < 2000; round++) {
      const text = Array.from({ length: next(25) }, () => parts[next(parts.length)]).join('');
      const redaction = new Redaction();
      assert.equal(redaction.restore(redaction.redact(text)), text);
    }
  });

  it('comes to an end on long runs of what its expressions look for', () => {
    for (const part of ['a', '1', '1 ', 'a.', 'eyJ-', 'sk-', 'password', 'password=', 'password="\\', '://', '://a:', 'a@', ':', 'f:', '-----BEGIN PRIVATE KEY', '/home/', 'C:\\Users\\', 'a ', 'user=', ',', '1.1.']) {
      const text = part.repeat(Math.ceil(100_000 / part.length));
      const redaction = new Redaction();
      assert.equal(redaction.restore(redaction.redact(text)), text);
    }
  });
});
