/** Draws a breast without findings: fat, fibroglandular tissue, skin, vessels and the pectoral muscle, each with its mask. */
import { resizeArea } from '../pixels/resize';
import { gaussian, type Random } from '../statistics/random';
import { addLayer, type Canvas, conceptMask, type Layer, smoothstep, stroke } from './canvas';
import { octaves, ridges } from './noise';
import { type BreastShape, pectoralEdge, pectoralSlant } from './shape';

/** Grey of full thickness of fat, of gland above fat, of muscle above fat, of the skin line above what it covers. */
const FAT = 0.27;
const GLAND = 0.19;
const MUSCLE = 0.21;
const SKIN = 0.07;
/** The compressed breast thins out over this many pixels towards the skin. */
const ROUNDED_EDGE = 70;
/** The skin's mask reaches this deep. */
const SKIN_DEPTH = 9;
/** Share of gland that counts as dense. */
const DENSE = 0.5;

/** Draws onto an empty canvas. `density` is the ACR category 1-4: how much of the breast is gland. */
export function drawBreast(canvas: Canvas, shape: BreastShape, density: number, random: Random): void {
  const { width, height } = canvas;
  const texture = drawTexture(shape, width, height, density, random);
  const breast = conceptMask(canvas, 'BREAST').data;
  const skin = conceptMask(canvas, 'SKIN_LINE').data;
  const dense = conceptMask(canvas, 'DENSE_TISSUE').data;
  const fatty = conceptMask(canvas, 'FATTY_TISSUE').data;
  const muscle = shape.pectoral ? conceptMask(canvas, 'PECTORAL_MUSCLE').data : undefined;
  const slant = pectoralSlant(shape);
  for (let y = 0, at = 0; y < height; y++) {
    const edge = pectoralEdge(shape, y);
    for (let x = 0; x < width; x++, at++) {
      const d = shape.distance.data[at];
      if (d <= 0) continue;
      const thickness = d >= ROUNDED_EDGE ? 1 : Math.sqrt(1 - (1 - d / ROUNDED_EDGE) ** 2);
      const inMuscle = (edge - x) * slant;
      const muscleShare = inMuscle > -6 ? smoothstep(-6, 6, inMuscle) : 0;
      const gland = texture.gland[at] * (1 - muscleShare);
      const skinLine = d < 14 ? SKIN * Math.exp(-(((d - 4) / 3.5) ** 2)) : 0;
      canvas.density[at] += thickness * (FAT + GLAND * gland + MUSCLE * muscleShare + texture.grain[at] * (0.6 + 0.6 * gland)) + skinLine;
      breast[at] = 1;
      if (d <= SKIN_DEPTH) skin[at] = 1;
      else if (muscle && inMuscle > 0) muscle[at] = 1;
      else if (gland > DENSE) dense[at] = 1;
      else fatty[at] = 1;
    }
  }
  drawVessels(canvas, shape, random);
}

/** Share of gland 0..1 and the texture on top of it, made at half size: their finest grain is a few pixels. */
function drawTexture(shape: BreastShape, width: number, height: number, density: number, random: Random) {
  const w = Math.ceil(width / 2);
  const h = Math.ceil(height / 2);
  const lobes = octaves(
    w,
    h,
    [
      { cell: 64, deviation: 0.21 },
      { cell: 32, deviation: 0.16 },
      { cell: 14, deviation: 0.1 },
      { cell: 7, deviation: 0.06 },
    ],
    random,
  );
  const strands = ridges(w, h, 26, 0.22, random);
  const fine = ridges(w, h, 12, 0.3, random);
  const grain = octaves(
    w,
    h,
    [
      { cell: 24, deviation: 0.012 },
      { cell: 8, deviation: 0.012 },
      { cell: 3, deviation: 0.012 },
    ],
    random,
  );
  const threshold = [0.78, 0.6, 0.42, 0.22][density - 1] + 0.08 * (random() - 0.5);
  const depth = shape.nipple.x;
  const reach = depth * (0.62 + 0.12 * random());
  for (let y = 0, at = 0; y < h; y++)
    for (let x = 0; x < w; x++, at++) {
      // Gland fans out from behind the nipple and thins towards the chest wall.
      const dx = (2 * x - depth * 0.62) / reach;
      const dy = (2 * y - shape.nipple.y) / (reach * 1.05);
      const central = 1 - Math.min(1.4, Math.sqrt(dx * dx + dy * dy));
      const gland = smoothstep(-0.22, 0.36, central * 0.8 + lobes.data[at] + 0.3 - threshold);
      grain.data[at] += 0.035 * strands.data[at] + 0.02 * fine.data[at] * gland;
      lobes.data[at] = gland;
    }
  const full = { width: w * 2, height: h * 2 };
  const glandFull = resizeArea(lobes, full.width, full.height);
  const grainFull = resizeArea(grain, full.width, full.height);
  return { gland: trim(glandFull.data, full.width, width, height), grain: trim(grainFull.data, full.width, width, height) };
}

function trim(data: Float32Array, from: number, width: number, height: number): Float32Array {
  if (from === width) return data.subarray(0, width * height);
  const result = new Float32Array(width * height);
  for (let y = 0; y < height; y++) result.set(data.subarray(y * from, y * from + width), y * width);
  return result;
}

/** A few faint vessels that wander from the chest wall towards the nipple. */
function drawVessels(canvas: Canvas, shape: BreastShape, random: Random): void {
  const layer: Layer = {
    window: { x: 0, y: 0, width: canvas.width, height: canvas.height },
    data: new Float32Array(canvas.density.length),
  };
  const count = 3 + Math.floor(random() * 4);
  for (let i = 0; i < count; i++) {
    let x = random() * shape.nipple.x * 0.3;
    let y = shape.nipple.y + (random() - 0.5) * canvas.height * 0.6;
    let heading = Math.atan2(shape.nipple.y - y, shape.nipple.x - x) + (random() - 0.5);
    const radius = 1.6 + random() * 1.6;
    const strength = 0.035 + 0.035 * random();
    const length = 150 + random() * 250;
    for (let step = 0; step < length; step += 1.5) {
      const column = Math.round(x);
      const row = Math.round(y);
      if (column < 0 || row < 0 || column >= canvas.width || row >= canvas.height) break;
      const d = shape.distance.data[row * canvas.width + column];
      if (d < 12) break;
      const value = strength * Math.min(1, d / 40);
      stroke(layer, x, y, radius * 2, (dx, dy) => value * Math.exp(-(dx * dx + dy * dy) / (radius * radius)));
      heading += gaussian(random) * 0.06;
      x += 1.5 * Math.cos(heading);
      y += 1.5 * Math.sin(heading);
    }
  }
  addLayer(canvas, layer);
}
