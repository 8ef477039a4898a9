/** Facts of the time an answer takes. */
import { equal, ok } from 'node:assert/strict';
import fc from 'fast-check';
import { AttentionClock, IDLE_SECONDS } from '../../../webview/shared/timing';

describe('the attention clock', () => {
  it('counts the time between signs of life', () => {
    const clock = new AttentionClock(100);
    clock.sign(110);
    clock.sign(125);
    equal(clock.seconds(130), 30);
  });

  it('stops counting after 30 s without a sign of life', () => {
    const clock = new AttentionClock(0);
    equal(clock.seconds(600), 30);
    clock.sign(600);
    equal(clock.seconds(605), 35);
  });

  it('does not count while the page is hidden', () => {
    const clock = new AttentionClock(0);
    clock.pause(5);
    equal(clock.seconds(25), 5);
    clock.sign(25);
    equal(clock.seconds(27), 7);
  });

  it('never counts more than passed, nor more than 30 s a silence', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 200, noNaN: true }), { maxLength: 20 }), (silences) => {
        const clock = new AttentionClock(0);
        let now = 0;
        for (const silence of silences) {
          now += silence;
          clock.sign(now);
        }
        const most = silences.reduce((sum, s) => sum + Math.min(s, IDLE_SECONDS), 0);
        ok(Math.abs(clock.seconds(now) - most) < 1e-6);
      }),
    );
  });
});
