/** The pointing game: points in outlines by their plain definition, chance, energy, and what is counted against what. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { UnitName } from '../../../src/annotation/named';
import { aimOf, cellsThatHit } from '../../../src/faithfulness/aim';
import { categoriesOf, findingsOf } from '../../../src/faithfulness/categories';
import type { SeenView } from '../../../src/faithfulness/lookAt';
import { pointingRows } from '../../../src/faithfulness/pointingRows';
import { distanceToPolygon } from '../../../src/pixels/distance';
import { rasterise } from '../../../src/pixels/polygon';
import type { BiradsCategory } from '../../../src/protocol/annotation';
import type { PointingTrial } from '../../../src/protocol/faithfulness';
import type { Finding, FindingKind } from '../../../src/protocol/finding';
import { sampleBilinear } from '../../../src/protocol/grid';
import type { UnitId } from '../../../src/protocol/unit';
import { seededRandom } from '../../../src/statistics/random';
import { wilson } from '../../../src/statistics/wilson';

const corners = fc.array(fc.tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 20 })), { minLength: 3, maxLength: 7 });

describe('the distance to a polygon', () => {
  it('is 0 for exactly the pixels that belong to it', () => {
    fc.assert(
      fc.property(corners, (points) => {
        const polygon = points.flat();
        const mask = rasterise(polygon, 21, 21);
        // Between pixels the boundary counts too: ask at whole pixels, where both are exact.
        for (let y = 0; y < 21; y++)
          for (let x = 0; x < 21; x++) assert.equal(distanceToPolygon(polygon, x, y) < 1e-7 ? 1 : 0, mask.data[y * 21 + x], `${x} ${y}`);
      }),
      { numRuns: 150, seed: 3 },
    );
  });

  it('is else the shortest to any point of its boundary', () => {
    fc.assert(
      fc.property(corners, fc.double({ min: -5, max: 25, noNaN: true }), fc.double({ min: -5, max: 25, noNaN: true }), (points, x, y) => {
        const polygon = points.flat();
        const found = distanceToPolygon(polygon, x, y);
        fc.pre(found > 0);
        let nearest = Infinity;
        points.forEach(([x0, y0], i) => {
          const [x1, y1] = points[(i + 1) % points.length];
          for (let t = 0; t <= 1; t += 1 / 400) nearest = Math.min(nearest, Math.hypot(x - x0 - t * (x1 - x0), y - y0 - t * (y1 - y0)));
        });
        assert.ok(found <= nearest + 1e-9 && found >= nearest - 0.05, `${found} ${nearest}`);
      }),
    );
  });
});

/** A view of 80 x 100 pixels that the network sees at half its size: cells of 8 network pixels lie 16 view pixels apart, the first at 8. */
const seen = (inside?: number[]): Pick<SeenView, 'view' | 'image' | 'field' | 'response' | 'inside'> =>
  ({
    view: { width: 80, height: 100 },
    image: { width: 40, height: 50, data: new Float32Array(2000) },
    field: { size: 8, stride: 8, offset: 4 },
    response: { width: 5, height: 6 },
    inside: Uint8Array.from({ length: 30 }, (_, i) => (inside ? (inside.includes(i) ? 1 : 0) : 1)),
  }) as unknown as SeenView;
const everywhere = { width: 40, height: 50, data: new Uint8Array(2000).fill(1) };
const square = (x: number, y: number, side: number) => [x, y, x + side, y, x + side, y + side, x, y + side];
const peak = (cell: number) => Float32Array.from({ length: 30 }, (_, i) => (i === cell ? 1 : 0.01));

describe('a map aims at an outline', () => {
  it('when its largest value lies in it: the middle of cell (column, row) is at 8 + 16 column, 8 + 16 row', () => {
    // Cell (2, 3) is centred between the pixels 39 and 40, 55 and 56.
    const cell = 3 * 5 + 2;
    for (const [outline, hit] of [
      [square(36, 52, 8), true],
      [square(39.5, 55.5, 8), true],
      [square(40, 56, 8), false],
      [square(5, 5, 20), false],
    ] as const)
      assert.equal(aimOf(peak(cell), [outline], 0, seen(), everywhere).hit, hit, outline.join());
  });

  it('or within the tolerance of it', () => {
    const outline = square(49.5, 52, 8); // 10 pixels to the right of the point
    const at = (tolerance: number) => aimOf(peak(17), [outline], tolerance, seen(), everywhere).hit;
    assert.deepEqual([at(0), at(9.9), at(10), at(11)], [false, false, true, true]);
  });

  it('by the positions that count alone; chance is the share of them that would hit', () => {
    const map = peak(0);
    map[17] = 0.5;
    const outline = square(36, 52, 8);
    assert.equal(aimOf(map, [outline], 0, seen(), everywhere).hit, false);
    const inside = [16, 17, 18, 22];
    const aim = aimOf(map, [outline], 0, seen(inside), everywhere);
    assert.deepEqual([aim.hit, aim.chance], [true, 0.25]);
    assert.deepEqual([...cellsThatHit([outline], 0, seen())].filter((v) => v === 1).length, 1);
  });

  it('never when it is silent everywhere', () => {
    const aim = aimOf(new Float32Array(30), [square(0, 0, 79)], 0, seen(), everywhere);
    assert.deepEqual([aim.hit, aim.energy], [false, 0]);
    assert.ok(aim.area > 0.75);
  });

  it('with as much energy as the plain sum over its pixels says', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 70 }), (seed, x, y) => {
        const random = seededRandom(seed);
        const map = Float32Array.from({ length: 30 }, () => random() - 0.4);
        const region = { ...everywhere, data: Uint8Array.from({ length: 2000 }, () => (random() < 0.7 ? 1 : 0)) };
        const outlines = [square(x, y, 18), square(y % 50, x, 9)];
        const aim = aimOf(map, outlines, 0, seen(), region);
        const sums = { all: 0, within: 0, area: 0, areaWithin: 0 };
        for (let row = 0; row < 50; row++)
          for (let column = 0; column < 40; column++) {
            if (region.data[row * 40 + column] === 0) continue;
            const value = Math.max(0, Math.fround(sampleBilinear(map, 5, 6, (column + 0.5 - 4) / 8, (row + 0.5 - 4) / 8)));
            // The middle of this pixel in the view's own pixel coordinates.
            const [vx, vy] = [(column + 0.5) * 2 - 0.5, (row + 0.5) * 2 - 0.5];
            const covered = outlines.some((o) => distanceToPolygon(o, vx, vy) < 1e-7);
            sums.area++;
            sums.all += value;
            if (covered) {
              sums.areaWithin++;
              sums.within += value;
            }
          }
        assert.ok(Math.abs(aim.energy - sums.within / sums.all) < 1e-9);
        assert.ok(Math.abs(aim.area - sums.areaWithin / sums.area) < 1e-9);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a named unit', () => {
  const named = (...said: [BiradsCategory | undefined, string][]): UnitName[] => [
    { expert: 'ada', phenomena: said.map(([category, description]) => ({ category, description, association: 'unsure', terms: [] })) },
  ];
  const finding = (...kinds: FindingKind[]): Finding => ({
    id: 1,
    lesions: kinds.map((kind) => ({ kind })),
    pathology: 'benign',
    boundary: [],
    cores: [],
  });
  const findings = [finding('mass'), finding('calcification'), finding('mass', 'calcification'), finding('other')];
  const counted = (names: UnitName[]) => findingsOf(categoriesOf(names), findings).map((f) => findings.indexOf(f));

  it('counts against findings of its category', () => {
    assert.deepEqual(counted(named(['mass', 'edge of a mass'])), [0, 2]);
    assert.deepEqual(counted(named(['calcification', 'bright specks'])), [1, 2]);
    assert.deepEqual(counted(named(['mass', 'a'], ['calcification', 'b'])), [0, 1, 2]);
  });

  it('by its words where no category was chosen, and against every finding where they name none', () => {
    assert.deepEqual(counted(named([undefined, 'spiculated mass'])), [0, 2]);
    assert.deepEqual(counted(named([undefined, 'something bright'])), [0, 1, 2, 3]);
  });

  it('against none when it is named as normal tissue', () => {
    assert.deepEqual(counted(named(['normal tissue', 'skin line'])), []);
  });
});

describe('the rows of the pointing game', () => {
  const trial = (map: string, caseId: string, hit: boolean, decidedRight = true): PointingTrial => ({
    viewId: `${caseId}.LEFT_CC`,
    caseId,
    map: map as PointingTrial['map'],
    decidedRight,
    hit,
    chance: 0.1,
    energy: hit ? 0.6 : 0.1,
    area: 0.05,
  });
  const trials = [
    trial('cam', 'a', true),
    trial('cam', 'a', true, false),
    trial('cam', 'b', false),
    trial('unit_0002', 'a', true),
    trial('unit_0002', 'b', true),
    trial('unit_0007', 'b', false),
  ];
  const categories: Record<string, BiradsCategory[]> = { unit_0002: ['mass', 'calcification'], unit_0007: ['calcification'] };
  const { rows, units } = pointingRows(trials, (unit: UnitId) => categories[unit] ?? [], { resamples: 40, seed: 1 });

  it('count each map where it belongs, with the interval of a share', () => {
    assert.deepEqual(
      rows.map((r) => [r.name, r.hits, r.trials]),
      [
        ['CAM of the decided class', 2, 3],
        ['CAM, class decided right', 1, 2],
        ['Named units', 2, 3],
        ['Units named as mass', 2, 2],
        ['Units named as calcification', 2, 3],
      ],
    );
    assert.deepEqual(rows[0].rate, { value: 2 / 3, ...wilson(2, 3) });
    assert.ok(Math.abs(rows[0].gain.value - (2 / 3 - 0.1)) < 1e-12);
    assert.ok(Math.abs(rows[0].energyGain.value - (rows[0].energy.value - 0.05)) < 1e-12);
  });

  it('name the units that were shown most often first, and give no interval to a single case', () => {
    assert.deepEqual(
      units.map((u) => u.unit),
      ['unit_0002', 'unit_0007'],
    );
    assert.equal(units[1].energy.low, undefined);
    assert.ok(units[0].energy.low !== undefined);
  });
});
