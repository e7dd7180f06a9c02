import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { KnowledgeArea, KnowledgeEntry } from '../../../src/ml/knowledgeArea';
import { KnowledgeBase } from '../../../src/ml/knowledgeBase';
import type { Category } from '../../../src/core/finding';

const link = 'https://example.com/';
const entry = (id: string, match: KnowledgeEntry['match'], more: Partial<KnowledgeEntry> = {}): KnowledgeEntry => ({ id, title: id, category: 'general', match, meaning: `About ${id}.`, link, ...more });
const area = (name: string, entries: readonly KnowledgeEntry[], codeContext?: readonly string[]): KnowledgeArea => ({
  area: name,
  title: name.toUpperCase(),
  source: { name: 'Manual', url: link },
  entries,
  ...(codeContext ? { codeContext } : {}),
});

const base = new KnowledgeBase([
  area('http', [entry('gone', { codes: ['410'] }), entry('busy', { codes: ['503'], phrases: ['service unavailable'] })], ['http', 'status']),
  area('sql', [entry('deadlock', { codes: ['40P01'], names: ['DeadlockDetected'], phrases: ['deadlock detected'] }, { category: 'database' })], ['sqlstate']),
  area('java', [entry('npe', { names: ['NullPointerException'] }), entry('loader', { phrases: ["can't load plugin"] })]),
  area('twins', [entry('one', { phrases: ['pump failed'] }), entry('two', { phrases: ['pump failed'] }, { category: 'system' }), entry('long', { phrases: ['the pump failed to start'] })]),
]);

function found(message: string, category: Category | null = null): string[] {
  return base.best({ message, template: '', category, limit: 9 }).map(({ citation }) => citation);
}

describe('KnowledgeBase', () => {
  it('knows codes by the words before them only', () => {
    for (const message of ['"GET / HTTP/1.1" 503 12', 'status: 503', '{"status":503}', 'status code is 503', 'HTTP 503', 'http/2 503']) assert.deepEqual(found(message), ['http/busy'], message);
    for (const message of ['503 rows', 'GET http://host/503', 'HTTP/1.1" 200 503', 'status 200, 503 rows', 'status 503.7', 'status 1503', 'status 503%', 'xstatus 503', `status ${' '.repeat(90)}: 503 rows`.replace(' :', ' ok')]) assert.deepEqual(found(message), [], message);
    assert.deepEqual(found('ERROR: SQLSTATE[40P01]: pump'), ['sql/deadlock']);
    assert.deepEqual(found('SQLSTATE 40p01'), [], 'codes are case-sensitive');
  });

  it('knows names as whole identifiers, also at the end of dotted ones', () => {
    for (const message of ['java.lang.NullPointerException: x', 'NullPointerException.', 'got (NullPointerException)']) assert.deepEqual(found(message), ['java/npe'], message);
    for (const message of ['MyNullPointerException', 'NullPointerExceptions', 'NullPointerException.java', 'no-NullPointerException', 'nullpointerexception']) assert.deepEqual(found(message), [], message);
  });

  it('knows phrases in any case and over any blanks, whole', () => {
    assert.deepEqual(found('Deadlock\n  DETECTED by'), ['sql/deadlock']);
    assert.deepEqual(found("sorry: Can't load plugin x"), ['java/loader']);
    assert.deepEqual(found('deadlock detectedly'), []);
  });

  it('puts the more specific first, then the category, then the order of the files', () => {
    assert.deepEqual(found('the pump failed to start'), ['twins/long', 'twins/one', 'twins/two']);
    assert.deepEqual(found('pump failed', 'system'), ['twins/two', 'twins/one']);
    assert.equal(base.best({ message: 'pump failed', template: '', category: null, limit: 1 }).length, 1);
  });

  it('searches words, codes and whole messages', () => {
    const search = (text: string): string[] => base.search(text).map(({ citation }) => citation);
    assert.deepEqual(search('40p01'), ['sql/deadlock']);
    assert.deepEqual(search('http 503'), ['http/busy']);
    assert.deepEqual(search('about gone'), ['http/gone']);
    assert.deepEqual(search('java.lang.NullPointerException at x'), ['java/npe']);
    assert.deepEqual(search('  '), []);
    assert.deepEqual(search('nothing such'), []);
  });

  it('stands hostile texts', () => {
    assert.deepEqual(found('status '.repeat(100_000)), []);
    assert.deepEqual(found('\ud800 status \u0130 503'), []);
    assert.deepEqual(found(`status${'"'.repeat(50_000)}503`), []);
  });
});
