/** The control of the fit: names dealt at random must lose what only the right names know. */
import assert from 'node:assert/strict';
import { nameFit } from '../../../src/explanation/nameFit';
import type { UnitEvidence } from '../../../src/protocol/explanation';
import type { Finding } from '../../../src/protocol/finding';
import { unitId, unitIndex } from '../../../src/protocol/unit';

const finding = (margins: string): Finding => ({
  id: 1,
  lesions: [{ kind: 'mass', margins: [margins] }],
  pathology: 'benign',
  boundary: [],
  cores: [],
});
const shown = (unit: number, term: string): UnitEvidence => ({
  unit: unitId(unitIndex(unit)),
  rank: 1,
  influence: 1,
  share: 1,
  annotations: [{ expert: 'a', phenomena: [{ description: '', association: 'unsure', category: 'mass', terms: [term] }] }],
});

describe('the fit of names', () => {
  const views = [
    { findings: [finding('SPICULATED')], evidence: [shown(0, 'SPICULATED')] },
    { findings: [finding('CIRCUMSCRIBED')], evidence: [shown(1, 'CIRCUMSCRIBED')] },
    { findings: [], evidence: [shown(2, 'OBSCURED')] },
  ];

  it('is whole for right names, and half of it luck when two names are dealt to two units', () => {
    const { own, shuffled } = nameFit(views, 1, 2000);
    assert.deepEqual(own, { views: 1, units: 1 });
    assert.ok(Math.abs(shuffled.units - 0.5) < 0.05, `${shuffled.units}`);
  });

  it('is all luck when every unit bears the same name', () => {
    const same = [0, 1].map((unit) => ({ findings: [finding('SPICULATED')], evidence: [shown(unit, 'SPICULATED')] }));
    assert.deepEqual(nameFit(same).shuffled.units.toFixed(6), '1.000000');
  });

  it('counts views by any unit, units one by one', () => {
    const two = [{ findings: [finding('SPICULATED')], evidence: [shown(0, 'SPICULATED'), shown(1, 'OBSCURED')] }];
    assert.deepEqual(nameFit(two).own, { views: 1, units: 0.5 });
  });

  it('of no view is nothing, not NaN', () => {
    assert.deepEqual(nameFit([]).own, { views: 0, units: 0 });
  });
});
