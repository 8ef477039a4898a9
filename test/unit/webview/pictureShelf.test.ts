/** Facts of pictures that are decoded before they are wanted. */
import { deepEqual, equal, ok } from 'node:assert/strict';
import type { MinedUnit, ViewCard } from '../../../src/protocol/mining';
import { PictureShelf } from '../../../webview/shared/pictures/pictureShelf';
import { wantedPictures } from '../../../webview/shared/pictures/pictures';
import { shortLabel } from '../../../webview/shared/shortLabels';

/** A shelf whose pictures are decoded when the test says so. */
function heldShelf(most: number) {
  const asked: string[] = [];
  const settle = new Map<string, (failed?: boolean) => void>();
  const shelf = new PictureShelf<string>(most, (address) => {
    asked.push(address);
    return new Promise((resolve, reject) =>
      settle.set(address, (failed) => (failed ? reject(new Error('no picture')) : resolve(`picture ${address}`))),
    );
  });
  const finish = async (address: string, failed?: boolean) => {
    settle.get(address)!(failed);
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { shelf, asked, finish };
}

/** A shelf whose pictures are there at once. */
async function filled(most: number, addresses: string[]) {
  const asked: string[] = [];
  const shelf = new PictureShelf<string>(most, async (address) => {
    asked.push(address);
    return address;
  });
  shelf.want(addresses);
  while (!shelf.idle) await new Promise((resolve) => setImmediate(resolve));
  return { shelf, asked };
}

describe('shelf of pictures', () => {
  it('decodes the soonest first, three at a time', async () => {
    const { shelf, asked, finish } = heldShelf(9);
    shelf.want(['a', 'b', 'c', 'd', 'e']);
    deepEqual(asked, ['a', 'b', 'c']);
    await finish('b');
    deepEqual(asked, ['a', 'b', 'c', 'd']);
    equal(shelf.get('b'), 'picture b');
    equal(shelf.get('a'), undefined);
  });

  it('forgets what is no longer wanted before it was begun', async () => {
    const { shelf, asked, finish } = heldShelf(9);
    shelf.want(['a', 'b', 'c', 'd', 'e']);
    shelf.want(['x', 'a']);
    for (const address of ['a', 'b', 'c', 'x']) await finish(address);
    deepEqual(asked, ['a', 'b', 'c', 'x']);
    ok(shelf.idle);
  });

  it('keeps no more than it may: the longest unused gives way', async () => {
    const { shelf } = await filled(3, ['a', 'b', 'c']);
    shelf.get('a');
    shelf.want(['d']);
    while (!shelf.idle) await new Promise((resolve) => setImmediate(resolve));
    deepEqual(
      ['a', 'b', 'c', 'd'].map((address) => shelf.get(address) !== undefined),
      [true, false, true, true],
    );
  });

  it('decodes none twice, and none that could not be decoded', async () => {
    const { shelf, asked, finish } = heldShelf(9);
    shelf.want(['a', 'b', 'a']);
    await finish('a');
    await finish('b', true);
    shelf.want(['a', 'b']);
    deepEqual(asked, ['a', 'b']);
  });
});

describe('pictures that will be wanted', () => {
  const unit = (name: string, views: string[]) => ({
    unit: { patches: views.map((viewId, i) => ({ viewId, thumbnail: `thumbnails/${name}-${i}.jpg` })) } as MinedUnit,
    views: Object.fromEntries(views.map((v) => [v, { preview: `previews/${v}.jpg` } as ViewCard])),
  });
  const names = (all: string[]) => all.map((address) => address.replace(/^base\/\w+\/(.*)\.jpg$/, '$1'));

  it('are the mammograms from the current patch on, each once, and the thumbnails, then what the next unit shows', () => {
    const [now, next] = [unit('u', ['a', 'b', 'a', 'c', 'd']), unit('v', ['e', 'a', 'f'])];
    deepEqual(names(wantedPictures('base', 4, 2, now, next)), ['a', 'c', 'b', 'u-0', 'u-1', 'u-2', 'u-3', 'v-0', 'v-1', 'v-2', 'e', 'f']);
  });

  it('leave out a mammogram that was not mined', () => {
    const now = unit('u', ['a', 'b']);
    delete now.views.a;
    deepEqual(names(wantedPictures('base', 32, 0, now)), ['b', 'u-0', 'u-1']);
  });
});

describe('labels cut short', () => {
  it('keep three letters, more where two labels begin alike, and all where one is the beginning of another', () => {
    deepEqual(
      ['normal', 'benign', 'malignant'].map((l, _, all) => shortLabel(l, all)),
      ['nor', 'ben', 'mal'],
    );
    equal(shortLabel('benign mass', ['benign mass', 'benign calcification']), 'benign m');
    equal(shortLabel('mass', ['mass', 'massive']), 'mass');
  });
});
