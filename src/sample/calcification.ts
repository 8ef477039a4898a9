/** Draws calcifications: coarse, with lucent centres, along a vessel, and pleomorphic in a cluster. */
import type { Random } from '../statistics/random';
import { addLayer, type Canvas, type Layer, layerAround, markConcept, smoothstep, stroke } from './canvas';
import type { FindingPlan } from './plan';

/** Truth masks reach this many pixels beyond the calcium itself: one speck is smaller than anything a unit can point at. */
const MASK_MARGIN = 8;

/** Calcium in vessel walls is thin: its share of the contrast of lumps. As dense as they are, its long lines would outshine every other finding. */
const FAINT = 0.6;

/** A disc that the finding's outline has to enclose. */
export interface Disc {
  x: number;
  y: number;
  radius: number;
}

/** Draws the calcifications around (x, y) and marks their keywords. Returns discs that cover all of them. */
export function drawCalcification(canvas: Canvas, plan: FindingPlan, x: number, y: number, contrast: number, random: Random): Disc[] {
  switch (plan.form.name) {
    case 'coarse calcification':
      return drawCoarse(canvas, plan, x, y, contrast, random);
    case 'lucent calcification':
      return drawLucent(canvas, plan, x, y, contrast, random);
    case 'vascular calcification':
      return drawVascular(canvas, plan, x, y, FAINT * contrast, random);
    default:
      return drawPleomorphic(canvas, plan, x, y, contrast, random);
  }
}

/** One to three dense lumps, each grown together from several knobs (`popcorn`). */
function drawCoarse(canvas: Canvas, plan: FindingPlan, x: number, y: number, contrast: number, random: Random): Disc[] {
  return scatter(plan, x, y, 8, 14, random).map((lump) => {
    const layer = layerAround(canvas, lump.x, lump.y, lump.radius + 6);
    for (let i = 0; i < 6; i++) {
      const angle = (i / 6) * 2 * Math.PI + random();
      const away = lump.radius * 0.5 * (0.6 + 0.6 * random());
      const radius = lump.radius * (0.38 + 0.22 * random());
      speck(layer, lump.x + away * Math.cos(angle), lump.y + away * Math.sin(angle), radius, contrast * (0.85 + 0.3 * random()));
    }
    speck(layer, lump.x, lump.y, lump.radius * 0.6, contrast);
    addLayer(canvas, layer);
    return markDisc(canvas, ['COARSE'], lump);
  });
}

/** One to three rings: a smooth rim around a dark middle. */
function drawLucent(canvas: Canvas, plan: FindingPlan, x: number, y: number, contrast: number, random: Random): Disc[] {
  return scatter(plan, x, y, 9.5, 14, random).map((ring) => {
    const layer = layerAround(canvas, ring.x, ring.y, ring.radius + 4);
    const rim = 1.9 + 0.5 * random();
    const middle = ring.radius - rim;
    stroke(
      layer,
      ring.x,
      ring.y,
      ring.radius + 4,
      (dx, dy) => contrast * Math.exp(-(((Math.sqrt(dx * dx + dy * dy) - middle) / rim) ** 2)),
    );
    addLayer(canvas, layer);
    return markDisc(canvas, ['LUCENT_CENTER'], ring);
  });
}

/** Two beaded lines along the walls of a winding vessel (`tram tracks`). */
function drawVascular(canvas: Canvas, plan: FindingPlan, x: number, y: number, contrast: number, random: Random): Disc[] {
  const layer = layerAround(canvas, x, y, plan.reach + 30);
  const half = 5 + 2 * random();
  const heading = random() * Math.PI;
  const bend = 0.35 + 0.35 * random();
  const phase = random() * 6.283;
  const discs: Disc[] = [];
  const calcified = [true, true];
  for (let step = -plan.reach; step <= plan.reach; step += 2) {
    const turn = heading + bend * 0.5 * Math.sin((step / plan.reach) * 3 + phase);
    const sway = 12 * bend * Math.sin((step / plan.reach) * 3 + phase);
    const cx = x + step * Math.cos(heading) - sway * Math.sin(heading);
    const cy = y + step * Math.sin(heading) + sway * Math.cos(heading);
    stroke(layer, cx, cy, half, (dx, dy) => 0.05 * (1 - smoothstep(half - 2, half, Math.sqrt(dx * dx + dy * dy))));
    for (const [wall, side] of [1, -1].entries()) {
      // Calcium comes in stretches with short gaps.
      if (random() < (calcified[wall] ? 0.09 : 0.4)) calcified[wall] = !calcified[wall];
      if (!calcified[wall]) continue;
      speck(
        layer,
        cx - side * half * Math.sin(turn),
        cy + side * half * Math.cos(turn),
        1.7 + 0.9 * random(),
        contrast * (0.6 + 0.4 * random()),
      );
    }
    discs.push(markDisc(canvas, ['VASCULAR', 'LINEAR'], { x: cx, y: cy, radius: half + 2 }));
  }
  addLayer(canvas, layer);
  return discs;
}

/** Many small specks of differing size, shape and density close together. */
function drawPleomorphic(canvas: Canvas, plan: FindingPlan, x: number, y: number, contrast: number, random: Random): Disc[] {
  const layer = layerAround(canvas, x, y, plan.reach + 12);
  const count = Math.round(11 + 9 * random() + plan.reach * 0.12);
  const discs: Disc[] = [];
  for (let tries = 0; discs.length < count && tries < 400; tries++) {
    const away = plan.reach * Math.sqrt(random()) * 0.92;
    const angle = random() * 2 * Math.PI;
    const at = { x: x + away * Math.cos(angle), y: y + away * Math.sin(angle), radius: 2 + 2.2 * random() };
    if (discs.some((d) => Math.hypot(d.x - at.x, d.y - at.y) < d.radius + at.radius + 1)) continue;
    const value = contrast * (0.55 + 0.6 * random());
    // Angular grains: a lump and one or two fragments askew to it.
    speck(layer, at.x, at.y, at.radius * 0.75, value);
    const tilt = random() * 2 * Math.PI;
    for (let i = 0; i < 2; i++)
      speck(
        layer,
        at.x + at.radius * (0.5 + 0.7 * i) * Math.cos(tilt + i),
        at.y + at.radius * (0.5 + 0.7 * i) * Math.sin(tilt + i),
        at.radius * 0.45,
        value,
      );
    discs.push({ ...at, radius: at.radius * 1.6 });
  }
  addLayer(canvas, layer);
  const marked = discs.map((disc) => markDisc(canvas, ['PLEOMORPHIC'], disc));
  markConcept(canvas, 'CLUSTERED', x, y, plan.reach + MASK_MARGIN, (dx, dy) => Math.sqrt(dx * dx + dy * dy) <= plan.reach);
  return [...marked, { x, y, radius: plan.reach }];
}

/** One to three places within the plan's reach that do not touch. */
function scatter(plan: FindingPlan, x: number, y: number, smallest: number, largest: number, random: Random): Disc[] {
  const count = plan.reach < 24 ? 1 : plan.reach < 30 ? 2 : 3;
  const discs: Disc[] = [];
  for (let tries = 0; discs.length < count && tries < 60; tries++) {
    const radius = smallest + (largest - smallest) * random();
    const away = count === 1 ? 0 : (plan.reach - radius * 0.5) * (0.7 + 0.3 * random());
    const angle = random() * 2 * Math.PI;
    const disc = { x: x + away * Math.cos(angle), y: y + away * Math.sin(angle), radius };
    if (discs.every((d) => Math.hypot(d.x - disc.x, d.y - disc.y) > d.radius + radius + 3)) discs.push(disc);
  }
  return discs;
}

function speck(layer: Layer, x: number, y: number, radius: number, value: number): void {
  stroke(layer, x, y, radius + 2, (dx, dy) => value * (1 - smoothstep(radius - 1, radius + 1.2, Math.sqrt(dx * dx + dy * dy))));
}

/** Marks the concepts on the disc and its margin; returns the disc with that margin. */
function markDisc(canvas: Canvas, concepts: readonly string[], { x, y, radius }: Disc): Disc {
  const reach = radius + MASK_MARGIN;
  for (const concept of concepts) markConcept(canvas, concept, x, y, reach, (dx, dy) => Math.sqrt(dx * dx + dy * dy) <= reach);
  return { x, y, radius: reach };
}
