/** Optical density: one film, one grey, whatever the scanner. */
import assert from 'node:assert/strict';
import { opticalDensity, rawLevel, toGrey } from '../../../src/dataset/density';
import type { Scanner } from '../../../src/dataset/model';

const scanners: Scanner[] = ['dba', 'howtek-mgh', 'howtek-ismd', 'lumisys'];
const grey = (values: number[], scanner?: Scanner, width = values.length) =>
  Array.from(toGrey({ width, height: values.length / width, bits: 16, data: Uint16Array.from(values) }, { scanner }).data);

describe('optical density', () => {
  it("agrees with the calibration notes' own examples", () => {
    assert.equal(opticalDensity('dba', 18445).toFixed(3), '0.503');
    assert.equal(opticalDensity('lumisys', 2478).toFixed(3), '1.605');
  });

  it('of the same film gives the same grey on every scanner', () => {
    for (const density of [0.3, 1, 1.7, 2.4, 3]) {
      const greys = scanners.map((s) => grey([rawLevel(s, density)], s)[0]);
      assert.ok(Math.max(...greys) - Math.min(...greys) < 0.002, `density ${density}: ${greys}`);
    }
  });

  it('low density is white, high density black, and a raw level comes back from its density', () => {
    for (const scanner of scanners) {
      const [dark, bright] = grey([rawLevel(scanner, 3.6), rawLevel(scanner, 0.05)], scanner);
      assert.ok(dark < 0.01 && bright > 0.99);
      for (const level of [1, 500, 2478, 3700]) assert.equal(rawLevel(scanner, opticalDensity(scanner, level)), level);
    }
  });

  it('a defect pixel of the DBA scanner is the mean of its neighbours, not black or white', () => {
    const values = [9000, 9000, 9000, 9000, 0, 9000, 9000, 9000, 9000];
    const result = grey(values, 'dba', 3);
    assert.ok(Math.abs(result[4] - result[0]) < 1e-6 && result[4] > 0 && result[4] < 1);
  });
});

describe('an unknown scanner', () => {
  it('is spread over a window that a few outliers cannot move', () => {
    const values = Array.from({ length: 2000 }, (_, i) => 1000 + (i % 1000));
    values[0] = 0;
    values[1] = 65535;
    const result = grey(values);
    assert.ok(Math.abs(result[1500] - 0.5) < 0.02);
    assert.deepEqual([result[0], result[1]], [0, 1]);
  });

  it('a constant frame gives no infinities', () => {
    assert.ok(grey([7, 7, 7, 7]).every((v) => v >= 0 && v <= 1));
  });
});
