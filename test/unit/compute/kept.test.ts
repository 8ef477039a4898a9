/** What is kept open: opened once, used by one call at a time, given back when idle. */
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { Kept } from '../../../src/compute/kept';

describe('something kept open', () => {
  const never = new AbortController().signal;
  let events: string[];
  let kept: Kept<string>;
  const open = (key: string) => async () => {
    events.push(`open ${key}`);
    return key;
  };

  beforeEach(() => {
    const own: string[] = [];
    events = own;
    kept = new Kept<string>(async (value) => void own.push(`close ${value}`), 30);
  });

  it('is opened once for calls of the same key, and closed before another is opened', async () => {
    await kept.use('a', open('a'), never, async () => undefined);
    await kept.use('a', open('a'), never, async () => undefined);
    await kept.use('b', open('b'), never, async () => undefined);
    assert.deepEqual(events, ['open a', 'close a', 'open b']);
  });

  it('is used by one call at a time, in their order', async () => {
    let working = 0;
    const order = await Promise.all(
      [1, 2, 3, 4].map((n) =>
        kept.use('a', open('a'), never, async () => {
          assert.equal(++working, 1);
          await pause(2);
          working--;
          return n;
        }),
      ),
    );
    assert.deepEqual([order, events], [[1, 2, 3, 4], ['open a']]);
  });

  it('is closed when nobody has used it for a while, and opened again after', async () => {
    await kept.use('a', open('a'), never, async () => undefined);
    await pause(60);
    assert.deepEqual(events, ['open a', 'close a']);
    await kept.use('a', open('a'), never, async () => undefined);
    assert.equal(events.at(-1), 'open a');
  });

  it('stays in use while a call takes longer than the wait', async () => {
    await kept.use('a', open('a'), never, () => pause(80));
    assert.deepEqual(events, ['open a']);
  });

  it('goes on after a call or an opening that failed', async () => {
    await assert.rejects(
      kept.use('a', open('a'), never, () => Promise.reject(new Error('broken'))),
      /broken/,
    );
    await assert.rejects(
      kept.use(
        'b',
        () => Promise.reject(new Error('opening')),
        never,
        async () => 1,
      ),
      /opening/,
    );
    assert.equal(await kept.use('a', open('a'), never, async (value) => value), 'a');
    assert.deepEqual(events, ['open a', 'close a', 'open a'], 'what failed is not used again');
  });

  it('is not waited for by a call that was cancelled', async () => {
    const abort = new AbortController();
    const first = kept.use('a', open('a'), never, () => pause(50));
    const second = kept.use('a', open('a'), abort.signal, async () => events.push('worked'));
    abort.abort(new Error('cancelled'));
    const start = performance.now();
    await assert.rejects(second, /cancelled/);
    assert.ok(performance.now() - start < 40);
    await first;
    await kept.use('a', open('a'), never, async () => undefined);
    assert.ok(!events.includes('worked'));
  });
});
