import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { Documents, LostDocumentError } from '../../../../src/engine/documents/documents';
import { DocumentText } from '../../../../src/engine/documents/documentText';

const uri = 'untitled:shop.log';
const source = { kind: 'document', uri, version: 1, length: 8 } as const;

describe('the text of an edited document', () => {
  it('is what a plain string would be after the same changes', () => {
    let seed = 7;
    const random = (below: number): number => (seed = (seed * 48271) % 2147483647) % below;
    const text = new DocumentText();
    let plain = '';
    for (let round = 0; round < 300; round++) {
      const offset = random(plain.length + 1);
      const length = random(10) === 0 ? random(plain.length - offset + 1) : Math.min(random(30), plain.length - offset);
      const added = ['', 'x', 'ERROR lost 😀\r\n', 'a line of the log\n'.repeat(random(4000))][random(4)] ?? '';
      text.apply({ offset, length, text: added });
      plain = plain.slice(0, offset) + added + plain.slice(offset + length);
      assert.equal(text.length, plain.length);
      if (round % 20 === 0) assert.ok(text.chunks().join('') === plain, `round ${String(round)}`);
    }
    assert.ok(text.chunks().join('') === plain);
  });

  it('is told in pieces that cut no character', () => {
    const text = new DocumentText();
    text.apply({ offset: 0, length: 0, text: `x${'😀'.repeat(100_000)}` });
    const bytes = Buffer.concat(text.chunks().map((chunk) => Buffer.from(chunk, 'utf8')));
    assert.ok(!bytes.toString('utf8').includes('\ufffd'));
  });

  it('stays as it is where a change reaches beyond it', () => {
    const text = new DocumentText();
    text.apply({ offset: 0, length: 0, text: 'abc' });
    assert.throws(() => text.apply({ offset: 2, length: 2, text: '' }), RangeError);
    assert.throws(() => text.apply({ offset: Number.NaN, length: 0, text: 'x' }), RangeError);
    assert.deepEqual(text.chunks(), ['abc']);
  });
});

describe('edited documents', () => {
  const opened = (): Documents => {
    const documents = new Documents();
    documents.open({ uri, fileName: 'shop.log', version: 1 });
    documents.change({ uri, version: 1, changes: [{ offset: 0, length: 0, text: 'one\ntwo\n' }] });
    return documents;
  };

  it('are read as they are at their version', () => {
    const documents = opened();
    const { source: before } = documents.resolved({ source });
    documents.change({ uri, version: 2, changes: [{ offset: 4, length: 3, text: 'three' }, { offset: 0, length: 1, text: 'O' }] });
    assert.deepEqual(before, { kind: 'text', uri, fileName: 'shop.log', chunks: ['one\ntwo\n'] });
    assert.deepEqual(documents.resolved({ source: { ...source, version: 2, length: 10 } }).source, { kind: 'text', uri, fileName: 'shop.log', chunks: ['One\nthree\n'] });
  });

  it('are lost at another version, behind a change that does not fit, and when closed', () => {
    const documents = opened();
    assert.throws(() => documents.resolved({ source: { ...source, version: 2 } }), LostDocumentError);
    assert.throws(() => documents.resolved({ source: { ...source, length: 9 } }), LostDocumentError);
    assert.throws(() => documents.change({ uri, version: 2, changes: [{ offset: 9, length: 9, text: '' }] }), LostDocumentError);
    assert.throws(() => documents.resolved({ source }), LostDocumentError);
    const others = opened();
    others.close(uri);
    assert.throws(() => others.change({ uri, version: 2, changes: [] }), LostDocumentError);
  });

  it('leave other sources as they are', () => {
    const file = { kind: 'file', uri: 'file:///a.log', path: '/a.log' } as const;
    assert.deepEqual(new Documents().resolved({ source: file, line: 3 }), { source: file, line: 3 });
  });
});
