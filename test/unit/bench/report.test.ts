import assert from 'node:assert/strict';
import { figure, median, reportJson, reportTable } from '../../../bench/report';

describe("a benchmark's report", () => {
  it('has a ratio above 1 where ours is better, of speed and of memory', () => {
    assert.equal(figure('speed', 'more', 30, 20).ratio, 1.5);
    assert.equal(figure('memory', 'less', 200, 300).ratio, 1.5);
    assert.equal(figure('waiting', 'less', 300, 200).ratio, 0.6667);
  });

  it('has no ratio without a peer, with a peer alone, or to nothing', () => {
    for (const [ours, peer] of [
      [30, null],
      [null, 20],
      [30, 0],
    ] as const)
      assert.equal(figure('speed', 'more', ours, peer).ratio, null);
  });

  it('is for programs one object of name, unit and cases with four keys each', () => {
    const report = { name: 'train', unit: 'img/s', cases: [figure('resnet18 b8', 'more', 30, null, 'a note for people')] };
    assert.deepEqual(JSON.parse(reportJson(report)), {
      name: 'train',
      unit: 'img/s',
      cases: [{ case: 'resnet18 b8', ours: 30, peer: null, ratio: null }],
    });
    assert.match(reportTable(report), /resnet18 b8 +30 +- +- +a note for people/);
  });

  it('takes the middle of the rounds, so that one disturbed round does not count', () => {
    assert.equal(median([10, 11, 900, 9, 10]), 10);
    assert.equal(median([4, 1, 3, 2]), 2.5);
    assert.throws(() => median([]), RangeError);
  });
});
