/** A mining result for the survey's benchmark: pictures of true size, drawn rather than mined. */
import sharp from 'sharp';
import { encodeGrid } from '../src/protocol/grid';
import type { ViewCard } from '../src/protocol/mining';
import { unitId, unitIndex } from '../src/protocol/unit';
import { type FakeMining, fakeMining } from '../test/e2e/pages/fakeMining';
import { breast } from '../test/e2e/pages/pictures';
import { Random } from '../test/e2e/pages/random';

/** A preview as mining writes it: 1400 pixels high. */
const WIDTH = 850;
const HEIGHT = 1400;
/** Hold-out views; every unit shows others of them, as many as it has patches. */
const VIEWS = 240;
const DRAWN = 8;
const PATCH = 212;
const THUMBNAIL = 150;
const MAP = 14;

/** `units` units of `patches` patches each, the form of the stage's small result; no two views have the same bytes. */
export async function surveyMining(units: number, patches: number): Promise<FakeMining> {
  const small = await fakeMining();
  const files = new Map<string, Buffer>();
  const cards: ViewCard[] = [];
  const drawn = Array.from({ length: DRAWN }, (_, seed) =>
    grainy(breast(WIDTH, HEIGHT, 3 * seed + 1, { x: 300, y: 620, radius: 40 }), seed),
  );
  for (let v = 0; v < VIEWS; v++) {
    const preview = `previews/${v}.jpg`;
    const picture = sharp(drawn[v % DRAWN], { raw: { width: WIDTH, height: HEIGHT, channels: 1 } }).linear(0.7 + (v / VIEWS) * 0.5, 4);
    files.set(preview, await picture.jpeg({ quality: 85 }).toBuffer());
    const laterality = v % 2 ? 'LEFT' : 'RIGHT';
    cards.push({
      viewId: `V_${v}`,
      caseId: `C_${v >> 2}`,
      laterality,
      projection: v % 4 < 2 ? 'CC' : 'MLO',
      width: 3 * WIDTH,
      height: 3 * HEIGHT,
      preview,
      label: ['normal', 'benign', 'malignant'][v % 3],
      outlines: [],
    });
  }
  const state: FakeMining['state'] = { ...small.state, units: [] };
  const all: FakeMining['units'] = {};
  for (let u = 0; u < units; u++) {
    const unit = unitId(unitIndex(u));
    state.units.push({ unit, className: 'malignant', rank: u + 1, others: 0 });
    const views: Record<string, ViewCard> = {};
    const top = await Promise.all(
      Array.from({ length: patches }, async (_, p) => {
        const card = cards[(u * 37 + p * 7) % VIEWS];
        views[card.viewId] = card;
        const x = 60 + ((u * 31 + p * 53) % 500);
        const y = 200 + ((u * 17 + p * 71) % 900);
        const thumbnail = `thumbnails/${u}-${p}.jpg`;
        files.set(thumbnail, await cutThumbnail(drawn[((u * 37 + p * 7) % VIEWS) % DRAWN], x, y));
        const values = Float32Array.from({ length: MAP * MAP }, (_, i) => (i * 7 + p) % 10);
        const square = { x: 3 * x, y: 3 * y, size: 3 * PATCH };
        return {
          viewId: card.viewId,
          ...square,
          label: card.label,
          activation: 9 - p * 0.1,
          column: 7,
          row: 7,
          field: { x: square.x, y: square.y, width: 300, height: 300 },
          map: encodeGrid(values, MAP, MAP),
          thumbnail,
        };
      }),
    );
    const ranks = [{ className: 'malignant', rank: u + 1, topEightCount: 9, summedInfluence: 20 }];
    all[unit] = { unit: { unit, ranks, maxActivation: 9, maskThreshold: 4, patches: top }, views };
  }
  return { files, state, units: all, display: small.display, details: {} };
}

/** With the grain of a film: a smooth picture would be a fraction of the bytes. */
function grainy(pixels: Uint8Array, seed: number): Uint8Array {
  const random = new Random(seed);
  return pixels.map((grey) => Math.max(0, Math.min(255, grey + random.between(-9, 9))));
}

function cutThumbnail(pixels: Uint8Array, left: number, top: number): Promise<Buffer> {
  const patch = sharp(pixels, { raw: { width: WIDTH, height: HEIGHT, channels: 1 } }).extract({ left, top, width: PATCH, height: PATCH });
  return patch.resize(THUMBNAIL).jpeg({ quality: 85 }).toBuffer();
}
