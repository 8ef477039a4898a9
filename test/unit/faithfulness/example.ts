/** A made-up measurement of three classes, forty units and twelve views: for tests of words, tables, figures and the page. */
import { completeOptions } from '../../../src/faithfulness/options';
import { pointingRows } from '../../../src/faithfulness/pointingRows';
import { RESEARCH_NOTICE } from '../../../src/protocol/explanation';
import type {
  AblationEffect,
  Areas,
  CurveScore,
  Curves,
  Estimate,
  Faithfulness,
  PixelOrder,
  PointingTrial,
} from '../../../src/protocol/faithfulness';
import { type UnitId, unitId, unitIndex } from '../../../src/protocol/unit';
import { seededRandom } from '../../../src/statistics/random';

export const CLASSES = ['normal', 'benign', 'malignant'];
const STEPS = 10;

export function exampleFaithfulness(change: Partial<Faithfulness> = {}): Faithfulness {
  const random = seededRandom(3);
  const around = (value: number, width: number): Estimate => ({ value, low: value - width * random(), high: value + width * random() });
  const effect = (units: UnitId[], strength: number): AblationEffect => ({
    units,
    classes: Object.fromEntries(
      CLASSES.map((name, k) => {
        const change = around(-strength * (1 + k) * random(), strength / 2);
        const delong = { low: change.value - 0.01, high: change.value + 0.01 };
        return [name, { auc: 0.95 + change.value, change, delong, logit: -20 * strength * random() }];
      }),
    ),
    trueLogit: around(-10 * strength, strength),
    decidedLogit: around(-12 * strength, strength),
    changed: Math.min(1, strength),
  });
  const ids = Array.from({ length: 40 }, (_, u) => unitId(unitIndex(7 * u)));
  const named = ids.slice(0, 12);
  const spread = { mean: -0.002, least: -0.011, most: 0.009 };
  return {
    version: 1,
    hash: 'f'.repeat(64),
    run: 'run-001',
    checkpoint: 'epoch-05.onnx',
    network: 'a'.repeat(64),
    mining: 'b'.repeat(64),
    annotations: 'c'.repeat(64),
    classes: CLASSES,
    names: Object.fromEntries(
      named.map((id, i) => [id, i === 0 ? '<b>irregular</b> mass & "spicules" that reach far into the tissue around it' : 'oval mass']),
    ),
    options: completeOptions({ steps: STEPS }),
    ablation: {
      patches: 2889,
      cases: 18,
      intact: { normal: 0.983, benign: 0.974, malignant: 0.975 },
      units: ids.map((id, i) => ({ ...effect([id], 0.02 / (1 + i)), annotated: i < 12 })),
      annotated: effect(named, 0.05),
      otherMined: effect(ids.slice(12, 24), 0.01),
      random: {
        units: 12,
        outOf: 116,
        draws: 20,
        classes: Object.fromEntries(CLASSES.map((name, k) => [name, { change: spread, asStrong: k }])),
        trueLogit: spread,
        decidedLogit: spread,
        changed: { mean: 0.01, least: 0, most: 0.03 },
      },
    },
    curves: exampleCurves(random),
    pointing: examplePointing(named, random),
    createdAt: '2024-03-01T09:30:00.000Z',
    notice: RESEARCH_NOTICE,
    ...change,
  };
}

function exampleCurves(random: () => number): Faithfulness['curves'] {
  const fall: Record<PixelOrder, number> = { cam: 9, random: 2.5, reversed: 0.6 };
  const curve = (order: PixelOrder, rising: boolean) =>
    Array.from({ length: STEPS + 1 }, (_, s) => {
      const left = Math.exp((-fall[order] * s) / STEPS) * (0.9 + 0.1 * random());
      return rising ? 1 - left : left;
    });
  const curves = (rising: boolean): Curves => {
    const orders = () => ({ cam: curve('cam', rising), random: curve('random', rising), reversed: curve('reversed', rising) });
    return { image: orders(), place: orders() };
  };
  const perView = Array.from({ length: 12 }, (_, i) => ({
    viewId: `C_${i}.LEFT_CC`,
    caseId: `C_${i}`,
    label: CLASSES[i % 3],
    decidedClass: CLASSES[i % 3],
    removed: 4000,
    pixels: 9000,
    deletion: curves(false),
    insertion: curves(true),
  }));
  const of = (value: number): Estimate => ({ value, low: value - 0.05, high: value + 0.05 });
  const areas = (cam: number, chance: number, reversed: number): Areas => ({
    cam: of(cam),
    random: of(chance),
    reversed: of(reversed),
    overRandom: of(cam - chance),
    overReversed: of(cam - reversed),
  });
  const both = (one: Areas): Record<CurveScore, Areas> => ({ image: one, place: one });
  const summary = {
    views: 12,
    cases: 12,
    deletion: both(areas(0.11, 0.36, 0.75)),
    insertion: both(areas(0.89, 0.64, 0.25)),
  };
  return {
    ...summary,
    byClass: Object.fromEntries(CLASSES.map((name) => [name, { ...summary, views: 4, cases: 4 }])),
    mean: { deletion: curves(false), insertion: curves(true) },
    perView,
    leftOut: 1,
  };
}

function examplePointing(named: readonly UnitId[], random: () => number): Faithfulness['pointing'] {
  const trials: PointingTrial[] = Array.from({ length: 30 }, (_, i) => {
    const about = { viewId: `C_${i}.LEFT_CC`, caseId: `C_${i % 9}`, decidedRight: i % 4 !== 0, chance: 0.04, area: 0.04 };
    const trial = (map: PointingTrial['map'], skill: number): PointingTrial => ({
      ...about,
      map,
      hit: random() < skill,
      energy: skill * random(),
    });
    return [trial('cam', 0.9), trial('probability', 0.7), trial(named[i % 12], 0.6)];
  }).flat();
  return {
    views: 30,
    leftOut: 0,
    notCounted: 4,
    tolerance: { mm: 2 },
    ...pointingRows(trials, (unit) => (named.indexOf(unit) % 2 === 0 ? ['mass'] : ['calcification']), { resamples: 50, seed: 1 }),
    trials,
  };
}
