import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { emptyForm, filterOf, isFiltering } from '../../../../webview-ui/logView/filterForm';

const include = { text: 'order', isRegex: false, matchCase: false };

describe('the filter form', () => {
  it('lets everything through where nothing is filled in', () => {
    assert.deepEqual(filterOf(emptyForm), {});
    assert.equal(isFiltering({ ...emptyForm, context: 3 }), false);
  });

  it('states what is filled in, and nothing else', () => {
    const form = { ...emptyForm, severities: ['high', 'critical'] as const, category: 'network' as const, include, context: 2, from: { text: '10:00', time: 36_000_000 }, to: { text: 'never', time: null } };
    assert.deepEqual(filterOf(form), { severities: ['critical', 'high'], categories: ['network'], include, from: 36_000_000, context: 2 });
  });

  it('keeps what is filled in while it is off', () => {
    const form = { ...emptyForm, isOn: false, include };
    assert.deepEqual(filterOf(form), {});
    assert.deepEqual(filterOf({ ...form, isOn: true }), { include });
  });

  it('shows one group alone', () => {
    assert.deepEqual(filterOf({ ...emptyForm, only: { fingerprints: ['a', 'b'], label: 'Disk full' } }), { fingerprints: ['a', 'b'] });
  });
});
