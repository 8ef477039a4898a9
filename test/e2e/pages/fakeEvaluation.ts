/** An evaluation of a network that is right most of the time, computed from drawn scores by the method itself. */
import { evaluateScores } from '../../../src/evaluation/evaluate';
import type { Evaluation } from '../../../src/protocol/evaluation';
import type { ShownEvaluation } from '../../../src/protocol/evaluationPage';
import { RESEARCH_NOTICE } from '../../../src/protocol/explanation';
import { caseWith, classes, findingAt, patchAt, rule, viewIdOf } from '../../unit/evaluation/part';
import { Random } from './random';

const CASES = 24;
const PATHOLOGIES = [undefined, 'benign', 'malignant'] as const;
const SCANNERS = ['lumisys', 'howtek-mgh', 'dba'] as const;

/** @param without leave out malignant cases, so that a class has no positives */
export function fakeEvaluation({ without = false } = {}): Evaluation {
  const random = new Random(5);
  const kindOf = (c: number) => (without ? c % 2 : c % 3);
  const cases = Array.from({ length: CASES }, (_, c) => {
    const pathology = PATHOLOGIES[kindOf(c)];
    const finding = () => findingAt(0, pathology!, { subtlety: 1 + (c % 5), lesions: [{ kind: c % 4 < 2 ? 'mass' : 'calcification' }] });
    return caseWith(`B_${3000 + c}_1`, pathology ? [[finding()], [finding()]] : [], { density: 1 + (c % 4), scanner: SCANNERS[c % 3] });
  });
  const patches = cases.flatMap((c, number) =>
    [0, 1, 2, 3].flatMap((view) =>
      Array.from({ length: 8 }, (_, i) => patchAt(viewIdOf(c.id, view), i, i === 0 && view < 2 ? kindOf(number) : i === 1 ? -1 : 0)),
    ),
  );
  const probabilities = patches.flatMap((patch) => {
    const logits = classes.map((_, k) => 2.4 * (random.next() + random.next()) + (k === patch.label ? 1.6 : 0) + (k === 0 ? 1.8 : 0));
    const powers = logits.map(Math.exp);
    const sum = powers.reduce((a, b) => a + b);
    return powers.map((p) => p / sum);
  });
  const { known, scored, ...figures } = evaluateScores({
    cases,
    patches,
    classes,
    probabilities: Float64Array.from(probabilities),
    rule,
    background: 'normal',
    part: 'test',
  });
  return {
    version: 2,
    run: 'run-001',
    checkpoint: '/p/runs/run-001/checkpoints/epoch-10.onnx',
    network: '5d1fe0c2a7b34c11',
    ...figures,
    scores: { address: 'a', sha256: 'b' },
    createdAt: '2031-05-02T09:00:00.000Z',
    notice: RESEARCH_NOTICE,
  };
}

export function shownEvaluation(change: Partial<ShownEvaluation> = {}): ShownEvaluation {
  return { project: '/p', run: 'run-001', part: 'test', parts: ['test'], evaluation: fakeEvaluation(), ...change };
}
