/** Plans, keys and answers made by hand, for tests. */
import type {
  StudyAnswer,
  StudyCall,
  StudyChoices,
  StudyCondition,
  StudyConfidence,
  StudyKey,
  StudyPlan,
} from '../../../src/protocol/study';
import type { UnitId } from '../../../src/protocol/unit';

export const HASH = 'a'.repeat(64);

/** A case's id by its number from 1. */
export const caseId = (n: number): string => `case_${String(n).padStart(3, '0')}`;

/** A study of these truths, every case of a patient of its own. */
export function madeStudy(truths: readonly StudyCall[], choices: Partial<StudyChoices> = {}): { plan: StudyPlan; key: StudyKey } {
  const words = [['Spiculation', 'edge of a mass'], ['Calcified vessels']];
  const cases = truths.map((_, i) => ({
    id: caseId(i + 1),
    units: words.map((said, u) => ({ unit: `unit_000${u + 1}` as UnitId, words: said })),
  }));
  const plan: StudyPlan = {
    version: 1,
    hash: HASH,
    name: 'study-001',
    created: '2026-01-05T08:00:00.000Z',
    choices: {
      seed: 1,
      cases: truths.length,
      units: 2,
      explained: 'decided',
      draw: 'case',
      conditions: ['words'],
      goBack: false,
      ...choices,
    },
    source: { run: 'run-001', network: 'b'.repeat(64), mining: 'c'.repeat(64), checkpoint: 'epoch-03.onnx', experts: ['ada'] },
    eligible: { benign: truths.length, malignant: truths.length },
    leftOut: [],
    key: 'd'.repeat(64),
    cases,
    notice: 'Research use only.',
  };
  const key: StudyKey = {
    version: 1,
    study: plan.name,
    cases: Object.fromEntries(
      truths.map((truth, i) => [
        caseId(i + 1),
        {
          truth,
          viewId: `P_${i}.LEFT_CC`,
          caseId: `P_${i}`,
          findingTypes: i % 3 === 0 ? ['mass'] : i % 3 === 1 ? ['calcification', 'mass'] : [],
          keywords: ['SPICULATED'],
          decidedClass: 'malignant',
          networkRight: truth === 'malignant',
          scores: { malignant: 0.9, benign: 0.1 },
        },
      ]),
    ),
  };
  return { plan, key };
}

let moment = 0;
/** An answer, each later than the one before. */
export function said(
  reader: string,
  n: number,
  call: StudyCall,
  more: Partial<Pick<StudyAnswer, 'confidence' | 'seconds' | 'condition' | 'study' | 'case'>> = {},
): StudyAnswer {
  const condition: StudyCondition = 'words';
  const confidence: StudyConfidence = 3;
  return {
    study: HASH,
    case: caseId(n),
    condition,
    reader,
    call,
    confidence,
    seconds: 10,
    at: new Date(Date.UTC(2026, 0, 6) + 1000 * moment++).toISOString(),
    id: moment.toString(16).padStart(8, '0'),
    ...more,
  };
}
