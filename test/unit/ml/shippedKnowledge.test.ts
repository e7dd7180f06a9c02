import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'mocha';
import { parseArea } from '../../../src/ml/knowledgeArea';
import { KnowledgeBase } from '../../../src/ml/knowledgeBase';
import { contextOf, termsOf } from '../../../src/ml/knowledgeTerms';
import { shippedAreas } from '../../../src/ml/shippedKnowledge';
import { harmlessLines } from './harmlessLines';

const folder = 'src/ml/knowledge';

describe('the knowledge that comes with StackLens', () => {
  const base = new KnowledgeBase(shippedAreas);

  it('is sound, file by file, and all of it is built in', () => {
    const entries = readdirSync(folder).map((name) => {
      const read = parseArea(readFileSync(path.join(folder, name), 'utf8'));
      assert.ok('area' in read, `${name}: ${'problems' in read ? JSON.stringify(read.problems) : ''}`);
      return read.area.entries.length;
    });
    assert.equal(entries.reduce((sum, count) => sum + count, 0), base.count().entries);
  });

  it('has one entry for a citation', () => {
    const citations = shippedAreas.flatMap(({ area, entries }) => entries.map(({ id }) => `${area}/${id}`));
    assert.equal(new Set(citations).size, citations.length);
  });

  it('finds every entry by each of its terms', () => {
    for (const area of shippedAreas) {
      for (const entry of area.entries) {
        for (const { kind, text } of termsOf(entry, contextOf(area))) {
          const message = kind === 'code' ? `${area.codeContext?.[0] ?? ''} ${text}` : text;
          const citations = base.best({ message, template: '', category: entry.category, limit: 100 }).map(({ citation }) => citation);
          assert.ok(citations.includes(`${area.area}/${entry.id}`), `${area.area}/${entry.id}: ${message}`);
        }
      }
    }
  });

  it('has nothing to say of harmless lines', () => {
    assert.ok(harmlessLines.length >= 150);
    const said = harmlessLines.flatMap((message) => base.best({ message, template: '', category: null, limit: 3 }).map(({ citation }) => `${citation}: ${message}`));
    assert.deepEqual(said, []);
  });

  it('knows the errors that everybody meets', () => {
    const known: readonly (readonly [string, string])[] = [['connect ECONNREFUSED 127.0.0.1:5432', 'errno/econnrefused']];
    for (const [message, citation] of known) assert.equal(base.best({ message, template: '', category: null, limit: 1 })[0]?.citation, citation, message);
  });
});
