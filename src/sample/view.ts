/** Draws one view of a planned case: breast, findings where they fit, film; and collects the truth that goes with it. */
import type { Laterality, Projection } from '../dataset/model';
import type { Frame } from '../images/frame';
import type { Mask } from '../pixels/image';
import type { Finding } from '../protocol/finding';
import { hashSeed, type Random, seededRandom } from '../statistics/random';
import { boundaryOfDiscs, boundaryOfMass, toPixels } from './boundary';
import { drawBreast } from './breast';
import { drawCalcification } from './calcification';
import { blankCanvas, type Canvas } from './canvas';
import { digitise, expose, paintMarks } from './film';
import { lesionOf } from './forms';
import { drawMass } from './mass';
import type { CasePlan, FindingPlan } from './plan';
import { type BreastShape, drawShape, pectoralEdge, pectoralSlant } from './shape';

export interface DrawnView {
  laterality: Laterality;
  projection: Projection;
  frame: Frame;
  findings: Finding[];
  /** Truth by concept, in the frame's pixels; only concepts that occur. */
  masks: Map<string, Mask>;
}

/** Contrast of masses and of calcium at subtlety 1, and what each step towards obvious adds. */
const MASS_CONTRAST = { base: 0.15, step: 0.02 };
const CALCIUM_CONTRAST = { base: 0.2, step: 0.035 };

/** Draws the view. The same plan gives the same view. */
export function drawView(plan: CasePlan, laterality: Laterality, projection: Projection): DrawnView {
  const random = seededRandom(hashSeed(`${plan.seed} ${laterality} ${projection}`));
  const width = 600 + 2 * Math.floor(random() * 21);
  const height = 880 + 2 * Math.floor(random() * 41);
  const canvas = blankCanvas(width, height);
  const shape = drawShape(projection, width, height, random);
  drawBreast(canvas, shape, plan.density, random);
  const findings: Finding[] = [];
  const taken: { x: number; y: number; reach: number }[] = [];
  for (const planned of plan.findings) {
    if (planned.laterality !== laterality) continue;
    const place = findPlace(canvas, shape, planned, taken, random);
    taken.push({ ...place, reach: planned.reach });
    const finding = drawFinding(canvas, planned, place, findings.length + 1, random);
    if (finding) findings.push(finding);
  }
  // Everything so far has the chest wall on the left; the right breast is its mirror image.
  if (laterality === 'RIGHT') mirrorAll(canvas, findings);
  const grey = expose(canvas);
  const tissue: Mask = { width, height, data: canvas.concepts.get('BREAST') ?? new Uint8Array(width * height) };
  const covered = paintMarks(grey, tissue, laterality, projection, random);
  const masks = new Map<string, Mask>();
  for (const [concept, data] of canvas.concepts) {
    for (const i of covered) data[i] = 0;
    if (data.includes(1)) masks.set(concept, { width, height, data });
  }
  return { laterality, projection, frame: digitise(grey, width, height, random), findings, masks };
}

function drawFinding(canvas: Canvas, plan: FindingPlan, at: { x: number; y: number }, id: number, random: Random): Finding | undefined {
  const lesion = lesionOf(plan.form.name, plan.round);
  const { base, step } = lesion.kind === 'mass' ? MASS_CONTRAST : CALCIUM_CONTRAST;
  const contrast = base + step * (plan.subtlety - 1);
  const outline =
    lesion.kind === 'mass'
      ? boundaryOfMass(drawMass(canvas, plan, at.x, at.y, contrast, random), at.x, at.y)
      : boundaryOfDiscs(drawCalcification(canvas, plan, at.x, at.y, contrast, random));
  const boundary = toPixels(outline, canvas.width, canvas.height);
  if (!boundary) return undefined;
  const { assessment, subtlety, pathology } = plan;
  return { id, lesions: [lesion], assessment, subtlety, pathology, boundary, cores: [] };
}

/** A place for a finding: in the breast, at the planned depth, clear of skin, muscle, borders and other findings; the best of many draws. */
function findPlace(
  canvas: Canvas,
  shape: BreastShape,
  plan: FindingPlan,
  taken: readonly { x: number; y: number; reach: number }[],
  random: Random,
): { x: number; y: number } {
  let best = { x: shape.nipple.x / 2, y: shape.nipple.y };
  let bestFault = Infinity;
  for (let tries = 0; tries < 120 && bestFault > 0; tries++) {
    const x = shape.nipple.x * (1 - plan.depth) + (random() - 0.5) * 60;
    const y = shape.nipple.y + (random() - 0.5) * canvas.height * 0.62;
    const column = Math.min(canvas.width - 1, Math.max(0, Math.round(x)));
    const row = Math.min(canvas.height - 1, Math.max(0, Math.round(y)));
    const clear = Math.min(shape.distance.data[row * canvas.width + column], x, (x - pectoralEdge(shape, y)) * pectoralSlant(shape));
    const crowd = taken.reduce((sum, t) => sum + Math.max(0, plan.reach + t.reach + 12 - Math.hypot(x - t.x, y - t.y)), 0);
    const fault = Math.max(0, plan.reach + 14 - clear) + crowd;
    if (fault >= bestFault) continue;
    bestFault = fault;
    best = { x, y };
  }
  return best;
}

function mirrorAll(canvas: Canvas, findings: Finding[]): void {
  const { width, height } = canvas;
  for (const rows of [canvas.density, ...canvas.concepts.values()])
    for (let y = 0; y < height; y++) rows.subarray(y * width, (y + 1) * width).reverse();
  for (const f of findings) for (let i = 0; i < f.boundary.length; i += 2) f.boundary[i] = width - 1 - f.boundary[i];
}
