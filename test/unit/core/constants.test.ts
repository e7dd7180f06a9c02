import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { library } from '../../../src/core/formats/library';
import { libraryNecessities } from '../../../src/core/formats/libraryNecessities.constant';
import { necessitiesOf } from '../../../src/core/formats/necessities';
import { requirementsOf } from '../../../src/core/rules/literals';
import { rules } from '../../../src/core/rules/rules';
import { planScreen } from '../../../src/core/rules/screenPlan';
import { messageScreenPlan, telltalePlaces, vetoScreenPlan } from '../../../src/core/rules/screens.constant';
import { requirementsOfTelltales } from '../../../src/core/rules/telltales';
import { vetoes } from '../../../src/core/vetoes';

describe('what is evaluated when we build', () => {
  it('is what would be worked out of the rules', () => {
    const { piece, level, format } = requirementsOfTelltales;
    assert.deepEqual(messageScreenPlan, planScreen([...rules.map(({ pattern }) => requirementsOf(pattern)), piece, level, format]));
    assert.deepEqual(telltalePlaces, { piece: rules.length, level: rules.length + 1, format: rules.length + 2 });
    assert.equal(Math.max(...vetoScreenPlan.completes, ...vetoScreenPlan.always), vetoes.length - 1);
  });

  it('is what would be worked out of the formats', () => {
    const sources = library.flatMap(({ lines = [], marks = [] }) => [...lines, ...marks]);
    assert.ok(sources.length > 500);
    for (const source of sources) assert.deepEqual(libraryNecessities[source], necessitiesOf(source));
  });
});
