/** Whatever the numbers and the names: the words are whole sentences, and their figures are those of the explanation. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { summaryOf } from '../../../src/explanation/summary';
import { leadingName } from '../../../src/explanation/unitWords';
import { percent, sentenceOf } from '../../../src/explanation/wording';
import type { Explanation, UnitEvidence } from '../../../src/protocol/explanation';
import { unitId, unitIndex } from '../../../src/protocol/unit';
import { exampleExplanation } from './example';

const CLASSES = ['normal', 'benign', 'malignant'];
const real = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const phenomenon = fc.record({
  description: fc.oneof(
    fc.constantFrom('round mass', 'edge of a mass.', '  dense   tissue ', '...', 'calcifications; in clusters', `${'long '.repeat(60)}`),
    // Marks of its own would look like holes in the sentence.
    fc.string({ maxLength: 20 }).map((text) => text.replace(/[(),;.]/g, '')),
  ),
  association: fc.constantFrom('benign' as const, 'malignant' as const, 'normal' as const, 'unsure' as const),
  terms: fc.subarray(['OVAL', 'ILL_DEFINED']),
});
const annotations = fc.array(
  fc.record({ expert: fc.constantFrom('ada', 'ben'), phenomena: fc.array(phenomenon, { minLength: 1, maxLength: 3 }) }),
  {
    minLength: 1,
    maxLength: 2,
  },
);
const units = (first: number, most: number, min: number, max: number) =>
  fc
    .array(fc.record({ influence: real(0, 9), share: real(min, max), annotations }), { maxLength: most })
    .map((all) => all.map((u, i): UnitEvidence => ({ unit: unitId(unitIndex(first + i)), rank: i + 1, ...u })));
const drawn = fc.record({
  evidence: units(0, 5, -2, 9),
  against: units(20, 3, -9, -1e-9),
  decidedClass: fc.constantFrom(...CLASSES),
  explainedClass: fc.constantFrom(...CLASSES),
  probability: real(0, 1),
  scores: fc.tuple(real(0, 1), real(0, 1), real(0, 1)),
  unnamed: real(0, 9),
  scoring: fc.constantFrom('max' as const, 'mean' as const),
});

describe('the words of any explanation', () => {
  let example: Explanation;
  before(async () => {
    example = await exampleExplanation();
  });

  const worded = (d: typeof drawn extends fc.Arbitrary<infer T> ? T : never) => {
    const { probability, scores, unnamed, ...fields } = d;
    const e: Explanation = {
      ...example,
      ...fields,
      scores: Object.fromEntries(CLASSES.map((c, k) => [c, scores[k]])),
      decidingPosition: { ...example.decidingPosition, probability },
    };
    const support = unnamed + e.evidence.reduce((sum, u) => sum + Math.max(0, u.share), 0);
    return { e, support, summary: summaryOf(e, support), sentence: sentenceOf(e, support, 'normal') };
  };

  it('are one or more whole sentences without holes', () => {
    fc.assert(
      fc.property(drawn, (d) => {
        const { e, summary, sentence } = worded(d);
        for (const text of [summary, sentence]) {
          assert.doesNotMatch(text, /NaN|Infinity|undefined|null/, text);
          assert.doesNotMatch(text, / {2}|\s$|^\s/, text);
          assert.match(text, /[^.\s]\.$/, text);
          assert.ok(
            CLASSES.some((c) => text.includes(c)),
            text,
          );
          assert.doesNotMatch(text, /(, by|led by|speaks?|and) [,;.(]|\(\)/, text);
        }
        assert.ok(summary.includes(e.explainedClass) && sentence.includes(e.explainedClass));
        for (const unit of [...e.evidence, ...e.against]) assert.notEqual(leadingName(unit).trim(), '');
      }),
      { numRuns: 400 },
    );
  });

  it('give the named part of the evidence as the shares say', () => {
    fc.assert(
      fc.property(drawn, (d) => {
        const { e, support, summary } = worded(d);
        const speaking = e.evidence.filter((u) => u.share > 0);
        if (speaking.length === 0) return assert.match(summary, /no named unit speaks for it/);
        const share = speaking.reduce((sum, u) => sum + u.share, 0) / support;
        const said = /named units carry (?:most of the evidence \((.+?)\)|(?:only )?(.+? %) of the evidence)/.exec(summary);
        assert.equal(said?.[1] ?? said?.[2], percent(share), summary);
        assert.equal(said?.[1] !== undefined, Math.round(100 * share) > 50, summary);
      }),
      { numRuns: 300 },
    );
  });

  it('hedge by the figure that stands beside the hedge', () => {
    const hedge = (p: number) =>
      summaryOf({ ...example, decidingPosition: { ...example.decidingPosition, probability: p } }, 10).split(' malignant')[0];
    assert.deepEqual([0.9501, 0.9496, 0.94, 0.797, 0.79, 0.5, 0.49].map(hedge), [
      'Looks',
      'Looks',
      'Probably',
      'Probably',
      'Possibly',
      'Possibly',
      'Undecided, at most',
    ]);
    assert.match(
      summaryOf({ ...example, decidingPosition: { ...example.decidingPosition, probability: 1 } }, 10),
      /^Looks malignant \(over 99 %\)/,
    );
  });

  it('name units of the same name once, and say which have further names', () => {
    const named = (unit: number, ...names: string[]): UnitEvidence => ({
      unit: unitId(unitIndex(unit)),
      rank: unit,
      influence: 1,
      share: 1,
      annotations: [{ expert: 'ada', phenomena: names.map((description) => ({ description, association: 'malignant', terms: [] })) }],
    });
    const evidence = [named(3, 'spiculated mass', 'clusters'), named(8, 'dense tissue'), named(5, 'spiculated mass')];
    const words = sentenceOf({ ...example, evidence, against: [] }, 10, 'normal');
    assert.match(
      words,
      /led by spiculated mass \[unit_0004, unit_0006\] \(20 % of the evidence\) and dense tissue \[unit_0009\] \(10 % of the evidence\)\./,
    );
    assert.match(words, /Experts have further names for unit_0004\./);
  });
});
