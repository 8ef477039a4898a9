/** What a listed unit is called, and on whose authority. */
import { deepEqual } from 'node:assert/strict';
import { calledOf } from '../../../src/host/unitNames';

const phenomenon = (description: string, terms: string[] = []) => ({ description, association: 'benign' as const, terms });
const concepts = (iou: number) => ({ found: [{ concept: 'SPICULATED', iou }], bar: 0.04, views: 4 });

describe('what a unit is called in the view', () => {
  it('is what experts say, each name once, terms where there are no words', () => {
    const annotations = [
      { expert: 'ann', phenomena: [phenomenon('edge of mass')] },
      { expert: 'bob', phenomena: [phenomenon('edge of mass'), phenomenon(' ', ['ILL_DEFINED'])] },
    ];
    deepEqual(calledOf({ annotations, unrecognized: [], concepts: concepts(0.5) }), { by: 'expert', text: 'edge of mass; ill defined' });
  });

  it('is the best concept where no expert spoke and the concept reaches the bar', () => {
    deepEqual(calledOf({ annotations: [], unrecognized: ['ann'], concepts: concepts(0.041) }), {
      by: 'measurement',
      text: 'spiculated, IoU 0.04',
    });
  });

  it('is nothing recognizable or unnamed otherwise', () => {
    deepEqual(calledOf({ annotations: [], unrecognized: ['ann'], concepts: concepts(0.039) }).by, 'nobody, though seen');
    deepEqual(calledOf({ annotations: [], unrecognized: [] }).by, 'nobody');
  });
});
