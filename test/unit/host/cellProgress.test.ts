/** The bar beneath a running cell: one output, at most four updates a second, nothing left of it. */
import assert from 'node:assert/strict';
import { CellProgress, progressItems } from '../../../src/host/notebook/cellProgress';

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function watched() {
  const shown: (string | undefined)[] = [];
  const progress = new CellProgress({ passing: (items) => void shown.push(items?.['text/plain']) });
  return { shown, progress };
}

describe('progress of a call in a cell', () => {
  it('shows the latest report a few times a second, and is taken away when the call ends', async () => {
    const { shown, progress } = watched();
    for (let done = 0; done <= 100; done++) {
      progress.report({ stage: 'train', done, total: 100 });
      await wait(10);
    }
    progress.report(undefined);
    assert.equal(shown.at(-1), undefined);
    const texts = shown.slice(0, -1);
    assert.ok(texts.length >= 2 && texts.length <= 6, `${texts.length} updates in a second`);
    assert.ok(texts.every((text) => /^train, \d+ %$/.test(text!)));
  });

  it('shows nothing of a short call, and nothing after the cell has ended', async () => {
    const { shown, progress } = watched();
    progress.report({ stage: 'explain', done: 0, total: 1 });
    progress.report(undefined);
    await wait(450);
    assert.deepEqual(shown, []);
    progress.end();
    progress.report({ stage: 'explain', done: 0, total: 1 });
    await wait(450);
    assert.deepEqual(shown, []);
  });

  it('says stage, percent and time left, every text escaped', () => {
    const items = progressItems({ stage: 'mine', done: 1, total: 4, secondsLeft: 30, message: 'view <a> & b' });
    assert.equal(items['text/plain'], 'mine: view <a> & b, 25 %, 30 s left');
    assert.match(items['text/html'], /value="0\.2500"/);
    assert.match(items['text/html'], /mine: view &lt;a&gt; &amp; b, 25 %, 30 s left/);
  });
});
