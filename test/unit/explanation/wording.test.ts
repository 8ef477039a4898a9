/** The words say what the numbers say. */
import assert from 'node:assert/strict';
import { leadingName } from '../../../src/explanation/unitWords';
import { percent, reportOf, sentenceOf } from '../../../src/explanation/wording';
import type { Explanation } from '../../../src/protocol/explanation';
import { exampleExplanation } from './example';

const deciding = (e: Explanation, probability: number) => ({ ...e, decidingPosition: { ...e.decidingPosition, probability } });

describe('the sentence', () => {
  let e: Explanation;
  before(async () => {
    e = await exampleExplanation();
  });

  it('names the decision and its probability, hedged by that probability', () => {
    const say = (p: number) => sentenceOf(deciding(e, p), 10, 'normal');
    assert.match(say(0.97), /certain that this view is malignant \(97 %/);
    assert.match(say(0.85), /takes this view for malignant \(85 %/);
    assert.match(say(0.62), /malignant, without being sure \(62 %/);
    assert.match(say(0.41), /undecided and only leans to malignant \(41 %/);
  });

  it('names the strongest units with their words and their part of the evidence', () => {
    const strongest = e.evidence.toSorted((a, b) => b.share - a.share)[0];
    const words = sentenceOf(e, 10, 'normal');
    assert.ok(words.includes(`${leadingName(strongest)} [${strongest.unit}] (${percent(strongest.share / 10)} of the evidence)`), words);
  });

  it('says so when no influential unit has a name', () => {
    assert.match(sentenceOf({ ...e, evidence: [] }, 10, 'normal'), /None of its 3 most influential units has been named/);
  });

  it('says so when units without a name carry most of the evidence', () => {
    assert.match(sentenceOf(e, 1000, 'normal'), /Other units carry most of the evidence \(99 %\)/);
    assert.doesNotMatch(sentenceOf(e, 10, 'normal'), /carry most of the evidence/);
  });

  it('names units that speak against it when they weigh something, and says when none does', () => {
    const against = [{ ...e.against[0], share: -2 }];
    assert.match(sentenceOf({ ...e, against }, 10, 'normal'), /Against it speaks oval mass .* \[unit_0002\] \(taking back 20 %\)/);
    assert.match(sentenceOf({ ...e, against: [] }, 10, 'normal'), /No named unit speaks against it\./);
  });

  it('doubts when experts associate the evidence with another class', () => {
    assert.match(sentenceOf(e, 10, 'normal'), /Experts associate unit_0015 with something other than malignant/);
  });

  it('tells of another class that is probable elsewhere, but not of the background', () => {
    const words = sentenceOf({ ...e, scores: { normal: 0.99, benign: 0.72, malignant: 0.97 } }, 10, 'normal');
    assert.match(words, /looks benign too \(largest probability 72 %\)/);
    assert.doesNotMatch(words, /looks normal too/);
  });

  it('says where a unit speaks that is silent at the deciding position', () => {
    const evidence = e.evidence.map((u, i) => (i === 0 ? { ...u, share: 0 } : u));
    assert.match(sentenceOf({ ...e, evidence }, 10, 'normal'), /speaks for malignant elsewhere in the view, not where it decides/);
  });
});

describe('percentages', () => {
  it('never round some to none or most to all', () => {
    assert.deepEqual([0, 0.001, 0.005, 0.5, 0.994, 0.996, 1].map(percent), [
      '0 %',
      'under 1 %',
      '1 %',
      '50 %',
      '99 %',
      'over 99 %',
      '100 %',
    ]);
  });
});

describe('the text report', () => {
  it('has the decision, the truth, all shown units with share and agreement, the finding and the notice', async () => {
    const e = await exampleExplanation();
    const text = reportOf(e);
    assert.match(text, /^C_0011\.LEFT_CC: malignant \(truth: malignant\)/);
    for (const u of e.evidence)
      assert.match(text, new RegExp(`${u.unit}.*influence ${u.influence.toFixed(2)}.*share \\+${u.share.toFixed(2)}`));
    for (const u of [...e.unannotated, ...e.against]) assert.ok(text.includes(u.unit));
    assert.match(text, /unit_0003 .*\[fits the report, on the finding\]/);
    assert.match(text, /finding 1: mass, IRREGULAR, SPICULATED; assessment 5, subtlety 3; malignant/);
    assert.match(text, /Research use only; not a medical device\.$/);
  });
});
