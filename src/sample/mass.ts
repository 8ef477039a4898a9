/** Draws masses: circumscribed, ill-defined, spiculated; and says how far each reaches in every direction. */
import { gaussian, type Random } from '../statistics/random';
import { addLayer, type Canvas, layerAround, markConcept, smoothstep, stroke } from './canvas';
import { smoothNoise } from './noise';
import type { FindingPlan } from './plan';

const ANGLES = 180;

/** Distance from the middle to the drawing's end in each direction, [ANGLES], pixels. */
export type Polar = Float32Array;

/** Draws the mass at (x, y) and marks its keywords. Returns its extent. `contrast` is its grey above the tissue. */
export function drawMass(canvas: Canvas, plan: FindingPlan, x: number, y: number, contrast: number, random: Random): Polar {
  switch (plan.form.name) {
    case 'circumscribed mass':
      return drawCircumscribed(canvas, plan, x, y, contrast, random);
    case 'ill-defined mass':
      return drawIllDefined(canvas, plan, x, y, contrast, random);
    default:
      return drawSpiculated(canvas, plan, x, y, contrast, random);
  }
}

/** Radius in the direction of (dx, dy), interpolated. */
export function radiusAt(polar: Polar, dx: number, dy: number): number {
  const position = ((Math.atan2(dy, dx) / (2 * Math.PI) + 1) * ANGLES) % ANGLES;
  const i = Math.floor(position) % ANGLES;
  const t = position - Math.floor(position);
  return polar[i] * (1 - t) + polar[(i + 1) % ANGLES] * t;
}

/** Even density, a dome within a sharp edge and the thin dark halo of displaced fat. */
function drawCircumscribed(canvas: Canvas, plan: FindingPlan, x: number, y: number, contrast: number, random: Random): Polar {
  const extent = outline(plan.reach, plan.round ? 0.92 + 0.08 * random() : 0.6 + 0.15 * random(), 0.03, random);
  const layer = layerAround(canvas, x, y, plan.reach + 8);
  stroke(layer, x, y, plan.reach + 8, (dx, dy) => {
    const inside = radiusAt(extent, dx, dy) - Math.sqrt(dx * dx + dy * dy);
    const rho = 1 - inside / plan.reach;
    return contrast * smoothstep(-2, 2.5, inside) * (0.72 + 0.28 * Math.sqrt(Math.max(0, 1 - rho * rho)));
  });
  addLayer(canvas, layer);
  darken(canvas, x, y, plan.reach + 14, (dx, dy) => {
    const outside = Math.sqrt(dx * dx + dy * dy) - radiusAt(extent, dx, dy);
    return outside > 0 && outside < 9 ? 0.035 * Math.sin((outside / 9) * Math.PI) : 0;
  });
  for (const concept of [plan.round ? 'ROUND' : 'OVAL', 'CIRCUMSCRIBED'])
    markConcept(canvas, concept, x, y, plan.reach + 2, (dx, dy) => Math.sqrt(dx * dx + dy * dy) <= radiusAt(extent, dx, dy));
  return extent;
}

/** Uneven density that fades into the tissue: nowhere an edge to follow. */
function drawIllDefined(canvas: Canvas, plan: FindingPlan, x: number, y: number, contrast: number, random: Random): Polar {
  const extent = outline(plan.reach, 0.7 + 0.3 * random(), 0.32, random);
  const layer = layerAround(canvas, x, y, plan.reach * 1.3);
  const { window } = layer;
  const clumps = smoothNoise(window.width, window.height, plan.reach * 0.28, random);
  stroke(layer, x, y, plan.reach * 1.3, (dx, dy) => {
    const rho = Math.sqrt(dx * dx + dy * dy) / radiusAt(extent, dx, dy);
    const at = Math.round(y + dy - window.y) * window.width + Math.round(x + dx - window.x);
    return contrast * (1 - smoothstep(0.2, 1.2, rho)) * Math.max(0, 1 + 0.28 * clumps.data[at]);
  });
  addLayer(canvas, layer);
  for (const concept of ['IRREGULAR', 'ILL_DEFINED'])
    markConcept(canvas, concept, x, y, plan.reach + 2, (dx, dy) => Math.sqrt(dx * dx + dy * dy) <= radiusAt(extent, dx, dy));
  return extent;
}

/** A small irregular core and tapering strands that radiate from it. */
function drawSpiculated(canvas: Canvas, plan: FindingPlan, x: number, y: number, contrast: number, random: Random): Polar {
  const core = outline(plan.reach * 0.46, 0.8 + 0.2 * random(), 0.3, random);
  const extent = core.map((r) => r * 1.15);
  const layer = layerAround(canvas, x, y, plan.reach + 10);
  stroke(layer, x, y, plan.reach * 0.7, (dx, dy) => {
    const rho = Math.sqrt(dx * dx + dy * dy) / radiusAt(core, dx, dy);
    return contrast * 1.15 * (1 - smoothstep(0.6, 1.12, rho));
  });
  const count = 15 + Math.floor(random() * 9);
  const turn = random() * 2 * Math.PI;
  for (let i = 0; i < count; i++) {
    const angle = turn + ((i + 0.7 * (random() - 0.5)) / count) * 2 * Math.PI;
    const length = plan.reach * (0.66 + 0.34 * random());
    const bend = (random() - 0.5) * 0.5;
    const thick = 2 + 1.1 * random();
    for (let r = plan.reach * 0.3; r < length; r += 1.2) {
      const along = r / length;
      const direction = angle + bend * along * along;
      const radius = thick * (1.15 - 0.7 * along);
      const value = contrast * (1.05 - 0.62 * along);
      stroke(
        layer,
        x + r * Math.cos(direction),
        y + r * Math.sin(direction),
        radius * 2.2,
        (dx, dy) => value * Math.exp(-(dx * dx + dy * dy) / (radius * radius)),
      );
    }
    widen(extent, angle + bend, length, (1.4 * Math.PI) / count);
  }
  addLayer(canvas, layer);
  markConcept(canvas, 'IRREGULAR', x, y, plan.reach, (dx, dy) => Math.sqrt(dx * dx + dy * dy) <= 1.15 * radiusAt(core, dx, dy));
  markConcept(canvas, 'SPICULATED', x, y, plan.reach + 2, (dx, dy) => Math.sqrt(dx * dx + dy * dy) <= radiusAt(extent, dx, dy));
  return extent;
}

/** An ellipse with a long half-axis of `reach`, tilted, its edge waved by `roughness` (share of the radius); never beyond reach. */
function outline(reach: number, aspect: number, roughness: number, random: Random): Polar {
  const tilt = random() * Math.PI;
  const waves = [2, 3, 4, 5, 7].map((k) => ({ k, size: (roughness * gaussian(random)) / k, phase: random() * 2 * Math.PI }));
  const polar = new Float32Array(ANGLES);
  for (let i = 0; i < ANGLES; i++) {
    const angle = (i / ANGLES) * 2 * Math.PI;
    const ellipse = aspect / Math.hypot(aspect * Math.cos(angle - tilt), Math.sin(angle - tilt));
    const wave = waves.reduce((sum, w) => sum + w.size * Math.sin(w.k * angle + w.phase), 0);
    polar[i] = ellipse * Math.max(0.55, 1 + wave);
  }
  const scale = reach / polar.reduce((a, b) => Math.max(a, b), 0);
  return polar.map((r) => r * scale);
}

/** Lets the extent reach `length` in one direction and taper off to both sides within `spread` radians. */
function widen(extent: Polar, angle: number, length: number, spread: number): void {
  for (let i = 0; i < ANGLES; i++) {
    const turn = (i / ANGLES) * 2 * Math.PI - angle;
    const away = Math.abs(Math.atan2(Math.sin(turn), Math.cos(turn)));
    if (away < spread) extent[i] = Math.max(extent[i], length * (1 - 0.35 * (away / spread) ** 2));
  }
}

function darken(canvas: Canvas, x: number, y: number, reach: number, loss: (dx: number, dy: number) => number): void {
  const layer = layerAround(canvas, x, y, reach);
  stroke(layer, x, y, reach, loss);
  for (let i = 0; i < layer.data.length; i++) layer.data[i] = -layer.data[i];
  addLayer(canvas, layer);
}
