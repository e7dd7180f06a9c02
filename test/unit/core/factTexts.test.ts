import assert from 'node:assert/strict';

import { inEnglish } from '../../../src/core/explanationText';
import { factTexts } from '../../../src/core/factTexts';
import { FactFinder } from '../../../src/ml/analyzer/facts';

describe('factTexts', () => {
  const told = (message: string): string[] => factTexts(new FactFinder().factsOf(message, 'high'), inEnglish);

  it('says how much a message presses and what it names', () => {
    const [urgency, names] = told('Fatal: host db-1 port 5432 refused user kim');
    assert.match(urgency ?? '', /^Urgency: (?:[6-9]\d|100) %$/);
    assert.equal(names, 'It names: host db-1, port 5432, user kim');
  });

  it('says nothing of urgency where there is no trouble, and names a thing once and not all of very many', () => {
    assert.deepEqual(factTexts(new FactFinder().factsOf('10.0.0.1 10.0.0.1', null), inEnglish).filter((text) => /Urgency/.test(text)), []);
    const many = Array.from({ length: 30 }, (_, index) => `10.0.0.${String(index)}`).join(' ');
    assert.equal(told(`refused by ${many}`)[1]?.split(', ').length, 13);
    assert.equal(told('refused by 10.0.0.1, 10.0.0.1')[1], 'It names: IP 10.0.0.1');
  });
});
