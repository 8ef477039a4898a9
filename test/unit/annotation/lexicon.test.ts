/** The lexicon and its synonyms. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { canonicalTerm, lexicon, placeOf, termsIn } from '../../../src/annotation/lexicon';
import { phrases, spellings } from '../../../src/annotation/synonyms';
import { parseUnitId, unitId } from '../../../src/protocol/unit';

const published = new URL('../../../../shared/data/deepminer/unit-labels.json', import.meta.url);
const everyTerm = lexicon.categories.flatMap((c) => c.groups.flatMap((g) => g.terms));

describe('the lexicon', () => {
  it('has each term in one place only', () => {
    assert.equal(new Set(everyTerm).size, everyTerm.length);
    for (const term of everyTerm) assert.ok(placeOf(term), term);
  });

  it('knows SHAPE and MARGINS of a mass, TYPE and DISTRIBUTION of calcifications, other findings and normal tissue', () => {
    assert.deepEqual(
      lexicon.categories.map((c) => c.category),
      ['mass', 'calcification', 'other', 'normal tissue'],
    );
    assert.deepEqual(placeOf('SPICULATED'), { category: 'mass', group: 'MARGINS' });
    assert.deepEqual(placeOf('PLEOMORPHIC'), { category: 'calcification', group: 'TYPE' });
    assert.deepEqual(placeOf('PECTORAL_MUSCLE'), { category: 'normal tissue', group: 'TISSUE' });
    assert.equal(placeOf('CHEESE'), undefined);
  });

  it('takes LUCENT_CENTERED and LUCENT_CENTER for one term', () => {
    assert.equal(canonicalTerm('LUCENT_CENTERED'), canonicalTerm('lucent center'));
  });

  it('leads every synonym to a term of the lexicon', () => {
    for (const [, term] of spellings) assert.ok(everyTerm.includes(term), term);
    for (const term of phrases.flatMap((p) => p.terms ?? [])) assert.ok(everyTerm.includes(term), term);
  });

  it('finds every term in its own words (SKIN, which alone means the skin, with its noun)', () => {
    for (const term of everyTerm) {
      const words = term === 'SKIN' ? 'skin calcifications' : term.toLowerCase().replaceAll('_', ' ');
      assert.deepEqual(termsIn(`edge of ${words}, seen twice`).terms, [term]);
    }
  });
});

describe('free words', () => {
  const facts: [string, string[], string[]][] = [
    ['mass with smooth edges', ['CIRCUMSCRIBED'], ['mass']],
    ['Spiculation', ['SPICULATED'], ['mass']],
    ['Calcified vessels', ['VASCULAR'], ['calcification']],
    ['arterial calcifications', ['VASCULAR'], ['calcification']],
    ['Isolated large calcifications', ['COARSE'], ['calcification']],
    ['large isolated calcification', ['COARSE'], ['calcification']],
    ['edge of a suspicious mass, mass irregularly-shaped', ['IRREGULAR'], ['mass']],
    ['Masses with smooth edges and Macrocalification', ['CIRCUMSCRIBED', 'COARSE'], ['mass', 'calcification']],
    ['Edge of the mass, speculations associated with cancer', ['SPICULATED'], ['mass']],
    ['Masses with calcification clusters inside', ['CLUSTERED'], ['mass', 'calcification']],
    ['Pectoralis or inframammary folds', ['PECTORAL_MUSCLE', 'INFRAMAMMARY_FOLD'], ['normal tissue']],
    ['fine linear branching calcifications', ['FINE_LINEAR_BRANCHING'], ['calcification']],
    ['irregular mass with spiculated margins', ['IRREGULAR', 'SPICULATED'], ['mass']],
    ['Normal Breast Tissue', [], ['normal tissue']],
    ['dense tissue without calcifications', ['DENSE_TISSUE'], ['normal tissue']],
    ['no mass, a blood vessel', ['VESSEL'], ['normal tissue']],
    ['nothing I can name', [], []],
  ];
  for (const [text, terms, categories] of facts)
    it(`"${text}" says ${terms.join(', ') || 'no term'} (${categories.join(', ') || 'no category'})`, () => {
      assert.deepEqual(termsIn(text), { terms, categories });
    });

  it('of any kind are read without failing', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => termsIn(text).terms.length >= 0));
  });
});

describe('the 46 published labels', () => {
  it('are all reachable by unit index, those below 1000 too, and each names a category', function () {
    if (!existsSync(published)) return this.skip();
    const labels = JSON.parse(readFileSync(published, 'utf8')) as Record<string, string>;
    const byIndex = new Map(Object.entries(labels).map(([id, label]) => [parseUnitId(id), label]));
    assert.equal(byIndex.size, 46);
    for (const [id, label] of Object.entries(labels)) {
      const index = parseUnitId(id);
      assert.equal(byIndex.get(index), label);
      assert.equal(unitId(index), id);
      // The missing unit 0000 that an unpadded or 0-based look-up would ask for.
      assert.equal(index, Number(id.slice(5)) - 1);
    }
    const silent = Object.values(labels).filter((label) => termsIn(label).categories.length === 0);
    assert.deepEqual(silent, []);
  });
});
