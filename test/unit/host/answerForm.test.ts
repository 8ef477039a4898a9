/** Two checks of one form: what is kept by the one is read by the other. */
import assert from 'node:assert/strict';
import { checkAnswer } from '../../../src/annotation/answer';
import { answerForm } from '../../../src/host/looking/answerForm';

const whole = {
  unit: 'unit_4',
  expert: 'Dr. Wu',
  at: '2031-05-02T09:00:00.000Z',
  seconds: 12.5,
  network: 'abc',
  mining: 'def',
  recognizable: true,
  several: false,
  phenomena: [{ description: 'an edge', association: 'benign', category: 'mass', terms: ['ROUND'], confidence: 'low' }],
  replaces: ['0123abcd'],
};
const phenomenon = (change: object) => ({ ...whole, phenomena: [{ ...whole.phenomena[0], ...change }] });

const values: unknown[] = [
  whole,
  { ...whole, further: 1, id: '0123abcd' },
  phenomenon({ further: 1 }),
  ...Object.keys(whole).flatMap((field) =>
    [undefined, null, 7, -1, '', 'word', true, [], {}].map((value) => ({ ...whole, [field]: value })),
  ),
  ...Object.keys(whole.phenomena[0]).flatMap((field) =>
    [undefined, null, 7, '', 'word', 'unsure', 'other', 'high', [], [''], ['A', 7], {}].map((value) => phenomenon({ [field]: value })),
  ),
  ...['2031-05-02', '2031-05-02T09:00Z', '2031-05-02T09:00:00Z', '2031-13-02T09:00:00Z', '2031-05-02T09:00:00+01:00'].map((at) => ({
    ...whole,
    at,
  })),
  ...['unit_0', 'unit_0001', ' unit_1 ', '../unit_1'].map((unit) => ({ ...whole, unit })),
  ...[Number.NaN, Number.POSITIVE_INFINITY, 0].map((seconds) => ({ ...whole, seconds })),
  ...[['0123ABCD'], Array(1001).fill('0123abcd'), []].map((replaces) => ({ ...whole, replaces })),
  phenomenon({ description: 'x'.repeat(2000) }),
  phenomenon({ description: 'x'.repeat(2001) }),
  phenomenon({ terms: ['x'.repeat(101)] }),
  ...[null, undefined, 7, 'text', []],
];

const outcome = (check: (value: unknown) => unknown, value: unknown): unknown => {
  try {
    return JSON.parse(JSON.stringify(check(value)));
  } catch {
    return 'refused';
  }
};

describe('the form of an answer, where it is looked at', () => {
  it('is that by which answers are kept', () => {
    const kept = values.map((value) => outcome(checkAnswer, value));
    assert.ok(kept.some((result) => result === 'refused') && kept.some((result) => result !== 'refused'));
    for (const [i, value] of values.entries()) assert.deepEqual(outcome(answerForm, value), kept[i], JSON.stringify(value));
  });
});
