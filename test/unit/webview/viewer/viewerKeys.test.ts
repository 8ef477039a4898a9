/** Facts of the viewer's keys. */
import { deepEqual, equal, ok } from 'node:assert/strict';
import { WHOLE_RANGE } from '../../../../webview/shared/viewer/greyWindow';
import { readoutText, readoutWords } from '../../../../webview/shared/viewer/readout';
import { WHOLE } from '../../../../webview/shared/viewer/sight';
import { afterKey } from '../../../../webview/shared/viewer/viewerKeys';

const onPatch = { zoom: 2.4, x: 0.3, y: 0.2 };
const press = (key: string, change = {}) => ({ key, altKey: false, ctrlKey: false, metaKey: false, ...change });
const whole = { sight: WHOLE, greys: WHOLE_RANGE };

describe('keys of the viewer', () => {
  it('zoom in and out, and show the whole view', () => {
    const near = afterKey(press('+'), whole, onPatch)!;
    equal(near.sight.zoom, 1.25);
    deepEqual(afterKey(press('-'), near, onPatch), whole);
    deepEqual(afterKey(press('0'), { ...whole, sight: onPatch }, onPatch), whole);
  });

  it('go to the patch and back', () => {
    const near = afterKey(press('p'), whole, onPatch)!;
    deepEqual(near.sight, onPatch);
    deepEqual(afterKey(press('P'), near, onPatch), whole);
  });

  it('move only what is enlarged: on the whole view arrows are left to the page', () => {
    equal(afterKey(press('ArrowDown'), whole, onPatch), undefined);
    ok(afterKey(press('ArrowDown'), { ...whole, sight: onPatch }, onPatch)!.sight.y > onPatch.y);
    ok(afterKey(press('ArrowLeft'), { ...whole, sight: onPatch }, onPatch)!.sight.x < onPatch.x);
  });

  it('narrow and widen the window, raise and lower its level, reset both', () => {
    ok(afterKey(press('['), whole, onPatch)!.greys.width < 1);
    ok(afterKey(press(']'), whole, onPatch)!.greys.width > 1);
    ok(afterKey(press('{'), whole, onPatch)!.greys.level < 0.5);
    const darker = afterKey(press('}'), whole, onPatch)!;
    ok(darker.greys.level > 0.5);
    deepEqual(afterKey(press('r'), darker, onPatch), whole);
  });

  it('leave the editor its own combinations, but take brackets that a keyboard has behind AltGr', () => {
    equal(afterKey(press('+', { ctrlKey: true }), whole, onPatch), undefined);
    equal(afterKey(press('p', { altKey: true }), whole, onPatch), undefined);
    ok(afterKey(press('[', { ctrlKey: true, altKey: true }), whole, onPatch));
  });

  it('leave every other key alone', () => equal(afterKey(press('x'), whole, onPatch), undefined));
});

describe('readout of the viewer', () => {
  it('tells window, level and zoom in figures and in words', () => {
    equal(readoutText({ ...onPatch, zoom: 2.44 }, { width: 0.62, level: 0.48 }), 'W 0.62 L 0.48 · 2.4×');
    equal(readoutWords(WHOLE, WHOLE_RANGE), 'Window 1.00, level 0.50, whole view.');
  });
});
