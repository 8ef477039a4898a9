/** A made-up view with one finding, a small network's answer to it, and its explanation: for tests of words and pictures. */
import sharp from 'sharp';
import type { UnitName } from '../../../src/annotation/named';
import { agreementWith } from '../../../src/explanation/agreement';
import { evidenceOf } from '../../../src/explanation/evidence';
import { classActivationMap } from '../../../src/explanation/maps';
import { summaryOf } from '../../../src/explanation/summary';
import { sentenceOf } from '../../../src/explanation/wording';
import { decide, probabilityMaps } from '../../../src/mining/decide';
import type { Association, BiradsCategory } from '../../../src/protocol/annotation';
import { EXPLANATION_VERSION, type Explanation, RESEARCH_NOTICE } from '../../../src/protocol/explanation';
import { encodeGrid } from '../../../src/protocol/grid';
import { type UnitIndex, unitIndex } from '../../../src/protocol/unit';
import { seededRandom } from '../../../src/statistics/random';

export const UNITS = 24;
export const CLASSES = ['normal', 'benign', 'malignant'];
const [WIDTH, HEIGHT] = [24, 36];
const [VIEW_WIDTH, VIEW_HEIGHT] = [600, 900];

export function name(description: string, association: Association, category: BiradsCategory, terms: string[]): UnitName[] {
  return [{ expert: 'reference', phenomena: [{ description, association, category, terms }] }];
}

/** A blob of activation around (column, row) for every unit, the malignant units at the finding. */
export function exampleFeatures(seed = 1): Float32Array {
  const random = seededRandom(seed);
  const features = new Float32Array(UNITS * WIDTH * HEIGHT);
  for (let u = 0; u < UNITS; u++) {
    const atFinding = u % 3 === 2;
    const column = atFinding ? 9 + 2 * random() : 2 + random() * 12;
    const row = atFinding ? 15 + 2 * random() : 6 + random() * 24;
    const spread = 1.5 + 3 * random();
    const strength = 0.5 + 2 * random();
    for (let r = 0; r < HEIGHT; r++)
      for (let c = 0; c < WIDTH; c++)
        features[(u * HEIGHT + r) * WIDTH + c] = strength * Math.exp(-((c - column) ** 2 + (r - row) ** 2) / (2 * spread ** 2));
  }
  return features;
}

export async function exampleExplanation(change: Partial<Explanation> = {}): Promise<Explanation> {
  const features = exampleFeatures();
  const random = seededRandom(7);
  const weight = Float32Array.from({ length: 3 * UNITS }, (_, i) => (Math.floor(i / UNITS) === i % 3 ? 0.9 : -0.25) + 0.3 * random());
  const bias = Float32Array.from([0.6, -0.2, -0.1]);
  const cells = WIDTH * HEIGHT;
  const logits = new Float32Array(3 * cells);
  for (let k = 0; k < 3; k++) {
    const cam = classActivationMap(features, weight, UNITS, k);
    for (let i = 0; i < cells; i++) logits[k * cells + i] = cam[i] + bias[k];
  }
  const maps = probabilityMaps(logits, 3);
  const decision = decide(maps, 'max', 0);
  const names = new Map<UnitIndex, UnitName[]>([
    [unitIndex(2), name('irregular mass with spiculated margins', 'malignant', 'mass', ['IRREGULAR', 'SPICULATED'])],
    [unitIndex(5), name('mass with ill-defined margins', 'malignant', 'mass', ['ILL_DEFINED'])],
    [unitIndex(8), name('pleomorphic calcifications in clusters', 'malignant', 'calcification', ['PLEOMORPHIC', 'CLUSTERED'])],
    [
      unitIndex(11),
      name('edge of a suspicious mass <irregular & dense>, with long strands that reach into the tissue', 'malignant', 'mass', []),
    ],
    [unitIndex(14), name('dense tissue', 'normal', 'normal tissue', ['DENSE_TISSUE'])],
    [unitIndex(1), name('oval mass with circumscribed margins', 'benign', 'mass', ['OVAL', 'CIRCUMSCRIBED'])],
  ]);
  const found = evidenceOf({
    response: { features, width: WIDTH, height: HEIGHT },
    weight,
    bias,
    classIndex: decision.classIndex,
    cell: decision.cell,
    names,
    maskThreshold: (_, maximum) => 0.2 * maximum,
    options: { units: 5, amongTop: 8 },
  });
  const column = decision.cell % WIDTH;
  const row = Math.floor(decision.cell / WIDTH);
  const placement = { x0: 12, y0: 12, stepX: 25, stepY: 25 };
  const findings: Explanation['findings'] = [
    {
      id: 1,
      lesions: [{ kind: 'mass', shape: ['IRREGULAR'], margins: ['SPICULATED'] }],
      assessment: 5,
      subtlety: 3,
      pathology: 'malignant',
      boundary: Array.from({ length: 40 }, (_, i) => {
        const angle = (i / 40) * 2 * Math.PI;
        const radius = 62 + 7 * Math.sin(5 * angle);
        return [265 + radius * Math.cos(angle), 405 + radius * Math.sin(angle)];
      }).flat(),
      cores: [],
    },
  ];
  const { support, ...evidence } = found;
  const explanation: Explanation = {
    version: EXPLANATION_VERSION,
    viewId: 'C_0011.LEFT_CC',
    caseId: 'C_0011',
    view: { width: VIEW_WIDTH, height: VIEW_HEIGHT, picture: await examplePicture(), pictureWidth: 400, pictureHeight: 600 },
    classes: CLASSES,
    decidedClass: CLASSES[decision.classIndex],
    explainedClass: CLASSES[decision.classIndex],
    scores: Object.fromEntries(CLASSES.map((c, k) => [c, decision.scores[k]])),
    scoring: 'max',
    decidingPosition: { column, row, x: 12 + column * 25, y: 12 + row * 25, probability: decision.probability },
    placement,
    receptiveField: { width: 190, height: 190 },
    cam: encodeGrid(classActivationMap(features, weight, UNITS, decision.classIndex), WIDTH, HEIGHT),
    logitMaps: Object.fromEntries(CLASSES.map((c, k) => [c, encodeGrid(logits.subarray(k * cells, (k + 1) * cells), WIDTH, HEIGHT)])),
    probabilityMaps: Object.fromEntries(CLASSES.map((c, k) => [c, encodeGrid(maps[k], WIDTH, HEIGHT)])),
    ...evidence,
    findings,
    truth: 'malignant',
    summary: '',
    sentence: '',
    agreement: agreementWith(findings, evidence.evidence, placement, { width: VIEW_WIDTH, height: VIEW_HEIGHT }),
    source: { network: '0123456789abcdef', mining: 'fedcba9876543210', run: 'run-001', checkpoint: 'epoch-05.onnx' },
    warnings: [],
    notice: RESEARCH_NOTICE,
    ...change,
  };
  explanation.sentence = sentenceOf(explanation, support, 'normal');
  explanation.summary = summaryOf(explanation, support);
  return explanation;
}

/** Half an ellipse of noise on black: a breast at a glance. */
async function examplePicture(): Promise<string> {
  const [width, height] = [400, 600];
  const random = seededRandom(3);
  const bytes = Uint8Array.from({ length: width * height }, (_, i) => {
    const [x, y] = [(i % width) / width, Math.floor(i / width) / height];
    const depth = 1 - (x / 0.8) ** 2 - ((y - 0.5) / 0.46) ** 2;
    return depth < 0
      ? 4
      : Math.min(235, 40 + 130 * Math.sqrt(depth) * (0.75 + 0.25 * Math.sin(19 * x + 7 * Math.sin(13 * y))) + 14 * random());
  });
  const jpeg = await sharp(bytes, { raw: { width, height, channels: 1 } })
    .jpeg()
    .toBuffer();
  return `data:image/jpeg;base64,${jpeg.toString('base64')}`;
}
