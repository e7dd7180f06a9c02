import assert from 'node:assert/strict';
import fs from 'node:fs';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { retold, told } from '../../../../src/core/anomalies/sentences';
import { inEnglish } from '../../../../src/core/explanationText';

const german = JSON.parse(fs.readFileSync('l10n/bundle.l10n.de.json', 'utf8')) as Record<string, string>;

function inGerman(sentence: string, ...values: (string | number)[]): string {
  return inEnglish(german[sentence] ?? assert.fail(sentence), ...values);
}

describe('evidence of what is unusual', () => {
  it('is said again in another language, its values too', () => {
    const kept = told('{0} came {1} within {2}, where it did {3} before; it is one of {4} bursts.', '“disk full: {0}”', told('{0} times', 40), '3 min', told('once'), 2);
    assert.equal(kept, '“disk full: {0}” came 40 times within 3 min, where it did once before; it is one of 2 bursts.');
    assert.equal(retold(kept, inGerman, 'de'), inGerman('{0} came {1} within {2}, where it did {3} before; it is one of {4} bursts.', '“disk full: {0}”', '40-mal', '3 min', 'einmal', 2));
    const cause = told('{0} came first: {1} followed within {2}, {3} of them with an id in common, {4} after {5}.', '“a”', told('{0} other kind of problem', 1), told('{0} lines', 9), 1, '“b”', told('{0} line', 1));
    assert.match(retold(cause, inGerman, 'de'), /^“a” .*1 andere.*9 Zeilen.*“b”.*1 Zeile/);
  });

  it('has its numbers as the language writes them, but not those of the log', () => {
    assert.match(retold(told('{0} was never there in the {1} records before; from here on it came {2}.', '“1,234 left”', '1,234,567', told('{0} times', '12,345')), inGerman, 'de'), /“1,234 left”.* 1\.234\.567 .*12\.345/);
    assert.match(retold(told('From here on {0} of the records are problems; before, {1} were.', '12 %', '1.5 %'), inGerman, 'de'), /12 %.*1,5 %/);
    assert.match(retold(told('{0} in {1}: in the {2} before, the most was {3}.', '1,000', '“took”', '1,200', '2.5'), inGerman, 'de'), /1,000.*1\.200.*2\.5/);
  });

  it('is what it was where it is said in English, whatever a log says', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        for (const kept of [told('{0} came right after {1}, for the first time in {2}.', `“${a}”`, `“${b}”`, '1,200'), told('{0} in {1}: in the {2} before, the most was {3}.', '7', `“${a}”`, '900', 3), a]) assert.equal(retold(kept, inEnglish, 'en'), kept);
      }),
    );
  });
});
