/** A small mining result and an explanation, drawn rather than mined, for pages to show. */
import type { Lexicon, Phenomenon } from '../../../src/protocol/annotation';
import { EXPLANATION_VERSION, type Explanation, RESEARCH_NOTICE, type UnitEvidence } from '../../../src/protocol/explanation';
import { encodeGrid, type Grid8 } from '../../../src/protocol/grid';
import type { MinedUnit, TopPatch, UnitDisplay, ViewCard } from '../../../src/protocol/mining';
import type { SurveyState } from '../../../src/protocol/survey';
import { type UnitId, unitId, unitIndex } from '../../../src/protocol/unit';
import type { UnitDetail } from '../../../src/protocol/units';
import { breast, cut, type Finding, jpeg } from './pictures';
import { Random } from './random';

const SCALE = 6;
const PREVIEW = { width: 300, height: 440 };
const CLASSES = ['normal', 'benign', 'malignant'];
const CONCEPTS = [
  { concept: 'SPICULATED', iou: 0.093 },
  { concept: 'IRREGULAR', iou: 0.061 },
  { concept: 'PECTORAL_MUSCLE', iou: 0.018 },
  { concept: 'SKIN_LINE', iou: 0.004 },
];
const UNITS = [3, 36, 117, 204, 1180].map((i) => unitId(unitIndex(i)));

export const lexicon: Lexicon = {
  categories: [
    {
      category: 'mass',
      groups: [
        { name: 'SHAPE', terms: ['ROUND', 'OVAL', 'LOBULATED', 'IRREGULAR', 'ARCHITECTURAL_DISTORTION'] },
        { name: 'MARGINS', terms: ['CIRCUMSCRIBED', 'MICROLOBULATED', 'OBSCURED', 'ILL_DEFINED', 'SPICULATED'] },
      ],
    },
    {
      category: 'calcification',
      groups: [
        { name: 'TYPE', terms: ['PUNCTATE', 'AMORPHOUS', 'PLEOMORPHIC', 'VASCULAR', 'COARSE', 'EGGSHELL'] },
        { name: 'DISTRIBUTION', terms: ['CLUSTERED', 'LINEAR', 'SEGMENTAL', 'REGIONAL', 'DIFFUSELY_SCATTERED'] },
      ],
    },
    { category: 'other', groups: [{ name: 'OTHER', terms: ['SKIN_THICKENING', 'NIPPLE'] }] },
    { category: 'normal tissue', groups: [{ name: 'TISSUE', terms: ['FATTY_TISSUE', 'DENSE_TISSUE', 'PECTORAL_MUSCLE'] }] },
  ],
};

/** A map with one bump, values 0..peak, [height, width]. */
function bump(width: number, height: number, column: number, row: number, spread: number, peak: number, random: Random): Grid8 {
  const values = Float32Array.from({ length: width * height }, (_, i) => {
    const d = Math.hypot((i % width) - column, Math.floor(i / width) - row) / spread;
    return peak * Math.exp(-d * d) + peak * 0.12 * random.next();
  });
  return encodeGrid(values, width, height);
}

function circle(f: Finding, spikes = 0): number[] {
  const points: number[] = [];
  for (let i = 0; i < 60; i++) {
    const angle = (i / 60) * 2 * Math.PI;
    const radius = (f.radius + 4 + spikes * Math.sin(i * 0.9)) * SCALE;
    points.push(Math.round(f.x * SCALE + radius * Math.cos(angle)), Math.round(f.y * SCALE + radius * Math.sin(angle)));
  }
  return points;
}

export interface FakeMining {
  /** Files of the mining folder by relative path. */
  files: Map<string, Buffer>;
  state: Omit<SurveyState, 'base'>;
  units: Record<UnitId, { unit: MinedUnit; views: Record<string, ViewCard> }>;
  display: UnitDisplay;
  /** The same units with what they are called. */
  details: Record<UnitId, UnitDetail>;
}

export async function fakeMining(): Promise<FakeMining> {
  const random = new Random(7);
  const files = new Map<string, Buffer>();
  const views: Record<string, ViewCard> = {};
  const pixels: Record<string, { bytes: Uint8Array; finding: Finding }> = {};
  const { width, height } = PREVIEW;
  for (let v = 0; v < 8; v++) {
    const viewId = `A_10${v}_1.${v % 2 ? 'LEFT' : 'RIGHT'}_${v % 3 ? 'MLO' : 'CC'}`;
    const finding = { x: random.between(60, 170), y: random.between(120, 320), radius: random.between(10, 22) };
    const bytes = breast(width, height, 11 + v * 5, finding);
    const label = CLASSES[1 + (v % 2)];
    files.set(`views/${viewId}.jpg`, await jpeg(bytes, width, height));
    pixels[viewId] = { bytes, finding };
    views[viewId] = {
      viewId,
      caseId: `A_10${v}_1`,
      laterality: v % 2 ? 'LEFT' : 'RIGHT',
      projection: v % 3 ? 'MLO' : 'CC',
      width: width * SCALE,
      height: height * SCALE,
      preview: `views/${viewId}.jpg`,
      label,
      outlines: [{ points: circle(finding, 3), className: label }],
    };
  }
  const units: FakeMining['units'] = {};
  const thumbnails: Record<string, string> = {};
  for (const [u, unit] of UNITS.entries()) {
    const patches: TopPatch[] = [];
    for (let p = 0; p < 32; p++) {
      const viewId = Object.keys(views)[(p + u) % 8];
      const { bytes, finding } = pixels[viewId];
      const size = 75;
      const x = Math.round(Math.min(Math.max(finding.x - size / 2 + random.between(-22, 22), 0), width - size));
      const y = Math.round(Math.min(Math.max(finding.y - size / 2 + random.between(-22, 22), 0), height - size));
      const thumbnail = `thumbnails/${unit}-${p}.jpg`;
      const picture = await cut(bytes, width, height, { x, y, size }, 150);
      files.set(thumbnail, picture);
      if (u === 0) thumbnails[thumbnail] = `data:image/jpeg;base64,${picture.toString('base64')}`;
      const column = ((finding.x - x) / size) * 7 - 0.5;
      const row = ((finding.y - y) / size) * 7 - 0.5;
      const activation = 9.4 - p * 0.13 - u * 0.2;
      patches.push({
        viewId,
        x: x * SCALE,
        y: y * SCALE,
        size: size * SCALE,
        label: p % 9 === 8 ? 'ambiguous' : views[viewId].label,
        activation,
        column: Math.round(column),
        row: Math.round(row),
        field: { x: (x + column * 10 - 16) * SCALE, y: (y + row * 10 - 16) * SCALE, width: 42 * SCALE, height: 42 * SCALE },
        map: bump(7, 7, column, row, 1.6, activation, random),
        thumbnail,
      });
    }
    const ranks = [{ className: CLASSES[2 - (u % 3)], rank: u + 1, topEightCount: 40 - u, summedInfluence: 62.5 }];
    if (u === 0) ranks.push({ className: 'benign', rank: 7, topEightCount: 21, summedInfluence: 30.25 });
    const placement = { x0: 1 / 14, y0: 1 / 14, stepX: 1 / 7, stepY: 1 / 7 };
    units[unit] = { unit: { unit, ranks, maxActivation: 9.4, maskThreshold: 1.88, placement, patches, ...figures(u, random) }, views };
  }
  const state: FakeMining['state'] = {
    mode: 'blind',
    expert: 'Dr. Example',
    network: '5d1fe0c2a7b34c11',
    mining: '91ab33f0deadbeef',
    classes: CLASSES,
    lexicon,
    units: UNITS.map((unit, u) => ({ unit, className: CLASSES[2 - (u % 3)], rank: u + 1, others: u % 3 })),
    answers: [],
    othersAnswers: [],
    drafts: {},
    problems: [],
    notice: RESEARCH_NOTICE,
  };
  const display: UnitDisplay = {
    version: 1,
    unit: units[UNITS[0]].unit,
    thumbnails,
    annotations: [{ expert: 'reference', phenomena: [phenomenon('irregular mass with spiculated margins', 'malignant')] }],
    notice: RESEARCH_NOTICE,
  };
  const details: FakeMining['details'] = {};
  for (const [u, unit] of UNITS.entries())
    details[unit] = {
      ...units[unit],
      classes: CLASSES,
      annotations: u === 0 ? display.annotations! : [],
      unrecognized: u === 1 ? ['Dr. Example'] : [],
      concepts: u < 3 ? { found: u === 2 ? [] : CONCEPTS, bar: 0.04, views: 8 } : undefined,
    };
  return { files, state, units, display, details };
}

/** Most patches leave a unit cold; the class it speaks for has the longer tail. */
function figures(u: number, random: Random): Pick<MinedUnit, 'weights' | 'influence' | 'activations'> {
  const bins = 32;
  const counts = Object.fromEntries(
    [...CLASSES, 'ambiguous'].map((name, k) => [
      name,
      Array.from({ length: bins }, (_, b) =>
        Math.floor(900 * Math.exp(-b / (1.5 + 2.2 * k * (k < 3 ? 1 : 0.3))) * (0.6 + 0.4 * random.next())),
      ),
    ]),
  );
  return {
    weights: { normal: -0.21 - u / 50, benign: 0.04, malignant: 0.37 },
    influence: {
      normal: { topCount: 0, images: 68, summedInfluence: 0 },
      benign: { topCount: 21, images: 68, summedInfluence: 30.25 },
      malignant: { topCount: 40 - u, images: 68, summedInfluence: 62.5 },
    },
    activations: { edges: Array.from({ length: bins + 1 }, (_, b) => (b * 9.4) / bins), counts },
  };
}

function phenomenon(description: string, association: Phenomenon['association']): Phenomenon {
  return { description, association, category: 'mass', terms: ['SPICULATED'] };
}

export async function fakeExplanation(): Promise<Explanation> {
  const random = new Random(3);
  const { width, height } = PREVIEW;
  const finding = { x: 120, y: 255, radius: 17 };
  const bytes = breast(width, height, 40, finding);
  const picture = `data:image/jpeg;base64,${(await jpeg(bytes, width, height)).toString('base64')}`;
  const step = 12;
  const columns = width / step;
  const rows = Math.floor(height / step);
  const cell = (x: number, y: number) => [x / step - 0.5, y / step - 0.5] as const;
  const map = (x: number, y: number, spread: number, peak: number) => bump(columns, rows, ...cell(x, y), spread, peak, random);
  const unit = (i: number, rank: number, share: number, names: Phenomenon[], at?: [number, number]): UnitEvidence => ({
    unit: unitId(unitIndex(i)),
    rank,
    influence: Math.abs(share) * 1.12,
    share,
    annotations: names.length > 0 ? [{ expert: 'reference', phenomena: names }] : [],
    map: at ? map(at[0], at[1], 2.4, Math.abs(share) * 3) : undefined,
    maskThreshold: at ? Math.abs(share) * 0.9 : undefined,
  });
  const evidence = [
    unit(3, 1, 1.84, [phenomenon('irregular mass with spiculated margins', 'malignant')], [122, 250]),
    unit(36, 2, 1.21, [phenomenon('edge of mass with ill-defined margins', 'malignant')], [108, 262]),
    unit(117, 4, 0.73, [phenomenon('architectural distortion', 'malignant')], [140, 236]),
    unit(204, 5, 0.52, [phenomenon('pleomorphic clustered calcifications', 'malignant')], [190, 160]),
    unit(1180, 7, 0.31, [phenomenon('dense tissue beneath the skin line', 'normal')], [70, 330]),
  ];
  const bias = -0.12;
  const rest = 0.66;
  return {
    version: EXPLANATION_VERSION,
    viewId: 'A_1021_1.RIGHT_MLO',
    caseId: 'A_1021_1',
    part: 'test',
    view: { width: width * SCALE, height: height * SCALE, picture, pictureWidth: width, pictureHeight: height },
    classes: CLASSES,
    decidedClass: 'malignant',
    explainedClass: 'malignant',
    scores: { normal: 0.214, benign: 0.347, malignant: 0.913 },
    scoring: 'max',
    decidingPosition: { column: 10, row: 20, x: 126 * SCALE, y: 246 * SCALE, probability: 0.913 },
    logit: { value: bias + rest + evidence.reduce((sum, u) => sum + u.share, 0), bias, rest, restNamed: -0.44 },
    placement: { x0: (step / 2) * SCALE, y0: (step / 2) * SCALE, stepX: step * SCALE, stepY: step * SCALE },
    cam: map(122, 252, 2.8, 5.2),
    receptiveField: { width: 8 * step * SCALE, height: 8 * step * SCALE },
    logitMaps: { normal: map(60, 120, 5, 2), benign: map(190, 160, 3, 2.4), malignant: map(122, 252, 3, 5) },
    probabilityMaps: { normal: map(60, 120, 5, 0.2), benign: map(190, 160, 3, 0.35), malignant: map(122, 252, 3, 0.9) },
    evidence,
    unannotated: [unit(58, 3, 0.82, []), unit(901, 6, 0.4, []), unit(77, 8, 0.22, [])],
    against: [unit(15, 211, -0.44, [phenomenon('mass with circumscribed margins', 'benign')], [200, 170])],
    findings: [
      {
        id: 1,
        lesions: [{ kind: 'mass', shape: ['IRREGULAR'], margins: ['SPICULATED'] }],
        assessment: 5,
        subtlety: 4,
        pathology: 'malignant',
        boundary: circle(finding, 3),
        cores: [],
      },
    ],
    truth: 'malignant',
    summary:
      'Probably malignant (91 %), by irregular mass with spiculated margins and 4 more; named units carry most of the evidence (73 %).',
    sentence:
      'Decided malignant (91 % at the lower left). The strongest evidence is unit_0004, an irregular mass with spiculated margins, followed by ill-defined margins (unit_0037); circumscribed margins (unit_0016) speak against it.',
    agreement: [
      { unit: evidence[0].unit, fits: true, hits: true },
      { unit: evidence[3].unit, fits: false, hits: false },
    ],
    source: { network: '5d1fe0c2a7b34c11', mining: '91ab33f0deadbeef', run: 'first', checkpoint: 'epoch-05' },
    warnings: [],
    notice: RESEARCH_NOTICE,
  };
}
