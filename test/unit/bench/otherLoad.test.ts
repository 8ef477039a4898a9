import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { disturbance, otherShare, ticks } from '../../../bench/otherLoad';

describe('the load of other programs', () => {
  it('is what was busy and not ours', () => {
    const before = { all: 1000, busy: 500, own: 100 };
    assert.equal(otherShare(before, { all: 1200, busy: 660, own: 240 }), 0.1);
    assert.equal(otherShare(before, { all: 1200, busy: 600, own: 210 }), 0);
    assert.equal(otherShare(undefined, before), undefined);
    assert.match(disturbance(0.1), /others took 10 %/);
    assert.equal(disturbance(0.01), '');
    assert.equal(disturbance(undefined), '');
  });

  it('does not hold the work of programs that this one started, also when they have ended', async function () {
    if (process.platform !== 'linux') this.skip();
    const before = (await ticks())!;
    spawnSync(process.execPath, ['-e', 'const end = performance.now() + 400; while (performance.now() < end);']);
    const after = (await ticks())!;
    // 400 ms of work; a tick is 10 ms. A machine that gives less than half of one processor is too busy to tell.
    assert.ok(after.own - before.own >= 10, `${after.own - before.own} ticks`);
    assert.ok(after.busy - before.busy >= after.own - before.own - 5);
  });
});
