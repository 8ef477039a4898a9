/** What one reader, or all together, came to under a condition. */
import type { ShareWithInterval, StudyCall, StudyCondition, StudyFigures } from '../../protocol/study';
import { binomialTail } from '../../statistics/binomial';
import { quantile } from '../../statistics/bootstrap';
import { clopperPearson } from '../../statistics/clopperPearson';
import { delong } from '../../statistics/delong';
import { rocCurve } from '../../statistics/roc';
import { casesById, type ReadCase, type Reading, type ReadStudy } from './reading';

/** A reading beside its case. */
interface Judged extends Reading {
  of: ReadCase;
  right: boolean;
}

/** Of findings that nobody described. */
const NO_TYPE = 'not described';
const TYPE_ORDER = ['mass', 'calcification', 'other'];

/**
 * Figures over the cases that were answered; the others count in `asked` alone, never as wrong. Pooled (`reader` null) every answer counts,
 * and p and intervals take answers for independent, which those of several readers to one case are not. The ROC curve is that of the signed
 * confidence, its interval DeLong's; absent with fewer than two answers on either class.
 * @param readers how many share the cases: 1 for one reader
 */
export function figuresOf(study: ReadStudy, reader: string | null, condition: StudyCondition, readers: number): StudyFigures {
  const cases = casesById(study);
  const judged = study.readings
    .filter((r) => r.condition === condition && (reader === null || r.reader === reader))
    .map((r): Judged => ({ ...r, of: cases.get(r.case)!, right: r.call === cases.get(r.case)!.truth }));
  const right = judged.filter((j) => j.right).length;
  const count = (truth: StudyCall, call: StudyCall) => judged.filter((j) => j.of.truth === truth && j.call === call).length;
  const row = (truth: StudyCall): Record<StudyCall, number> => ({ benign: count(truth, 'benign'), malignant: count(truth, 'malignant') });
  const roc = rocOf(judged);
  const seconds = judged.map((j) => j.seconds).filter((s) => s > 0);
  seconds.sort((a, b) => a - b);
  return {
    reader,
    condition,
    asked: study.cases.length * readers,
    answered: judged.length,
    accuracy: shareOf(judged),
    p: judged.length > 0 ? binomialTail(right, judged.length, 0.5) : null,
    confusion: { benign: row('benign'), malignant: row('malignant') },
    sensitivity: shareOf(judged.filter((j) => j.of.truth === 'malignant')),
    specificity: shareOf(judged.filter((j) => j.of.truth === 'benign')),
    ...(roc && { roc }),
    medianSeconds: seconds.length > 0 ? quantile(seconds, 0.5) : null,
    timed: seconds.length,
    byFindingType: byFindingType(judged),
    byNetwork: byNetwork(judged),
  };
}

function shareOf(judged: readonly Judged[]): ShareWithInterval {
  const right = judged.filter((j) => j.right).length;
  const interval = clopperPearson(right, judged.length);
  return {
    right,
    of: judged.length,
    share: judged.length > 0 ? right / judged.length : null,
    low: interval?.low ?? null,
    high: interval?.high ?? null,
  };
}

function rocOf(judged: readonly Judged[]): StudyFigures['roc'] {
  const sure = judged.filter((j) => j.confidence !== null);
  const scores = sure.map((j) => (j.call === 'malignant' ? j.confidence! : -j.confidence!));
  const positive = sure.map((j) => j.of.truth === 'malignant');
  const curve = rocCurve(scores, positive);
  const area = delong(scores, positive);
  return curve && area && { fpr: curve.fpr, tpr: curve.tpr, auc: area.auc, low: area.low, high: area.high };
}

/** A case with a mass and calcifications counts in both rows. */
function byFindingType(judged: readonly Judged[]): StudyFigures['byFindingType'] {
  const typesOf = ({ of }: Judged) => (of.findingTypes.length > 0 ? of.findingTypes : [NO_TYPE]);
  const place = (type: string) =>
    type === NO_TYPE ? TYPE_ORDER.length + 1 : (TYPE_ORDER.indexOf(type) + TYPE_ORDER.length + 1) % (TYPE_ORDER.length + 1);
  const types = [...new Set(judged.flatMap(typesOf))].sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1));
  return types.map((type) => ({ type, accuracy: shareOf(judged.filter((j) => typesOf(j).includes(type))) }));
}

function byNetwork(judged: readonly Judged[]): StudyFigures['byNetwork'] {
  const known = judged.filter((j) => j.of.networkRight !== undefined);
  if (known.length === 0) return null;
  return { right: shareOf(known.filter((j) => j.of.networkRight)), wrong: shareOf(known.filter((j) => !j.of.networkRight)) };
}
