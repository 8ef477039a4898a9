/** Full-size films for benchmarks: the sample's drawn views enlarged to 3000 pixels across with grain, as no data set may be copied. */
import path from 'node:path';
import { readDdsm } from '../src/dataset/ddsm/reader';
import { readFrame } from '../src/dataset/frame';
import type { View } from '../src/dataset/model';
import type { Frame } from '../src/images/frame';
import { quietTask } from '../src/protocol/task';
import { CASES_FOLDER, writeSample } from '../src/sample/write';
import { seededRandom } from '../src/statistics/random';

export const FILM = { width: 3000, height: 4800 };
/** Standard deviation of the grain in steps of 12 bits: DDSM's films take about 7 bits a pixel in lossless JPEG. */
const GRAIN = 12;

export interface Film {
  view: View;
  frame: Frame;
}

/** Draws `count` films, each when it is asked for; findings are enlarged with their views. */
export async function* films(dir: string, count: number): AsyncGenerator<Film> {
  await writeSample({ dir, cases: Math.ceil(count / 4), seed: 1 }, quietTask());
  const { cases } = await readDdsm(path.join(dir, CASES_FOLDER), quietTask());
  const noise = grain();
  for (const view of cases.flatMap((c) => c.views).slice(0, count)) yield enlarge(view, await readFrame(view), noise);
}

function enlarge(view: View, { data, width, height, bits }: Frame, noise: Int16Array): Film {
  const frame: Frame = { ...FILM, bits, data: new Uint16Array(FILM.width * FILM.height) };
  const [across, down] = [FILM.width / width, FILM.height / height];
  const most = 2 ** bits - 1;
  // Long and odd against the width: no pattern that the codecs could use.
  let at = (width * 7919) % noise.length;
  for (let y = 0, to = 0; y < FILM.height; y++) {
    const row = Math.floor(y / down) * width;
    for (let x = 0; x < FILM.width; x++, to++) {
      frame.data[to] = Math.min(most, Math.max(0, data[row + Math.floor(x / across)] + noise[at]));
      if (++at === noise.length) at = 0;
    }
  }
  const findings = view.findings.map((finding) => ({
    ...finding,
    boundary: finding.boundary.map((v, i) => Math.min(Math.round(v * (i % 2 ? down : across)), (i % 2 ? FILM.height : FILM.width) - 1)),
    cores: [],
  }));
  return { view: { ...view, ...FILM, findings }, frame };
}

/** Normal noise, a prime number of values. */
function grain(): Int16Array {
  const random = seededRandom(1);
  return Int16Array.from({ length: 1_000_003 }, () => {
    const radius = Math.sqrt(-2 * Math.log(1 - random()));
    return Math.round(GRAIN * radius * Math.cos(2 * Math.PI * random()));
  });
}
