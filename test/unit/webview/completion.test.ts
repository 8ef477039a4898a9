/** Facts of what the description field offers. */
import { deepEqual, equal } from 'node:assert/strict';
import { lexicon } from '../../../src/annotation/lexicon';
import type { Answer } from '../../../src/protocol/annotation';
import { unitId, unitIndex } from '../../../src/protocol/unit';
import { completionsOf, matching } from '../../../webview/survey/completion';

const said = (description: string): Answer => ({
  unit: unitId(unitIndex(1)),
  expert: 'ann',
  at: '2031-01-01T00:00:00Z',
  seconds: 1,
  network: 'n',
  mining: 'm',
  recognizable: true,
  several: false,
  phenomena: [{ description, association: 'benign', category: 'mass', terms: ['OVAL'] }],
});
const texts = (typed: string, answers: Answer[] = []) => matching(completionsOf(lexicon, answers), typed).map((c) => c.text);

describe('completion of a description', () => {
  it('offers lexicon words by any of their beginnings, with category and term', () => {
    const [first] = matching(completionsOf(lexicon, []), 'spic mar');
    deepEqual(first, { text: 'mass with spiculated margins', category: 'mass', terms: ['SPICULATED'], source: 'margins' });
  });

  it('puts this expert’s own words before the lexicon’s, the most used first', () => {
    const own = [said('vascular calcium'), said('vascular tracks'), said('vascular tracks')];
    deepEqual(texts('vasc', own).slice(0, 3), ['vascular tracks', 'vascular calcium', 'vascular calcification']);
  });

  it('puts what begins with the typed words before what only holds them', () => {
    equal(texts('oval')[0], 'oval mass');
  });

  it('offers nothing for nothing, nor what is there already', () => {
    deepEqual(texts('  '), []);
    deepEqual(texts('Oval mass'), []);
  });
});
