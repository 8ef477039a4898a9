import assert from 'node:assert/strict';
import { tissueMask } from '../../../src/patches/tissue';
import { seededRandom } from '../../../src/statistics/random';
import {
  asDigital,
  asJpeg,
  closeAround,
  type Film,
  insideBreast,
  overlap,
  type Side,
  sampleFilm,
  scaled,
  shareOf,
  withFrame,
  withoutBreast,
  withScratches,
  withTag,
  withTape,
  withUnevenLight,
} from './adversities';

/** Two views of each projection and side; the third has a frame of its own. */
const films: Film[] = [];
const film = (i: number): Film => {
  films[i] ??= sampleFilm(i, ((i * 7) % 11) + 1, i % 2 ? 'LEFT' : 'RIGHT', (i >> 1) % 2 ? 'MLO' : 'CC');
  return films[i];
};
const chestWall = ({ laterality }: Film): Side => (laterality === 'LEFT' ? 'left' : 'right');

/** The worst overlap of the mask with the truth over the views. */
async function worst(change: (film: Film, i: number) => Film | Promise<Film>, views = [0, 1, 2, 3]): Promise<number> {
  let least = 1;
  for (const i of views) {
    const changed = await change(film(i), i);
    least = Math.min(least, overlap(tissueMask(changed.image), changed.breast));
  }
  return least;
}

describe('the tissue mask on worse films', function () {
  this.timeout(120_000);

  /** IoU that each must reach; measured 0.001 to 0.02 above that. */
  const cases: [string, number, (film: Film, i: number) => Film | Promise<Film>][] = [
    ['as a digital mammogram, zero around the breast', 0.99, asDigital],
    ['as a digital mammogram with the noise of JPEG quality 50 around the breast', 0.99, (f) => asJpeg(asDigital(f), 50)],
    ['through JPEG quality 50', 0.99, (f) => asJpeg(f, 50)],
    ['through JPEG quality 20', 0.99, (f) => asJpeg(f, 20)],
    ['with a tag that touches the breast', 0.99, (f) => withTag(f, 0.02)],
    ['with a tag half over the breast', 0.99, (f) => withTag(f, 0.5)],
    ['with a dim tag at the breast, which stays in it', 0.97, (f) => withTag(f, 0.2, 0.5)],
    ['with tape across', 0.985, (f) => withTape(f, 0.25, 0.05, 0.2)],
    ['with faint tape, slanting', 0.985, (f) => withTape(f, 0.7, 0.04, 0.06, 3)],
    ['with two strips of tape', 0.98, (f) => withTape(withTape(f, 0.2, 0.03, 0.4, 2), 0.8, 0.05, 0.15, -4)],
    ['with scratches and dust', 0.98, (f, i) => withScratches(f, 40, seededRandom(i))],
    ['with light that grows from corner to corner', 0.99, (f) => withUnevenLight(f, 0.1, 'corner')],
    ['with light that grows from the middle outwards', 0.99, (f) => withUnevenLight(f, 0.2, 'middle')],
    [
      'with uneven light, a frame and JPEG at once',
      0.98,
      (f, i) =>
        asJpeg(
          withFrame(
            withUnevenLight(f, 0.1, 'corner'),
            { sides: [chestWall(f), 'top'], share: 0.03, grey: 0.95, noise: 0.03 },
            seededRandom(i),
          ),
          50,
        ),
    ],
    ['in 32 pixels across', 0.94, (f) => scaled(f, 32)],
    ['in 16 pixels across', 0.82, (f) => scaled(f, 16)],
    ['in 3000 pixels across', 0.99, (f, i) => (i < 2 ? scaled(f, 3000) : f)],
    ['cut to the rectangle around the breast', 0.99, (f) => closeAround(f)],
    ['cut so that the breast goes over every side', 0.99, (f) => closeAround(f, 0.15)],
    ['cut so that there is no film at all', 1, insideBreast],
    ['with uneven light and no breast', 1, (f) => withUnevenLight(withoutBreast(f), 0.1, 'corner')],
    [
      'with a frame and no breast',
      1,
      (f, i) => withFrame(withoutBreast(f), { sides: ['left', 'top'], share: 0.05, grey: 0.9 }, seededRandom(i)),
    ],
    ['through JPEG and no breast', 1, (f) => asJpeg(withoutBreast(f), 50)],
  ];
  for (const [what, least, change] of cases)
    it(`is right ${what}: IoU at least ${least}`, async () => {
      const score = await worst(change);
      assert.ok(score >= least, `IoU ${score}`);
    });

  for (const [name, grey, noise] of [
    ['white', 0.97, 0.02],
    ['black', 0, 0],
    ['grey', 0.7, 0.03],
    ['very noisy', 0.8, 0.2],
  ] as const)
    for (const share of [0.02, 0.06])
      it(`leaves out a ${name} frame ${share * 100} % wide on one to four sides, also turned by a degree: IoU at least 0.97`, async () => {
        for (const sides of [1, 2, 3, 4])
          for (const tilt of sides < 3 ? [0, 1, -1] : [0]) {
            const score = await worst(
              (f, i) => {
                const wall = chestWall(f);
                const order: Side[] = [wall, 'top', 'bottom', wall === 'left' ? 'right' : 'left'];
                return withFrame(f, { sides: order.slice(0, sides), share, grey, noise, tilt }, seededRandom(i));
              },
              [0, 3],
            );
            assert.ok(score >= 0.97, `${sides} sides, turned by ${tilt}: IoU ${score}`);
          }
      });

  it('leaves out a white frame along part of the chest wall: IoU at least 0.98', async () => {
    const score = await worst((f, i) =>
      withFrame(
        f,
        { sides: [chestWall(f), 'bottom'], share: 0.04, grey: 0.97, noise: 0.02, along: i % 2 ? [0, 0.5] : [0.4, 1] },
        seededRandom(i),
      ),
    );
    assert.ok(score >= 0.98, `IoU ${score}`);
  });

  it('does not take tissue that ends along a line at the chest wall for a frame', () => {
    for (let i = 0; i < 4; i++) assert.ok(shareOf(tissueMask(insideBreast(film(i)).image)) === 1);
  });
});
