/** Work that changes ask for, and answers that several share. */
import { deepEqual, equal, rejects } from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { OneAtATime } from '../../../src/host/oneAtATime';
import { SharedAnswer } from '../../../src/host/sharedAnswer';

describe('work that changes ask for', () => {
  it('is done once for many changes, and once more for those that come meanwhile', async () => {
    const done: string[] = [];
    let going = 0;
    const work = new OneAtATime(async () => {
      equal(++going, 1, 'one at a time');
      done.push('begun');
      await wait(30);
      going--;
    }, 5);
    for (let i = 0; i < 5; i++) work.ask();
    await wait(20);
    deepEqual(done, ['begun']);
    for (let i = 0; i < 5; i++) work.ask();
    await wait(120);
    deepEqual(done, ['begun', 'begun']);
  });

  it('is not put off by changes without end', async () => {
    let times = 0;
    const work = new OneAtATime(async () => times++, 10);
    for (const end = Date.now() + 150; Date.now() < end; await wait(2)) work.ask();
    work.dispose();
    equal(times >= 3, true, `${times}`);
  });

  it('is not begun any more when nobody wants it', async () => {
    let times = 0;
    const work = new OneAtATime(async () => times++);
    work.ask();
    work.dispose();
    work.ask();
    await wait(20);
    equal(times, 0);
  });
});

describe('an answer that several share', () => {
  it('is asked for once within a moment, and then anew, also while the last one is awaited', async () => {
    let times = 0;
    const shared = new SharedAnswer(async () => {
      const mine = ++times;
      await wait(300);
      return mine;
    }, 150);
    const [first, second] = [shared.get(), shared.get()];
    await wait(200);
    const later = shared.get();
    deepEqual(await Promise.all([first, second, later]), [1, 1, 2]);
  });

  it('is asked for anew when it failed', async () => {
    let times = 0;
    const shared = new SharedAnswer(async () => {
      if (++times === 1) throw new Error('not yet');
      return times;
    }, 10_000);
    await rejects(shared.get(), /not yet/);
    equal(await shared.get(), 2);
  });
});
