import assert from 'node:assert/strict';
import { describe as describeProgress, duration, table } from '../../../src/cli/terminal';

describe('the terminal', () => {
  it('says how long in words', () => {
    assert.equal(duration(44.6), '45 s');
    assert.equal(duration(80), '1 min 20 s');
    assert.equal(duration(7500), '2 h 5 min');
  });

  it('shows share, time left and the latest step', () => {
    assert.equal(
      describeProgress({ stage: 'train', done: 42, total: 100, secondsLeft: 80, message: 'epoch 3' }),
      'train       42 %  about 1 min 20 s left  epoch 3',
    );
    assert.equal(describeProgress({ stage: 'mine', done: 5, total: 5, secondsLeft: 0 }), 'mine       100 %');
  });

  it('aligns numbers to the right and words to the left', () => {
    assert.equal(
      table(
        ['class', 'AUC'],
        [
          ['normal', '0.9'],
          ['b', '0.875'],
        ],
      ),
      'class     AUC\n------  -----\nnormal    0.9\nb       0.875',
    );
  });
});
